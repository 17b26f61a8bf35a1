"""The settings: the .env file and the environment."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bot.settings import NAMES, load_settings
from storage.errors import SettingsError
from tests.fuzz import damage
from tests.fuzz.reader import Opening, Reader, is_said

SECRET = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
_VALUES = {
    "DISCORD_TOKEN": f"MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.{SECRET}",
    "TELEGRAM_TOKEN": f"110201543:{SECRET}",
    "LL2_TOKEN": SECRET,
    "LL2_URL": "https://ll.thespacedevs.com",
    "LL2_VERSION": "2.3.0",
    "DATABASE_URL": f"postgresql+psycopg://ada:{SECRET}@db:5432/launchlog",
    "LAUNCHLOG_DATA_DIR": "~/launchlog",
    "LAUNCHLOG_RESULT_HOURS": "24",
    "LAUNCHLOG_RESEND_UNKNOWN": "yes",
    "TELEGRAM_API_URL": "http://localhost:8081/",
    "DISCORD_API_URL": "https://discord.com/api/v10",
    "DISCORD_GATEWAY_URL": "wss://gateway.discord.gg",
    "PLAYGROUND_PORT": "8080",
    "LAUNCHLOG_LOG_LEVEL": "info",
    "LAUNCHLOG_LOG_FORMAT": "json",
    "LAUNCHLOG_OPS_PORT": "9100",
    "LAUNCHLOG_OPS_HOST": "0.0.0.0",
    "LAUNCHLOG_PRIVACY_URL": "https://example.org/privacy",
    "LAUNCHLOG_TERMS_URL": "https://example.org/terms",
    "LAUNCHLOG_CROSS_LINKS": "no",
    "LAUNCHLOG_CONTRACTS": "/nowhere",
}


def _settings(random: Random) -> list[Any]:
    """Give the bytes of an .env file, and an environment."""
    lines = []
    for name, value in random.sample(list(_VALUES.items()), random.randint(1, 5)):
        given = damage.text(random, (value,)) if random.random() < 0.5 else value
        quote = random.choice(("", "", '"', "'"))
        said = damage.text(random, (name,)) if random.random() < 0.1 else name
        sign = random.choice(("=", " = ", "", ":"))
        lines.append(random.choice(("", "", "export ", "# ")) + said + sign + quote + given + quote)
    text = random.choice(("\n", "\r\n", "\r")).join(lines).encode("utf-8", "surrogatepass")
    environ = {}
    for name in random.sample(NAMES, random.randint(0, 4)):
        value = damage.text(random, (_VALUES[name],)) if random.random() < 0.6 else _VALUES[name]
        environ[name] = value.replace("\0", "")
    if random.random() < 0.1:
        environ["LAUNCHLOG_" + damage.text(random, ("RESULT_HOUR",)).replace("\0", "").replace("=", "")] = "1"
    return [damage.data(random, text) if random.random() < 0.2 else text, environ]


def _is_one_line(error: SettingsError) -> None:
    is_said(error)
    assert "\n" not in str(error), str(error)
    assert SECRET[:12] not in str(error), str(error)


@asynccontextmanager
async def _opened() -> AsyncIterator[Reader]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / ".env"

        def read(value: list[Any]) -> None:
            text, environ = value
            path.write_bytes(text)
            try:
                settings = load_settings(environ, path)
            except SettingsError as error:
                _is_one_line(error)
                return
            assert SECRET[:12] not in repr(settings)
            assert all(settings.secrets)
            assert settings.catalogue.name == "catalogue.db"

        yield Reader(_settings, read)


OPENINGS: dict[str, Opening] = {"settings": _opened}
