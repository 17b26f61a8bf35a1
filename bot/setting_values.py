"""How the text of a setting becomes its value.

Each parser raises ValueError with the rest of a sentence that the setting's name begins. Tokens and
addresses are never part of it, since they may hold a secret.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from rapidfuzz import fuzz, process, utils
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

DATABASES = ("sqlite+aiosqlite", "postgresql")

_POSTGRESQL = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
"""As PostgreSQL's own tools, hosting services and SQLAlchemy write it."""

LONGEST_HOURS = 168
"""A week."""

_SHOWN = 60
"""Most characters of a wrong value that a message repeats."""


def discord_token(value: str) -> str:
    """Take a Discord bot token; only its outer form is documented anywhere."""
    return _token(value, r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2}", "three parts with dots between")


def telegram_token(value: str) -> str:
    """Take a Telegram bot token. https://core.telegram.org/bots/api#authorizing-your-bot."""
    return _token(value, r"[0-9]+:[A-Za-z0-9_-]+", "a number, a colon and letters")


def ll2_token(value: str) -> str:
    """Take a Launch Library key, which travels in a header."""
    return _token(value, r"[!-~]+", "plain letters and digits")


def _token(value: str, form: str, words: str) -> str:
    if not re.fullmatch(form, value):
        message = f"is not a token: one is {words}, without spaces or quotes"
        raise ValueError(message)
    return value


def http_url(value: str) -> str:
    """Take the address of a server, without a slash at its end."""
    return _url(value, ("http", "https"))


def gateway_url(value: str) -> str:
    """Take the address of a WebSocket server, without a slash at its end."""
    return _url(value, ("ws", "wss"))


def _url(value: str, schemes: Sequence[str]) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or not re.fullmatch(r"[!-~]+", value):
        message = f"is not an address that begins with {'://, '.join(schemes)}://"
        raise ValueError(message)
    # Addresses are logged, so no secret may be in one.
    if "@" in parts.netloc or "?" in value or "#" in value:
        message = 'must be an address without user name, "?" and "#"'
        raise ValueError(message)
    return value.rstrip("/")


def database_url(value: str) -> str:
    """Take the address of a database that the state can live in; it comes back as SQLAlchemy writes it."""
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        url = None
    if url is not None and url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    if url is None or url.drivername not in DATABASES:
        message = f"is not a database address that begins with {'://, '.join(DATABASES)}://"
        raise ValueError(message)
    if url.database in {None, "", ":memory:"}:
        message = "names no file: sqlite+aiosqlite:///path/to/state.db"
        raise ValueError(message)
    return value


def one_of(*choices: str) -> Callable[[str], str]:
    """Return a parser of one of these words, whatever its case; the words are in upper case."""

    def parse(value: str) -> str:
        word = value.upper()
        if word not in choices:
            nearest = nearest_of(value, choices)
            message = f"is {shown(value)}, not one of {', '.join(choices)}: did you mean {nearest}?"
            raise ValueError(message)
        return word

    return parse


def port(value: str) -> int:
    """Take a TCP port; 0 is any free one."""
    if not re.fullmatch(r"[0-9]{1,5}", value) or int(value) > 65_535:
        message = f"is {shown(value)}, not a port: a number from 0 (any free one) to 65535"
        raise ValueError(message)
    return int(value)


def ip_address(value: str) -> str:
    """Take an address of this machine to listen on."""
    try:
        return str(ipaddress.ip_address(value))
    except ValueError:
        message = (
            f"is {shown(value)}, not an IP address such as 127.0.0.1, or 0.0.0.0 for all of this machine"
        )
        raise ValueError(message) from None


def hours(value: str) -> timedelta:
    """Take a whole number of hours, up to a week."""
    if not re.fullmatch(r"[0-9]{1,3}", value) or not 1 <= int(value) <= LONGEST_HOURS:
        message = f"is {shown(value)}, not a number of hours from 1 to {LONGEST_HOURS}"
        raise ValueError(message)
    return timedelta(hours=int(value))


def folder(value: str) -> Path:
    """Take the path of a folder that exists or may be created, "~" being the home folder."""
    try:
        # A name that is no UTF-8 cannot stand in the address of a database.
        path = Path(value.encode().decode()).expanduser().absolute()
        usable = "\0" not in value and (path.is_dir() or not path.exists())
    except (OSError, RuntimeError, UnicodeError):
        usable = False
    if not usable:
        message = f"is {shown(value)}, not a folder"
        raise ValueError(message)
    return path


def existing_folder(value: str) -> Path:
    """Take the path of a folder that exists."""
    path = folder(value)
    if not path.is_dir():
        message = f"is {shown(value)}, where there is no folder"
        raise ValueError(message)
    return path


def nearest_of(word: str, choices: Sequence[str]) -> str:
    """Return the choice most like a word."""
    return process.extractOne(word, choices, scorer=fuzz.ratio, processor=utils.default_process)[0]


def shown(value: str) -> str:
    """Return a value in quotes, on one line and of bearable length."""
    return repr(value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…")
