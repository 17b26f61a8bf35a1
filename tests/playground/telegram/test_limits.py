"""Flood limits and ordered faults, as an application meets them."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from playground.telegram import faults
from playground.telegram.limits import FloodGate, Limits, Rate
from playground.telegram.server import TelegramServer

from .conftest import Call, Clock, Connect


class TestLimits:
    @pytest.fixture
    def limits(self) -> Limits:
        return Limits.telegram()

    async def test_a_private_chat_takes_one_message_a_second(
        self, server: TelegramServer, call: Call, clock: Clock
    ) -> None:
        ann, bob = server.add_user("Ann"), server.add_user("Bob")
        assert (await call("sendMessage", chat_id=ann.id, text="a")).status == 200
        refused = await call("sendMessage", chat_id=ann.id, text="b")
        assert refused.body == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
        assert (await call("sendMessage", chat_id=bob.id, text="b")).status == 200
        clock.advance(1)
        assert (await call("sendMessage", chat_id=ann.id, text="b")).status == 200

    async def test_a_group_takes_twenty_messages_a_minute(
        self, server: TelegramServer, call: Call, clock: Clock
    ) -> None:
        group = server.add_group("Rockets", server.add_user("Ann"))
        for _ in range(20):
            assert (await call("sendMessage", chat_id=group.id, text="a")).status == 200
            clock.advance(1)
        refused = await call("sendMessage", chat_id=group.id, text="b")
        assert refused.body["parameters"] == {"retry_after": 40}
        clock.advance(40)
        assert (await call("sendMessage", chat_id=group.id, text="b")).status == 200

    async def test_thirty_messages_a_second_go_out_in_all(self, server: TelegramServer, call: Call) -> None:
        people = [server.add_user(f"Person {number}") for number in range(31)]
        answers = [await call("sendMessage", chat_id=person.id, text="a") for person in people]
        assert [answer.status for answer in answers] == [200] * 30 + [429]

    async def test_the_library_reads_the_seconds_to_wait(
        self, server: TelegramServer, connect: Connect
    ) -> None:
        ann = server.add_user("Ann")
        async with connect(polls=False) as app:
            await app.bot.send_message(ann.id, "a")
            with pytest.raises(RetryAfter) as error:
                await app.bot.send_message(ann.id, "b")
        assert error.value.retry_after == timedelta(seconds=1)


def test_a_refused_message_does_not_lengthen_the_wait() -> None:
    now = [0.0]
    gate = FloodGate(Limits(Rate(1, 10.0), None, None), lambda: now[0])
    gate.admit(1, is_private=True)
    for now[0] in (4.0, 8.0):
        with pytest.raises(Exception, match=f"retry after {10 - int(now[0])}"):
            gate.admit(2, is_private=True)
    now[0] = 10.0
    gate.admit(2, is_private=True)


def test_limits_can_be_scaled_and_switched_off() -> None:
    assert Limits.telegram().scaled(0.5) == Limits(Rate(30, 0.5), Rate(1, 0.5), Rate(20, 30.0))
    gate = FloodGate(Limits.off(), lambda: 0.0)
    for _ in range(1_000):
        gate.admit(1, is_private=True)


@pytest.mark.parametrize(
    ("action", "error"),
    [
        (faults.flood(7), RetryAfter),
        (faults.flood(0), NetworkError),
        (faults.blocked(), Forbidden),
        (faults.refused("CHAT_WRITE_FORBIDDEN"), BadRequest),
        (faults.internal_error(), NetworkError),
        (faults.bad_gateway(), NetworkError),
        (faults.Reset(after=False), NetworkError),
    ],
)
async def test_an_ordered_fault_prevents_the_message(
    server: TelegramServer, connect: Connect, action: faults.Action, error: type[TelegramError]
) -> None:
    ann = server.add_user("Ann")
    async with connect(polls=False) as app:
        server.faults.add("sendMessage", action)
        with pytest.raises(error) as raised:
            await app.bot.send_message(ann.id, "a")
        assert type(raised.value) is error
        assert server.private(ann).messages == {}
        assert await app.bot.send_message(ann.id, "b")


async def test_a_lost_answer_leaves_the_message_behind(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")
    async with connect(polls=False) as app:
        server.faults.add("sendMessage", faults.Reset(after=True))
        with pytest.raises(NetworkError):
            await app.bot.send_message(ann.id, "a")
    assert [message.text for message in server.private(ann).messages.values()] == ["a"]


async def test_a_slow_answer_comes_when_it_is_released(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")
    slow = faults.Slow()
    async with connect(polls=False) as app:
        server.faults.add("sendMessage", slow, times=2)
        with server.subscribe() as changes:
            sending = asyncio.create_task(app.bot.send_message(ann.id, "a"))
            await changes.next("message_created")
        assert not sending.done()
        with pytest.raises(TimedOut):
            await app.bot.send_message(ann.id, "b", read_timeout=0.05)
        slow.release.set()
        assert (await sending).text == "a"
    assert len(server.private(ann).messages) == 2


async def test_faults_can_be_ordered_for_any_method_and_taken_back(
    server: TelegramServer, call: Call
) -> None:
    server.faults.add(faults.ANY_METHOD, faults.internal_error(), times=2)
    assert (await call("getMe")).status == 500
    server.faults.clear()
    assert (await call("getMe")).status == 200
