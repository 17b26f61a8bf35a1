"""Counts that were made lately, as long as they hold."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

HOLDS = timedelta(minutes=1)
"""How long a count holds at most: another process, such as an import, may write without our noticing."""

_MOST = 256


@dataclass(frozen=True, slots=True)
class State:
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

    _counts: OrderedDict[Hashable, tuple[State, Any]] = field(default_factory=OrderedDict)
    _state: State | None = None

    def state(self, generation: int, now: datetime) -> State | None:
        """Return the latest state if it still is the present one."""
        return self._state if self._state and self._state.holds(generation, now) else None

    def find(self, question: Hashable, generation: int, now: datetime) -> Any:
        """Return the answer that still holds, or None."""
        state, answer = self._counts.get(question, (None, None))
        return answer if state and state.holds(generation, now) else None

    def keep(self, question: Hashable, answer: Any, state: State) -> None:
        """Keep an answer; the state is from before it was counted."""
        self._state = state
        self._counts[question] = (state, answer)
        self._counts.move_to_end(question)
        if len(self._counts) > _MOST:
            self._counts.popitem(last=False)

    def forget(self) -> None:
        """Forget everything."""
        self._counts.clear()
        self._state = None
