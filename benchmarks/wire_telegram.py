"""A whole `/previous` on Telegram against a bare python-telegram-bot with the same answer."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

import psutil

from benchmarks.contenders import VIEW
from benchmarks.duel import Ask, Goals, bot, compare
from playground.telegram.limits import Limits
from playground.telegram.server import TelegramServer

GOALS = Goals(first=1.25, again=1.05)


async def run(catalogue: Path) -> None:
    """Print the ratios."""
    async with AsyncExitStack() as stack:
        contenders = [await _contender(stack, kind, catalogue) for kind in ("telegram", "bare-telegram")]
        await compare("Telegram", GOALS, *contenders)


async def _contender(stack: AsyncExitStack, kind: str, catalogue: Path) -> tuple[Ask, psutil.Process]:
    server = await stack.enter_async_context(TelegramServer(limits=Limits.off()))
    bo = server.world.add_user("Bo")
    api_url = server.base_url.removesuffix("/bot")
    process = await stack.enter_async_context(bot(kind, str(catalogue), server.token, api_url))
    await server.wait_for_poll(30)

    async def ask(page: int) -> object:
        return await (await server.say(bo, text=f"/previous view:{VIEW} page:{page}")).reply()

    return ask, process
