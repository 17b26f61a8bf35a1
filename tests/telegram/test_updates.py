import asyncio
from datetime import UTC, datetime

import pytest
from telegram import CallbackQuery, Chat, InlineQuery, Message, Update, User

from adapters.telegram.updates import MOST_IN_LINE, OrderedUpdates

DATE = datetime(2026, 1, 1, tzinfo=UTC)
GROUP = Chat(-5, "group")


def message(user: int) -> Update:
    return Update(1, message=Message(1, DATE, GROUP, from_user=User(user, "A", False), text="x"))


def press(message_id: int) -> Update:
    asked = Message(message_id, DATE, GROUP)
    return Update(2, callback_query=CallbackQuery("q", User(1, "A", False), "c", message=asked, data="x"))


class Work:
    """Coroutines that note when they run; the first waits for `gate`."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.done: list[str] = []

    async def slow(self) -> None:
        await self.gate.wait()
        self.done.append("slow")

    async def quick(self, name: str = "quick") -> None:
        self.done.append(name)


@pytest.fixture
def work() -> Work:
    return Work()


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_one_persons_messages_are_answered_in_order(work: Work) -> None:
    updates = OrderedUpdates()
    first = asyncio.ensure_future(updates.process_update(message(1), work.slow()))
    second = asyncio.ensure_future(updates.process_update(message(1), work.quick()))
    await settle()
    assert work.done == []
    work.gate.set()
    await asyncio.gather(first, second)
    assert work.done == ["slow", "quick"]


async def test_what_is_typed_inline_waits_for_nothing(work: Work) -> None:
    def typed(query_id: str) -> Update:
        return Update(3, inline_query=InlineQuery(query_id, User(1, "A", False), "falcon", ""))

    updates = OrderedUpdates()
    first = asyncio.ensure_future(updates.process_update(typed("1"), work.slow()))
    await updates.process_update(typed("2"), work.quick())
    assert work.done == ["quick"]
    work.gate.set()
    await first


async def test_a_slow_answer_holds_up_nobody_else(work: Work) -> None:
    updates = OrderedUpdates()
    first = asyncio.ensure_future(updates.process_update(message(1), work.slow()))
    await updates.process_update(message(2), work.quick())
    assert work.done == ["quick"]
    work.gate.set()
    await first


async def test_presses_on_one_message_keep_their_order_and_others_pass(work: Work) -> None:
    updates = OrderedUpdates()
    first = asyncio.ensure_future(updates.process_update(press(1), work.slow()))
    second = asyncio.ensure_future(updates.process_update(press(1), work.quick("same message")))
    await updates.process_update(press(2), work.quick("other message"))
    assert work.done == ["other message"]
    work.gate.set()
    await asyncio.gather(first, second)
    assert work.done == ["other message", "slow", "same message"]


async def test_a_flood_of_one_person_is_cut_off(work: Work, caplog: pytest.LogCaptureFixture) -> None:
    updates = OrderedUpdates()
    tasks = [asyncio.ensure_future(updates.process_update(message(1), work.slow()))]
    tasks += [
        asyncio.ensure_future(updates.process_update(message(1), work.quick()))
        for _ in range(MOST_IN_LINE + 50)
    ]
    await settle()
    work.gate.set()
    await asyncio.gather(*tasks)
    assert len(work.done) == MOST_IN_LINE
    assert "update_dropped" in caplog.text


async def test_draining_cancels_what_does_not_end_in_time(
    work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    updates = OrderedUpdates()
    running = asyncio.ensure_future(updates.process_update(message(1), work.slow()))
    await settle()
    await updates.drain(0)
    await running
    assert work.done == []
    assert "updates_cancelled" in caplog.text
