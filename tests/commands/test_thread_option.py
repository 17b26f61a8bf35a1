"""The wish for a thread under each result: where it can be had, what it needs, and how it is turned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from commands.cards.card import Card
from commands.codec.actions import Action, Deed, Manage, Option, SetOption
from commands.codec.callback_data import encode
from commands.definitions.command import Person, Threads
from commands.dispatcher import Dispatcher
from storage.state.models import Frequency, Place
from storage.state.state import State
from tests.commands.conftest import Keeper, buttons, read
from tests.commands.people import HOME, someone


def in_channel(threads: Threads) -> Person:
    """Somebody in a channel of a Discord server where threads can be opened so."""
    person = someone()
    assert person.here is not None
    return replace(person, here=replace(person.here, threads=threads))


async def press_of(dispatcher: Dispatcher, action: Action, person: Person) -> Card:
    """Return the card that an action comes to."""
    answer = await dispatcher.press(await encode(action, "x", Keeper().keep), person)
    assert isinstance(answer, Card)
    return answer


async def test_threads_can_be_asked_for_where_posts_can_have_them(
    dispatcher: Dispatcher, state: State
) -> None:
    card = await dispatcher.run("subscribe", {"thread": "yes"}, in_channel(Threads.ALLOWED))
    assert "A thread is opened under each result." in read(card)
    assert "not allowed to open threads" not in read(card)
    assert (await state.subscriptions.of(HOME))[0].wishes.thread


async def test_whoever_asks_for_threads_that_the_bot_may_not_open_learns_what_it_needs(
    dispatcher: Dispatcher, state: State
) -> None:
    card = await dispatcher.run("subscribe", {"thread": "yes"}, in_channel(Threads.FORBIDDEN))
    assert "I’m not allowed to open threads here yet. Let me create public threads." in read(card)
    assert (await state.subscriptions.of(HOME))[0].wishes.thread


async def test_in_a_forum_threads_are_there_already(dispatcher: Dispatcher, state: State) -> None:
    card = await dispatcher.run("subscribe", {"thread": "yes"}, in_channel(Threads.FORUM))
    assert "In a forum each result is a post with a thread of its own" in read(card)
    (made,) = await state.subscriptions.of(HOME)
    assert not made.wishes.thread
    refused = await press_of(dispatcher, SetOption(Option.THREAD, made.id, 1), in_channel(Threads.FORUM))
    assert "In a forum each result is a post with a thread of its own" in read(refused)


@pytest.mark.parametrize("place", [HOME, Place("telegram", 5, owner_id=5)])
async def test_where_there_are_no_threads_asking_for_them_is_refused(
    dispatcher: Dispatcher, state: State, place: Place
) -> None:
    card = await dispatcher.say("subscribe", "thread:yes", someone(place))
    assert card.notice == "Threads can only be opened in a text or announcement channel on Discord."
    assert await state.subscriptions.of(place) == ()


async def test_digests_have_no_threads(dispatcher: Dispatcher, state: State) -> None:
    person = in_channel(Threads.ALLOWED)
    await dispatcher.run("subscribe", {"thread": "yes", "when": "daily"}, person)
    assert not (await state.subscriptions.of(HOME))[0].wishes.thread


async def test_the_wish_is_turned_by_a_button_and_ends_with_a_digest(
    dispatcher: Dispatcher, state: State
) -> None:
    person = in_channel(Threads.ALLOWED)
    await dispatcher.run("subscribe", {}, person)
    (made,) = await state.subscriptions.of(HOME)
    card = await press_of(dispatcher, Manage(Deed.OPTIONS, made.id), person)
    turned = await dispatcher.press(buttons(card)["Thread under each result: off"].action, person)
    assert isinstance(turned, Card)
    assert "Thread under each result: on" in buttons(turned)
    assert (await state.subscriptions.of(HOME))[0].wishes.thread
    daily = list(Frequency).index(Frequency.DAILY)
    card = await press_of(dispatcher, SetOption(Option.WHEN, made.id, daily), person)
    assert not any("Thread" in label for label in buttons(card))
    assert not (await state.subscriptions.of(HOME))[0].wishes.thread


@pytest.mark.parametrize("threads", [Threads.NONE, Threads.FORUM])
async def test_nothing_offers_threads_where_there_can_be_none(
    dispatcher: Dispatcher, state: State, threads: Threads
) -> None:
    await dispatcher.run("subscribe", {}, in_channel(threads))
    (made,) = await state.subscriptions.of(HOME)
    card = await press_of(dispatcher, Manage(Deed.OPTIONS, made.id), in_channel(threads))
    assert not any("Thread" in label for label in buttons(card))
