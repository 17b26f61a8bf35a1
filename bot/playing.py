"""The tokenless start: the same bot, connected to local stand-ins of the platforms' servers."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from adapters.playground.playground import Playground, PortTakenError
from bot.app import serve
from bot.settings import Settings
from storage.errors import SettingsError


async def play(settings: Settings, stop: asyncio.Event) -> bool:
    """Run the bot in the playground until `stop` is set, and print where it is.

    Its catalogue and state live in a folder of their own that goes away with it. Raises `SettingsError`
    when the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="launchlog-") as folder:
        try:
            async with Playground(port=settings.playground_port, contracts=settings.contracts) as playground:
                sys.stdout.write(
                    f"No tokens are set, so this is the playground: {playground.address}\n"
                    "To go live, put DISCORD_TOKEN or TELEGRAM_TOKEN into .env (see .env.example).\n"
                )
                sys.stdout.flush()
                return await serve(_local(settings, playground, Path(folder)), stop)
        except PortTakenError as error:
            message = f"port {error.port} is taken: set PLAYGROUND_PORT to a free one, such as 8081"
            raise SettingsError(message) from error


def _local(settings: Settings, playground: Playground, folder: Path) -> Settings:
    return replace(
        settings,
        discord_token=playground.discord.token,
        discord_api_url=playground.discord.api_url,
        discord_gateway_url=playground.discord.gateway_url,
        telegram_token=playground.telegram.token,
        telegram_api_url=playground.telegram.base_url.removesuffix("/bot"),
        ll2_token=None,
        ll2_url=playground.launch_library.address,
        data_dir=folder,
        database_url=f"sqlite+aiosqlite:///{folder / 'state.db'}",
    )
