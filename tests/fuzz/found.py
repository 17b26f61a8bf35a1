"""Inputs that were not read as they should be: made small, and kept as tests."""

from __future__ import annotations

import ast
import asyncio
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

from tests.fuzz.reader import HangError, Reader, tried

FOLDER = Path(__file__).parent / "found"

MINIMISING = 5.0
"""Seconds spent on making one input smaller."""


def kept() -> list[tuple[str, Path]]:
    """Return the readers' names and files of all inputs that are kept."""
    return [(path.parent.name.replace("_", " "), path) for path in sorted(FOLDER.glob("*/*.txt"))]


def keep(name: str, value: Any) -> Path:
    """Keep an input for the tests; return its file."""
    text = repr(value) + "\n"
    digest = blake2b(text.encode("ascii", "backslashreplace"), digest_size=5).hexdigest()
    path = FOLDER / name.replace(" ", "_") / f"{digest}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.encode("ascii", "backslashreplace").decode())
    return path


def load(path: Path) -> Any:
    """Return the input in a file."""
    return ast.literal_eval(path.read_text())


async def smaller(reader: Reader, value: Any, error: BaseException) -> Any:
    """Return the smallest input found that fails likewise; a hang stays as it is."""
    if isinstance(error, HangError | TimeoutError) or not reader.may_shrink:
        return value
    end = time.monotonic() + MINIMISING
    found = True
    while found and time.monotonic() < end:
        found = False
        for candidate in _smaller(value):
            failed = await tried(reader, candidate)
            if type(failed) is type(error) and _place(failed) == _place(error):
                value, found = candidate, True
                break
            if time.monotonic() > end:
                break
            await asyncio.sleep(0)
    return value


def _place(error: BaseException | None) -> tuple[str, int] | None:
    """Return where an error was raised."""
    trace = error.__traceback__ if error else None
    while trace and trace.tb_next:
        trace = trace.tb_next
    return (trace.tb_frame.f_code.co_filename, trace.tb_lineno) if trace else None


def _shorter(value: Any) -> Iterator[Any]:
    step = len(value)
    while step:
        for start in range(0, len(value), step):
            yield value[:start] + value[start + step :]
        step //= 2


def _smaller(value: Any) -> Iterator[Any]:
    """Yield what is left when a part of a value is taken away, the largest parts first."""
    if isinstance(value, str | bytes | list):
        yield from _shorter(value)
    if isinstance(value, list):
        for at, item in enumerate(value):
            for less in _smaller(item):
                yield [*value[:at], less, *value[at + 1 :]]
    if isinstance(value, dict):
        for key in value:
            yield {name: item for name, item in value.items() if name != key}
        for key, item in value.items():
            for less in _smaller(item):
                yield value | {key: less}
