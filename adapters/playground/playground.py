"""The playground as a whole: three stand-ins and the page to try the bot on, all on loopback."""

from __future__ import annotations

import logging
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final, Protocol, Self

from adapters.playground.discord.server import DiscordServer
from adapters.playground.launch_library.records import records
from adapters.playground.launch_library.server import LaunchLibraryServer
from adapters.playground.page.discord_desk import DiscordDesk
from adapters.playground.page.scene import furnish_discord, furnish_telegram
from adapters.playground.page.server import PageServer, PortTakenError
from adapters.playground.page.telegram_desk import TelegramDesk
from adapters.playground.telegram.server import TelegramServer
from adapters.playground.wire import Exchange, Observer

__all__ = ["DEFAULT_PORT", "Playground", "PortTakenError"]

DEFAULT_PORT: Final = 8080

log = logging.getLogger("launchlog.playground")


class Referee(Protocol):
    """Compares an exchange with a platform's contract."""

    def check(self, exchange: Exchange) -> list[str]:
        """Say every way in which the exchange deviates."""


class Playground:
    """Used as `async with Playground() as playground`; then the bot is to be connected to its servers.

    `port` is the page's, 0 for any free one; entering raises `PortTakenError` when it is taken.
    `contracts` is the folder of the platforms' contracts: with it every exchange is checked, and
    deviations are logged (this needs the development dependencies; entering raises `OSError` when a
    contract is missing).
    """

    def __init__(self, port: int = DEFAULT_PORT, contracts: Path | None = None) -> None:
        self._port = port
        self._contracts = contracts
        self._stack = AsyncExitStack()
        self.discord: DiscordServer
        self.telegram: TelegramServer
        self.launch_library: LaunchLibraryServer
        self.address = ""

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            observer = None if self._contracts is None else _checking(self._contracts)
            self.discord = DiscordServer(observer=observer)
            self.telegram = TelegramServer(observer=observer)
            page = PageServer(
                DiscordDesk(self.discord, furnish_discord(self.discord)),
                TelegramDesk(self.telegram, furnish_telegram(self.telegram)),
            )
            stack.push_async_callback(page.stop)
            await page.start(self._port)
            self.address = page.address
            # No throttle here: the bot keeps to the free budget of the real service by itself.
            self.launch_library = LaunchLibraryServer(records(page.address), limit_per_hour=None)
            await stack.enter_async_context(self.launch_library)
            await stack.enter_async_context(self.telegram)
            await stack.enter_async_context(self.discord)
            self._stack = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        # The stand-ins stop first: that ends the page's streams of events.
        await self._stack.aclose()


def _checking(contracts: Path) -> Observer:
    from adapters.playground.discord.referee import Referee as DiscordReferee  # noqa: PLC0415 - jsonschema
    from adapters.playground.telegram.referee import Referee as TelegramReferee  # noqa: PLC0415 - likewise

    referees: dict[str, Referee] = {
        "discord": DiscordReferee(contracts),
        "telegram": TelegramReferee(contracts),
    }

    def check(exchange: Exchange) -> None:
        for problem in referees[exchange.platform].check(exchange):
            log.warning("contract_broken platform=%s path=%s %s", exchange.platform, exchange.path, problem)

    return check
