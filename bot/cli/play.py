"""The tokenless start: the same bot, connected to local stand-ins of the platforms' servers."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.app import Core, serve
from bot.cli.known import known_history
from bot.cli.rehearsal import Rehearsal
from bot.settings import Settings
from playground.launch_library.history import UnreadableHistoryError
from playground.page.controls import Control
from playground.playground import LAUNCH_LIBRARY_KEY, Playground, PortTakenError
from storage.errors import SettingsError, StoreError
from storage.history import HistoryFile

FOLDER = "playground"
"""Where in the data folder the playground keeps what it is to know at its next start."""


def say_where(address: str) -> None:
    """Print how to go live, and last where the playground is: that line is what a person looks for."""
    sys.stdout.write(
        "To go live, put DISCORD_TOKEN or TELEGRAM_TOKEN into .env (see .env.example).\n"
        f"This is the playground: {address}\n"
    )
    sys.stdout.flush()


async def play(settings: Settings, stop: asyncio.Event, ready: Callable[[str], object] = say_where) -> bool:
    """Run the bot in the playground until `stop` is set; `ready` is told its address.

    It knows the bundled history, and what was imported if a data folder was set: then it keeps there what it
    learns, else only until it ends. Raises `SettingsError` when the port is taken, `StoreError` when there is
    no history.
    """
    rehearsal, restarts = Rehearsal(), Restarts(stop)
    controls = (*rehearsal.controls, restarts.control)
    with _folder(settings) as (folder, catalogue):
        history = await known_history(catalogue, folder)
        content = await asyncio.to_thread(history.content)
        try:
            async with Playground(
                settings.playground_port, settings.contracts, controls, content
            ) as playground:
                rehearsal.archive = playground.launch_library.archive
                ready(playground.address)
                return await restarts.serve(_local(settings, playground, folder), rehearsal, history)
        except PortTakenError as error:
            message = f"port {error.port} is taken: set PLAYGROUND_PORT to a free one, such as 8081"
            raise SettingsError(message) from error
        except UnreadableHistoryError as error:
            raise StoreError(f"The history cannot be read: {error}") from error


class Restarts:
    """Runs the bot, and runs it anew whenever somebody asks for that, until `stop` is set."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop
        self._end = asyncio.Event()
        self._running = asyncio.Event()
        self.control = Control("restart", "Restart the bot", self._restart)

    async def serve(self, settings: Settings, rehearsal: Rehearsal, history: HistoryFile) -> bool:
        """Return what the last run returned."""

        def opened(core: Core) -> None:
            rehearsal.core = core
            self._running.set()

        stopping = asyncio.create_task(self._forward())
        try:
            while True:
                self._end.clear()
                ended_well = await serve(settings, self._end, opened, history)
                if self._stop.is_set() or not ended_well:
                    return ended_well
                self._running.clear()
        finally:
            stopping.cancel()

    async def _forward(self) -> None:
        await self._stop.wait()
        self._end.set()

    async def _restart(self) -> str:
        self._running.clear()
        self._end.set()
        await self._running.wait()
        return "The bot was stopped and started again; older buttons go on working."


@contextmanager
def _folder(settings: Settings) -> Iterator[tuple[Path, Path]]:
    """Give a folder for the playground's catalogue and state, and the catalogue to take launches from.

    The two are never one: what is made up must not come among what is real, or into real chats.
    """
    if "LAUNCHLOG_DATA_DIR" in settings.told:
        folder = settings.data_dir / FOLDER
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield folder, settings.catalogue
        return
    with tempfile.TemporaryDirectory(prefix="launchlog-") as temporary:
        yield Path(temporary), Path(temporary) / "none"


def _local(settings: Settings, playground: Playground, folder: Path) -> Settings:
    return replace(
        settings,
        discord_token=playground.discord.token,
        discord_api_url=playground.discord.api_url,
        discord_gateway_url=playground.discord.gateway_url,
        telegram_token=playground.telegram.token,
        telegram_api_url=playground.telegram.base_url.removesuffix("/bot"),
        ll2_token=LAUNCH_LIBRARY_KEY,
        ll2_url=playground.launch_library.address,
        data_dir=folder,
        database_url=f"sqlite+aiosqlite:///{folder / 'state.db'}",
    )
