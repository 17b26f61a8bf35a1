"""Tells an observer what passes between the bot and this server, with tokens blanked out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from ..wire import Exchange, Observer

BLANK = "TOKEN"


class Watch:
    """Makes exchanges for the observer; without an observer it does nothing."""

    def __init__(self, observer: Observer | None, clock: Callable[[], datetime]) -> None:
        self._observer = observer
        self._clock = clock

    def rest(
        self, method: str, path: str, secret: str | None, request: Any, status: int, reply: Any, note: str
    ) -> None:
        """Tell of a REST request; `path` is below /api/v10 with its query, `secret` the token in it."""
        if self._observer is None:
            return
        shown = path.replace(secret, BLANK) if secret else path
        self._observer(Exchange("discord", method, shown, request, status, reply, self._clock(), note))

    def received(self, event: str, data: Any) -> None:
        """Tell of a gateway frame from the bot."""
        if self._observer is not None:
            shown = Exchange("discord", "GATEWAY", f"receive {event}", _blank(data), 0, None, self._clock())
            self._observer(shown)

    def sent(self, event: str, data: Any) -> None:
        """Tell of a gateway frame to the bot."""
        if self._observer is not None:
            shown = Exchange("discord", "GATEWAY", f"send {event}", None, 0, _blank(data), self._clock())
            self._observer(shown)


def _blank(data: Any) -> Any:
    return {**data, "token": BLANK} if isinstance(data, dict) and "token" in data else data
