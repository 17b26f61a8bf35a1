"""In which order updates are worked on: side by side, except where one has to wait for another."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Coroutine, Hashable

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from storage.log_records import working_on

log = logging.getLogger("launchlog.telegram")

MOST_AT_ONCE = 1024
"""Updates being worked on or waiting for their turn; more stay in the queue."""

MOST_IN_LINE = 100
"""Messages of one person in one chat that wait for each other; more are not answered."""


class OrderedUpdates(BaseUpdateProcessor):
    """Works on updates side by side; presses on one message, and one person's messages, in order."""

    def __init__(self) -> None:
        super().__init__(MOST_AT_ONCE)
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._waiting: Counter[Hashable] = Counter()
        self._tasks: dict[asyncio.Task[None], object] = {}

    async def initialize(self) -> None:
        """Do nothing: there is nothing to acquire."""

    async def shutdown(self) -> None:
        """Do nothing: `drain` has ended what was running."""

    async def do_process_update(self, update: object, coroutine: Awaitable[None]) -> None:
        """Await `coroutine` when everything that it has to follow is done."""
        line = line_of(update)
        if self._waiting[line] >= MOST_IN_LINE and not _is_press(update):
            log.warning("update_dropped line=%s waiting=%s", line, self._waiting[line])
            _close(coroutine)
            return
        self._waiting[line] += 1
        with working_on("telegram", update.update_id if isinstance(update, Update) else 0):
            task = asyncio.ensure_future(self._in_line(line, coroutine))
        self._tasks[task] = update
        task.add_done_callback(self._tasks.pop)
        await asyncio.wait({task})

    async def _in_line(self, line: Hashable, coroutine: Awaitable[None]) -> None:
        try:
            async with self._locks.setdefault(line, asyncio.Lock()):
                await coroutine
        finally:
            _close(coroutine)
            self._waiting[line] -= 1
            if not self._waiting[line]:
                del self._waiting[line]
                self._locks.pop(line, None)

    async def drain(self, seconds: float) -> list[object]:
        """Wait that long for running handlers, then cancel them; return the updates that were cut short."""
        if not self._tasks:
            return []
        _, late = await asyncio.wait(self._tasks, timeout=seconds)
        cut_short = [self._tasks[task] for task in late]
        for task in late:
            task.cancel()
        if late:
            log.warning("updates_cancelled count=%s", len(late))
            await asyncio.wait(late)
        return cut_short


def _close(coroutine: Awaitable[None]) -> None:
    """Close what will not be awaited any more; for what has ended it does nothing."""
    if isinstance(coroutine, Coroutine):
        coroutine.close()


def _is_press(update: object) -> bool:
    """Tell whether somebody waits for a button's answer; presses are never left unanswered."""
    return isinstance(update, Update) and update.callback_query is not None


def line_of(update: object) -> Hashable:
    """Return what an update has to queue for: one message's buttons, or one sender in one chat.

    Nothing queues for an inline query.
    """
    if not isinstance(update, Update):
        return None
    if update.inline_query:
        # What was typed since then is not to wait for it.
        return "inline", update.inline_query.id
    if (query := update.callback_query) and query.message:
        return "press", query.message.chat.id, query.message.message_id
    message = update.effective_message
    sender = update.effective_sender
    return "message", message.chat.id if message else 0, sender.id if sender else 0
