"""Subscribing, looking, changing and forgetting, by words and by buttons."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from bot.app import Outside, make_dispatcher
from commands.cards.card import Card, Form
from commands.codec.layout import ACTION_LIMIT
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from commands.subscriptions.poster import Closed, Later, Receipt, Sent
from commands.subscriptions.views import MAX_SUBSCRIPTIONS
from storage.catalogue import Catalogue
from storage.state.models import Frequency, Mute, MuteKind, Pause, Place, Subscription, Wishes
from storage.state.state import State
from tests.commands.conftest import NOW, actions_of, buttons, read
from tests.commands.people import HOME, someone

ADA = someone()


@dataclass
class Examples:
    """Stands for the announcer."""

    receipt: Receipt | None = field(default_factory=lambda: Sent(1))
    asked: list[Subscription] = field(default_factory=list)

    async def __call__(self, subscription: Subscription) -> Receipt | None:
        self.asked.append(subscription)
        return self.receipt


@pytest.fixture
def examples() -> Examples:
    return Examples()


@pytest.fixture
def asking(catalogue: Catalogue, needs: Outside, examples: Examples) -> Dispatcher:
    return make_dispatcher(
        catalogue, replace(needs, example=examples), lambda: NOW, monotonic=_an_hour_later()
    )


def _an_hour_later() -> Any:
    hours = iter(range(0, 10**9, 3600))
    return lambda: float(next(hours))


async def press(asking: Dispatcher, card: Card | Form, label: str, person: Person = ADA) -> Card:
    answer = await asking.press(buttons(card)[label].action, person)
    assert isinstance(answer, Card)
    return answer


async def test_the_answer_says_what_will_be_posted_and_when_and_the_newest_such_result(
    asking: Dispatcher, state: State
) -> None:
    card = await asking.run("subscribe", {"provider": "SpaceX", "crewed": "yes"}, ADA)
    text = read(card)
    assert card.private
    assert "provider SpaceX · crewed" in text
    assert "as soon as a result is known" in text
    assert "Most recent match:" in text
    assert "Falcon 9 Block 5 | Crew-12" in text
    (kept,) = await state.subscriptions.of(HOME)
    assert kept.wishes == Wishes(query="is_crewed=true&lsp__ids=121")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {}),
        ({"when": "daily"}, {"frequency": Frequency.DAILY}),
        ({"hour": "18"}, {"frequency": Frequency.DAILY, "hour": 18}),
        ({"day": "friday", "hour": "0"}, {"frequency": Frequency.WEEKLY, "hour": 0, "weekday": 4}),
        ({"mention": "123456789012345678"}, {"role_id": 123456789012345678}),
        ({"spoiler": "yes"}, {"spoiler": True}),
        ({"failures": "always"}, {"failures_always": True}),
        ({"failures": "matching", "spoiler": "no"}, {}),
        ({"search": "hubble"}, {"query": "search=hubble&search__word_starts=true"}),
        ({"outcome": "unsuccessful"}, {"query": "status__ids=4%2C7"}),
    ],
)
async def test_every_option_is_kept(
    asking: Dispatcher, state: State, given: dict[str, str], expected: dict[str, Any]
) -> None:
    await asking.run("subscribe", given, ADA)
    (kept,) = await state.subscriptions.of(HOME)
    assert kept.wishes == Wishes(**{"query": "", **expected})
    assert (kept.next_at is None) is (kept.wishes.frequency is Frequency.INSTANT)


async def test_the_same_once_more_is_the_same_subscription(asking: Dispatcher, state: State) -> None:
    await asking.run("subscribe", {"provider": "SpaceX", "view": ""}, ADA)
    again = await asking.say("subscribe", "provider:spx", ADA)
    assert "This subscription already exists." in read(again)
    assert len(await state.subscriptions.of(HOME)) == 1


async def test_a_place_has_a_bounded_number_of_subscriptions(asking: Dispatcher, state: State) -> None:
    for number in range(MAX_SUBSCRIPTIONS):
        await state.subscriptions.add(HOME, Wishes(query=f"search=word{number}"))
    refused = await asking.run("subscribe", {}, ADA)
    assert "the maximum" in read(refused)
    listed = await asking.run("subscriptions", {}, ADA)
    assert len([label for label in buttons(listed) if label.isdigit()]) == MAX_SUBSCRIPTIONS


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"hour": "24"}, "“24” isn’t an hour from 0 to 23."),
        ({"hour": "noon"}, "“noon” isn’t an hour"),
        ({"mention": "@everyone"}, "Only Discord has roles to mention"),
        (
            {"when": "hourly"},
            "“hourly” isn’t an option for when. Try instant, daily, weekly, onthisday, onthisday-weekly.",
        ),
        ({"since": "2020"}, "/subscribe has no filter “since”"),
    ],
)
async def test_bad_input_gets_one_sentence(
    asking: Dispatcher, state: State, given: dict[str, str], words: str
) -> None:
    card = await asking.run("subscribe", given, ADA)
    assert words in read(card)
    assert await state.subscriptions.of(HOME) == ()


async def test_a_near_miss_is_a_button_that_subscribes_with_the_other_options_kept(
    asking: Dispatcher, state: State
) -> None:
    card = await asking.run("subscribe", {"provider": "Spacx", "when": "daily", "spoiler": "yes"}, ADA)
    await press(asking, card, "SpaceX")
    (kept,) = await state.subscriptions.of(HOME)
    assert kept.wishes == Wishes(query="lsp__ids=121", frequency=Frequency.DAILY, spoiler=True)


MANAGING = ("subscribe", "subscriptions", "unsubscribe", "timezone", "language", "forget")


@pytest.mark.parametrize("name", MANAGING)
async def test_without_the_right_there_is_one_polite_private_sentence(
    asking: Dispatcher, state: State, name: str
) -> None:
    refused = await asking.run(name, {}, someone(manages=False))
    assert "nly people who can manage th" in read(refused)
    assert refused.private
    group = someone(Place("telegram", 5, owner_id=5), manages=False)
    assert "Only admins of this chat can do that." in read(await asking.run(name, {}, group))
    nowhere = await asking.run(name, {}, Person("discord", 3))
    assert "I’m not a member here" in read(nowhere)
    assert await state.subscriptions.of(HOME) == ()


async def test_every_button_asks_for_the_right_as_well(asking: Dispatcher, state: State) -> None:
    made = await asking.run("subscribe", {}, ADA)
    panel = await press(asking, made, "Edit filters")
    asked = await asking.run("forget", {}, ADA)
    labels = {**buttons(made), **buttons(asked)}
    actions = [button.action for label, button in labels.items() if label != "Edit filters"]
    actions.append(buttons(panel)["Save"].action)
    for action in [*actions, "qr-r4k", "up-p3d"]:
        refused = await asking.press(action, someone(manages=False, id_=9))
        assert "nly people who can manage th" in read(refused)
    assert len(await state.subscriptions.of(HOME)) == 1


async def test_what_keeps_the_bot_from_posting_is_told_at_once(asking: Dispatcher) -> None:
    card = await asking.run("subscribe", {}, someone(obstacle=Pause.FORBIDDEN))
    assert "I’m not allowed to post here yet" in read(card)


async def test_a_subscription_is_paused_resumed_and_removed_by_buttons(
    asking: Dispatcher, state: State
) -> None:
    made = await asking.run("subscribe", {"provider": "SpaceX"}, ADA)
    paused = await press(asking, made, "Pause")
    assert "Paused. Press Resume to continue." in read(paused)
    assert (await state.subscriptions.of(HOME))[0].paused is Pause.BY_HAND
    resumed = await press(asking, paused, "Resume")
    assert (await state.subscriptions.of(HOME))[0].paused is None
    listed = await press(asking, resumed, "‹ All subscriptions")
    opened = await press(asking, listed, "1")
    removed = await press(asking, opened, "Remove")
    assert "Subscription 1 removed." in read(removed)
    assert "Nothing is posted here yet." in read(removed)


@pytest.mark.parametrize("why", Pause)
async def test_the_list_says_why_a_subscription_is_paused(
    asking: Dispatcher, state: State, why: Pause
) -> None:
    made = await state.subscriptions.add(HOME, Wishes(query=""))
    await state.subscriptions.pause(made.id, why)
    assert "Paused" in read(await asking.run("subscriptions", {}, ADA))


@pytest.mark.parametrize(
    ("receipt", "words"),
    [
        (Sent(1), "Example posted."),
        (None, "No launch matches these filters yet"),
        (Closed(Pause.TOPIC_CLOSED, "x"), "This topic is closed"),
        (Closed(Pause.FORBIDDEN, "x"), "I’m not allowed to post here yet"),
        (Later(5.0, "x"), "Try again in a minute."),
    ],
)
async def test_an_example_can_be_posted(
    asking: Dispatcher, examples: Examples, receipt: Receipt | None, words: str
) -> None:
    examples.receipt = receipt
    made = await asking.run("subscribe", {}, ADA)
    assert words in read(await press(asking, made, "Post an example"))
    assert examples.asked[0].place == HOME


async def test_filters_are_edited_by_touch(asking: Dispatcher, state: State) -> None:
    made = await asking.run("subscribe", {"provider": "SpaceX"}, ADA)
    panel = await press(asking, made, "Edit filters")
    assert panel.title == "Filters of this subscription"
    assert "facet-year" not in {select.name for select in panel.selects}
    outcome = next(select for select in panel.selects if select.placeholder == "Outcome")
    failure = next(choice for choice in outcome.choices if choice.label == "Failure")
    changed = await asking.press(failure.action, ADA)
    saved = await press(asking, changed, "Save")
    assert "Filters saved." in read(saved)
    assert "provider SpaceX · failures" in read(saved)
    (kept,) = await state.subscriptions.of(HOME)
    assert kept.wishes.query == "lsp__ids=121&status__ids=4"
    assert "Subscription 1" in read(await press(asking, panel, "Cancel"))


async def test_the_form_of_a_subscription_has_words_but_no_dates(asking: Dispatcher, state: State) -> None:
    made = await asking.run("subscribe", {}, ADA)
    panel = await press(asking, made, "Edit filters")
    form = await asking.press(buttons(panel)["In one form"].action, ADA)
    assert isinstance(form, Form)
    assert [each.name for each in form.inputs] == ["provider", "outcome", "crewed", "search"]
    filled = await asking.fill(form.action, {"search": "starlink"}, ADA)
    await press(asking, filled, "Save")
    assert (await state.subscriptions.of(HOME))[0].wishes.query == "search=starlink&search__word_starts=true"


async def test_other_places_subscriptions_cannot_be_reached_by_forged_numbers(
    asking: Dispatcher, state: State
) -> None:
    theirs = await state.subscriptions.add(Place("discord", 5, owner_id=5), Wishes(query=""))
    for deed in "oprtx":
        refused = await asking.press(f"s0-{deed}{theirs.id}", ADA)
        assert "This subscription no longer exists." in read(refused)
    refused = await asking.press(f"v0-{theirs.id}-na", ADA)
    assert "no longer exists" in read(refused)
    assert (await state.subscriptions.get(theirs.id)) == theirs


async def test_the_confirmation_of_hidden_outcomes_shows_none(asking: Dispatcher) -> None:
    shown = read(await asking.run("subscribe", {"provider": "SpaceX", "spoiler": "yes"}, ADA))
    assert "Most recent match:" in shown
    assert not set(shown) & set("✅❌⚠")


async def test_a_mute_is_a_hint_and_can_be_taken_back(asking: Dispatcher, state: State) -> None:
    muted = await asking.press("qp-p3d", ADA)
    assert isinstance(muted, Card)
    assert muted.notice == "Muted SpaceX. Undo it in /subscriptions."
    assert await state.subscriptions.mutes(HOME) == (Mute(MuteKind.PROVIDER, 121),)
    listed = await asking.run("subscriptions", {}, ADA)
    await press(asking, listed, "Unmute SpaceX")
    assert await state.subscriptions.mutes(HOME) == ()


async def test_unsubscribe_asks_which_unless_it_is_told(asking: Dispatcher, state: State) -> None:
    assert "nothing to remove" in read(await asking.run("unsubscribe", {}, ADA))
    await asking.run("subscribe", {"provider": "SpaceX"}, ADA)
    await asking.run("subscribe", {"crewed": "yes"}, ADA)
    which = await asking.run("unsubscribe", {}, ADA)
    assert "provider SpaceX" in read(which)
    await press(asking, which, "2")
    assert [each.id for each in await state.subscriptions.of(HOME)] == [1]
    assert "There is no subscription 2 here. Choose from 1." in read(
        await asking.say("unsubscribe", "2", ADA)
    )
    await asking.say("unsubscribe", "1", ADA)
    assert await state.subscriptions.of(HOME) == ()


async def test_forgetting_asks_first_and_leaves_nothing(asking: Dispatcher, state: State) -> None:
    await asking.run("subscribe", {}, ADA)
    await asking.say("timezone", "Berlin", ADA)
    asked = await asking.run("forget", {}, ADA)
    await press(asking, asked, "Keep everything")
    assert len(await state.subscriptions.of(HOME)) == 1
    done = await press(asking, asked, "Delete everything")
    assert "Deleted 1 subscription" in read(done)
    assert await state.subscriptions.of(HOME) == ()
    assert await state.chats.zone("discord", 7) == ""


async def test_the_time_zone_is_shown_set_and_moves_the_digests(asking: Dispatcher, state: State) -> None:
    await asking.run("subscribe", {"hour": "9"}, ADA)
    before = (await state.subscriptions.of(HOME))[0].next_at
    assert "days begin, in this time zone: UTC." in read(await asking.run("timezone", {}, ADA))
    told = read(await asking.say("timezone", "tokyo", ADA))
    assert (
        "Digests now come, and days begin, in this time zone: Asia/Tokyo. Everyone sees times in their own."
        in told
    )
    after = (await state.subscriptions.of(HOME))[0].next_at
    assert before is not None
    assert after is not None
    assert before.hour == 9
    assert after.hour == 0
    missed = await asking.say("timezone", "Londn", ADA)
    await press(asking, missed, "Europe/London")
    assert str((await asking.run("latest", {}, ADA)).zone) == "Europe/London"
    there = await asking.zone_at(40.7, -74.0, ADA)
    assert "America/New_York" in read(there)


async def test_leaving_and_coming_back(asking: Dispatcher, state: State) -> None:
    await asking.run("subscribe", {}, ADA)
    await asking.left("discord", 7)
    assert (await state.subscriptions.of(HOME))[0].paused is Pause.LEFT
    await asking.joined("discord", 7)
    assert (await state.subscriptions.of(HOME))[0].paused is None


async def test_every_action_fits_both_platforms_and_no_two_on_a_card_are_the_same(
    asking: Dispatcher, state: State
) -> None:
    await state.subscriptions.mute(HOME, Mute(MuteKind.ROCKET, 164))
    made = await asking.run("subscribe", {"provider": "SpaceX", "search": " ".join(["dragon"] * 13)}, ADA)
    cards = [made, await press(asking, made, "Edit filters"), await asking.run("forget", {}, ADA)]
    cards += [await asking.run(name, {}, ADA) for name in ("subscriptions", "unsubscribe")]
    for card in cards:
        actions = actions_of(card)
        assert len(set(actions)) == len(actions)
        assert all(len(action.encode()) <= ACTION_LIMIT for action in actions)
