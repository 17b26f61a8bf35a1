"""Keeps the bot's token out of every log: Telegram's addresses contain it."""

from __future__ import annotations

import logging
import traceback

LIBRARIES = ("httpx", "httpcore", "telegram")
LATE = ("httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy", "httpcore.socks")
"""Loggers that come to be with the first connection only."""

OURS = "launchlog.telegram"
REPLACEMENT = "TOKEN"


class TokenFilter(logging.Filter):
    """Replaces one token in messages, arguments and tracebacks of log records."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without the token."""
        message = record.getMessage()
        if self._token in message:
            record.msg, record.args = message.replace(self._token, REPLACEMENT), ()
        if record.exc_info and record.exc_info[1] and not record.exc_text:
            trace = "".join(traceback.format_exception(record.exc_info[1])).rstrip()
            if self._token in trace:
                record.exc_text = trace.replace(self._token, REPLACEMENT)
                record.exc_info = None
        return True


class Redaction:
    """A token filter on every logger that may see the token, from `start` to `stop`.

    Loggers of the HTTP libraries that nobody set to a level of their own are set to warnings: they
    write a line per request otherwise.
    """

    def __init__(self, token: str) -> None:
        self._filter = TokenFilter(token)
        self._loggers: list[logging.Logger] = []

    def start(self) -> None:
        """Begin to filter; doing so twice changes nothing."""
        self._loggers = [logging.getLogger(name) for name in _names()]
        for logger in self._loggers:
            logger.addFilter(self._filter)
        for name in ("httpx", "httpcore"):
            if logging.getLogger(name).level == logging.NOTSET:
                logging.getLogger(name).setLevel(logging.WARNING)

    def stop(self) -> None:
        """Stop filtering; nothing may use the token any more."""
        for logger in self._loggers:
            logger.removeFilter(self._filter)
        self._loggers = []


def _names() -> list[str]:
    """Return every logger of the libraries and ours: a filter does not reach a logger's children."""
    known = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in LIBRARIES]
    return sorted({*known, *LIBRARIES, *LATE, OURS})
