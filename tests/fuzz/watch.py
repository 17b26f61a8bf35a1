"""What the bot could not cope with: it is logged as an error, and somebody gets an apology."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class Watch(logging.Handler):
    """Collects the errors that are logged."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[BaseException] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note an error."""
        cause = record.exc_info[1] if record.exc_info else None
        self.errors.append(cause or AssertionError(record.getMessage()))

    def check(self) -> None:
        """Raise the first that was noted since the last time."""
        if self.errors:
            errors, self.errors = self.errors, []
            raise errors[0]


@contextmanager
def watching(*names: str) -> Iterator[Watch]:
    """Collect the errors of those loggers, and show none of them."""
    watch = Watch()
    loggers = [logging.getLogger(name) for name in names]
    propagated = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(watch)
        logger.propagate = False
    try:
        yield watch
    finally:
        for logger, before in zip(loggers, propagated, strict=True):
            logger.removeHandler(watch)
            logger.propagate = before
