"""Counts that were made lately, as long as they hold."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

HOLDS = timedelta(minutes=1)
"""How long a count holds at most: another process, such as an import, may write without our noticing."""

_MOST, _LARGEST = 64, 1000
"""Answers that are kept, and groups in one: some megabytes at worst."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What counts hold for: what was written, when they were made, and the next NET to come, if any."""

    generation: int
    made: datetime
    next_net: datetime | None

    def holds(self, generation: int, now: datetime) -> bool:
        """Tell whether a count would be the same now."""
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

    def basis(self, generation: int, now: datetime) -> Basis | None:
        """Return the latest basis if it still is the present one."""
        return self._basis if self._basis and self._basis.holds(generation, now) else None

    def begin(self, basis: Basis) -> Basis:
        """Take note of the present basis, and return it."""
        self._basis = basis
        return basis

    def find(self, question: Hashable, generation: int, now: datetime) -> Any:
        """Return the answer that still holds, or None."""
        basis, answer = self._counts.get(question, (None, None))
        return answer if basis and basis.holds(generation, now) else None

    def keep(self, question: Hashable, answer: Any, basis: Basis) -> None:
        """Keep an answer unless it is a large one; the basis is from before it was counted."""
        if isinstance(answer, tuple) and len(answer) > _LARGEST:
            return
        self._counts[question] = (basis, answer)
        self._counts.move_to_end(question)
        if len(self._counts) > _MOST:
            self._counts.popitem(last=False)

    def forget(self) -> None:
        """Forget everything."""
        self._counts.clear()
        self._basis = None
