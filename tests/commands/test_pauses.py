"""Pauses that nobody at a place has made: they end by themselves, and the next answer tells of them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from adapters.discord.render import draw
from bot.app import Outside, make_dispatcher
from commands.cards.card import Card
from commands.cards.subscription import OBSTACLES
from commands.dispatcher import Dispatcher
from commands.subscriptions.views import MAX_SUBSCRIPTIONS
from storage.catalogue import Catalogue
from storage.errors import StoreError
from storage.query import LaunchQuery
from storage.state.models import (
    Delivery,
    DeliveryState,
    EventKind,
    Mute,
    MuteKind,
    NewEvent,
    Pause,
    Place,
    Wishes,
)
from storage.state.outbox import Only
from storage.state.standing import Standing
from storage.state.state import State
from tests.commands.conftest import NOW, buttons, read
from tests.commands.people import HOME, someone

ADA = someone()
ELSEWHERE = Place("discord", 101, owner_id=7)


@pytest.fixture
def asking(catalogue: Catalogue, needs: Outside) -> Dispatcher:
    hours = map(float, count(0, 3600))
    return make_dispatcher(catalogue, needs, lambda: NOW, monotonic=hours.__next__)


async def paused(state: State, why: Pause) -> None:
    await state.subscriptions.add(HOME, Wishes(query=""))
    await state.subscriptions.pause_place(HOME, why)


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (Pause.LEFT, "as I had been removed"),
        (Pause.FORBIDDEN, "as I was not allowed to write"),
        (Pause.GONE, "as I couldn’t find this chat"),
        (Pause.BLOCKED, "as I was blocked"),
        (Pause.TOPIC_CLOSED, "as this topic was closed"),
    ],
)
async def test_a_command_that_works_again_ends_a_pause_and_its_answer_says_so_once(
    asking: Dispatcher, state: State, why: Pause, words: str
) -> None:
    await paused(state, why)
    card = await asking.run("latest", {}, ADA)
    assert f"Posts here were paused, {words}. They go on now." in read(card)
    assert "paused" not in read(await asking.run("latest", {}, ADA))
    assert await state.subscriptions.paused() == {}


async def test_an_answer_elsewhere_says_nothing(asking: Dispatcher, state: State) -> None:
    await paused(state, Pause.FORBIDDEN)
    other = someone(ELSEWHERE)
    assert "paused" not in read(await asking.run("latest", {}, other))
    assert await state.subscriptions.paused() == {Pause.FORBIDDEN: 1}


async def test_while_something_is_in_the_way_the_answer_says_what_to_do(
    asking: Dispatcher, state: State
) -> None:
    await paused(state, Pause.FORBIDDEN)
    hindered = someone(obstacle=Pause.FORBIDDEN)
    card = await asking.run("latest", {}, hindered)
    words = f"Posts here were paused, as I was not allowed to write. {OBSTACLES[Pause.FORBIDDEN]}"
    assert words in read(card)
    assert await state.subscriptions.paused() == {Pause.FORBIDDEN: 1}
    assert "Posts here were paused" not in read(await asking.run("latest", {}, hindered))
    await asking.run("latest", {}, ADA)
    assert await state.subscriptions.paused() == {}


async def test_a_pause_that_ended_by_itself_is_told_of_too(asking: Dispatcher, state: State) -> None:
    await paused(state, Pause.FORBIDDEN)
    await asking.rights_changed("discord", 7, lambda place: place == HOME)
    assert await state.subscriptions.paused() == {}
    assert "They go on now." in read(await asking.run("latest", {}, ADA))


async def test_rights_that_are_not_regained_change_nothing(asking: Dispatcher, state: State) -> None:
    await paused(state, Pause.FORBIDDEN)
    await asking.rights_changed("discord", 7, lambda _place: False)
    await asking.rights_changed("discord", 8, lambda _place: True)
    assert await state.subscriptions.paused() == {Pause.FORBIDDEN: 1}


async def test_what_somebody_paused_is_no_news_to_them(asking: Dispatcher, state: State) -> None:
    await paused(state, Pause.FORBIDDEN)
    (subscription,) = await state.subscriptions.of(HOME)
    await state.subscriptions.resume(subscription.id)
    await state.subscriptions.pause(subscription.id, Pause.BY_HAND)
    assert "Posts here were paused" not in read(await asking.run("latest", {}, ADA))
    assert await state.subscriptions.paused() == {Pause.BY_HAND: 1}


async def test_a_hint_leaves_the_word_to_the_next_answer(asking: Dispatcher, state: State) -> None:
    await paused(state, Pause.FORBIDDEN)
    refused = await asking.run("latest", {"search": "x" * 1_000}, ADA)
    assert refused.notice
    assert "They go on now." in read(await asking.run("latest", {}, ADA))


async def test_an_answer_does_not_depend_on_how_its_place_stands(
    asking: Dispatcher, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_self: Standing, _place: Place) -> None:
        raise StoreError("the disk is full")

    await paused(state, Pause.FORBIDDEN)
    monkeypatch.setattr(Standing, "stand", broken)
    assert (await asking.run("latest", {}, ADA)).content.launches


async def test_who_asks_where_the_bot_is_not_at_home_ends_nothing(asking: Dispatcher, state: State) -> None:
    await paused(state, Pause.FORBIDDEN)
    await asking.run("latest", {}, replace(ADA, here=None))
    assert await state.subscriptions.paused() == {Pause.FORBIDDEN: 1}


async def owed(state: State, place: Place, event: NewEvent) -> Delivery:
    """Return a delivery of an event that is begun and not settled."""
    await state.outbox.announce(event, Only(place, Wishes(query="")))
    (delivery,) = await state.outbox.claim(place.platform, "e", 1)
    return delivery


async def test_a_place_is_told_of_posts_that_may_be_missing_and_led_to_what_they_told(
    asking: Dispatcher, state: State, catalogue: Catalogue
) -> None:
    first, second, third = (each.id for each in (await catalogue.find(LaunchQuery(limit=3))).items)
    day = timedelta(days=1)
    result = NewEvent(
        kind=EventKind.RESULT, key="result", launch_id=first, revision=1, created_at=NOW - day,
        expires_at=NOW + day,
    )  # fmt: skip
    content = json.dumps({"launches": [second, third]})
    digest = replace(result, kind=EventKind.DIGEST, key="digest", launch_id="", content=content)
    held = await owed(state, HOME, result)
    assert "may be missing" not in read(await asking.run("subscriptions", {}, ADA))
    await state.outbox.close(held, DeliveryState.UNKNOWN, "the answer was lost")
    listed = await asking.run("subscriptions", {}, ADA)
    assert "1 post may be missing here: I do not know whether it arrived." in read(listed)
    for place, event in ((HOME, digest), (ELSEWHERE, replace(digest, key="other"))):
        await state.outbox.close((await owed(state, place, event)), DeliveryState.UNKNOWN, "lost")
    listed = await asking.run("subscriptions", {}, ADA)
    assert "2 posts may be missing here: I do not know whether they arrived." in read(listed)
    shown = await asking.press(buttons(listed)["Show 3 launches"].action, ADA)
    assert isinstance(shown, Card)
    assert {each.id for each in shown.content.launches} == {first, second, third}


async def test_a_place_is_not_told_for_ever_of_posts_that_may_be_missing(
    asking: Dispatcher, state: State
) -> None:
    long_ago = NOW - timedelta(days=15)
    event = NewEvent(kind=EventKind.RESULT, key="r", launch_id="x", created_at=long_ago, expires_at=NOW)
    await state.outbox.close((await owed(state, HOME, event)), DeliveryState.UNKNOWN, "lost")
    assert "may be missing" not in read(await asking.run("subscriptions", {}, ADA))


async def test_the_longest_list_has_room_for_what_may_be_missing(asking: Dispatcher, state: State) -> None:
    for number in range(MAX_SUBSCRIPTIONS):
        await state.subscriptions.add(HOME, Wishes(query=f"lsp__ids={number + 1}"))
    for number in range(40):
        await state.subscriptions.mute(HOME, Mute(MuteKind.ROCKET, number + 1))
    event = NewEvent(
        kind=EventKind.RESULT, key="r", launch_id="x", created_at=NOW, expires_at=NOW + timedelta(days=1)
    )
    await state.outbox.close((await owed(state, HOME, event)), DeliveryState.UNKNOWN, "lost")
    card = await asking.run("subscriptions", {}, ADA)
    assert "38 more muted." in read(card)
    assert "Show 1 launch" in buttons(card)
    assert {f"{number + 1}" for number in range(MAX_SUBSCRIPTIONS)} <= buttons(card).keys()
    assert len(list(draw(card).view.walk_children())) <= 40
