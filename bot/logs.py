"""The operator's log: one line an event, with a stable name and its values, on standard error."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import time
from collections.abc import Mapping
from types import TracebackType

from storage.log_records import current_work, event_of
from storage.redaction import Redaction

log = logging.getLogger("launchlog.crash")

_OURS = ("launchlog", "bot", "adapters", "commands", "storage")
"""Roots of our own loggers. What the libraries say below a warning is chatter, some of it with tokens."""


_LIBRARY_TEXT = 500
"""Most characters of what a library says."""


class _Formatter(logging.Formatter):
    """What both ways of writing a record share: its time is in UTC, and no secret is in it."""

    converter = staticmethod(time.gmtime)

    def __init__(self, redaction: Redaction) -> None:
        super().__init__(datefmt="%Y-%m-%dT%H:%M:%SZ")
        self.clean = redaction.text

    def said(self, record: logging.LogRecord) -> str:
        """Return a record's own words; what a library raised is one line, as it is no bug of ours."""
        if not record.exc_info or not record.exc_info[1] or _is_ours(record):
            return self.clean(record.getMessage())
        error = record.exc_info[1]
        said = self.clean(f"{record.getMessage()} error={type(error).__name__}: {error}")
        return " ".join(said.split())[:_LIBRARY_TEXT]

    def values(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """Return an event's values; before they are quoted, which may change how a secret is written."""
        return {
            name: self.clean(value) if isinstance(value, str) else value for name, value in values.items()
        }

    def trace(self, record: logging.LogRecord) -> str:
        """Return the traceback of a bug of ours, else nothing."""
        if not record.exc_info or not record.exc_info[1] or not _is_ours(record):
            return ""
        return self.clean(self.formatException(record.exc_info))


class TextFormatter(_Formatter):
    """Writes a record on a line for people, and for programs that know logfmt.

    A value with a space in it stands in quotes. A traceback follows on lines of its own.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record."""
        words = [self.formatTime(record, self.datefmt), record.levelname, record.name]
        match event_of(record):
            case None:
                words.append(self.said(record))
            case event, values:
                words += [event, *_pairs(self.values(values))]
        if work := current_work():
            words.append(f"work={work}")
        return "\n".join(part for part in (" ".join(words), self.trace(record)) if part)


class JsonFormatter(_Formatter):
    """Writes a record as one object of JSON on one line.

    Its keys are `time`, `level`, `logger`, `event`, the names of the values, `work` and `trace`; what is
    not written as an event is, such as what a library says, has `message` in place of `event`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the object of a record."""
        told: dict[str, object] = {
            "time": self.formatTime(record, self.datefmt), "level": record.levelname, "logger": record.name,
        }  # fmt: skip
        match event_of(record):
            case None:
                told["message"] = self.said(record)
            case event, values:
                told |= {"event": event, **self.values(values)}
        if work := current_work():
            told["work"] = work
        if trace := self.trace(record):
            told["trace"] = trace
        return json.dumps(told, ensure_ascii=False)


FORMATTERS: Mapping[str, type[TextFormatter] | type[JsonFormatter]] = {
    "TEXT": TextFormatter,
    "JSON": JsonFormatter,
}
"""By the values of LAUNCHLOG_LOG_FORMAT."""


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in _OURS


def _pairs(values: Mapping[str, object]) -> list[str]:
    return [f"{name}={_quoted(str(value))}" for name, value in values.items()]


def _quoted(value: str) -> str:
    """Return a value as logfmt has it, where one with a space, a quote or nothing in it stands in quotes."""
    plain = re.fullmatch(r'[^\s"=]+', value)
    return value if plain else json.dumps(value, ensure_ascii=False)


def configure_logging(level: str, redaction: Redaction, form: str = "TEXT") -> None:
    """Send the log to standard error, ours from that level on, the libraries' from a warning on.

    `form` is one of FORMATTERS.

    What nobody catches goes through the log as well, since Python itself would print it as it is.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(FORMATTERS[form](redaction))
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
