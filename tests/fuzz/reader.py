"""What a reader is to the fuzzer, and the limits that every reader keeps."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from dataclasses import dataclass
from random import Random
from types import FrameType
from typing import Any

LIMIT = 1.0
"""Seconds of computing that one input may cost; a busy machine does not count."""

PATIENCE = 30.0
"""Seconds after which an input that nobody computes anything for has hung."""

LONGEST_SENTENCE = 2000
"""Characters of a refusal; what was long comes back in it only in part."""

Make = Callable[[Random], Any]
Read = Callable[[Any], Awaitable[None] | None]
Opening = Callable[[], "AbstractAsyncContextManager[Reader]"]


class HangError(BaseException):
    """An input took longer than it may; nothing on the way here takes it for an error to be answered."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A part that reads foreign input.

    `make` gives an input (text, bytes, or plain JSON values), `read` raises for one that is not read as it
    should be: anything but the refusals that are declared. Where an input has to stay whole to be one, it may
    not shrink when it has failed.
    """

    make: Make
    read: Read
    may_shrink: bool = True


def plain(make: Make, read: Read) -> Opening:
    """Return the opening of a reader that needs nothing."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Reader]:
        yield Reader(make, read)

    return opened


def is_said(error: Exception) -> None:
    """A refusal is one sentence of bearable length, on one line."""
    assert 0 < len(str(error)) <= LONGEST_SENTENCE, len(str(error))


async def tried(reader: Reader, value: Any) -> BaseException | None:
    """Return what an input comes to: None when it is read, or refused, as it should be."""
    try:
        with _limited():
            reading = reader.read(value)
            if reading is not None:
                async with asyncio.timeout(PATIENCE):
                    await reading
    except (KeyboardInterrupt, SystemExit, asyncio.CancelledError):
        raise
    except BaseException as error:  # noqa: BLE001  # whatever it is, it is what we look for
        return error
    return None


@contextmanager
def _limited() -> Iterator[None]:
    """Raise `HangError` where the process computes for longer than the limit."""
    signal.setitimer(signal.ITIMER_PROF, LIMIT, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@contextmanager
def watching() -> Iterator[None]:
    """Make the limit hold for the block."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise HangError(f"took more than {LIMIT:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGPROF, before)
