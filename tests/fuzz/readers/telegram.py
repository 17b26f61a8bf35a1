"""Telegram's updates: through the library's own parsing and our handlers, with a Telegram that takes all."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

from telegram.request import BaseRequest, RequestData

from adapters.telegram.application import TelegramBot
from adapters.telegram.polling import readable
from tests.fuzz import damage
from tests.fuzz.reader import Opening, Reader
from tests.fuzz.seeds import ACTIONS, PHRASES, TYPED
from tests.fuzz.telegram_updates import ADA, ME, PRIVATE, UPDATES, message
from tests.fuzz.watch import watching
from tests.telegram.conftest import NOW, TOKEN
from tests.telegram.fakes import FakeDispatcher
from tests.telegram.reading import read as read_html
from tests.telegram.reading import utf16

_FIRST, _LAST = "the first", "the last"
"""What good updates around a spoilt one ask for."""


class _Takes(BaseRequest):
    """A Telegram that takes every request, held against Telegram's limits; `updates` are what it has."""

    def __init__(self) -> None:
        self.updates = b"[]"

    @property
    def read_timeout(self) -> float | None:
        """Nothing is waited for."""
        return None

    async def initialize(self) -> None:
        """Do nothing."""

    async def shutdown(self) -> None:
        """Do nothing."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_more: Any, **_others: Any
    ) -> tuple[int, bytes]:
        """Answer a request."""
        name = url.rpartition("/")[2]
        if name == "getUpdates":
            return 200, readable(b'{"ok":true,"result":' + self.updates + b"}")
        given = request_data.parameters if request_data else {}
        _check(name, given)
        return 200, damage.encoded({"ok": True, "result": _result(name)})


def _result(name: str) -> Any:
    if name == "getMe":
        return ME
    if name == "getChatMember":
        return {"user": ADA, "status": "administrator"} | dict.fromkeys(_RIGHTS, True)
    return True if name.startswith("answer") else message(PRIVATE, text="x")


_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def _check(name: str, given: dict[str, Any]) -> None:
    """Hold a request against Telegram's limits."""
    json.dumps(given).encode("utf-8")
    if "text" in given and name != "answerCallbackQuery":
        assert 0 < utf16(read_html(given["text"]).text) <= 4096
    if name == "answerCallbackQuery":
        assert utf16(given.get("text", "")) <= 200
        assert not given.get("url") or len(given["url"].partition("start=")[2]) <= 64
    for row in (given.get("reply_markup") or {}).get("inline_keyboard", ()):
        for key in row:
            assert key["text"].strip()
            assert len(key.get("callback_data", "").encode()) <= 64


def _odd(random: Random, value: Any) -> Any:
    """Change texts and numbers of an update for others of their kind."""
    if isinstance(value, dict):
        return {key: _odd(random, each) if random.random() < 0.7 else each for key, each in value.items()}
    if isinstance(value, list):
        return [_odd(random, each) for each in value] * random.choice((1, 1, 1, 2))
    if isinstance(value, str) and value in _KINDS:
        return value
    if isinstance(value, str) and random.random() < 0.4:
        return damage.text(random, random.choice((TYPED, PHRASES, ACTIONS, (value,))))[:4096]
    if isinstance(value, int) and not isinstance(value, bool) and random.random() < 0.1:
        return random.choice((0, 1, 2**31, 2**52 - 1, -(2**52), -1))
    return value


_KINDS = {
    "private",
    "group",
    "supergroup",
    "channel",
    "member",
    "left",
    "kicked",
    "bot_command",
    "sender",
    "regular",
}
_DATES = ("date", "edit_date", "until_date")


def _update(random: Random) -> list[Any]:
    """Give whether the types are right, and an update."""
    update = damage.copied(random.choice(UPDATES))
    if random.random() < 0.5:
        return [True, {"update_id": 2, **_dated(_odd(random, update))}]
    spoilt = damage.json_value(random, update)
    return [False, {"update_id": 2, **spoilt} if isinstance(spoilt, dict) else spoilt]


def _dated(value: Any) -> Any:
    """Keep the dates within what Telegram can have."""
    if isinstance(value, dict):
        return {key: 1_700_000_000 if key in _DATES else _dated(each) for key, each in value.items()}
    return [_dated(each) for each in value] if isinstance(value, list) else value


def _asking(number: int, text: str) -> dict[str, Any]:
    return {"update_id": number, "message": message(PRIVATE, text=text)}


@asynccontextmanager
async def _opened() -> AsyncIterator[Reader]:
    dispatcher, takes = FakeDispatcher(), _Takes()
    bot = TelegramBot(dispatcher, TOKEN, api_url="http://127.0.0.1:1", clock=lambda: NOW)
    application = bot.application
    await application.bot.shutdown()
    application.bot._request = (takes, takes)
    await application.initialize()

    async def read(value: list[Any]) -> None:
        watch.errors.clear()
        right, update = value
        around = [_asking(1, _FIRST), update, _asking(3, _LAST)]
        takes.updates = damage.encoded(around)
        dispatcher.calls.clear()
        dispatcher.noted.clear()
        dispatcher.people.clear()
        got = await application.bot.get_updates()
        assert [each.update_id for each in (got[0], got[-1])] == [1, 3], "an update took others with it"
        for each in got:
            await application.update_processor.process_update(each, application.process_update(each))
        said = [text for _kind, _name, text in dispatcher.calls]
        assert (said[0], said[-1]) == (_FIRST, _LAST), said
        if right:
            watch.check()

    try:
        with watching("launchlog", "telegram") as watch:
            yield Reader(_update, read, may_shrink=False)
    finally:
        await application.shutdown()


OPENINGS: dict[str, Opening] = {"updates of Telegram": _opened}
