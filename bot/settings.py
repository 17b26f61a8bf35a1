"""The settings: the only place that reads the environment and the `.env` file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import TypeVar

from dotenv.parser import parse_stream
from platformdirs import user_data_path
from sqlalchemy import URL, make_url

from bot.setting_values import (
    database_url,
    discord_token,
    existing_folder,
    folder,
    gateway_url,
    hours,
    http_url,
    ip_address,
    ll2_token,
    nearest_of,
    one_of,
    port,
    shown,
    telegram_token,
)
from storage.errors import SettingsError

T = TypeVar("T")

NAMES = (
    "DISCORD_TOKEN",
    "TELEGRAM_TOKEN",
    "LL2_TOKEN",
    "LL2_URL",
    "LL2_VERSION",
    "DATABASE_URL",
    "LAUNCHLOG_DATA_DIR",
    "LAUNCHLOG_RESULT_HOURS",
    "LAUNCHLOG_RESEND_UNKNOWN",
    "LAUNCHLOG_PRIVACY_URL",
    "LAUNCHLOG_TERMS_URL",
    "LAUNCHLOG_CROSS_LINKS",
    "TELEGRAM_API_URL",
    "DISCORD_API_URL",
    "DISCORD_GATEWAY_URL",
    "PLAYGROUND_PORT",
    "LAUNCHLOG_LOG_LEVEL",
    "LAUNCHLOG_LOG_FORMAT",
    "LAUNCHLOG_OPS_PORT",
    "LAUNCHLOG_OPS_HOST",
    "LAUNCHLOG_CONTRACTS",
)
"""Every setting, in the order of `.env.example`."""

FILES = {f"{name}_FILE": name for name in ("DISCORD_TOKEN", "TELEGRAM_TOKEN", "LL2_TOKEN", "DATABASE_URL")}
"""Settings that name a file instead of a value, as containers and systemd hand secrets over."""

_OURS = ("LAUNCHLOG_", "LL2_", "PLAYGROUND_", "DISCORD_", "TELEGRAM_")
"""Beginnings of names that can only be meant for this program: the bot's environment is its own."""

_NOT_SETTINGS = frozenset({"LAUNCHLOG_KILLS", "LAUNCHLOG_RECORDED"})
"""Names that only the tests read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the operator decided. None is "not set"; secrets do not show in `repr`.

    No address ends in a slash, and Telegram's goes without "/bot". `ll2_token` is the optional Launch
    Library key, `data_dir` the folder of the catalogue and the state, `result_age` how old a result may be
    to be posted on its own, `resend_unknown` whether a post is sent again that may have arrived,
    `privacy_url` and `terms_url` are where people read what the operator promises, `cross_links` whether a
    launch leads to the other platform, `playground_port` 0 any free port, `ops_port` and `ops_host` where
    health and figures can be asked for, `contracts` the folder of the platforms' contracts that the
    playground checks against. `notify_socket` is where systemd wants to be told that we live, every
    `watchdog` seconds. `told` names the settings that somebody has set.
    """

    discord_token: str | None = field(repr=False)
    telegram_token: str | None = field(repr=False)
    ll2_token: str | None = field(repr=False)
    ll2_url: str
    ll2_version: str
    database_url: str = field(repr=False)
    data_dir: Path
    result_age: timedelta
    resend_unknown: bool
    privacy_url: str | None
    terms_url: str | None
    cross_links: bool
    telegram_api_url: str
    discord_api_url: str
    discord_gateway_url: str
    playground_port: int
    log_level: str
    log_format: str
    ops_port: int | None
    ops_host: str
    contracts: Path | None
    notify_socket: str | None = None
    watchdog: float | None = None
    told: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody may read in a log: tokens, keys, and the password of the database."""
        address = make_url(self.database_url)
        password = "" if address.password in {address.username, address.database} else address.password
        found = (self.discord_token, self.telegram_token, self.ll2_token, password)
        return tuple(secret for secret in found if secret)

    @property
    def catalogue(self) -> Path:
        """The file of the catalogue."""
        return self.data_dir / "catalogue.db"


def load_settings(environ: Mapping[str, str], env_file: Path | None) -> Settings:
    """Read the settings; the environment wins over the file, and an empty value is none at all.

    A file that does not exist says nothing. Raises SettingsError, one line without any secret in it,
    for a name that is unknown or a value that cannot be used.
    """
    told = _Told(_from_file(env_file) | _from_environment(environ))
    data_dir = told.get("LAUNCHLOG_DATA_DIR", folder, user_data_path("launchlog", appauthor=False))
    return Settings(
        discord_token=told.get("DISCORD_TOKEN", discord_token, None),
        telegram_token=told.get("TELEGRAM_TOKEN", telegram_token, None),
        ll2_token=told.get("LL2_TOKEN", ll2_token, None),
        ll2_url=told.get("LL2_URL", http_url, "https://ll.thespacedevs.com"),
        ll2_version=told.get("LL2_VERSION", one_of("2.0.0", "2.2.0", "2.3.0"), "2.3.0"),
        database_url=told.get("DATABASE_URL", database_url, _state_file(data_dir)),
        data_dir=data_dir,
        result_age=told.get("LAUNCHLOG_RESULT_HOURS", hours, timedelta(hours=24)),
        resend_unknown=told.get("LAUNCHLOG_RESEND_UNKNOWN", one_of("YES", "NO"), "NO") == "YES",
        privacy_url=told.get("LAUNCHLOG_PRIVACY_URL", http_url, None),
        terms_url=told.get("LAUNCHLOG_TERMS_URL", http_url, None),
        cross_links=told.get("LAUNCHLOG_CROSS_LINKS", one_of("YES", "NO"), "YES") == "YES",
        telegram_api_url=told.get("TELEGRAM_API_URL", http_url, "https://api.telegram.org"),
        discord_api_url=told.get("DISCORD_API_URL", http_url, "https://discord.com/api/v10"),
        discord_gateway_url=told.get("DISCORD_GATEWAY_URL", gateway_url, "wss://gateway.discord.gg"),
        playground_port=told.get("PLAYGROUND_PORT", port, 8080),
        log_level=told.get("LAUNCHLOG_LOG_LEVEL", one_of("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"),
        log_format=told.get("LAUNCHLOG_LOG_FORMAT", one_of("TEXT", "JSON"), "TEXT"),
        ops_port=told.get("LAUNCHLOG_OPS_PORT", port, None),
        ops_host=told.get("LAUNCHLOG_OPS_HOST", ip_address, "127.0.0.1"),
        contracts=told.get("LAUNCHLOG_CONTRACTS", existing_folder, None),
        notify_socket=environ.get("NOTIFY_SOCKET") or None,
        watchdog=_watchdog(environ),
        told=told.names,
    )


def _watchdog(environ: Mapping[str, str]) -> float | None:
    """Return systemd's seconds between two signs of life, None where it wants none."""
    told = environ.get("WATCHDOG_USEC", "")
    return int(told) / 1_000_000 if re.fullmatch("[1-9][0-9]{0,14}", told) else None


