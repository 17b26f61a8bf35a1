"""How an action is written, told by a layout such as "g{kind}{page}-{subscription}-{query}".

A layout begins with the action's verb. A name in braces stands for a field of the action, whose type says how
it is written: as a `Part`, or, at the end only, as a `Tail`, which may be too long for a button and is then
kept elsewhere.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from string import Formatter
from typing import Annotated, Any, Generic, Protocol, TypeVar, get_args, get_type_hints

from commands.codec import query_string
from commands.codec.base36 import to_base36
from commands.codec.compact import from_base64, lengthen, shorten, to_base64
from commands.i18n.translation import _
from storage.errors import StaleButtonError
from storage.query import LaunchQuery

ACTION_LIMIT = 64
"""Bytes, Telegram's limit: https://core.telegram.org/bots/api#inlinekeyboardbutton"""

Keep = Callable[[str], Awaitable[str]]
"""Keeps a text and returns its hash; never raises."""

Recall = Callable[[str], Awaitable[str | None]]
"""Returns the text kept under a hash, or None."""

T = TypeVar("T")
E = TypeVar("E", bound=Enum)

_KEPT = "Z"
"""What a hash is written after, where something else could stand."""

_LARGEST_ID = 2**63


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A field of few letters; `read` raises ValueError or KeyError for what only looks like one."""

    pattern: str
    write: Callable[[T], str]
    read: Callable[[str], T]


class Tail(Protocol):
    """The last field. Reading raises ValueError, KeyError, IndexError, OverflowError or `AskError`."""

    async def write(self, head: str, value: Any, keep: Keep) -> str:
        """Return the whole action string, which begins with `head`."""

    async def read(self, text: str, recall: Recall) -> Any:
        """Return the value of what stands at the end."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A layout, taken apart; `fields` are each the letters before a part, its name and the part."""

    verb: str
    pattern: re.Pattern[str]
    fields: tuple[tuple[str, str, Part[Any]], ...]
    end: str = ""
    tail_name: str = ""
    tail: Tail | None = None

    @classmethod
    def of(cls, layout: str, owner: type) -> Layout:
        """Take a layout of that class apart."""
        verb, pattern, fields = layout[0], "", list[tuple[str, str, Part[Any]]]()
        for literal, name, _spec, _conversion in Formatter().parse(layout[1:]):
            if not name:
                return cls(verb, re.compile(pattern + literal, re.ASCII), tuple(fields), literal)
            kind = _kind_of(owner, name)
            if not isinstance(kind, Part):
                return cls(
                    verb, re.compile(f"{pattern}{literal}(.*)", re.ASCII), tuple(fields), literal, name, kind
                )
            pattern += f"{literal}({kind.pattern})"
            fields.append((literal, name, kind))
        return cls(verb, re.compile(pattern, re.ASCII), tuple(fields))

    async def write(self, head: str, action: object, keep: Keep) -> str:
        """Return the whole action string, which begins with `head`."""
        for literal, name, part in self.fields:
            head += literal + part.write(getattr(action, name))
        head += self.end
        return await self.tail.write(head, getattr(action, self.tail_name), keep) if self.tail else head

    async def read(self, text: str, recall: Recall) -> dict[str, Any]:
        """Return the fields by name; raises what a `Tail` raises."""
        if (match := self.pattern.fullmatch(text)) is None:
            raise ValueError(text)
        found = match.groups()
        # There are more groups than parts where there is a tail.
        values = {name: part.read(said) for (_, name, part), said in zip(self.fields, found, strict=False)}
        if self.tail:
            values[self.tail_name] = await self.tail.read(found[-1], recall)
        return values


def _kind_of(owner: type, name: str) -> Part[Any] | Tail:
    """Return what a field, or else a property, is written as."""
    shown = getattr(owner, name, None)
    if isinstance(shown, property):
        annotated = get_type_hints(shown.fget, include_extras=True)["return"]
    else:
        annotated = get_type_hints(owner, include_extras=True)[name]
    kind: Part[Any] | Tail = get_args(annotated)[1]
    return kind


def stale() -> StaleButtonError:
    """Return the error for a button that means nothing any more."""
    return StaleButtonError(_("This button no longer works. Ask again with /previous."))


def _number(text: str) -> int:
    number = int(text, 36)
    if not 0 <= number < _LARGEST_ID:
        raise ValueError(text)
    return number


def letters(table: Mapping[E, str]) -> Part[E]:
    """Return a part written as one letter from a table."""
    values = {letter: value for value, letter in table.items()}
    return Part("[a-z]", table.__getitem__, values.__getitem__)


class _Query:
    """A query without its offset: in short, or "Z" and the hash under which its text form is kept."""

    async def write(self, head: str, value: LaunchQuery, keep: Keep) -> str:
        short = shorten(value)
        if short is not None and len(head) + len(short) <= ACTION_LIMIT:
            return head + short
        # Without the offset, all pages of a query share one kept text.
        return f"{head}{_KEPT}{await keep(query_string.write(value.at(0)))}"

    async def read(self, text: str, recall: Recall) -> LaunchQuery:
        if not text.startswith(_KEPT):
            return lengthen(text)
        # A page belongs to the button, whatever is kept.
        return query_string.parse(await _recalled(text[1:], recall)).at(0)


class _Page(_Query):
    """A query with its offset before it."""

    async def write(self, head: str, value: LaunchQuery, keep: Keep) -> str:
        return await super().write(f"{head}{to_base36(value.offset)}-", value, keep)

    async def read(self, text: str, recall: Recall) -> LaunchQuery:
        offset, _dash, code = text.partition("-")
        return (await super().read(code, recall)).at(_number(offset))


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that is kept as `name` and itself; with `short`, only where it is too long for a button."""

    name: str
    short: bool = False

    async def write(self, head: str, value: str, keep: Keep) -> str:
        """Return the whole action string, which begins with `head`."""
        if self.short and len(head) + len(value) <= ACTION_LIMIT:
            return head + value
        return f"{head}{_KEPT if self.short else ''}{await keep(self.name + value)}"

    async def read(self, text: str, recall: Recall) -> str:
        """Return the text; raises `StaleButtonError` where it is not kept any more."""
        if self.short and not text.startswith(_KEPT):
            return text
        kept = await _recalled(text.removeprefix(_KEPT if self.short else ""), recall)
        if not kept.startswith(self.name):
            raise stale()
        return kept.removeprefix(self.name)


async def _recalled(key: str, recall: Recall) -> str:
    kept = await recall(key)
    if kept is None:
        raise stale()
    return kept


NUMBER = Part("[0-9a-z]+", to_base36, _number)
DIGIT = Part("[0-9a-z]", to_base36, _number)
LAUNCH = Part(
    r"[\w-]{22}",
    lambda launch_id: to_base64(uuid.UUID(launch_id).bytes),
    lambda text: str(uuid.UUID(bytes=from_base64(text))),
)

Number = Annotated[int, NUMBER]
"""Written in base 36."""

Digit = Annotated[int, DIGIT]
"""One of at most 35."""

LaunchId = Annotated[str, LAUNCH]
"""Written as the 22 characters of its UUID in base64url."""

PAGE = _Page()

Query = Annotated[LaunchQuery, _Query()]
"""Written without its offset."""

Page = Annotated[LaunchQuery, PAGE]
"""Written with its offset."""
