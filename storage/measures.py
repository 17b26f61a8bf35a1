"""What happens, told to whoever counts it; while nobody does, telling costs nothing and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum


class Measure(Enum):
    """What is told of, with the names that its labels have."""

    ANSWER = ("answer", ("platform", "command", "result"))
    """A command or press that was answered; the amount is how many seconds it took."""

    SEND = ("send", ("platform", "result"))
    """A post that was tried; the amount is 1."""

    RATE_LIMITED = ("rate_limited", ("platform",))
    """A request that a platform turned down as too many; the amount is 1."""

    def __init__(self, _word: str, labels: tuple[str, ...]) -> None:
        self.labels = labels


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: its labels in the order of its measure's, and its amount."""

    measure: Measure
    labels: tuple[str, ...]
    amount: float


Observer = Callable[[Told], None]

_observers: list[Observer] = []


def tell(measure: Measure, *labels: str, amount: float = 1.0) -> None:
    """Tell everybody who counts."""
    for observer in _observers:
        observer(Told(measure, labels, amount))


@contextmanager
def observing(observer: Observer) -> Iterator[None]:
    """Tell an observer within the block.

    It is called on the event loop, so it must be quick and not raise.
    """
    _observers.append(observer)
    try:
        yield
    finally:
        _observers.remove(observer)
