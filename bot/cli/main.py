"""The command line: reads the settings, calls what the arguments name, and turns errors into one line.

Each command imports what it needs itself: the platforms' libraries alone take a second.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, suppress
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.cli.parser import parser
from bot.logs import configure_logging
from bot.program import IS_INSTALLED, PROGRAM
from bot.settings import Settings, load_settings
from storage.catalogue import Catalogue
from storage.clock import system_clock
from storage.errors import AskError, LaunchlogError
from storage.history import BUNDLED_HISTORY
from storage.properties import Property
from storage.redaction import Redaction

INTERRUPTED = 130
"""Exit status of a command cut short by Ctrl-C: 128 and the signal's number, as shells have it."""

_HOW_TO_BEGIN = (
    "no token is set: put DISCORD_TOKEN or TELEGRAM_TOKEN into .env (see .env.example), "
    f"or try the bot without one by {'' if IS_INSTALLED else '`make run` or '}`{PROGRAM} play`"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; return the exit status."""
    options = parser().parse_args(arguments)
    redaction = Redaction()
    try:
        settings = load_settings(os.environ, Path(".env"))
        redaction = Redaction(settings.secrets)
        configure_logging(_log_level(options, settings), redaction, settings.log_format)
        return asyncio.run(_run(options, settings))
    except KeyboardInterrupt:
        # It stops the bot, which is what it is for, and cuts a single command short.
        return 0 if options.command in {None, "run", "play"} else INTERRUPTED
    except AskError as error:
        return _fail(redaction.text(error.sentence))
    except LaunchlogError as error:
        return _fail(redaction.text(str(error)))


async def _run(options: argparse.Namespace, settings: Settings) -> int:
    return await _COMMANDS.get(options.command, _serve)(options, settings)


def _has_token(settings: Settings) -> bool:
    return bool(settings.discord_token or settings.telegram_token)


def _plays(options: argparse.Namespace, settings: Settings) -> bool:
    """Tell whether the playground is meant."""
    return options.command == "play" or (not _has_token(settings) and getattr(options, "or_play", False))


def _log_level(options: argparse.Namespace, settings: Settings) -> str:
    """Return how much to log: in the playground nothing that scrolls its address away, unless to debug."""
    quiet = _plays(options, settings) and settings.log_level == "INFO"
    return "WARNING" if quiet else settings.log_level


async def _serve(options: argparse.Namespace, settings: Settings) -> int:
    playing = _plays(options, settings)
    if not playing and not _has_token(settings):
        return _fail(_HOW_TO_BEGIN)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Where the loop knows no signals (Windows), Ctrl-C arrives as KeyboardInterrupt.
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    if playing:
        from bot.cli.play import play

        return 0 if await play(settings, stop) else 1
    from bot.app import serve

    return 0 if await serve(settings, stop) else 1


async def _sync(_options: argparse.Namespace, settings: Settings) -> int:
    from bot.app import open_core

    console = Console(stderr=True)
    async with open_core(settings) as core:
        with Progress(console=console, disable=not console.is_terminal) as bar:
            task = bar.add_task("Launches", total=None)
            core.sync.progress = lambda have, total: bar.update(task, completed=have, total=total)
            answered = await core.sync.round(longest=timedelta(days=1))
        freshness = await core.catalogue.freshness()
    total = freshness.total or freshness.launches
    _say(f"{freshness.launches} of {total} launches are in the catalogue.")
    if freshness.trouble:
        _say(f"Launch Library: {freshness.trouble}")
    return 0 if answered else 1


async def _import(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.imports import import_files

    async with Catalogue.open(settings.catalogue, system_clock) as catalogue:
        return 0 if await import_files(options.files, catalogue, Console()) else 1


async def _history(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.history import build, print_history

    if options.action is None:
        await print_history(Console())
    elif options.from_catalogue:
        async with Catalogue.open(settings.catalogue, system_clock) as catalogue:
            await build(options.files, options.out, options.made_on, catalogue, Console())
    else:
        await build(options.files, options.out, options.made_on, None, Console())
    return 0


async def _query(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.query import print_query, query_as_json

    _warn_of_ignored(options.text)
    async with _catalogue(settings) as catalogue:
        if options.json:
            _say(await query_as_json(options.text, catalogue, system_clock))
            await _admit(options.text, catalogue)
        else:
            await print_query(options.text, catalogue, Console())
    return 0


async def _stats(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.stats import print_stats, stats_as_json, write_chart
    from commands.codec.actions import MAX_DIMENSIONS

    by = tuple(map(Property, dict.fromkeys(options.by)))
    if len(by) > MAX_DIMENSIONS:
        return _fail(f"--by can be given {MAX_DIMENSIONS} times at most")
    _warn_of_ignored(options.text)
    async with _catalogue(settings) as catalogue:
        if options.json:
            _say(await stats_as_json(options.text, by, catalogue))
            await _admit(options.text, catalogue)
        else:
            await print_stats(options.text, by, catalogue, Console())
        if options.chart:
            await write_chart(options.text, by, catalogue, options.chart)
    return 0


async def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from bot.app import open_core
    from bot.cli.ask import ASKER, answer, as_json, as_text
    from commands.definitions.command import Person

    async with open_core(settings, history=BUNDLED_HISTORY) as core:
        person = Person(options.platform, ASKER, options.locale)
        card = await answer(" ".join(options.words), person, core.dispatcher)
        # The card's own words are translated already; what is added here is in the asker's language too.
        _say(as_json(card, system_clock) if options.json else as_text(card, system_clock))
    return 1 if card.content.apology else 0


async def _deliveries(options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.deliveries import print_deliveries, resend
    from storage.state.state import State

    async with await State.open(settings.database_url, system_clock) as state:
        if options.action == "resend":
            done = await resend(state.outbox, options.ids, unknown=options.unknown, console=Console())
            return 0 if done else 1
        await print_deliveries(state, Console())
    return 0


async def _forget(options: argparse.Namespace, settings: Settings) -> int:
    from storage.state.state import State

    async with await State.open(settings.database_url, system_clock) as state:
        number = await state.subscriptions.forget_any(options.platform, options.id)
    _say(f"Forgotten. Subscriptions that were deleted: {number}.")
    return 0


async def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from storage.state.state import State

    async with await State.open(settings.database_url, system_clock) as state:
        await state.backup(options.file)
    _say(f"The state was copied to {options.file}.")
    return 0


async def _doctor(_options: argparse.Namespace, settings: Settings) -> int:
    from bot.cli.doctor import examine

    return 0 if await examine(settings, Console()) else 1


_COMMANDS: dict[str, Callable[[argparse.Namespace, Settings], Awaitable[int]]] = {
    "sync": _sync,
    "import": _import,
    "history": _history,
    "query": _query,
    "stats": _stats,
    "ask": _ask,
    "deliveries": _deliveries,
    "forget": _forget,
    "backup": _backup,
    "doctor": _doctor,
}
"""The commands but those that run until they are stopped."""


def _warn_of_ignored(text: str) -> None:
    from bot.cli.query import warnings_of

    for line in warnings_of(text):
        sys.stderr.write(f"launchlog: {line}\n")


async def _admit(text: str, catalogue: Catalogue) -> None:
    """Say beside an answer in JSON, which has no place for it, what it does not know."""
    from commands.caveats import caveats
    from commands.codec.query_string import parse

    for line in (await caveats(parse(text), catalogue)).words:
        sys.stderr.write(f"launchlog: {line}\n")


def _catalogue(settings: Settings) -> AbstractAsyncContextManager[Catalogue]:
    """Open the catalogue as the bot has it: with the history in it."""
    return Catalogue.open(settings.catalogue, system_clock, BUNDLED_HISTORY)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _fail(text: str) -> int:
    sys.stderr.write(f"launchlog: {text}\n")
    return 1
