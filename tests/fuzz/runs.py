"""Feeds readers with inputs, all from one seed, for as long as there is time."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.fuzz import found
from tests.fuzz.reader import Reader, tried, watching
from tests.fuzz.readers import OPENINGS

SLICE = 2.0
"""Seconds that a reader is fed before the next one has its turn."""

MOST_FAULTS = 3
"""Faults of one reader that are reported; it is left out after that."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An input that was not read as it should be."""

    reader: str
    value: Any
    error: BaseException


@dataclass(slots=True)
class Tally:
    """How many inputs each reader had, the longest time one took in seconds, and what went wrong."""

    inputs: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


async def run(
    names: Sequence[str],
    seed: int,
    seconds: float,
    report: Callable[[Fault], None] = lambda _fault: None,
    most: int | None = None,
) -> Tally:
    """Feed the readers of those names in turn, with at most so many inputs each."""
    tally = Tally()
    async with AsyncExitStack() as stack:
        readers = {name: await stack.enter_async_context(OPENINGS[name]()) for name in names}
        for reader in readers.values():
            await warm_up(reader)
        end = time.monotonic() + seconds
        turn = min(SLICE, seconds / len(names))
        with watching():
            while time.monotonic() < end and names:
                for name in names:
                    random = Random(f"{seed} {name} {tally.inputs[name]}")
                    await _turn(name, readers[name], random, turn, tally, report, most)
                names = [name for name in names if _goes_on(name, tally, most)]
    return tally


def _goes_on(name: str, tally: Tally, most: int | None) -> bool:
    faults = sum(fault.reader == name for fault in tally.faults)
    return faults < MOST_FAULTS and (most is None or tally.inputs[name] < most)


async def _turn(
    name: str,
    reader: Reader,
    random: Random,
    seconds: float,
    tally: Tally,
    report: Callable[[Fault], None],
    most: int | None,
) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and _goes_on(name, tally, most):
        value = reader.make(random)
        before = time.process_time()
        error = await tried(reader, value)
        tally.inputs[name] += 1
        tally.slowest[name] = max(tally.slowest.get(name, 0.0), time.process_time() - before)
        if error is not None:
            fault = Fault(name, await found.smaller(reader, value, error), error)
            tally.faults.append(fault)
            report(fault)


async def warm_up(reader: Reader) -> None:
    """Let a reader load what it loads once, which is no input's fault."""
    reading = reader.read(reader.make(Random(0)))
    if reading is not None:
        await reading
