"""`python -m bot doctor`: looks at everything the bot needs, and says what is wrong and what to do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from rich.console import Console
from rich.text import Text

from adapters.discord.identity import discord_identity
from adapters.telegram.identity import TelegramIdentity, telegram_identity
from bot.app import Core, open_core
from bot.program import PROGRAM
from bot.settings import Settings
from storage.catalogue import Freshness
from storage.errors import LaunchlogError
from storage.query import NO_RANGE
from storage.redaction import Redaction
from storage.state.follow_ups import FollowUps, FollowUpState
from storage.state.models import DeliveryState, Pause

RECENT = timedelta(days=3)
"""How long a post that could not be published is a matter for the doctor."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, whether it is fine, and a sentence about it."""

    name: str
    good: bool
    sentence: str


async def examine(settings: Settings, console: Console) -> bool:
    """Print a line for each check; return whether all passed. Raises nothing of ours."""
    healthy, redaction = True, Redaction(settings.secrets)
    async for finding in _findings(settings):
        healthy = healthy and finding.good
        mark = "ok  " if finding.good else "BAD "
        console.print(Text(redaction.text(f"{mark} {finding.name}: {finding.sentence}")), soft_wrap=True)
    return healthy


async def _findings(settings: Settings) -> AsyncIterator[Finding]:
    yield Finding("Settings", good=True, sentence="all valid")
    yield await _identity(
        "Discord", settings.discord_token, lambda token: discord_identity(token, settings.discord_api_url)
    )
    async for finding in _telegram(settings):
        yield finding
    try:
        async with open_core(settings) as core:
            async for finding in _stores(core, settings):
                yield finding
    except LaunchlogError as error:
        yield Finding("Databases", good=False, sentence=str(error))


async def _telegram(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the token, and give a hint where people cannot use the bot in all the ways there are."""
    told: list[TelegramIdentity] = []

    async def ask(token: str) -> str:
        told.append(await telegram_identity(token, settings.telegram_api_url))
        return told[0].name

    yield await _identity("Telegram", settings.telegram_token, ask)
    for identity in told:
        if identity.inline_mode:
            sentence = f"on: typing {identity.name} in any chat offers launches"
        else:
            sentence = f"off; to let people type {identity.name} in any chat, send @BotFather /setinline"
        yield Finding("Inline mode", good=True, sentence=sentence)


async def _identity(name: str, token: str | None, ask: Callable[[str], Awaitable[str]]) -> Finding:
    if token is None:
        return Finding(name, good=True, sentence="off (no token set)")
    try:
        async with asyncio.timeout(15):
            return Finding(name, good=True, sentence=f"the token belongs to {await ask(token)}")
    except LaunchlogError as error:
        return Finding(name, good=False, sentence=str(error))
    except TimeoutError:
        return Finding(name, good=False, sentence="no answer; check this machine's connection")


async def _stores(core: Core, settings: Settings) -> AsyncIterator[Finding]:
    freshness = await core.catalogue.freshness()
    yield Finding("Catalogue", good=True, sentence=f"{freshness.launches:,} launches in {settings.data_dir}")
    yield Finding("History", good=True, sentence=_history(freshness))
    yield Finding("State", good=True, sentence=f"OK ({core.state.name})")
    yield await _launch_library(core)
    yield await _running(core)
    counts = await core.state.outbox.counts()
    unknown = sum(n for (_platform, state), n in counts.items() if state is DeliveryState.UNKNOWN)
    yield Finding(
        "Deliveries",
        good=not unknown,
        sentence=f"{unknown:,} unconfirmed: see {PROGRAM} deliveries" if unknown else "none unconfirmed",
    )
    yield await _steps(core, "Publishing", core.state.publications)
    yield await _steps(core, "Threads", core.state.threads)
    paused = await core.state.subscriptions.paused()
    refused = sum(n for why, n in paused.items() if why not in {Pause.BY_HAND, Pause.LEFT})
    yield Finding(
        "Permissions",
        good=not refused,
        sentence=f"{refused:,} subscriptions paused: their chats refuse posts, see /subscriptions there"
        if refused
        else "none missing",
    )


async def _steps(core: Core, name: str, steps: FollowUps) -> Finding:
    """See with which posts something is left to do; Discord lets ten an hour be published."""
    troubled = await steps.troubled(core.sync.clock() - RECENT, 1_000)
    given_up = sum(each.state is FollowUpState.FAILED for each in troubled)
    tried = len(troubled) - given_up
    parts = [f"{tried:,} to be retried"] if tried else []
    parts += [f"{given_up:,} given up: see {PROGRAM} deliveries"] if given_up else []
    return Finding(name, good=not given_up, sentence="; ".join(parts) or "nothing waiting")


async def _running(core: Core) -> Finding:
    """See what the bot that runs, if one does, has noted of its parts."""
    troubles = await core.state.troubles.all()
    sentence = "; ".join(f"{name} is down: {reason}" for name, reason in troubles.items())
    return Finding("Parts", good=not troubles, sentence=sentence or "none of the running bot's is down")


def _history(freshness: Freshness) -> str:
    """Return how far the launches can be relied on."""
    as_of, gaps = freshness.coverage.history_as_of, freshness.coverage.gaps_within(NO_RANGE)
    parts = [
        f"bundled up to {as_of:%Y-%m-%d}" if as_of else "no bundled history",
        f"{freshness.confirmed:,} of {freshness.launches:,} launches confirmed by Launch Library",
        f"newest from {freshness.newest:%Y-%m-%d %H:%M} UTC" if freshness.newest else "no launches yet",
    ]
    if gaps:
        parts.append(f"launches may be missing in {len(gaps)} months from {gaps[0]} to {gaps[-1]}")
    return "; ".join(parts)


async def _launch_library(core: Core) -> Finding:
    """Ask for the request limit, which costs no request."""
    try:
        told = await core.library.throttle()
        budget = core.library.budget
        left = await core.state.ledger.left(budget.limit, budget.period)
    except LaunchlogError as error:
        return Finding("Launch Library", good=False, sentence=str(error))
    sentence = f"answering; {left} of {told.limit} requests left per {told.period_seconds / 60:.0f} minutes"
    return Finding("Launch Library", good=True, sentence=sentence)
