"""A whole `/previous` on Discord against a bare discord.py client with the same answer."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path

import psutil

from benchmarks.contenders import VIEW
from benchmarks.duel import Ask, Goals, bot, compare
from playground.discord.limits import Limits
from playground.discord.server import DiscordServer

GOALS = Goals(first=1.3, again=1.0)


async def run(catalogue: Path) -> None:
    """Print the ratios."""
    async with AsyncExitStack() as stack:
        contenders = [await _contender(stack, kind, catalogue) for kind in ("discord", "bare-discord")]
        await compare("Discord", GOALS, *contenders)


async def _contender(stack: AsyncExitStack, kind: str, catalogue: Path) -> tuple[Ask, psutil.Process]:
    server = await stack.enter_async_context(DiscordServer(limits=Limits(enabled=False)))
    ada = server.world.add_user("Ada")
    channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
    feed = stack.enter_context(server.subscribe())
    process = await stack.enter_async_context(
        bot(kind, str(catalogue), server.token, server.api_url, server.gateway_url)
    )
    while not any(command["name"] == "previous" for command in server.commands(ada, channel)):
        await feed.next("commands registered")

    async def ask(page: int) -> object:
        return await server.slash(ada, channel, "previous", {"view": VIEW, "page": page})

    return ask, process
