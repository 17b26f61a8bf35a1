"""The command line: reads the arguments and settings, calls, and turns named errors into one line.

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
from datetime import date, timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.logs import configure_logging
from bot.program import IS_INSTALLED, PROGRAM
from bot.settings import Settings, load_settings
from bot.version import VERSION
from commands.definitions.filters import GROUPS
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
_CATALOGUE_IN = "The catalogue is in LAUNCHLOG_DATA_DIR, or else in the platform's user data folder."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; return the exit status."""
    options = _parser().parse_args(arguments)
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Launchlog: previous rocket launches on Discord and Telegram. Without a command it runs "
        "the bot.",
    )
    parser.add_argument("--version", action="version", version=f"Launchlog {VERSION}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    running = commands.add_parser("run", help="run the bot (the default)")
    running.add_argument(
        "--or-play", action="store_true", help="without any token, run the playground instead"
    )
    commands.add_parser(
        "play", help="run the playground: the bot and stand-ins of the platforms, without tokens"
    )
    commands.add_parser("sync", help="ask Launch Library once for what is due")
    loading = commands.add_parser("import", help="load recorded Launch Library answers")
    loading.add_argument("files", nargs="+", type=Path, metavar="FILE")
    telling = commands.add_parser("history", help="tell what the bundled history covers, or make a new one")
    making = telling.add_subparsers(dest="action", metavar="ACTION").add_parser(
        "build", help="make a history of recorded Launch Library answers"
    )
    making.add_argument("files", nargs="*", type=Path, metavar="FILE", default=[])
    making.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="the file to write")
    making.add_argument("--from-catalogue", action="store_true", help="take what the catalogue holds as well")
    making.add_argument("--made-on", type=date.fromisoformat, metavar="DATE", help="as of which day it is")
    asking = commands.add_parser(
        "query",
        help="ask the catalogue with Launch Library's parameters",
        description="Asks the catalogue with the parameters of Launch Library's launches/previous; "
        f"docs/query-parameters.md lists them. {_CATALOGUE_IN}",
    )
    asking.add_argument(
        "text", nargs="?", default="", metavar="QUERY", help="such as 'search=SpaceX&limit=5'"
    )
    asking.add_argument("--json", action="store_true", help="print Launch Library's 2.0.0 envelope")
    figures = commands.add_parser(
        "stats",
        help="count launches and how they ended",
        description=f"Counts the launches that a query finds; it takes the same parameters. {_CATALOGUE_IN}",
    )
    figures.add_argument("text", nargs="?", default="", metavar="QUERY", help="such as 'lsp__id=121'")
    figures.add_argument(
        "--by", action="append", choices=[each.value for each in GROUPS], metavar="WHAT", default=[],
        help=f"{', '.join(GROUPS)}; twice for two",
    )  # fmt: skip
    figures.add_argument("--json", action="store_true", help="print an object instead of a table")
    figures.add_argument("--chart", type=Path, metavar="FILE.png", help="write the chart to a file besides")
    line = commands.add_parser("ask", help="answer a line as a chat would")
    line.add_argument(
        "words", nargs="+", metavar="TEXT", help="such as 'spacex failures' or '/launch Apollo 11'"
    )
    line.add_argument("--platform", choices=("discord", "telegram"), default="telegram", help="whose chat")
    line.add_argument("--locale", default="", metavar="CODE", help="the asker's language, such as de")
    line.add_argument("--json", action="store_true", help="print an object instead of text")
    deliveries = commands.add_parser("deliveries", help="show what became of the posts")
    again = deliveries.add_subparsers(dest="action", metavar="ACTION").add_parser(
        "resend", help="send again what is held as unknown or dead"
    )
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("ids", nargs="*", type=int, default=[], metavar="ID")
    which.add_argument("--unknown", action="store_true", help="all of which nobody knows if they arrived")
    forgetting = commands.add_parser(
        "forget",
        help="delete what is kept about a server, channel or chat, as /forget does there",
        description="Deletes subscriptions, settings and the list of posts of a Discord server or channel, "
        "or of a Telegram chat, which for a private chat is a person. Posts themselves stay.",
    )
    forgetting.add_argument("platform", choices=("discord", "telegram"))
    forgetting.add_argument("id", type=int, help="of the server, channel or chat")
    backup = commands.add_parser("backup", help="copy the state to a new file while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE")
    commands.add_parser("doctor", help="look at settings, tokens, databases and Launch Library")
    return parser


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
