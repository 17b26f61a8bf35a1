"""The composition root: everything is made, wired by hand and closed here."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from adapters.discord.bot import DiscordBot
from adapters.launch_library.client import LaunchLibrary
from adapters.telegram.application import TelegramBot
from bot.announcing.announcer import Announcer, Channel
from bot.announcing.detection import Detection
from bot.announcing.following import carry_over
from bot.announcing.lock import SenderLock
from bot.announcing.matching import Matching
from bot.announcing.posts import Posts
from bot.platforms import Bot, Connection, Platforms
from bot.readiness import Readiness
from bot.schedule import Schedule
from bot.service_manager import ServiceManager
from bot.settings import Settings
from bot.supervisor import Supervisor
from bot.sync.sync import Sync
from bot.version import VERSION
from commands.cards.addresses import Addresses
from commands.cards.filter_panel import Filters
from commands.cards.interpretation import Understanding
from commands.cards.kept_pages import MOST_BYTES, KeptPages
from commands.cards.launch_list import Lists
from commands.cards.subscription import SubscriptionCards
from commands.cards.subscription_list import SubscriptionLists
from commands.cards.system import Budget, BudgetReader
from commands.chat_settings import ChatLanguage
from commands.codec.layout import Keep, Recall
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from commands.launch_lookup import Finding
from commands.parsing.names.resolver import Naming
from commands.parsing.plain_words.reader import PlainWords
from commands.parsing.query import Asking
from commands.questions.answers import Answers
from commands.rate_limit import Pace
from commands.routes import Handlers
from commands.sharing.inline_results import BURST, PER_SECOND, Offers
from commands.sharing.share import Sharing
from commands.stats.boosters import Boosters
from commands.stats.charts.charts import Charts
from commands.stats.comparison import Comparisons
from commands.stats.contenders import Comparing
from commands.stats.figures_card import StatsCards
from commands.stats.flights import FlightCards
from commands.stats.handlers import Summaries
from commands.stats.on_this_day import OnThisDay
from commands.stats.period_comparison import PeriodComparisons
from commands.stats.profile import Profiles
from commands.stats.related import Details, Wish
from commands.subscriptions.fates import Fates
from commands.subscriptions.handlers import Subscribing
from commands.subscriptions.pauses import Pauses
from commands.subscriptions.presses import Example, SubscriptionPresses
from commands.subscriptions.views import Views
from commands.subscriptions.whereabouts import Whereabouts
from commands.system import System
from storage.catalogue import Catalogue
from storage.clock import Clock, system_clock
from storage.errors import StoreError
from storage.history import BUNDLED_HISTORY, HistoryFile
from storage.state.chat_settings import Chats
from storage.state.results import Results
from storage.state.state import State
from storage.state.subscriptions import Subscriptions

log = logging.getLogger("launchlog.app")

SYNC_INTERVAL = timedelta(minutes=1)
"""Between two rounds of the sync; most of them find nothing due and ask nothing."""

NAMES_INTERVAL = timedelta(minutes=1)
"""Between two looks whether names have to be read anew; most of them find that nothing has changed."""

DIGEST_INTERVAL = timedelta(minutes=1)
"""Between two looks for digests that are due."""

TIDY_INTERVAL = timedelta(hours=1)
"""Between two sweeps that close what is too old and forget what was kept long enough."""

PRUNE_INTERVAL = timedelta(hours=24)
"""Between two sweeps that forget kept queries nobody uses."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the commands need from elsewhere.

    Kept queries, detail requests, the request budget, what is subscribed to where, which results there were
    and what became of them, the settings of chats, how an example is posted, the languages to speak, where
    people find the bot, and which of its parts do not run.
    """

    keep: Keep
    recall: Recall
    wish: Wish
    budget: BudgetReader
    version: str
    subscriptions: Subscriptions
    results: Results
    chats: Chats
    example: Example
    languages: Languages
    addresses: Addresses = field(default_factory=Addresses)
    troubles: Callable[[], tuple[str, ...]] = tuple


@dataclass(frozen=True, slots=True)
class Core:
    """The two stores and what works on them, without any platform."""

    catalogue: Catalogue
    naming: Naming
    state: State
    library: LaunchLibrary
    sync: Sync
    announcer: Announcer
    dispatcher: Dispatcher
    supervisor: Supervisor
    budget: BudgetReader


def make_dispatcher(
    catalogue: Catalogue,
    outside: Outside,
    clock: Clock,
    monotonic: Callable[[], float] = time.monotonic,
    naming: Naming | None = None,
    pages: int = MOST_BYTES,
    *,
    ahead: bool = False,
) -> Dispatcher:
    """Wire the commands over a catalogue; `monotonic` gives seconds that never run backwards.

    `pages` are the bytes that may be taken by drawn pages. With `ahead`, the page after one that was turned
    to is made before somebody asks for it: then the dispatcher is to be ended before the catalogue is closed.
    """
    naming, charts = naming or Naming(catalogue), Charts()
    finding = Finding(catalogue, naming)
    asking = Asking(naming, clock, PlainWords(naming, clock))
    lists, understanding = Lists(catalogue, naming), Understanding(naming)
    details, periods = Details(catalogue, outside.wish), PeriodComparisons(catalogue)
    summaries = Summaries(
        asking, understanding,
        StatsCards(catalogue, naming, clock, charts),
        OnThisDay(catalogue, clock),
        Profiles(catalogue, naming, clock, charts),
        FlightCards(catalogue, naming, charts),
        Comparisons(catalogue, naming, clock, charts),
        Comparing(naming),
        Boosters(catalogue, naming, clock),
    )  # fmt: skip
    cards = SubscriptionCards(catalogue, naming)
    views = Views(outside.subscriptions, outside.chats, cards, SubscriptionLists(cards), naming, clock)
    places = Whereabouts(outside.subscriptions)
    handlers = Handlers(
        catalogue, finding, asking, lists, understanding, details,
        Filters(catalogue, naming, asking),
        summaries,
        Answers(catalogue, naming, lists, asking, understanding, finding, summaries, details, periods),
        Subscribing(outside.subscriptions, outside.chats, views, places, asking, clock),
        SubscriptionPresses(
            outside.subscriptions, views, places,
            Fates(outside.results, outside.subscriptions, catalogue, cards), outside.example, asking, clock,
        ),
        ChatLanguage(outside.chats, outside.languages),
        System(catalogue, outside.budget, outside.troubles, outside.addresses, outside.version, clock),
    )  # fmt: skip
    typing = Pace(monotonic, BURST, PER_SECOND)
    return Dispatcher(
        handlers,
        Sharing(outside.addresses, finding, asking, outside.keep),
        Offers(catalogue, finding, asking, outside.addresses, outside.recall, typing, monotonic),
        naming,
        outside.subscriptions, Pauses(outside.subscriptions), outside.chats, outside.languages,
        outside.addresses,
        Pace(monotonic),
        outside.keep, outside.recall,
        pages=KeptPages(catalogue, outside.addresses, clock, pages, ahead=ahead),
    )  # fmt: skip


@asynccontextmanager
async def open_core(
    settings: Settings, clock: Clock = system_clock, history: HistoryFile | None = BUNDLED_HISTORY
) -> AsyncIterator[Core]:
    """Open the stores, the catalogue filled from the history, and wire what works on them.

    Raises `StoreError`.
    """
    async with AsyncExitStack() as stack:
        state = await stack.enter_async_context(await State.open(settings.database_url, clock))
        catalogue = await stack.enter_async_context(Catalogue.open(settings.catalogue, clock, history))
        library = await stack.enter_async_context(
            LaunchLibrary(
                settings.ll2_url, settings.ll2_version, settings.ll2_token, ledger=state.ledger, clock=clock
            )
        )

        async def budget() -> Budget | None:
            limit, period = library.budget.limit, library.budget.period
            try:
                return Budget(await state.ledger.left(limit, period), limit)
            except StoreError as error:
                log.warning("budget_unknown reason=%s", error)
                return None

        sync = Sync(catalogue, library, state.wanted, clock, keyed=bool(settings.ll2_token))
        languages = await asyncio.to_thread(Languages.load)
        naming = Naming(catalogue)
        announcer = _announcer(settings, naming, state, languages, clock)
        supervisor = Supervisor(state.troubles)
        outside = Outside(
            troubles=lambda: tuple(supervisor.troubles),
            keep=state.saved_queries.save,
            recall=state.saved_queries.load,
            wish=state.wanted.add,
            budget=budget,
            version=VERSION,
            subscriptions=state.subscriptions,
            results=state.results,
            chats=state.chats,
            example=announcer.example,
            languages=languages,
            addresses=_addresses(settings),
        )
        dispatcher = make_dispatcher(catalogue, outside, clock, naming=naming, ahead=True)
        stack.push_async_callback(dispatcher.end)
        yield Core(catalogue, naming, state, library, sync, announcer, dispatcher, supervisor, budget)


def _addresses(settings: Settings) -> Addresses:
    return Addresses(
        across=settings.cross_links,
        privacy=settings.privacy_url or "",
        terms=settings.terms_url or "",
    )


def _announcer(
    settings: Settings, naming: Naming, state: State, languages: Languages, clock: Clock
) -> Announcer:
    catalogue = naming.catalogue
    matching = Matching(catalogue, state.subscriptions, naming)
    detection = Detection(catalogue, state.outbox, matching, clock, settings.result_age, state.wanted)
    posts = Posts(matching, state.saved_queries.save, state.chats, languages, state.outbox.noted)
    return Announcer(state, detection, posts, clock, resend=settings.resend_unknown)


async def serve(
    settings: Settings,
    stop: asyncio.Event,
    opened: Callable[[Core], object] = lambda _core: None,
    history: HistoryFile | None = BUNDLED_HISTORY,
) -> bool:
    """Run the bot on every platform that has a token until `stop` is set.

    `opened` is told what runs. Returns whether it was stopped while everything ran, False if a platform or
    its sender did not, or none was left to run. Raises `StoreError`.
    """
    async with open_core(settings, history=history) as core, Schedule() as schedule:
        opened(core)
        schedule.every(NAMES_INTERVAL, "names", partial(read_names, core.naming))
        schedule.every(SYNC_INTERVAL, "sync", partial(look, core))
        schedule.every(DIGEST_INTERVAL, "digests", core.announcer.digest)
        schedule.every(TIDY_INTERVAL, "tidy", core.announcer.tidy)
        schedule.every(PRUNE_INTERVAL, "prune", partial(_prune, core.state))
        await core.supervisor.forget()
        await carry_over(core.state.subscriptions, core.naming)
        platforms = Platforms(tuple(_connections(settings, core)), core.announcer, core.supervisor)
        readiness = Readiness(core.catalogue, platforms)
        async with (
            _asked_by_machines(settings, core, platforms, readiness),
            ServiceManager(settings.notify_socket, settings.watchdog).kept_informed(readiness.is_ready),
        ):
            return await platforms.run(stop)


@asynccontextmanager
async def _asked_by_machines(
    settings: Settings, core: Core, platforms: Platforms, readiness: Readiness
) -> AsyncIterator[None]:
    """Answer health checks and give figures, where the settings ask for it."""
    if settings.ops_port is None:
        yield
        return
    # It takes a tenth of a second that who does not ask for it need not wait.
    from bot.ops import Sources, operations

    sources = Sources(
        core.catalogue, core.state.outbox, core.budget, platforms, readiness, system_clock, time.monotonic
    )
    async with operations(settings, sources):
        yield


async def look(core: Core) -> None:
    """Ask Launch Library for what is due, and tell what is new; both may be done at any time."""
    await core.announcer.detect()
    await core.sync.round()
    await core.announcer.detect()
    await read_names(core.naming)


async def read_names(naming: Naming) -> None:
    """Have the names known before somebody is waiting for a completion, which Discord drops after 3 s."""
    try:
        await naming.read()
    except StoreError as error:
        log.warning("names_unread reason=%s", error)


async def _prune(state: State) -> None:
    try:
        await state.saved_queries.prune()
    except StoreError as error:
        log.warning("prune_failed reason=%s", error)


def _connections(settings: Settings, core: Core) -> Iterator[Connection]:
    folder, dispatcher, state = settings.data_dir, core.dispatcher, core.state
    if discord_token := settings.discord_token:

        def discord() -> tuple[Bot, Channel]:
            bot = DiscordBot(
                dispatcher,
                discord_token,
                api_url=settings.discord_api_url,
                gateway_url=settings.discord_gateway_url,
            )
            lock = SenderLock(folder, "discord", discord_token, state)
            return bot, Channel("discord", bot.poster, lock)

        yield Connection("discord", discord)
    if telegram_token := settings.telegram_token:

        def telegram() -> tuple[Bot, Channel]:
            bot = TelegramBot(dispatcher, telegram_token, api_url=settings.telegram_api_url)
            lock = SenderLock(folder, "telegram", telegram_token, state)
            return bot, Channel("telegram", bot.poster, lock)

        yield Connection("telegram", telegram)
