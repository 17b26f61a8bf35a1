"""The operator's log: one line an event, with a stable name and its values, on standard error."""

from __future__ import annotations

import logging
import sys
import threading
import time
from types import TracebackType

from storage.redaction import Redaction

log = logging.getLogger("launchlog.crash")

_OURS = ("launchlog", "bot", "adapters", "commands", "storage")
"""Roots of our own loggers. What the libraries say below a warning is chatter, some of it with tokens."""


class SecretFormatter(logging.Formatter):
    """Writes a record with its time in UTC, and a word in place of every secret, tracebacks included."""

    converter = staticmethod(time.gmtime)

    def __init__(self, redaction: Redaction) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record; what a library raised is one line, as it is no bug of ours."""
        if record.exc_info and record.exc_info[1] and record.name.partition(".")[0] not in _OURS:
            error = record.exc_info[1]
            record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
            record.msg, record.args = f"{record.getMessage()} error={type(error).__name__}: {error}", None
            record.msg = " ".join(record.msg.split())[:500]
        return self._redaction.text(super().format(record))


def configure_logging(level: str, redaction: Redaction) -> None:
    """Send the log to standard error, ours from that level on, the libraries' from a warning on.

    What nobody catches goes through the log as well, since Python itself would print it as it is.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SecretFormatter(redaction))
    number = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(logging.WARNING, number), handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(number)
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda told: _told(told.exc_value, told.exc_traceback)
    threading.excepthook = lambda told: _told(told.exc_value, told.exc_traceback)


def _uncaught(_kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _told(error, trace)


def _told(error: BaseException | None, trace: TracebackType | None) -> None:
    if error is None or isinstance(error, SystemExit):
        return
    log.critical("crashed", exc_info=(type(error), error, trace))
