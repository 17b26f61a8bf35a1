"""The settings: where they come from, and the one line that a wrong one ends in."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.settings import NAMES, Settings, load_settings
from storage.errors import SettingsError

EXAMPLE = Path(__file__).parents[2] / ".env.example"
SECRET = "c2VjcmV0"
NEWLINES = "\n" * 1_000
DISCORD = f"MTIz.{SECRET}.abc-_"
TELEGRAM = f"123456:{SECRET}-_"


def refusal(environ: dict[str, str], env_file: Path | None = None) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ, env_file)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300
    return str(caught.value)


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_without_any_setting_the_public_servers_and_the_users_folder_are_used() -> None:
    settings = load_settings({}, None)
    assert (settings.discord_token, settings.telegram_token, settings.ll2_token) == (None, None, None)
    assert settings.ll2_url == "https://ll.thespacedevs.com"
    assert (settings.ll2_version, settings.playground_port, settings.log_level) == ("2.3.0", 8080, "INFO")
    assert settings.data_dir.name == "launchlog"
    assert settings.contracts is None


def test_the_state_lies_in_the_data_folder_whatever_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "50% é?#"
    settings = load_settings({"LAUNCHLOG_DATA_DIR": str(folder)}, None)
    assert settings.data_dir == folder
    assert make_url(settings.database_url).database == str(folder / "state.db")


def test_every_setting_can_be_set_in_the_file(env_file: Path, tmp_path: Path) -> None:
    env_file.write_text(
        f"DISCORD_TOKEN={DISCORD}\nexport TELEGRAM_TOKEN='{TELEGRAM}'\nLL2_TOKEN=abc$HOME${{HOME}}\n"
        "LL2_URL=http://127.0.0.1:1/\nLL2_VERSION=2.0.0\nLAUNCHLOG_LOG_LEVEL=debug # more\n"
        "LAUNCHLOG_LOG_FORMAT=json\nLAUNCHLOG_OPS_PORT=9100\nLAUNCHLOG_OPS_HOST=0.0.0.0\n"
        "DATABASE_URL=postgresql+psycopg://me:pw@host/db\nPLAYGROUND_PORT=0\n"
        "TELEGRAM_API_URL=http://localhost:8081\nDISCORD_API_URL=http://[::1]:2/api/v10\n"
        f"DISCORD_GATEWAY_URL=ws://localhost:3/gateway\nLAUNCHLOG_CONTRACTS={tmp_path}\n"
        f"LAUNCHLOG_DATA_DIR={tmp_path}/data\nLAUNCHLOG_RESULT_HOURS=48\nLAUNCHLOG_RESEND_UNKNOWN=yes\n"
        "LAUNCHLOG_PRIVACY_URL=https://example.org/privacy/\nLAUNCHLOG_TERMS_URL=https://example.org/terms\n"
        "LAUNCHLOG_CROSS_LINKS=no\n"
    )
    assert load_settings({}, env_file) == Settings(
        discord_token=DISCORD,
        telegram_token=TELEGRAM,
        ll2_token="abc$HOME${HOME}",
        ll2_url="http://127.0.0.1:1",
        ll2_version="2.0.0",
        database_url="postgresql+psycopg://me:pw@host/db",
        data_dir=tmp_path / "data",
        result_age=timedelta(hours=48),
        resend_unknown=True,
        privacy_url="https://example.org/privacy",
        terms_url="https://example.org/terms",
        cross_links=False,
        telegram_api_url="http://localhost:8081",
        discord_api_url="http://[::1]:2/api/v10",
        discord_gateway_url="ws://localhost:3/gateway",
        playground_port=0,
        log_level="DEBUG",
        log_format="JSON",
        ops_port=9100,
        ops_host="0.0.0.0",
        contracts=tmp_path,
    )


def test_the_environment_wins_over_the_file(env_file: Path) -> None:
    env_file.write_text("LL2_VERSION=2.0.0\nPLAYGROUND_PORT=1\n")
    settings = load_settings({"LL2_VERSION": "2.2.0"}, env_file)
    assert (settings.ll2_version, settings.playground_port) == ("2.2.0", 1)


@pytest.mark.parametrize("nothing", ["", "   "])
def test_an_empty_value_is_as_good_as_none(env_file: Path, nothing: str) -> None:
    env_file.write_text("LL2_VERSION=2.0.0\n")
    environ = dict.fromkeys(NAMES, nothing)
    assert load_settings(environ, None) == load_settings({}, None)
    assert load_settings(environ, env_file).ll2_version == "2.0.0"


def test_a_file_that_does_not_exist_says_nothing(env_file: Path) -> None:
    assert load_settings({}, env_file) == load_settings({}, None)


def test_a_file_with_a_byte_order_mark_and_windows_lines_is_read(env_file: Path) -> None:
    env_file.write_bytes(b"\xef\xbb\xbfLL2_VERSION=2.0.0\r\nPLAYGROUND_PORT=9\r\n")
    settings = load_settings({}, env_file)
    assert (settings.ll2_version, settings.playground_port) == ("2.0.0", 9)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("DISCORD_TOKN", "DISCORD_TOKEN"),
        ("TELEGRAM_BOT_TOKEN", "TELEGRAM_TOKEN"),
        ("ll2_version", "LL2_VERSION"),
        ("LAUNCHLOG_DATADIR", "LAUNCHLOG_DATA_DIR"),
        ("PORT", "PLAYGROUND_PORT"),
        ("___", "DISCORD_TOKEN"),
    ],
)
def test_an_unknown_name_in_the_file_is_refused_with_the_nearest(
    env_file: Path, name: str, nearest: str
) -> None:
    env_file.write_text(f"{name}={SECRET}\n")
    said = refusal({}, env_file)
    assert said == f"Unknown setting {name!r} in {env_file}: did you mean {nearest}?"


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("LL2_VERSON", "LL2_VERSION"),
        ("PLAYGROUND_PROT", "PLAYGROUND_PORT"),
        ("LAUNCHLOG_LEVEL", "LAUNCHLOG_LOG_LEVEL"),
        ("DISCORD_TOKN", "DISCORD_TOKEN"),
        ("TELEGRAM_BOT_TOKEN", "TELEGRAM_TOKEN"),
        ("TELEGRAM_TOKEN_FIL", "TELEGRAM_TOKEN"),
    ],
)
def test_an_unknown_name_of_ours_in_the_environment_is_refused(name: str, nearest: str) -> None:
    assert refusal({name: SECRET}) == f"Unknown setting {name!r} in the environment: did you mean {nearest}?"


def test_other_programs_variables_and_those_of_the_tests_are_ignored(env_file: Path) -> None:
    environ = {"PATH": "/bin", "DISCORDIA": "x", "LAUNCHLOG_RECORDED": "x"}
    env_file.write_text("LAUNCHLOG_RECORDED=x\n")
    assert load_settings(environ, env_file) == load_settings({}, None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_TOKEN", f"Bot {DISCORD}"),
        ("DISCORD_TOKEN", SECRET),
        ("DISCORD_TOKEN", f"MTIz.{SECRET}.ä"),
        ("DISCORD_TOKEN", f"MTIz..{SECRET}"),
        ("TELEGRAM_TOKEN", f"123456 :{SECRET}"),
        ("TELEGRAM_TOKEN", f"bot123456:{SECRET}"),
        ("TELEGRAM_TOKEN", f"١٢٣:{SECRET}"),
        ("TELEGRAM_TOKEN", DISCORD),
        ("LL2_TOKEN", f"Token {SECRET}"),
        ("LL2_TOKEN", f"{SECRET}\nX-Header: 1"),
        ("LL2_URL", f"https://{SECRET}:pw@host"),
        ("LL2_URL", f"https://host/?key={SECRET}"),
        ("DATABASE_URL", f"mysql://me:{SECRET}@host/db"),
        ("DATABASE_URL", f"postgresql+psycopg://me:{SECRET}@host:port/db"),
    ],
)
def test_an_impossible_token_is_refused_without_showing_it(name: str, value: str) -> None:
    said = refusal({name: value})
    assert said.startswith(f"{name} ")
    assert SECRET not in said


@pytest.mark.parametrize("name", ["LL2_URL", "TELEGRAM_API_URL", "DISCORD_API_URL", "DISCORD_GATEWAY_URL"])
@pytest.mark.parametrize(
    "value",
    [
        "localhost:80",
        "ftp://host",
        "http://",
        "wss://",
        "http://a b",
        "http://host:99999",
        "ws://[::1",
        "ws://é",
    ],
)
def test_what_is_no_address_is_refused(name: str, value: str) -> None:
    assert refusal({name: value}).startswith(f"{name} is not an address that begins with ")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LL2_VERSION", "2.1.0", "is '2.1.0', not one of 2.0.0, 2.2.0, 2.3.0: did you mean 2."),
        ("LL2_VERSION", "latest", "is 'latest', not one of"),
        (
            "LAUNCHLOG_LOG_LEVEL",
            "warn",
            "is 'warn', not one of DEBUG, INFO, WARNING, ERROR: did you mean WARNING?",
        ),
        ("LAUNCHLOG_LOG_LEVEL", f"x{NEWLINES}x", "is 'x\\n"),
        ("PLAYGROUND_PORT", "65536", "is '65536', not a port"),
        ("PLAYGROUND_PORT", "-1", "is '-1', not a port"),
        ("PLAYGROUND_PORT", "٨٠", "is '٨٠', not a port"),
        ("PLAYGROUND_PORT", "9" * 5_000, "is '999"),
        ("LAUNCHLOG_CONTRACTS", "/no/such/folder", "is '/no/such/folder', where there is no folder"),
        ("LAUNCHLOG_DATA_DIR", "a\udcffb", "is 'a\\udcffb', not a folder"),
        ("LAUNCHLOG_DATA_DIR", "a\0b", "is 'a\\x00b', not a folder"),
        ("LAUNCHLOG_DATA_DIR", "~nobody-of-this-name/x", "is '~nobody-of-this-name/x', not a folder"),
        ("LAUNCHLOG_DATA_DIR", __file__, "is '"),
        (
            "DATABASE_URL",
            "state.db",
            "is not a database address that begins with sqlite+aiosqlite://, postgresql://",
        ),
        ("DATABASE_URL", "mysql://host/db", "is not a database address that begins with sqlite+aiosqlite://"),
        ("DATABASE_URL", "postgresql+asyncpg://host/db", "is not a database address that begins with"),
        ("DATABASE_URL", "sqlite:///state.db", "is not a database address"),
        ("DATABASE_URL", "sqlite+aiosqlite://", "names no file"),
        ("LAUNCHLOG_OPS_PORT", "metrics", "is 'metrics', not a port"),
        ("LAUNCHLOG_OPS_HOST", "localhost", "is 'localhost', not an IP address"),
    ],
)
def test_an_unusable_value_is_refused_in_one_line(name: str, value: str, said: str) -> None:
    assert refusal({name: value}).startswith(f"{name} {said}")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_postgresql_address_may_be_written_as_its_own_tools_do(scheme: str) -> None:
    address = f"{scheme}://me:p%40ss@db.example.org:6543/bot?sslmode=verify-full"
    url = make_url(load_settings({"DATABASE_URL": address}, None).database_url)
    assert (url.drivername, url.password, url.query) == (
        "postgresql+psycopg", "p@ss", {"sslmode": "verify-full"},
    )  # fmt: skip


@pytest.mark.parametrize("line", [SECRET, DISCORD, f"DISCORD_TOKEN='{SECRET}", f"{DISCORD}=", "LL2_TOKEN"])
def test_a_line_that_is_no_setting_is_named_by_its_number_alone(env_file: Path, line: str) -> None:
    env_file.write_text(f"LL2_VERSION=2.0.0\n{line}\n")
    assert refusal({}, env_file) == f"Line 2 of {env_file} is not of the form NAME=value"


def test_an_unreadable_file_is_refused(env_file: Path, tmp_path: Path) -> None:
    env_file.write_bytes(b"LL2_TOKEN=\xff\n")
    assert refusal({}, env_file) == f"The settings file {env_file} cannot be read: it is not UTF-8 text"
    assert refusal({}, tmp_path).startswith(f"The settings file {tmp_path} cannot be read: ")


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    secret = {name: f"{index}:{SECRET}" for index, name in enumerate(["TELEGRAM_TOKEN", "LL2_TOKEN"])}
    database = f"postgresql+psycopg://me:{SECRET}@host/db"
    settings = load_settings(secret | {"DISCORD_TOKEN": DISCORD, "DATABASE_URL": database}, None)
    assert SECRET not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DISCORD_TOKEN", DISCORD),
        ("TELEGRAM_TOKEN", TELEGRAM),
        ("LL2_TOKEN", SECRET),
        ("DATABASE_URL", f"postgresql+psycopg://me:{SECRET}@host/db"),
    ],
)
def test_a_secret_can_be_in_a_file_of_its_own(env_file: Path, tmp_path: Path, name: str, value: str) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"\xef\xbb\xbf" + f" {value}\r\n".encode())
    assert load_settings({f"{name}_FILE": str(secret)}, None) == load_settings({name: value}, None)
    env_file.write_text(f"{name}_FILE={secret}\n")
    assert load_settings({}, env_file) == load_settings({name: value}, None)


def test_a_secret_of_the_environment_wins_over_a_file_with_one(env_file: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("other")
    env_file.write_text(f"LL2_TOKEN_FILE={secret}\n")
    assert load_settings({"LL2_TOKEN": SECRET}, env_file).ll2_token == SECRET


def test_a_secret_in_two_places_is_refused(tmp_path: Path) -> None:
    said = refusal({"LL2_TOKEN": SECRET, "LL2_TOKEN_FILE": str(tmp_path / "secret")})
    assert said == "LL2_TOKEN and LL2_TOKEN_FILE are both set: keep one"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"\xff", "cannot be read: it is not UTF-8 text"),
        (b" \n", "is empty"),
    ],
)
def test_a_file_without_a_secret_is_refused_without_its_name_which_may_be_the_secret(
    tmp_path: Path, content: bytes | None, reason: str
) -> None:
    secret = tmp_path / SECRET
    if content is not None:
        secret.write_bytes(content)
    assert refusal({"LL2_TOKEN_FILE": str(secret)}) == f"The file that LL2_TOKEN_FILE names {reason}"
    assert refusal({"LL2_TOKEN_FILE": "\0"}).endswith("it is not UTF-8 text")


def test_the_example_lists_every_setting_once_and_in_order_with_a_line_on_it() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    named = [index for index, line in enumerate(lines) if re.match(r"#?\s*[A-Z0-9_]+=", line)]
    assert [lines[index].partition("=")[0] for index in named] == list(NAMES)
    assert all(re.fullmatch(r"# \S.{10,}\.", lines[index - 1]) for index in named)


def test_the_example_as_it_stands_sets_the_defaults() -> None:
    assert load_settings({}, EXAMPLE) == load_settings({}, None)
