import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from adapters.telegram.rate_limiter import BROADCASTS_PER_SECOND, Lane, RateLimiter


class FakeTime:
    """A clock that moves only when everybody sleeps: to the earliest waker."""

    def __init__(self) -> None:
        self.now = 1000.0
        self._wakers: list[tuple[float, asyncio.Future[None]]] = []

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        waker = asyncio.get_running_loop().create_future()
        self._wakers.append((self.now + seconds, waker))
        await waker

    async def run(self, *requests: Coroutine[Any, Any, Any]) -> list[Any]:
        """Run all requests to their end, moving the time on whenever nothing else can happen."""
        everything = asyncio.gather(*requests, return_exceptions=True)
        while not everything.done():
            for _ in range(20):
                await asyncio.sleep(0)
            if self._wakers and not everything.done():
                self._wakers.sort(key=lambda pair: pair[0])
                self.now, waker = self._wakers.pop(0)
                waker.set_result(None)
        return everything.result()


@pytest.fixture(autouse=True)
def _known_deprecation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def fake() -> FakeTime:
    return FakeTime()


@pytest.fixture
def limiter(fake: FakeTime) -> RateLimiter:
    return RateLimiter(monotonic=fake.monotonic, sleep=fake.sleep)


class Calls:
    """Requests through the limiter, with the instant at which each was made."""

    def __init__(self, limiter: RateLimiter, fake: FakeTime) -> None:
        self.limiter, self.fake = limiter, fake
        self.made: list[tuple[float, Any]] = []
        self.errors: list[TelegramError] = []

    async def _call(self, chat: Any) -> bool:
        self.made.append((round(self.fake.now - 1000, 3), chat))
        if self.errors:
            raise self.errors.pop(0)
        return True

    async def send(self, chat: Any, lane: Lane | None = None) -> Any:
        data = {} if chat is None else {"chat_id": chat}
        if lane is Lane.BROADCAST:
            await self.limiter.turn(chat)
        return await self.limiter.process_request(self._call, (chat,), {}, "sendMessage", data, lane)


@pytest.fixture
def calls(limiter: RateLimiter, fake: FakeTime) -> Calls:
    return Calls(limiter, fake)


async def test_replies_are_not_held_back(calls: Calls, fake: FakeTime) -> None:
    await fake.run(*(calls.send(7) for _ in range(50)))
    assert {at for at, _ in calls.made} == {0.0}


async def test_broadcasts_leave_at_25_a_second_without_a_burst(calls: Calls, fake: FakeTime) -> None:
    await fake.run(*(calls.send(chat, Lane.BROADCAST) for chat in range(1, 51)))
    times = [at for at, _ in calls.made]
    assert times[:3] == [0.0, 0.04, 0.08]
    assert times[-1] == pytest.approx(49 / 25)


async def test_many_chats_are_served_at_the_permitted_rate_though_one_has_much_to_get(
    calls: Calls, fake: FakeTime
) -> None:
    crowd = [calls.send(-100, Lane.BROADCAST) for _ in range(20)]
    crowd += [calls.send(chat, Lane.BROADCAST) for chat in range(1, 1001)]
    await fake.run(*crowd)
    others = [at for at, chat in calls.made if chat != -100]
    assert 1000 / max(others) >= 0.95 * BROADCASTS_PER_SECOND
    seconds = sorted(at for at, _ in calls.made)
    assert all(later - earlier >= 0.99 for earlier, later in zip(seconds, seconds[25:], strict=False))
    group = [at for at, chat in calls.made if chat == -100]
    assert all(later - earlier >= 2.9 for earlier, later in pairwise(group))


async def test_replies_pass_while_broadcasts_wait(calls: Calls, fake: FakeTime) -> None:
    await fake.run(*(calls.send(chat, Lane.BROADCAST) for chat in range(1, 101)), calls.send(7))
    assert (0.0, 7) in calls.made
    assert max(at for at, _ in calls.made) == pytest.approx(99 / 25)


