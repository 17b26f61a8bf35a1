"""Cancels a task at whichever of its awaits a test wants, and tells what it leaves open."""

from __future__ import annotations

import asyncio
import gc
import types
import warnings
from collections.abc import AsyncIterator, Coroutine, Generator
from contextlib import asynccontextmanager
from typing import Any


@types.coroutine
def _cancelled_at(number: int, work: Coroutine[Any, Any, object]) -> Generator[Any, Any, None]:
    """Do the work, and have the task cancelled as soon as it waits for the time of that number."""
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    assert task is not None
    steps, count = work.__await__(), 0
    try:
        waited_for = steps.send(None)
        while True:
            if count == number:
                loop.call_soon(task.cancel)
            count += 1
            try:
                answer = yield waited_for
            except BaseException as error:  # noqa: BLE001  # the work is to see whatever is raised
                waited_for = steps.throw(error)
            else:
                waited_for = steps.send(answer)
    except StopIteration:
        return


async def is_cut_off(number: int, work: Coroutine[Any, Any, object]) -> bool:
    """Do the work in a task that is cancelled at its await of that number; tell whether it was."""

    async def run() -> None:
        await _cancelled_at(number, work)

    task = asyncio.create_task(run())
    await asyncio.wait({task})
    if not task.cancelled():
        task.result()
    return task.cancelled()


@asynccontextmanager
async def nothing_left_open() -> AsyncIterator[None]:
    """Fail where something is given up in the block that should have been closed."""
    others = asyncio.all_tasks()
    # To look through all that there is would take a second each time.
    gc.freeze()
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        yield
        # What a cancelled task hands over to another one is still to be done.
        if begun := asyncio.all_tasks() - others:
            await asyncio.wait(begun)
        gc.collect()
    gc.unfreeze()
    left = [str(each.message) for each in told if issubclass(each.category, ResourceWarning)]
    assert not left, left
