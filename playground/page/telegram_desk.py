"""The right half of the page: what it is told of the Telegram stand-in, and what a person does there."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from typing import Any

from aiohttp import web

from playground.page.files import file_response
from playground.page.scene import TelegramScene
from playground.page.wishes import (
    Choose,
    Inline,
    Language,
    Press,
    RefusedError,
    Write,
    known,
    post,
)
from playground.telegram.chats import Chat, Message
from playground.telegram.feed import Event
from playground.telegram.inline_results import InlineResult
from playground.telegram.people import User
from playground.telegram.queries import InlineAnswer
from playground.telegram.server import TelegramServer

ANSWERS_KEPT = 100
"""Answers to inline queries of which something can still be chosen."""


class TelegramDesk:
    """Turns events of the server into JSON for the page, and the page's wishes into a person's deeds."""

    def __init__(self, server: TelegramServer, scene: TelegramScene) -> None:
        self._server = server
        self._people = {person.id: person for person in scene.people}
        self._chats = {chat.id: chat for chat in scene.chats}
        self._answers: OrderedDict[int, InlineAnswer] = OrderedDict()
        self._numbers = count(1)

    def routes(self) -> list[web.RouteDef]:
        """What the page asks of this half."""
        return [
            web.get("/telegram/menu", self._menu),
            web.get("/telegram/files/{file_id}", self._file),
            post("/telegram/language", Language, self._language),
            post("/telegram/write", Write, self._write),
            post("/telegram/press", Press, self._press),
            post("/telegram/inline", Inline, self._inline),
            post("/telegram/choose", Choose, self._choose),
        ]

    def snapshot(self) -> dict[str, Any]:
        """Everything as it stands."""
        messages = [message.wire() for chat in self._chats.values() for message in chat.messages.values()]
        return {
            "bot": self._server.world.bot.wire(),
            "connected": self._server.is_polled,
            "people": [person.wire() for person in self._people.values()],
            "chats": [_told(chat) for chat in self._chats.values()],
            "messages": messages,
        }

    async def changes(self) -> AsyncIterator[dict[str, Any]]:
        """What happens from now on, until the server stops."""
        with self._server.subscribe() as subscription:
            async for event in subscription:
                told = self._change(event)
                if told is not None:
                    yield told

    def _change(self, event: Event) -> dict[str, Any] | None:
        match event.kind:
            case "message_created" | "message_edited":
                return {"kind": "message", "message": event.data["body"]}
            case "message_deleted":
                return {"kind": "deleted", "chat": event.chat_id, "id": event.data["message_id"]}
            case "chat_action":
                thread = event.data.get("message_thread_id")
                return {"kind": "typing", "chat": event.chat_id, "thread": thread}
            case "commands_changed":
                return {"kind": "commands"}
            case "polling":
                return {"kind": "status", "connected": event.data["active"]}
            case _:
                return None

    async def _menu(self, request: web.Request) -> web.Response:
        try:
            person = self._person(_number(request.query.get("user", "")))
            chat = self._chat(_number(request.query.get("chat", "")))
        except RefusedError as error:
            return web.json_response({"refused": str(error)}, status=400)
        return web.json_response({"commands": self._server.menu(person, chat)})

    async def _file(self, request: web.Request) -> web.Response:
        file = self._server.world.files.get(request.match_info["file_id"])
        return file_response(file.data if file else None, file.name if file else "")

    async def _language(self, wish: Language) -> dict[str, Any]:
        person = self._person(_number(str(wish.user)))
        self._people[person.id] = replace(person, language_code=wish.language)
        return {}

    async def _write(self, wish: Write) -> dict[str, Any]:
        person, chat = self._person(wish.user), self._chat(wish.chat)
        if not wish.text.strip():
            return {}
        if wish.message is not None:
            await self._edit(person, known(chat.messages, wish.message, "message"), wish.text)
        elif chat.type == "channel":
            await self._server.post(chat, wish.text)
        else:
            if wish.thread is not None:
                known(chat.topics, wish.thread, "topic")
            await self._server.say(person, chat, wish.text, thread_id=wish.thread)
        return {}

    async def _edit(self, person: User, message: Message, text: str) -> None:
        try:
            await self._server.edit(person, message, text)
        except PermissionError as error:
            raise RefusedError(str(error)) from None

    async def _press(self, wish: Press) -> dict[str, Any]:
        message = known(self._chat(wish.chat).messages, wish.message, "message")
        try:
            answer = await self._server.press(self._person(wish.user), message, wish.data)
        except LookupError:
            raise RefusedError("This button is gone.") from None
        except TimeoutError:
            raise RefusedError("The bot did not answer the press.") from None
        return {"text": answer.text, "alert": answer.show_alert, "url": answer.url}

    async def _inline(self, wish: Inline) -> dict[str, Any]:
        person, chat = self._person(wish.user), self._chat(wish.chat)
        kind = "sender" if chat.person is person else chat.type
        try:
            answer = await self._server.inline(person, wish.text, offset=wish.offset, chat_type=kind)
        except PermissionError as error:
            raise RefusedError(f"{error}.") from None
        except TimeoutError:
            raise RefusedError("The bot did not answer the inline query.") from None
        number = next(self._numbers)
        self._answers[number] = answer
        if len(self._answers) > ANSWERS_KEPT:
            self._answers.popitem(last=False)
        results = [_offered(result) for result in answer.read]
        return {"answer": number, "results": results, "more": answer.next_offset, "button": answer.button}

    async def _choose(self, wish: Choose) -> dict[str, Any]:
        person, chat = self._person(wish.user), self._chat(wish.chat)
        if wish.thread is not None:
            known(chat.topics, wish.thread, "topic")
        answer = known(self._answers, wish.answer, "inline query")
        try:
            await self._server.choose(person, answer, wish.result, chat, thread_id=wish.thread)
        except LookupError:
            raise RefusedError("This result is gone.") from None
        return {}

    def _person(self, key: int) -> User:
        return known(self._people, key, "person")

    def _chat(self, key: int) -> Chat:
        return known(self._chats, key, "chat")


def _told(chat: Chat) -> dict[str, Any]:
    topics = [{"id": topic.id, "name": topic.name} for topic in chat.topics.values()]
    administrators = [member for member in chat.members if chat.is_admin(member)]
    owner = chat.person.id if chat.person else None
    return {**chat.wire(), "person": owner, "administrators": administrators, "topics": topics}


def _offered(result: InlineResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "title": result.title,
        "description": result.description,
        "thumbnail": result.thumbnail_url,
    }


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0
