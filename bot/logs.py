"""The operator's log: one line an event, with a stable name and its values, on standard error."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterable

_OURS = ("launchlog", "bot", "adapters", "commands", "storage")
"""Roots of our own loggers. What the libraries say below a warning is chatter, some of it with tokens."""

REPLACEMENT = "TOKEN"


class SecretFormatter(logging.Formatter):
    """Writes a record with its time in UTC, and a word in place of every secret, tracebacks included."""

    converter = staticmethod(time.gmtime)

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%SZ")
        # The longest first: a short secret may be part of a long one.
        self._secrets = sorted(secrets, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return the text of a record; what a library raised is one line, as it is no bug of ours."""
        if record.exc_info and record.exc_info[1] and record.name.partition(".")[0] not in _OURS:
            error = record.exc_info[1]
            record = logging.makeLogRecord({**record.__dict__, "exc_info": None, "exc_text": None})
            record.msg, record.args = f"{record.getMessage()} error={type(error).__name__}: {error}", None
            record.msg = " ".join(record.msg.split())[:500]
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, REPLACEMENT)
        return text


def configure_logging(level: str, secrets: Iterable[str | None] = ()) -> None:
    """Send the log to standard error, ours from that level on, the libraries' from a warning on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(SecretFormatter(secret for secret in secrets if secret))
    number = logging.getLevelNamesMapping()[level]
    logging.basicConfig(level=max(logging.WARNING, number), handlers=[handler], force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(number)
