"""One life of the bot's process: what belongs to it, and how it dies."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Coroutine, Generator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from filelock import FileLock


class Killed(BaseException):
    """The process is no more."""


@dataclass(eq=False)
class Life:
    """Everything that dies when the process is killed.

    `deadly` names a step and the time of its coming at which the process dies. What others can see of a
    process are its steps alone, so that a kill between two of them is one before the second.
    """

    slot: int
    deadly: tuple[str, int] | None = None
    is_dead: bool = False
    died: asyncio.Event = field(default_factory=asyncio.Event)
    steps: Counter[str] = field(default_factory=Counter)
    tasks: set[asyncio.Task[Any]] = field(default_factory=set)
    connections: set[sqlite3.Connection] = field(default_factory=set)
    locks: list[FileLock] = field(default_factory=list)

    def step(self, name: str) -> None:
        """Go one step, which may be the last; raises `Killed`."""
        if self.is_dead:
            raise Killed
        self.steps[name] += 1
        if self.deadly == (name, self.steps[name]):
            self.kill()
            raise Killed

    def kill(self) -> None:
        """Die at once: what the system does then is done, and nothing of ours."""
        self.is_dead = True
        self.died.set()
        for connection in self.connections:
            sqlite3.Connection.close(connection)
        self.connections.clear()
        for lock in self.locks:
            lock.release(force=True)

    async def bury(self) -> None:
        """End what is left of the tasks of a dead process; none of them does anything any more."""
        while left := [task for task in self.tasks if not task.done()]:
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)


LIFE: ContextVar[Life | None] = ContextVar("life", default=None)
"""The life to which what runs belongs; None for what is outside, the platforms and the world's own."""


def owned(
    loop: asyncio.AbstractEventLoop,
    coroutine: Coroutine[Any, Any, Any] | Generator[Any, None, Any],
    **named: Any,
) -> asyncio.Task[Any]:
    """Make a task that dies with the life in which it is made."""
    task: asyncio.Task[Any] = asyncio.Task(coroutine, loop=loop, **named)
    if (life := LIFE.get()) is not None:
        life.tasks.add(task)
        task.add_done_callback(life.tasks.discard)
    return task


def step(name: str) -> None:
    """Go one step in the life that runs."""
    if (life := LIFE.get()) is not None:
        life.step(name)
