"""Slow answers, failing answers, and a Discord that refuses."""

from __future__ import annotations

import asyncio
import logging
from contextlib import AsyncExitStack

import pytest

from adapters.discord.bot import DiscordBot
from commands.cards.card import Form, TextInput
from playground.discord.faults import ResetAfter, ResetBefore, Status
from playground.discord.people import NoAnswerError
from playground.discord.server import DiscordServer
from tests.discord.cast import Cast, FakeDispatcher, picture_card, sentence, shown
from tests.discord.conftest import make_bot
from tests.patience import SOON

CALLBACK = "/interactions/*/*/callback"


@pytest.fixture
async def hasty(
    server: DiscordServer, cast: Cast, dispatcher: FakeDispatcher, bots: AsyncExitStack
) -> DiscordBot:
    """A bot that defers as soon as an answer is not there at once, and a dispatcher that takes its time."""
    started = await bots.enter_async_context(make_bot(server, dispatcher, patience=0.0))
    await started.wait_ready()
    dispatcher.hold = asyncio.Event()
    return started


def problems(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What our logger told the operator."""
    return [each.getMessage() for each in caplog.records if each.levelno >= logging.WARNING]


def release(dispatcher: FakeDispatcher) -> None:
    assert dispatcher.hold is not None
    dispatcher.hold.set()


async def test_a_slow_command_is_deferred_then_answered(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    asked = await cast.server.slash(cast.ada, cast.channel, "previous")
    assert (asked.kind, asked.ephemeral) == ("deferred", False)
    release(dispatcher)
    assert "Launch of previous" in shown(await asked.settled())


async def test_a_slow_card_with_a_picture_is_answered(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    dispatcher.answer = picture_card
    asked = await cast.server.slash(cast.ada, cast.channel, "previous")
    release(dispatcher)
    message = await asked.settled()
    assert message is not None
    assert [each["filename"] for each in message.attachments] == ["picture.png"]


async def test_a_form_that_comes_too_late_asks_for_another_press(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Words", "custom_id": "w:1"}]}
    message = cast.post(row)
    dispatcher.answer = lambda _action: Form("Words", (TextInput("search", "Words"),), "w:1")
    with cast.server.subscribe() as changes:
        await cast.server.press(cast.ada, message, "w:1")
        release(dispatcher)
        told = await changes.next("message created")
    assert "That took too long. Please press the button again." in shown(told.message)


async def test_a_slow_private_answer_stays_private(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    dispatcher.answer = sentence
    await cast.server.slash(cast.ada, cast.channel, "status")
    with cast.server.subscribe() as changes:
        release(dispatcher)
        told = await changes.next("message created")
    assert told.user is cast.ada
    assert shown(told.message) == "status"
    assert cast.server.messages(cast.channel, cast.bo) == []


async def test_a_slow_press_is_acknowledged_then_changes_the_message(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    release(dispatcher)
    message = await (await cast.server.slash(cast.ada, cast.channel, "previous")).settled()
    assert message is not None
    dispatcher.hold = asyncio.Event()
    pressed = await cast.server.press(cast.ada, message, "p:2")
    assert pressed.kind == "deferred update"
    release(dispatcher)
    assert await pressed.settled() is message
    assert "Launch of p:2" in shown(message)


async def test_a_slow_copy_is_seen_by_the_one_who_pressed(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    release(dispatcher)
    message = await (await cast.server.slash(cast.ada, cast.channel, "previous")).settled()
    assert message is not None
    dispatcher.hold = asyncio.Event()
    pressed = await cast.server.press(cast.bo, message, "p:2")
    assert (pressed.kind, pressed.ephemeral) == ("deferred", True)
    release(dispatcher)
    assert "Launch of p:2" in shown(await pressed.settled())


async def test_a_slow_error_leaves_the_pressed_message_alone(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    release(dispatcher)
    message = await (await cast.server.slash(cast.ada, cast.channel, "previous")).settled()
    assert message is not None
    before = shown(message)
    dispatcher.hold, dispatcher.answer = asyncio.Event(), sentence
    with cast.server.subscribe() as changes:
        await cast.server.press(cast.ada, message, "p:2")
        release(dispatcher)
        told = await changes.next("message created")
    assert told.user is cast.ada
    assert shown(message) == before


async def test_an_exception_gives_one_plain_sentence_and_one_log_entry(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher.error = RuntimeError("secret detail")
    asked = await cast.server.slash(cast.ada, cast.channel, "previous")
    assert asked.ephemeral
    assert "went wrong on my end" in shown(asked.message)
    assert "secret detail" not in shown(asked.message)
    assert len(problems(caplog)) == 1
    assert "cause=RuntimeError secret detail" in problems(caplog)[0]


async def test_an_exception_after_deferring_gives_the_sentence_privately(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    dispatcher.error = RuntimeError("boom")
    await cast.server.slash(cast.ada, cast.channel, "previous")
    with cast.server.subscribe() as changes:
        release(dispatcher)
        told = await changes.next("message created")
    assert told.user is cast.ada
    assert "went wrong on my end" in shown(told.message)


async def test_a_person_who_has_given_up_costs_one_line(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher.hold = asyncio.Event()
    cast.server.answer_seconds = 0.0
    with pytest.raises(NoAnswerError):
        await cast.server.slash(cast.ada, cast.channel, "previous")
    release(dispatcher)
    cast.server.answer_seconds = 3.0
    await cast.server.slash(cast.ada, cast.channel, "previous")
    assert [each.split("cause=")[1] for each in problems(caplog)] == ["NotFound status=404 code=10062"]
    assert not any(each.exc_info for each in caplog.records if each.levelno >= logging.WARNING)


async def test_a_lost_confirmation_is_not_answered_twice(
    bot: DiscordBot, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    cast.server.faults.add("POST", CALLBACK, ResetAfter())
    await cast.server.slash(cast.ada, cast.channel, "previous")
    await cast.server.slash(cast.ada, cast.channel, "status")
    assert len(cast.server.messages(cast.channel, cast.ada)) == 2
    assert "cause=ClientOSError" in problems(caplog)[0]


@pytest.mark.parametrize("fault", [ResetAfter(), ResetBefore()])
async def test_a_deferral_whose_confirmation_is_lost_is_answered_all_the_same(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher, fault: ResetAfter | ResetBefore
) -> None:
    cast.server.faults.add("POST", CALLBACK, fault)
    asked = await cast.server.slash(cast.ada, cast.channel, "previous")
    assert asked.kind == "deferred"
    release(dispatcher)
    assert "Launch of previous" in shown(await asked.settled())


@pytest.mark.parametrize("fault", [ResetAfter(), ResetBefore()])
async def test_a_press_whose_deferral_is_lost_changes_its_message(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher, fault: ResetAfter | ResetBefore
) -> None:
    release(dispatcher)
    message = await (await cast.server.slash(cast.ada, cast.channel, "previous")).settled()
    assert message is not None
    dispatcher.hold = asyncio.Event()
    cast.server.faults.add("POST", CALLBACK, fault)
    pressed = await cast.server.press(cast.ada, message, "p:2")
    release(dispatcher)
    assert await pressed.settled() is message
    assert "Launch of p:2" in shown(message)


async def test_an_answer_that_never_left_is_sent_again_and_not_an_apology(
    bot: DiscordBot, cast: Cast
) -> None:
    cast.server.faults.add("POST", CALLBACK, ResetBefore())
    asked = await cast.server.slash(cast.ada, cast.channel, "previous")
    assert "Launch of previous" in shown(asked.message)


async def test_of_two_quick_presses_the_last_one_stands(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    release(dispatcher)
    message = await (await cast.server.slash(cast.ada, cast.channel, "previous")).settled()
    assert message is not None
    slow = dispatcher.hold = asyncio.Event()
    first = await cast.server.press(cast.ada, message, "p:2")
    dispatcher.hold = None
    second = await cast.server.press(cast.ada, message, "d:1")
    slow.set()
    for pressed in (first, second):
        await pressed.settled()
    assert "Launch of d:1" in shown(message)
    assert [asked[1] for asked in dispatcher.asked if asked[0] == "press"] == ["p:2", "d:1"]


async def test_what_is_under_way_when_the_bot_is_closed_is_answered(
    hasty: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    asked = await cast.server.slash(cast.ada, cast.channel, "previous")
    closing = asyncio.create_task(hasty.close())
    release(dispatcher)
    assert "Launch of previous" in shown(await asked.settled())
    await closing


async def test_what_takes_too_long_when_the_bot_is_closed_gets_a_sentence(
    server: DiscordServer, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    bot = make_bot(server, dispatcher, patience=0.0, grace=0.0)
    await bot.start()
    await bot.wait_ready()
    dispatcher.hold = asyncio.Event()
    with cast.server.subscribe() as changes:
        await server.slash(cast.ada, cast.channel, "previous")
        async with asyncio.timeout(SOON):
            await bot.close()
        while shown((told := await changes.next("message created")).message) == "":
            pass
    assert "I am being restarted. Please ask again in a minute." in shown(told.message)


@pytest.mark.parametrize("status", [400, 403, 404])
async def test_a_refused_answer_costs_one_line_and_the_bot_goes_on(
    bot: DiscordBot, cast: Cast, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    cast.server.faults.add("POST", CALLBACK, Status(status), times=1)
    first = await cast.server.slash(cast.ada, cast.channel, "previous")
    assert "went wrong on my end" in shown(first.message)
    second = await cast.server.slash(cast.ada, cast.channel, "previous")
    assert "Launch of previous" in shown(second.message)
    assert len(problems(caplog)) == 1
    assert f"status={status}" in problems(caplog)[0]


async def test_closing_ends_answers_that_are_still_awaited(
    server: DiscordServer, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    bot = make_bot(server, dispatcher, patience=0.0, grace=0.0)
    await bot.start()
    await bot.wait_ready()
    dispatcher.hold = asyncio.Event()
    await server.slash(cast.ada, cast.channel, "previous")
    async with asyncio.timeout(SOON):
        await bot.close()
    ours = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert not any("CommandTree" in task.get_name() for task in ours)
