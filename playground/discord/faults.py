"""Faults that a test puts in the way of chosen requests."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from fnmatch import fnmatchcase


@dataclass(frozen=True, slots=True)
class Status:
    """Answer with a status (500, 502, 503, 504 and the like) and Discord's error body."""

    status: int


@dataclass(frozen=True, slots=True)
class TooManyRequests:
    """Answer 429, to wait `retry_after` seconds; `everywhere` holds all routes, not this one alone.

    None leaves out how long to wait.
    """

    retry_after: float | None
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Refuse:
    """Refuse with a status and one of Discord's error codes; nothing is done."""

    status: int
    code: int
    message: str = "Refused"


@dataclass(frozen=True, slots=True)
class EdgePage:
    """Answer with an HTML page and none of Discord's headers, as the network's edge does."""

    status: int = 429


@dataclass(frozen=True, slots=True)
class ResetBefore:
    """Reset the connection without having done anything."""


@dataclass(frozen=True, slots=True)
class ResetAfter:
    """Do what was asked, then reset the connection: the answer is lost."""


@dataclass(frozen=True, slots=True)
class HoldAnswer:
    """Do what was asked, and answer once `until` is set."""

    until: asyncio.Event = field(default_factory=asyncio.Event)


Action = Status | Refuse | TooManyRequests | EdgePage | ResetBefore | ResetAfter | HoldAnswer


@dataclass(slots=True)
class _Fault:
    method: str
    path: str
    action: Action
    times: int


class Faults:
    """The faults still to happen, in the order in which they were added."""

    def __init__(self) -> None:
        self._faults: list[_Fault] = []

    def add(self, method: str, path: str, action: Action, times: int = 1) -> None:
        """Let the next `times` requests with this method and path run into the action.

        `path` is below /api/v10 and may hold `*`: `/channels/*/messages`.
        """
        self._faults.append(_Fault(method, path, action, times))

    def take(self, method: str, path: str) -> Action | None:
        """Give the action for a request, and count it as used."""
        for fault in self._faults:
            if fault.method == method and fnmatchcase(path, fault.path):
                fault.times -= 1
                if not fault.times:
                    self._faults.remove(fault)
                return fault.action
        return None

    def clear(self) -> None:
        """Take all faults away."""
        self._faults.clear()
