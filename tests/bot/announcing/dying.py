"""The real bot, killed by itself at a chosen point: `python -m tests.bot.announcing.dying POINT COUNT`.

The point is passed COUNT times; then the process is gone as by `kill -9`, without a word to anybody.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import storage.state.outbox as outbox_module
from adapters.discord.posting import DiscordPoster
from adapters.telegram.posting import TelegramPoster
from bot.cli.main import main
from storage.catalogue import Catalogue
from storage.state.outbox import Outbox

Method = Callable[..., Awaitable[Any]]

POINTS: dict[str, tuple[tuple[Any, str], ...]] = {
    "after claim": ((Outbox, "claim"),),
    "after the sending commit": ((Outbox, "begin"),),
    "after the answer": ((DiscordPoster, "post"), (TelegramPoster, "post")),
    "after the mark": ((Outbox, "sent"),),
    "after the edit": ((DiscordPoster, "edit"), (TelegramPoster, "edit")),
    "after the edit is noted": ((Outbox, "show"),),
    "during fan-out": ((outbox_module, "enqueue"),),
    "during sync": ((Catalogue, "_transact"),),
}


def die_at(point: str, count: int) -> None:
    """Have the process killed when that point is reached for that time."""
    left = count

    def dying(method: Method) -> Method:
        async def call(*arguments: Any, **named: Any) -> Any:
            nonlocal left
            result = await method(*arguments, **named)
            # Empty claims are no progress.
            left -= result != ()
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return call

    for owner, name in POINTS[point]:
        setattr(owner, name, dying(getattr(owner, name)))


if __name__ == "__main__":
    die_at(sys.argv[1], int(sys.argv[2]))
    sys.exit(main([]))
