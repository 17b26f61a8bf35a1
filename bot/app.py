"""The composition root: everything is made, wired by hand and closed here."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from adapters.discord.client import DiscordBot
from adapters.launch_library.client import LaunchLibrary
from adapters.telegram.application import TelegramBot
from bot.schedule import Schedule
from bot.settings import Settings
from bot.sync import Sync
from bot.version import VERSION
from commands.dispatcher import Dispatcher
from commands.handlers import Outside
from commands.queries import Queries
from commands.service import Budget
from storage.catalogue import Catalogue
from storage.clock import Clock, system_clock
from storage.errors import SettingsError, StoreError
from storage.state.store import State

log = logging.getLogger("launchlog.app")

SYNC_INTERVAL = timedelta(minutes=1)
"""Between two rounds of the sync; most of them find nothing due and ask nothing."""

PRUNE_INTERVAL = timedelta(hours=24)
"""Between two sweeps that forget kept queries nobody uses."""


@dataclass(frozen=True, slots=True)
class Core:
    """The two stores and what works on them, without any platform."""

    catalogue: Catalogue
    state: State
    queries: Queries
    sync: Sync
    dispatcher: Dispatcher


def open_catalogue(settings: Settings, clock: Clock = system_clock) -> AbstractAsyncContextManager[Catalogue]:
    """Open the catalogue alone, for what needs nothing else; entering raises `StoreError`."""
    return Catalogue.open(settings.data_dir / "catalogue.db", clock)


@asynccontextmanager
async def open_core(settings: Settings, clock: Clock = system_clock) -> AsyncIterator[Core]:
    """Open the stores and wire what works on them; raises `StoreError`."""
    async with AsyncExitStack() as stack:
        state = await stack.enter_async_context(await State.open(settings.database_url, clock))
        catalogue = await stack.enter_async_context(open_catalogue(settings, clock))
        library = await stack.enter_async_context(
            LaunchLibrary(
                settings.ll2_url, settings.ll2_version, settings.ll2_token, ledger=state.ledger, clock=clock
            )
        )
        queries = Queries(catalogue)

        async def budget() -> Budget | None:
            limit, period = library.budget.limit, library.budget.period
            try:
                return Budget(await state.ledger.left(limit, period), limit)
            except StoreError as error:
                log.warning("budget_unknown reason=%s", error)
                return None

        outside = Outside(
            state.saved_queries.save, state.saved_queries.load, state.wanted.add, budget, VERSION
        )
        sync = Sync(catalogue, library, state.wanted, clock, keyed=bool(settings.ll2_token))
        yield Core(catalogue, state, queries, sync, Dispatcher(queries, outside, clock))


async def serve(settings: Settings, stop: asyncio.Event) -> bool:
    """Run the bot on every platform that has a token until `stop` is set.

    Returns whether it was stopped, False if no platform was left to run. Raises `StoreError`.
    """
    async with open_core(settings) as core, Schedule() as schedule:
        schedule.every(SYNC_INTERVAL, "sync", core.sync.round)
        schedule.every(PRUNE_INTERVAL, "prune", partial(_prune, core.state))
        return await _run_platforms(settings, core, stop)


async def _prune(state: State) -> None:
    try:
        await state.saved_queries.prune()
    except StoreError as error:
        log.warning("prune_failed reason=%s", error)


async def _run_platforms(settings: Settings, core: Core, stop: asyncio.Event) -> bool:
    running = [
        asyncio.create_task(_run_platform(name, bot), name=name)
        for name, bot in _platforms(settings, core.dispatcher)
    ]
    stopping = asyncio.create_task(stop.wait())
    try:
        pending = set(running)
        while pending and not stopping.done():
            await asyncio.wait([*pending, stopping], return_when=asyncio.FIRST_COMPLETED)
            pending = {task for task in pending if not task.done()}
        return stopping.done()
    finally:
        for task in (*running, stopping):
            task.cancel()
        await asyncio.gather(*running, stopping, return_exceptions=True)


def _platforms(settings: Settings, dispatcher: Dispatcher) -> list[tuple[str, DiscordBot | TelegramBot]]:
    bots: list[tuple[str, DiscordBot | TelegramBot]] = []
    if settings.discord_token:
        discord = DiscordBot(
            dispatcher,
            settings.discord_token,
            api_url=settings.discord_api_url,
            gateway_url=settings.discord_gateway_url,
        )
        bots.append(("Discord", discord))
    if settings.telegram_token:
        telegram = TelegramBot(dispatcher, settings.telegram_token, api_url=settings.telegram_api_url)
        bots.append(("Telegram", telegram))
    return bots


async def _run_platform(name: str, bot: DiscordBot | TelegramBot) -> None:
    """Run one platform; what ends it is told in one line, and the other platform goes on."""
    try:
        async with bot:
            log.info("platform_started name=%s", name)
            if isinstance(bot, DiscordBot):
                await bot.wait_closed()
            else:
                await asyncio.Event().wait()
    except SettingsError as error:
        log.error("platform_stopped name=%s reason=%s", name, error)
    except Exception:
        log.exception("platform_crashed name=%s", name)
