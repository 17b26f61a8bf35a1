"""What holds until something is written: the one answer for all that is kept in memory, and kept counts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from storage.catalogue.coverage import Month

HOLDS = timedelta(minutes=1)
"""How long a count is kept: a question that contains the present minute never comes again after that."""

_MOST, _LARGEST = 64, 1000
"""Answers that are kept, and groups in one: some megabytes at worst."""


class Generation(NamedTuple):
    """What is known holds while this is the same, whoever writes: ask `Catalogue.generation` for it.

    Counts of the times the file was replaced, launches were written here, something was written by another
    process, and, for what tells of the sync's marks, marks were written here.
    """

    replaced: int
    written: int
    by_others: int
    marked: int = 0


class Moment(NamedTuple):
    """All that answers about previous launches depend on: while it is the same, so are they.

    What was written, by whomever; the next NET to come, which changes when it passes and when the clock is
    set back; and the months of which a launch may be missing, as the sync's marks tell it. Marks that change
    nothing of that, as each round of the sync writes, leave it the same.
    """

    generation: Generation
    next_net: datetime | None
    gaps: tuple[tuple[datetime, datetime | Month], ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What counts hold for: what was written, when they were made, and the next NET to come, if any."""

    generation: Generation
    made: datetime
    next_net: datetime | None

    def holds(self, generation: Generation, now: datetime) -> bool:
        """Return whether a count is still valid."""
        return (
            self.generation == generation
            and timedelta() <= now - self.made < HOLDS
            and (self.next_net is None or now < self.next_net)
        )


@dataclass(slots=True)
class Remembered:
    """Keeps counts until something is written, or the NET of a launch to come passes."""

    _counts: OrderedDict[Hashable, tuple[Basis, Any]] = field(default_factory=OrderedDict)
    _basis: Basis | None = None

    def basis(self, generation: Generation, now: datetime) -> Basis | None:
        """Return the latest basis if it still is the present one."""
        return self._basis if self._basis and self._basis.holds(generation, now) else None

    def begin(self, basis: Basis) -> Basis:
        """Take note of the present basis, and return it."""
        self._basis = basis
        return basis

    def find(self, question: Hashable, generation: Generation, now: datetime) -> Any:
        """Return the answer that still holds, or None."""
        basis, answer = self._counts.get(question, (None, None))
        return answer if basis and basis.holds(generation, now) else None

    def keep(self, question: Hashable, answer: Any, basis: Basis) -> None:
        """Keep an answer unless it is a large one; the basis is from before it was counted."""
        if isinstance(answer, tuple) and len(answer) > _LARGEST:
            return
        self._forget_old(basis)
        self._counts[question] = (basis, answer)
        self._counts.move_to_end(question)
        if len(self._counts) > _MOST:
            self._counts.popitem(last=False)

    def _forget_old(self, present: Basis) -> None:
        """Forget what no longer holds: nobody may ever ask it again."""
        for question, (basis, _answer) in list(self._counts.items()):
            generation = present.generation._replace(marked=basis.generation.marked)
            if not basis.holds(generation, present.made):
                del self._counts[question]

    def forget(self) -> None:
        """Forget everything."""
        self._counts.clear()
        self._basis = None
