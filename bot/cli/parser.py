"""The arguments of the command line: its commands, and what each takes."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from bot.program import PROGRAM
from bot.version import VERSION
from commands.definitions.filters import GROUPS

_CATALOGUE_IN = "The catalogue is in LAUNCHLOG_DATA_DIR, or in your user data folder by default."

_Commands = Any
"""What `add_subparsers` returns, which argparse has no public name for."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; it ends the process with status 2 for what it does not know."""
    whole = argparse.ArgumentParser(
        prog=PROGRAM,
        description="Launchlog: past rocket launches and launch results, for Discord and Telegram. "
        "Without a command it runs the bot.",
    )
    whole.add_argument("--version", action="version", version=f"Launchlog {VERSION}")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")
    _add_runs(commands)
    _add_records(commands)
    _add_questions(commands)
    _add_deliveries(commands)
    _add_state(commands)
    return whole


def _command(commands: _Commands, name: str, line: str, more: str = "", example: str = "") -> Any:
    """Add a command with its line in the list of all, and its own help: that line, more of it, an example."""
    description = f"{line[:1].upper()}{line[1:]}. {more}".strip()
    epilog = f"Example: {PROGRAM} {example or name}"
    return commands.add_parser(name, help=line, description=description, epilog=epilog)


def _add_runs(commands: _Commands) -> None:
    """Add what runs until it is stopped."""
    running = _command(
        commands, "run", "run the bot (the default)",
        "It serves each platform that has a token, and needs at least one.",
    )  # fmt: skip
    running.add_argument("--or-play", action="store_true", help="without a token, run the playground instead")
    _command(
        commands, "play", "run the playground, without tokens",
        "The bot talks to stand-ins of Discord, Telegram and Launch Library. A page in your browser shows "
        "both chats.",
    )  # fmt: skip


def _add_records(commands: _Commands) -> None:
    """Add what gets launches into the catalogue."""
    _command(
        commands, "sync", "run one sync with Launch Library",
        f"It stays within the request limit. {_CATALOGUE_IN}",
    )  # fmt: skip
    loading = _command(
        commands, "import", "load recorded Launch Library responses into the catalogue", _CATALOGUE_IN,
        "import launches.json.gz",
    )  # fmt: skip
    loading.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="JSON responses, may be compressed (.gz)"
    )
    telling = _command(
        commands, "history", "show what the bundled history covers, or build a new one", "", "history"
    )
    making = _command(
        telling.add_subparsers(dest="action", metavar="ACTION"), "build",
        "build a history from recorded Launch Library responses",
        "docs/maintaining-history.md describes how.", "history build responses/*.json -o history.json.xz",
    )  # fmt: skip
    making.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        default=[],
        help="JSON responses, may be compressed (.gz)",
    )
    making.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="the file to write")
    making.add_argument("--from-catalogue", action="store_true", help="include what the catalogue holds")
    making.add_argument(
        "--made-on", type=date.fromisoformat, metavar="DATE", help="the date the data is as of (YYYY-MM-DD)"
    )


def _add_questions(commands: _Commands) -> None:
    """Add what is asked of the catalogue."""
    parameters = f"docs/query-parameters.md lists the parameters. {_CATALOGUE_IN}"
    asking = _command(
        commands, "query", "query the catalogue with the parameters of Launch Library's launches/previous",
        parameters, "query 'search=SpaceX&limit=5'",
    )  # fmt: skip
    asking.add_argument(
        "text", nargs="?", default="", metavar="QUERY", help="for example 'search=SpaceX&limit=5'"
    )
    asking.add_argument("--json", action="store_true", help="print a response like Launch Library 2.0.0's")
    figures = _command(
        commands, "stats", "count launches by outcome",
        f"It takes the same parameters as query. {parameters}", "stats 'lsp__id=121' --by year",
    )  # fmt: skip
    figures.add_argument("text", nargs="?", default="", metavar="QUERY", help="for example 'lsp__id=121'")
    figures.add_argument(
        "--by", action="append", choices=[each.value for each in GROUPS], metavar="WHAT", default=[],
        help=f"group by {', '.join(GROUPS)}; repeat for two levels",
    )  # fmt: skip
    figures.add_argument("--json", action="store_true", help="print JSON instead of a table")
    figures.add_argument("--chart", type=Path, metavar="FILE.png", help="also write the chart to a file")
    line = _command(
        commands, "ask", "answer a message as the bot would in a chat", _CATALOGUE_IN,
        "ask 'spacex failures since 2020'",
    )  # fmt: skip
    line.add_argument(
        "words", nargs="+", metavar="TEXT", help="for example 'spacex failures' or '/launch Apollo 11'"
    )
    line.add_argument(
        "--platform", choices=("discord", "telegram"), default="telegram", help="which platform's chat"
    )
    line.add_argument("--locale", default="", metavar="CODE", help="language of the answer, for example de")
    line.add_argument("--json", action="store_true", help="print JSON instead of text")


def _add_deliveries(commands: _Commands) -> None:
    """Add what concerns posts."""
    deliveries = _command(
        commands, "deliveries", "show the delivery status of posts",
        "A delivery is unknown when nobody can tell whether the post arrived, and dead when it was refused.",
    )  # fmt: skip
    again = _command(
        deliveries.add_subparsers(dest="action", metavar="ACTION"), "resend",
        "resend deliveries that are unknown or dead", "", "deliveries resend 12 13",
    )  # fmt: skip
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "ids", nargs="*", type=int, default=[], metavar="ID", help="of a delivery, as the list shows it"
    )
    which.add_argument("--unknown", action="store_true", help="all unconfirmed deliveries")


def _add_state(commands: _Commands) -> None:
    """Add what concerns the state, and whether all is well."""
    forgetting = _command(
        commands, "forget", "delete everything kept about a server, channel or chat, as /forget does",
        "This includes subscriptions, settings and the list of posts. A private chat's ID is a person's. "
        "The posts themselves stay.", "forget discord 123456789012345678",
    )  # fmt: skip
    forgetting.add_argument("platform", choices=("discord", "telegram"), help="where it is")
    forgetting.add_argument("id", type=int, help="ID of the server, channel or chat")
    backup = _command(
        commands, "backup", "copy the state to a new file, even while the bot runs",
        "To restore it, stop the bot and replace the state file with the copy.", "backup state-backup.db",
    )  # fmt: skip
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy; it must not exist yet")
    _command(
        commands, "doctor", "check settings, tokens, databases and Launch Library",
        "It exits with status 1 if anything needs your attention.",
    )  # fmt: skip