class _Told:
    """What was set, by name, as text."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.names = frozenset(values)

    def get(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """Return the value of a setting, or the default; raises SettingsError."""
        if name not in self._values:
            return default
        try:
            return parse(self._values[name])
        except ValueError as error:
            message = f"{name} {error}"
            raise SettingsError(message) from None


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    for name in environ:
        if name.startswith(_OURS):
            _check(name, "the environment")
    return _set({name: environ[name] for name in (*NAMES, *FILES) if name in environ})


def _from_file(path: Path | None) -> dict[str, str]:
    values = {}
    # The parser alone: it does no interpolation, and a "$" in a token stays one.
    for binding in parse_stream(StringIO(_text_of(path))):
        if binding.key is None and not binding.error:
            continue
        # What is no name may be a pasted token, which must not be shown.
        if binding.key is None or binding.value is None or not re.fullmatch(r"\w{1,40}", binding.key):
            message = f"Line {binding.original.line} of {path} is not of the form NAME=value"
            raise SettingsError(message)
        _check(binding.key, str(path))
        values[binding.key] = binding.value
    return _set(values)


def _text_of(path: Path | None) -> str:
    if path is None or not path.exists():
        return ""
    try:
        # Editors on Windows begin the file with a byte order mark.
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        message = f"The settings file {path} cannot be read: {reason}"
        raise SettingsError(message) from None


def _check(name: str, place: str) -> None:
    if name not in NAMES and name not in FILES and name not in _NOT_SETTINGS:
        message = f"Unknown setting {shown(name)} in {place}: did you mean {nearest_of(name, NAMES)}?"
        raise SettingsError(message)


def _set(values: Mapping[str, str]) -> dict[str, str]:
    """Return what is set, a value from a file under the name of its setting; raises SettingsError."""
    given = {name: value.strip() for name, value in values.items() if value.strip()}
    from_files = {FILES[name]: (name, value) for name, value in given.items() if name in FILES}
    plain = {name: value for name, value in given.items() if name not in FILES}
    for name, (its_file, path) in from_files.items():
        if name in plain:
            message = f"{name} and {its_file} are both set: keep one"
            raise SettingsError(message)
        plain[name] = _secret_in(its_file, path)
    return plain


def _secret_in(name: str, path: str) -> str:
    """Return the text of a file with one secret; raises SettingsError, without anything the file holds."""
    try:
        secret = Path(path).read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        # Not its name: somebody may have put the secret itself there.
        message = f"The file that {name} names cannot be read: {reason}"
        raise SettingsError(message) from None
    if not secret:
        message = f"The file that {name} names is empty"
        raise SettingsError(message)
    return secret


def _state_file(data_dir: Path) -> str:
    return URL.create("sqlite+aiosqlite", database=str(data_dir / "state.db")).render_as_string()
