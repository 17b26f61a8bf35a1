import logging
from collections.abc import Iterator

import pytest

from adapters.telegram.redaction import Redaction

SECRET = "123:very-secret"


@pytest.fixture(autouse=True)
def _redaction() -> Iterator[None]:
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore")}
    redaction = Redaction(SECRET)
    redaction.start()
    yield
    redaction.stop()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize(
    "name", ["httpx", "httpcore.connection", "telegram.ext.ExtBot", "launchlog.telegram"]
)
def test_the_token_is_replaced_in_messages_and_arguments(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger=name):
        logging.getLogger(name).debug("POST %s by %s", f"https://api.example/bot{SECRET}/getMe", "us")
    assert caplog.messages == ["POST https://api.example/botTOKEN/getMe by us"]


def test_the_token_is_replaced_in_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError(f"The token `{SECRET}` was rejected")
    except ValueError:
        logging.getLogger("launchlog.telegram").exception("failed")
    assert "ValueError: The token `TOKEN` was rejected" in caplog.text
    assert SECRET not in caplog.text


def test_other_records_keep_their_traceback_and_arguments(caplog: pytest.LogCaptureFixture) -> None:
    error = KeyError("x")
    logging.getLogger("launchlog.telegram").error("failed %s", 7, exc_info=error)
    (record,) = caplog.records
    assert record.args == (7,)
    assert record.exc_info is not None
    assert record.exc_info[1] is error


def test_no_line_per_request_is_logged_by_default(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST")
    assert caplog.messages == []
