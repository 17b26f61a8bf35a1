"""The playground as a whole: three stand-ins and the page to try the bot on, all on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from playground.discord.server import DiscordServer
from playground.launch_library.entries import Entry, drafts
from playground.launch_library.history import History, read_history
from playground.launch_library.places import Record
from playground.launch_library.records import records
from playground.launch_library.server import LaunchLibraryServer
from playground.page.controls import Control, Controls
from playground.page.discord_desk import DiscordDesk
from playground.page.judge import Judge
from playground.page.scene import furnish_discord, furnish_telegram
from playground.page.server import PageServer, PortTakenError
from playground.page.telegram_desk import TelegramDesk
from playground.page.wire_log import WireLog
from playground.telegram.server import TelegramServer
from playground.wire import Platform, Referee

__all__ = ["DEFAULT_PORT", "Control", "Playground", "PortTakenError"]

DEFAULT_PORT: Final = 8080

LAUNCH_LIBRARY_KEY: Final = "playground-key"
"""The key that the stand-in Launch Library takes."""

REQUESTS_PER_HOUR: Final = 1_000
"""What that key is good for."""


class Playground:
    """Used as `async with Playground() as playground`; then the bot is to be connected to its servers.

    `port` is the page's, 0 for any free one; entering raises `PortTakenError` when it is taken.
    `contracts` is the folder of the platforms' contracts: with it every exchange is checked, and
    deviations are logged and shown (this needs the development dependencies; entering raises `OSError`
    when a contract is missing). `controls` are buttons for the page's header. `history` is a file of all
    launches (see `launch_library.history`), on which the detailed sample is laid; without it the sample is
    all there is. Entering raises `UnreadableHistoryError` when it cannot be read.
    """

    def __init__(
        self,
        port: int = DEFAULT_PORT,
        contracts: Path | None = None,
        controls: Sequence[Control] = (),
        history: bytes | None = None,
    ) -> None:
        self._port = port
        self._contracts = contracts
        self._controls = Controls(controls)
        self._history = history
        self._stack = AsyncExitStack()
        self.discord: DiscordServer
        self.telegram: TelegramServer
        self.launch_library: LaunchLibraryServer
        self.address = ""

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            history = None if self._history is None else await asyncio.to_thread(read_history, self._history)
            wire = WireLog(Judge({} if self._contracts is None else referees(self._contracts)))
            self.discord = DiscordServer(observer=wire.observe)
            self.telegram = TelegramServer(observer=wire.observe)
            page = PageServer(
                DiscordDesk(self.discord, furnish_discord(self.discord)),
                TelegramDesk(self.telegram, furnish_telegram(self.telegram)),
                wire,
                self._controls,
                None if history is None else history.until,
            )
            stack.push_async_callback(page.stop)
            await page.start(self._port)
            await stack.enter_async_context(wire)
            self.address = page.address
            # Enough for a person who lets launches end all day; without the key it is as strict as ever.
            self.launch_library = LaunchLibraryServer(
                await self._launches(history, page.address),
                limit_per_hour=REQUESTS_PER_HOUR,
                tokens=(LAUNCH_LIBRARY_KEY,),
                observer=wire.observe,
            )
            await stack.enter_async_context(self.launch_library)
            await stack.enter_async_context(self.telegram)
            await stack.enter_async_context(self.discord)
            self._stack = stack.pop_all()
        return self

    async def _launches(self, history: History | None, base: str) -> Sequence[Record | Entry]:
        if history is None:
            return records(base)
        return await asyncio.to_thread(drafts, history, base)

    async def __aexit__(self, *_: object) -> None:
        # The stand-ins stop first, then the log: that ends the page's streams of events.
        await self._stack.aclose()


@cache
def referees(contracts: Path) -> Mapping[Platform, Referee]:
    """Return the referees that check each platform's exchanges against the contracts in that folder.

    Raises `OSError` where one is missing. Needs the development dependencies.
    """
    from playground.discord.referee import Referee as DiscordReferee  # noqa: PLC0415 - jsonschema
    from playground.telegram.referee import Referee as TelegramReferee  # noqa: PLC0415 - likewise

    return MappingProxyType({"discord": DiscordReferee(contracts), "telegram": TelegramReferee(contracts)})
