"""What the page asks for: bodies of its requests, and how it is told that something cannot be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, TypeVar

import msgspec
from aiohttp import web

OptionValue = str | int | float | bool
ModalValue = str | bool | list[str]


class RefusedError(Exception):
    """Something that cannot be done, with the words that the person sees."""


class Slash(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A slash command with its options; also what is typed so far, when one is in focus."""

    user: str
    channel: str
    name: str
    options: dict[str, OptionValue]
    focused: str | None = None


class Use(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A button pressed (no values), or values chosen from a menu."""

    user: str
    channel: str
    message: str
    custom_id: str
    values: list[str] | None = None


class AskOf(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command from the menu of a message."""

    user: str
    channel: str
    message: str
    name: str


class Submit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A modal sent off; `modal` is the number under which it was handed out."""

    user: str
    modal: str
    values: dict[str, ModalValue]


class Say(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An ordinary Discord message."""

    user: str
    channel: str
    text: str


class Write(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Telegram message, or (with `message`) the new text of one."""

    user: int
    chat: int
    text: str
    thread: int | None = None
    message: int | None = None


class Press(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A button of a Telegram inline keyboard."""

    user: int
    chat: int
    message: int
    data: str


class Inline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is typed after a Telegram bot's name; `offset` is what the page of results before gave."""

    user: int
    chat: int
    text: str
    offset: str = ""


class Choose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request to send one of these results; `answer` is the number they were offered under."""

    user: int
    chat: int
    answer: int
    result: str
    thread: int | None = None


class Language(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The language that a person's app is set to from now on, as the platform writes it."""

    user: str | int
    language: Annotated[str, msgspec.Meta(pattern="^[A-Za-z]{2}(-[A-Za-z0-9]{2,4})?$")]


Key = TypeVar("Key")
Thing = TypeVar("Thing")
Wish = TypeVar("Wish", bound=msgspec.Struct)


def known(things: Mapping[Key, Thing], key: Key, kind: str) -> Thing:
    """What the page means by a key. Raises `RefusedError` when there is no such thing (any more)."""
    if key not in things:
        raise RefusedError(f"There is no such {kind} (any more): reload the page.")
    return things[key]


def post(path: str, kind: type[Wish], act: Callable[[Wish], Awaitable[dict[str, Any]]]) -> web.RouteDef:
    """A route that runs a request from the page and returns its result, or `{"refused": words}`."""

    async def handle(request: web.Request) -> web.Response:
        try:
            wish = msgspec.json.decode(await request.read(), type=kind)
        except msgspec.DecodeError as error:
            return web.json_response({"refused": f"The page sent something unusable: {error}"}, status=400)
        try:
            return web.json_response(await act(wish))
        except RefusedError as error:
            return web.json_response({"refused": str(error)})

    return web.post(path, handle)