async def test_one_person_gets_a_broadcast_a_second_and_holds_up_nobody(calls: Calls, fake: FakeTime) -> None:
    await fake.run(*(calls.send(7, Lane.BROADCAST) for _ in range(3)), calls.send(8, Lane.BROADCAST))
    assert sorted(calls.made) == [(0.0, 7), (0.04, 8), (1.0, 7), (2.0, 7)]


async def test_a_group_gets_a_broadcast_every_three_seconds(calls: Calls, fake: FakeTime) -> None:
    await fake.run(*(calls.send(-100, Lane.BROADCAST) for _ in range(3)))
    assert [at for at, _ in calls.made] == [0.0, 3.0, 6.0]


async def test_a_reply_is_made_again_after_the_wait_telegram_asks_for(calls: Calls, fake: FakeTime) -> None:
    calls.errors = [RetryAfter(timedelta(seconds=5))]
    assert await fake.run(calls.send(7)) == [True]
    assert [at for at, _ in calls.made] == [0.0, 5.0]


async def test_only_the_chat_that_was_told_to_wait_is_halted(calls: Calls, fake: FakeTime) -> None:
    calls.errors = [RetryAfter(timedelta(seconds=5))]
    await fake.run(calls.send(7), calls.send(8))
    assert sorted(calls.made) == [(0.0, 7), (0.0, 8), (5.0, 7)]


async def test_a_broadcast_is_made_once_and_whoever_sent_it_decides(calls: Calls, fake: FakeTime) -> None:
    calls.errors = [RetryAfter(timedelta(seconds=5))]
    (first,) = await fake.run(calls.send(7, Lane.BROADCAST))
    (second,) = await fake.run(calls.send(7, Lane.BROADCAST))
    assert isinstance(first, RetryAfter)
    assert isinstance(second, RetryAfter)
    assert len(calls.made) == 1
    assert await fake.run(calls.send(8, Lane.BROADCAST)) == [True]


async def test_further_requests_to_a_halted_chat_wait_too(calls: Calls, fake: FakeTime) -> None:
    calls.errors = [RetryAfter(timedelta(seconds=5))]
    first = asyncio.ensure_future(calls.send(7))
    await asyncio.sleep(0)
    await fake.run(calls.send(7))
    await first
    assert [at for at, _ in calls.made] == [0.0, 5.0, 5.0]


async def test_a_wait_of_zero_seconds_is_recognised_by_its_text(calls: Calls, fake: FakeTime) -> None:
    calls.errors = [NetworkError("Too Many Requests: retry after 0")]
    assert await fake.run(calls.send(7)) == [True]
    assert len(calls.made) == 2


async def test_after_three_refusals_the_caller_is_told(calls: Calls, fake: FakeTime) -> None:
    calls.errors = [RetryAfter(timedelta(seconds=1)) for _ in range(5)]
    (error,) = await fake.run(calls.send(7))
    assert isinstance(error, RetryAfter)
    assert len(calls.made) == 3


async def test_a_long_wait_is_the_callers_to_decide(calls: Calls, fake: FakeTime) -> None:
    calls.errors = [RetryAfter(timedelta(hours=1))]
    assert [type(error) for error in await fake.run(calls.send(7))] == [RetryAfter]
    assert [type(error) for error in await fake.run(calls.send(7))] == [RetryAfter]
    assert len(calls.made) == 1


@pytest.mark.parametrize("error", [BadRequest("Chat not found"), NetworkError("reset")])
async def test_other_errors_pass_at_once(calls: Calls, fake: FakeTime, error: TelegramError) -> None:
    calls.errors = [error]
    assert await fake.run(calls.send(7)) == [error]
    assert len(calls.made) == 1


async def test_deadlines_of_many_chats_are_forgotten_when_they_have_passed(
    calls: Calls, fake: FakeTime, limiter: RateLimiter
) -> None:
    for chat in range(1, 1003):
        await fake.run(calls.send(chat, Lane.BROADCAST))
    assert len(limiter._next_in_chat) < 100
