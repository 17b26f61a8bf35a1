"""How long somebody waits for the state: a person for seconds, everything else as long as it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

READ_SECONDS, WRITE_SECONDS = 1.0, 5.0
"""Longest waits of a person for a read and for a write, where the state is on a server.

Discord allows three seconds for the first answer, and more for one that was announced."""

SILENCE = 5.0
"""Seconds for which a server that kept somebody waiting is not asked for an answer again."""

_answering: ContextVar[bool] = ContextVar("answering", default=False)


@contextmanager
def answering() -> Iterator[None]:
    """Have nothing in the block wait for a server that does not answer: it fails with StoreError instead."""
    token = _answering.set(True)
    try:
        yield
    finally:
        _answering.reset(token)


def somebody_waits() -> bool:
    """Tell whether a person waits for what is done now."""
    return _answering.get()
