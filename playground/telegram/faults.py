"""Misbehaviour that a test orders: refusals, server errors, broken connections, slow answers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from .errors import ApiError, bad_request, forbidden, too_many_requests

HTML_ERROR = (
    "<html>\r\n<head><title>{0}</title></head>\r\n<body><center><h1>{0}</h1></center></body>\r\n</html>\r\n"
)


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer with an error in Telegram's shape; nothing is done."""

    error: ApiError


@dataclass(frozen=True, slots=True)
class Broken:
    """Answer with a gateway's HTML page instead of JSON; nothing is done."""

    status: int

    @property
    def page(self) -> str:
        """The page's HTML."""
        names = {500: "500 Internal Server Error", 502: "502 Bad Gateway", 504: "504 Gateway Time-out"}
        return HTML_ERROR.format(names.get(self.status, str(self.status)))


@dataclass(frozen=True, slots=True)
class Reset:
    """Break the connection: before doing what was asked, or `after` it (the answer is lost)."""

    after: bool


@dataclass(frozen=True, slots=True)
class Slow:
    """Do what was asked, but answer only when `release` is set."""

    release: asyncio.Event = field(default_factory=asyncio.Event)


Action = Refuse | Broken | Reset | Slow

ANY_METHOD = "*"


def flood(retry_after: int) -> Refuse:
    """Answer 429 with `retry_after` seconds; 0 is possible, and python-telegram-bot treats it otherwise."""
    return Refuse(too_many_requests(retry_after))


def blocked() -> Refuse:
    """Answer 403 as after a block."""
    return Refuse(forbidden("bot was blocked by the user"))


def refused(text: str) -> Refuse:
    """Answer 400 with a text of your choice, after "Bad Request: "."""
    return Refuse(bad_request(text))


def internal_error() -> Refuse:
    """Answer 500 in Telegram's shape."""
    return Refuse(ApiError(500, "Internal Server Error"))


def bad_gateway() -> Broken:
    """Answer 502 with HTML."""
    return Broken(502)


class Faults:
    """Faults still to come, first ordered, first served."""

    def __init__(self) -> None:
        self._orders: list[tuple[str, Action]] = []

    def add(self, method: str, action: Action, times: int = 1) -> None:
        """Let the next `times` calls of a method (or of any, with `*`) misbehave."""
        self._orders.extend([(method.lower(), action)] * times)

    def clear(self) -> None:
        """Forget all orders not yet carried out."""
        self._orders.clear()

    def take(self, method: str) -> Action | None:
        """Give and remove the next fault for this call."""
        for index, (name, action) in enumerate(self._orders):
            if name in (ANY_METHOD, method.lower()):
                del self._orders[index]
                return action
        return None
