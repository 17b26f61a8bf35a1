"""getUpdates: confirming, waiting, fighting over it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram.error import Conflict

from playground.telegram.server import TelegramServer
from tests.patience import PATIENCE

from .conftest import Call, Connect


async def test_updates_come_again_until_an_offset_confirms_them(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    for text in ("a", "b", "c"):
        await server.say(ann, None, text)
    first = (await call("getUpdates", limit=2)).result
    assert [update["message"]["text"] for update in first] == ["a", "b"]
    rest = (await call("getUpdates", offset=first[-1]["update_id"] + 1)).result
    assert [update["message"]["text"] for update in rest] == ["c"]
    assert [update["message"]["text"] for update in (await call("getUpdates")).result] == ["c"]


async def test_a_negative_offset_keeps_the_last_ones(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    for text in ("a", "b", "c"):
        await server.say(ann, None, text)
    assert [update["message"]["text"] for update in (await call("getUpdates", offset=-1)).result] == ["c"]


async def test_a_long_poll_ends_with_the_first_update(server: TelegramServer, call: Call) -> None:
    poll = asyncio.create_task(call("getUpdates", timeout=60))
    await server.wait_for_poll()
    await server.say(server.add_user("Ann"), None, "hello")
    async with asyncio.timeout(PATIENCE):
        assert len((await poll).result) == 1


async def test_a_second_poll_ends_the_first_with_a_conflict(server: TelegramServer, call: Call) -> None:
    older = asyncio.create_task(call("getUpdates", timeout=60))
    await server.wait_for_poll()
    newer = asyncio.create_task(call("getUpdates", timeout=60))
    async with asyncio.timeout(PATIENCE):
        answer = await older
        assert answer.status == 409
        assert answer.description.startswith("Conflict: terminated by other getUpdates request")
        await server.say(server.add_user("Ann"), None, "hello")
        assert len((await newer).result) == 1


async def test_two_applications_with_one_token_learn_of_each_other(
    server: TelegramServer, connect: Connect, call: Call
) -> None:
    failed: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()

    def note(error: Exception) -> None:
        if not failed.done():
            failed.set_result(error)

    async with connect(polls=False) as app:
        assert app.updater is not None
        await app.updater.start_polling(error_callback=note)
        await server.wait_for_poll()
        other = asyncio.create_task(call("getUpdates", timeout=60))
        async with asyncio.timeout(PATIENCE):
            assert isinstance(await failed, Conflict)
        await app.updater.stop()
        other.cancel()


async def test_only_the_kinds_asked_for_are_delivered(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    await call("getUpdates", allowed_updates=["callback_query"])
    assert (await server.say(ann, None, "hello")).update_id is None
    await call("getUpdates", allowed_updates=[])
    assert (await server.say(ann, None, "hello")).update_id is not None


async def test_a_webhook_stands_in_the_way_of_polling(server: TelegramServer, call: Call) -> None:
    await call("setWebhook", url="https://example.org/hook")
    assert (await call("getWebhookInfo")).result["url"] == "https://example.org/hook"
    assert (await call("getUpdates")).status == 409
    await server.say(server.add_user("Ann"), None, "hello")
    await call("deleteWebhook", drop_pending_updates=True)
    assert (await call("getUpdates")).result == []


async def test_the_page_sees_the_bot_come_and_go(server: TelegramServer, connect: Connect) -> None:
    with server.subscribe() as changes:
        async with connect():
            async with asyncio.timeout(PATIENCE):
                assert (await changes.next("polling")).data == {"active": True}
        async with asyncio.timeout(PATIENCE):
            assert (await changes.next("polling")).data == {"active": False}
    assert not server.is_polled


async def test_the_page_sees_what_happens(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    seen: list[tuple[str, Any]] = []
    with server.subscribe() as changes:
        await call("sendChatAction", chat_id=ann.id, action="typing")
        await call("sendMessage", chat_id=ann.id, text="a")
        await call("editMessageText", chat_id=ann.id, message_id=1, text="b")
        await call("deleteMessage", chat_id=ann.id, message_id=1)
        await call("setMyCommands", commands=[{"command": "latest", "description": "The last launch"}])
    async for change in changes:
        seen.append((change.kind, change.data.get("body", {}).get("text") or change.chat_id))  # noqa: PERF401
    assert seen == [
        ("chat_action", ann.id),
        ("message_created", "a"),
        ("message_edited", "b"),
        ("message_deleted", ann.id),
        ("commands_changed", None),
    ]


async def test_subscriptions_end_with_the_server() -> None:
    async with TelegramServer() as server:
        changes = server.subscribe()
    with pytest.raises(StopAsyncIteration):
        await changes.next()
    await server.stop()
