"""What can be asked of a subscription, where, and how its filters are edited."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.discord.render import draw as draw_for_discord
from adapters.telegram.render import draw as draw_for_telegram
from bot.app import Outside, make_dispatcher
from commands.cards.card import Card
from commands.definitions.command import Person, PlaceKind
from commands.dispatcher import Dispatcher
from commands.subscriptions.poster import Ambiguous, Receipt
from commands.subscriptions.views import MAX_SUBSCRIPTIONS
from storage.catalogue import Catalogue
from storage.state.models import Mute, MuteKind, Place, Subscription, Wishes
from storage.state.state import State
from tests.commands.conftest import NOW, Keeper, actions_of, buttons, read
from tests.commands.people import HOME, someone

CHAT = Place("telegram", 5, owner_id=5)
ADA, BO = someone(), someone(CHAT)


async def press(dispatcher: Dispatcher, card: Card, label: str, person: Person = ADA) -> Card:
    answer = await dispatcher.press(buttons(card)[label].action, person)
    assert isinstance(answer, Card)
    return answer


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("when:daily", "when:daily day:friday"),
        ("", "when:instant hour:18"),
        ("when:daily", "when:daily hour:9"),
        ("when:weekly", "when:weekly day:monday"),
        ("provider:spacex crewed:yes", "crew:yes by:spx"),
        ("mention:12", "mention:12 spoiler:no"),
    ],
)
async def test_wishes_that_come_to_the_same_are_one_subscription(
    dispatcher: Dispatcher, state: State, one: str, other: str
) -> None:
    await dispatcher.say("subscribe", one, ADA)
    assert "This subscription already exists." in read(await dispatcher.say("subscribe", other, ADA))
    assert len(await state.subscriptions.of(HOME)) == 1


@pytest.mark.parametrize(
    ("person", "given", "words"),
    [
        (BO, {"mention": "12345"}, "Only Discord has roles to mention."),
        (ADA, {"mention": str(HOME.owner_id)}, "I never ping @everyone."),
        (ADA, {"publish": "yes"}, "Only posts in a Discord announcement channel can be published."),
        (someone(CHAT, kind=PlaceKind.ANNOUNCEMENTS), {"publish": "yes"}, "Only posts in a Discord"),
        (ADA, {"outcome": "pending"}, "“pending” isn’t an option for outcome. Try success"),
        (ADA, {"hour": "9" * 5_000}, "isn’t an hour from 0 to 23."),
    ],
)  # fmt: skip
async def test_what_could_never_be_done_is_refused_in_one_sentence(
    dispatcher: Dispatcher, state: State, person: Person, given: dict[str, str], words: str
) -> None:
    card = await dispatcher.run("subscribe", given, person)
    assert words in card.notice
    assert person.here is not None
    assert await state.subscriptions.of(person.here.place) == ()


@pytest.mark.parametrize("place", [HOME, Place("telegram", 5, owner_id=5)])
async def test_posts_can_be_without_a_sound_on_either_platform(
    dispatcher: Dispatcher, state: State, place: Place
) -> None:
    card = await dispatcher.say("subscribe", "silent:yes", someone(place))
    assert "Posts make no sound." in read(card)
    assert (await state.subscriptions.of(place))[0].wishes.silent
    again = await dispatcher.say("subscribe", "silent:no", someone(place))
    assert "Posts make no sound." not in read(again)


async def test_posts_of_an_announcement_channel_can_be_published(
    dispatcher: Dispatcher, state: State
) -> None:
    news = someone(kind=PlaceKind.ANNOUNCEMENTS)
    card = await dispatcher.run("subscribe", {"publish": "yes"}, news)
    assert "Posts are published to the channel's followers." in read(card)
    assert (await state.subscriptions.of(HOME))[0].wishes.publish


async def test_editing_offers_no_outcome_that_never_comes_and_keeps_no_query(
    dispatcher: Dispatcher, keeper: Keeper
) -> None:
    made = await dispatcher.say("subscribe", "provider:nasa", ADA)
    panel = await press(dispatcher, made, "Edit filters")
    outcomes = next(select for select in panel.selects if select.placeholder == "Outcome")
    labels = {choice.label for choice in outcomes.choices}
    assert {"Success", "Failure"} <= labels
    assert "No outcome yet" not in labels
    assert keeper.texts == {}


async def test_editing_one_subscription_into_another_is_refused(dispatcher: Dispatcher, state: State) -> None:
    await dispatcher.say("subscribe", "", ADA)
    made = await dispatcher.say("subscribe", "crewed:yes", ADA)
    panel = await press(dispatcher, made, "Edit filters")
    wider = await press(dispatcher, panel, "✕ crewed")
    assert (
        "Subscription 1 already has exactly these filters." in (await press(dispatcher, wider, "Save")).notice
    )
    assert [each.wishes.query for each in await state.subscriptions.of(HOME)] == ["", "is_crewed=true"]
    assert "Filters saved" in read(await press(dispatcher, panel, "Save"))


async def test_dates_in_a_forged_button_are_not_saved(dispatcher: Dispatcher, state: State) -> None:
    made = await state.subscriptions.add(HOME, Wishes(query=""))
    await dispatcher.press(f"v0-{made.id}-naC1_G11z", ADA)
    assert (await state.subscriptions.of(HOME))[0].wishes.query == "is_crewed=true"


async def test_the_fullest_list_keeps_its_buttons_on_both_platforms(
    dispatcher: Dispatcher, state: State
) -> None:
    words = "a rather long search for words that hardly anybody would ever type"
    for number in range(MAX_SUBSCRIPTIONS):
        wishes = Wishes(query=f"search={words}+{number}", spoiler=True, failures_always=True)
        await state.subscriptions.add(HOME, wishes)
    for rocket in range(30):
        await state.subscriptions.mute(HOME, Mute(MuteKind.ROCKET, rocket))
    listed = await dispatcher.run("subscriptions", {}, ADA)
    wanted = set(actions_of(listed))
    assert len(wanted) == 1 + MAX_SUBSCRIPTIONS + 3
    assert "28 more muted." in read(listed), "two have a button, beside the one that mutes further"
    view = draw_for_discord(listed).view
    assert {getattr(item, "custom_id", None) for item in view.walk_children()} >= wanted
    keyboard = draw_for_telegram(listed, now=NOW).keyboard
    assert keyboard is not None
    assert {key.callback_data for row in keyboard.inline_keyboard for key in row} == wanted
    which: Any = await dispatcher.run("unsubscribe", {}, ADA)
    view = draw_for_discord(which).view
    drawn = {getattr(item, "custom_id", None) for item in view.walk_children()}
    assert drawn >= set(actions_of(which))
    assert len(actions_of(which)) == MAX_SUBSCRIPTIONS


async def test_an_example_of_which_nobody_knows_whether_it_arrived_is_not_called_failed(
    catalogue: Catalogue, needs: Outside
) -> None:
    async def lost(_subscription: Subscription) -> Receipt:
        return Ambiguous("no answer")

    hours = iter(range(0, 10**6, 3600))
    dispatcher = make_dispatcher(
        catalogue, replace(needs, example=lost), lambda: NOW, monotonic=lambda: float(next(hours))
    )
    made = await dispatcher.run("subscribe", {}, BO)
    text = read(await press(dispatcher, made, "Post an example", BO))
    assert "I can’t tell whether the example arrived." in text


async def test_an_offset_is_shown_as_it_was_typed(dispatcher: Dispatcher) -> None:
    assert "in this time zone: UTC+2." in read(await dispatcher.say("timezone", "UTC+2", BO))
    assert "in this time zone: UTC+2." in read(await dispatcher.run("timezone", {}, BO))
    assert "at 18:00 (UTC+2)" in read(await dispatcher.say("subscribe", "hour:18", BO))


async def test_only_telegram_is_told_that_a_location_will_do(dispatcher: Dispatcher) -> None:
    assert "share a location" in read(await dispatcher.run("timezone", {}, BO))
    assert "share a location" not in read(await dispatcher.run("timezone", {}, ADA))


async def test_a_group_that_moved_keeps_what_it_subscribed_to(dispatcher: Dispatcher, state: State) -> None:
    await dispatcher.say("subscribe", "crewed:yes hour:8", BO)
    await dispatcher.say("timezone", "Tokyo", BO)
    await dispatcher.migrated(5, -1005)
    there = someone(Place("telegram", -1005, owner_id=-1005))
    assert "every day at 08:00 (Asia/Tokyo)" in read(await dispatcher.run("subscriptions", {}, there))
    assert await state.subscriptions.of(CHAT) == ()
