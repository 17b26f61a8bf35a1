"""The arguments of the command line: its commands, and what each takes."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from bot.program import PROGRAM
from bot.version import VERSION
from commands.definitions.filters import GROUPS

_CATALOGUE_IN = "The catalogue is in LAUNCHLOG_DATA_DIR, or else in the platform's user data folder."

_Commands = Any
"""What `add_subparsers` returns, which argparse has no public name for."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; it ends the process with status 2 for what it does not know."""
    whole = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Launchlog: previous rocket launches on Discord and Telegram. Without a command it runs "
        "the bot.",
    )
    whole.add_argument("--version", action="version", version=f"Launchlog {VERSION}")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")
    _add_runs(commands)
    _add_records(commands)
    _add_questions(commands)
    _add_state(commands)
    return whole


def _add_runs(commands: _Commands) -> None:
    """Add what runs until it is stopped."""
    running = commands.add_parser("run", help="run the bot (the default)")
    running.add_argument(
        "--or-play", action="store_true", help="without any token, run the playground instead"
    )
    commands.add_parser(
        "play", help="run the playground: the bot and stand-ins of the platforms, without tokens"
    )


def _add_records(commands: _Commands) -> None:
    """Add what gets launches into the catalogue."""
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


def _add_questions(commands: _Commands) -> None:
    """Add what is asked of the catalogue."""
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


def _add_state(commands: _Commands) -> None:
    """Add what concerns posts, the state, and whether all is well."""
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
