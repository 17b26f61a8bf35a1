"""How the log's lines are made of events: what one says as a table, and to which piece of work it belongs."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_work: ContextVar[str] = ContextVar("work", default="")

_EVENT = re.compile(r"(\w+)((?: \w+=%[^ ]*[a-zA-Z])*)")
"""How our log calls are written: the name of an event, and values that are formatted one by one."""

_FIELD = re.compile(r"(\w+)=(%[^ ]*[a-zA-Z])")


def begin_work(kind: str, number: object) -> None:
    """Say which piece of work this task does, and the tasks that it starts; lines of the log then name it."""
    _work.set(f"{kind}-{number}")


@contextmanager
def working_on(kind: str, number: object) -> Iterator[None]:
    """Say it for the length of a block."""
    token = _work.set(f"{kind}-{number}")
    try:
        yield
    finally:
        _work.reset(token)


def current_work() -> str:
    """Return the piece of work that this task does, such as `delivery-12`, or nothing."""
    return _work.get()


def event_of(record: logging.LogRecord) -> tuple[str, Mapping[str, object]] | None:
    """Return the name of an event and its values, None for a record that is not written as an event is.

    Numbers and truth values stay what they are, all else is text.
    """
    template = record.msg if isinstance(record.msg, str) else ""
    written = _EVENT.fullmatch(template)
    arguments = record.args if isinstance(record.args, tuple) else ()
    fields = _FIELD.findall(written[2]) if written else []
    if written is None or len(fields) != len(arguments):
        return None
    pairs = zip(fields, arguments, strict=True)
    return written[1], {name: _value(form, value) for (name, form), value in pairs}


def _value(form: str, value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        return float(form % value) if form != "%s" else value
    return form % (value,)
