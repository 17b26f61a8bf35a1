"""Measuring and printing."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Wall-clock seconds of many runs, sorted."""

    seconds: tuple[float, ...]

    def at(self, share: float) -> float:
        """Seconds below which that share of the runs lies."""
        return self.seconds[min(int(len(self.seconds) * share), len(self.seconds) - 1)]

    @property
    def p50(self) -> float:
        return self.at(0.5)

    @property
    def p99(self) -> float:
        return self.at(0.99)


async def measure(
    runs: int, *contenders: Callable[[], Awaitable[object]], warmup: int = 5
) -> tuple[Times, ...]:
    """Run the contenders in turn, so that a machine that slows down slows all of them."""
    seconds: list[list[float]] = [[] for _ in contenders]
    for run in range(runs + warmup):
        for contender, times in zip(contenders, seconds, strict=True):
            begun = time.perf_counter()
            await contender()
            if run >= warmup:
                times.append(time.perf_counter() - begun)
    return tuple(Times(tuple(sorted(times))) for times in seconds)


def heading(text: str) -> None:
    print(f"\n{text}\n{'-' * len(text)}")


def row(name: str, cells: Sequence[str], verdict: str = "") -> None:
    print(f"{name:<44}" + "".join(f"{cell:>14}" for cell in cells) + (f"   {verdict}" if verdict else ""))


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


_missed: list[str] = []


def within(value: float, bound: float, name: str) -> str:
    """Say whether a figure is at most its bound, and remember it by its name if not."""
    if value <= bound:
        return f"ok (at most {bound:g})"
    _missed.append(name)
    return f"MISSED (at most {bound:g})"


def missed() -> list[str]:
    """Return the names of the figures that were missed."""
    return _missed
