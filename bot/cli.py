"""The command line: reads the arguments and settings, calls, and turns named errors into one line.

Each command imports what it needs itself: the platforms' libraries alone take a second.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from bot.logs import configure_logging
from bot.settings import Settings, load_settings
from commands.queries import Queries
from storage.catalogue import Catalogue, Dimension
from storage.clock import system_clock
from storage.errors import AskError, LaunchlogError

INTERRUPTED = 130
"""Exit status of a command cut short by Ctrl-C: 128 and the signal's number, as shells have it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that the arguments name; return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings(os.environ, Path(".env"))
        configure_logging(
            settings.log_level, (settings.discord_token, settings.telegram_token, settings.ll2_token)
        )
        return asyncio.run(_run(options, settings))
    except KeyboardInterrupt:
        # It stops the bot, which is what it is for, and cuts a single command short.
        return 0 if options.command in {None, "run"} else INTERRUPTED
    except AskError as error:
        return _fail(error.sentence)
    except LaunchlogError as error:
        return _fail(str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Launchlog: previous rocket launches on Discord and Telegram. Without a command it runs "
        "the bot; without tokens it runs the playground.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("run", help="run the bot (the default)")
    commands.add_parser("sync", help="ask Launch Library once for what is due")
    loading = commands.add_parser("import", help="load recorded Launch Library answers")
    loading.add_argument("files", nargs="+", type=Path, metavar="FILE")
    asking = commands.add_parser("query", help="ask the catalogue with Launch Library's parameters")
    asking.add_argument(
        "text", nargs="?", default="", metavar="QUERY", help="such as 'search=SpaceX&limit=5'"
    )
    asking.add_argument("--json", action="store_true", help="print Launch Library's 2.0.0 envelope")
    figures = commands.add_parser("stats", help="count launches and how they ended")
    figures.add_argument("text", nargs="?", default="", metavar="QUERY", help="such as 'lsp__id=121'")
    figures.add_argument(
        "--by", action="append", type=Dimension, choices=list(Dimension), metavar="WHAT", default=[],
        help=f"{', '.join(Dimension)}; twice for two",
    )  # fmt: skip
    figures.add_argument("--json", action="store_true", help="print an object instead of a table")
    figures.add_argument("--chart", type=Path, metavar="FILE.png", help="write the chart to a file besides")
    deliveries = commands.add_parser("deliveries", help="show what became of the posts")
    again = deliveries.add_subparsers(dest="action", metavar="ACTION").add_parser(
        "resend", help="send again what is held as unknown or dead"
    )
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("ids", nargs="*", type=int, default=[], metavar="ID")
    which.add_argument("--unknown", action="store_true", help="all of which nobody knows if they arrived")
    backup = commands.add_parser("backup", help="copy the state to a new file while the bot runs")
    backup.add_argument("file", type=Path, metavar="FILE")
    commands.add_parser("doctor", help="look at settings, tokens, databases and Launch Library")
    return parser


async def _run(options: argparse.Namespace, settings: Settings) -> int:
    if options.command == "sync":
        return await _sync(settings)
    if options.command == "import":
        return await _import(options, settings)
    if options.command == "query":
        return await _query(options, settings)
    if options.command == "stats":
        return await _stats(options, settings)
    if options.command == "deliveries":
        return await _deliveries(options, settings)
    if options.command == "backup":
        return await _backup(options, settings)
    if options.command == "doctor":
        from bot.doctor import examine

        return 0 if await examine(settings, Console()) else 1
    return await _serve(settings)


async def _serve(settings: Settings) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Where the loop knows no signals (Windows), Ctrl-C arrives as KeyboardInterrupt.
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    if settings.discord_token or settings.telegram_token:
        from bot.app import serve

        return 0 if await serve(settings, stop) else 1
    from bot.playing import play

    return 0 if await play(settings, stop) else 1


async def _sync(settings: Settings) -> int:
    from bot.app import open_core

    console = Console(stderr=True)
    async with open_core(settings) as core:
        with Progress(console=console, disable=not console.is_terminal) as bar:
            task = bar.add_task("Launches", total=None)
            core.sync.progress = lambda have, total: bar.update(task, completed=have, total=total)
            answered = await core.sync.round(longest=timedelta(days=1))
        freshness = await core.queries.freshness()
    total = freshness.total or freshness.launches
    _say(f"{freshness.launches} of {total} launches are in the catalogue.")
    if freshness.trouble:
        _say(f"Launch Library: {freshness.trouble}")
    return 0 if answered else 1


async def _import(options: argparse.Namespace, settings: Settings) -> int:
    from bot.importing import import_files

    async with Catalogue.open(settings.catalogue, system_clock) as catalogue:
        return 0 if await import_files(options.files, catalogue, Console()) else 1


async def _query(options: argparse.Namespace, settings: Settings) -> int:
    from bot.querying import print_query, query_as_json

    async with Catalogue.open(settings.catalogue, system_clock) as catalogue:
        queries = Queries(catalogue)
        if options.json:
            _say(await query_as_json(options.text, queries, system_clock))
        else:
            await print_query(options.text, queries, Console())
    return 0


async def _stats(options: argparse.Namespace, settings: Settings) -> int:
    from bot.stats import print_stats, stats_as_json, write_chart
    from commands.actions import MAX_DIMENSIONS

    by = tuple(dict.fromkeys(options.by))
    if len(by) > MAX_DIMENSIONS:
        return _fail(f"--by can be given {MAX_DIMENSIONS} times at most")
    async with Catalogue.open(settings.catalogue, system_clock) as catalogue:
        queries = Queries(catalogue)
        if options.json:
            _say(await stats_as_json(options.text, by, queries))
        else:
            await print_stats(options.text, by, queries, Console())
        if options.chart:
            await write_chart(options.text, by, queries, options.chart)
    return 0


async def _deliveries(options: argparse.Namespace, settings: Settings) -> int:
    from bot.deliveries import print_deliveries, resend
    from storage.state.store import State

    async with await State.open(settings.database_url, system_clock) as state:
        if options.action == "resend":
            done = await resend(state.outbox, options.ids, unknown=options.unknown, console=Console())
            return 0 if done else 1
        await print_deliveries(state.outbox, Console())
    return 0


async def _backup(options: argparse.Namespace, settings: Settings) -> int:
    from storage.state.store import State

    async with await State.open(settings.database_url, system_clock) as state:
        await state.backup(options.file)
    _say(f"The state was copied to {options.file}.")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


def _fail(text: str) -> int:
    sys.stderr.write(f"launchlog: {text}\n")
    return 1
