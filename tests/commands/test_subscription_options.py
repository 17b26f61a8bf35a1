"""Every option by touch, removals undone, subscriptions told apart, and those of another channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import Outside, make_dispatcher
from commands.cards.card import Card, Choice
from commands.codec.actions import Deed, Manage, Option, SetOption, ShowFates
from commands.codec.callback_data import encode
from commands.definitions.command import Here, Person, PlaceKind
from commands.dispatcher import Dispatcher
from commands.subscriptions.views import MAX_SUBSCRIPTIONS
from storage.catalogue import Catalogue
from storage.state.models import Frequency, Mute, MuteKind, Pause, Place, Wishes
from storage.state.state import State
from tests.commands.conftest import NOW, Keeper, buttons, read
from tests.commands.people import HOME, someone
from tests.launches import HandClock
from tests.outside import outside
from tests.states import opened_state

ADA = someone()
NEWS = someone(kind=PlaceKind.ANNOUNCEMENTS)
GROUP = someone(Place("telegram", -1005, owner_id=-1005))
SPACEX, FALCON_9 = Mute(MuteKind.PROVIDER, 121), Mute(MuteKind.ROCKET, 164)
ELSEWHERE = Place("discord", 200, owner_id=7)


async def press(asking: Dispatcher, card: Card, label: str, person: Person = ADA) -> Card:
    answer = await asking.press(buttons(card)[label].action, person)
    assert isinstance(answer, Card)
    return answer


async def do(asking: Dispatcher, action: Any, person: Person = ADA) -> Card:
    answer = await asking.press(await encode(action, "x", Keeper().keep), person)
    assert isinstance(answer, Card)
    return answer


async def options(asking: Dispatcher, person: Person = ADA, **given: str) -> Card:
    return await press(asking, await asking.run("subscribe", given, person), "Change options", person)


def choice(card: Card, menu: str, label: str) -> Choice:
    (found,) = (each for each in card.selects if each.placeholder == menu)
    return next(each for each in found.choices if each.label == label)


async def choose(asking: Dispatcher, card: Card, menu: str, label: str, person: Person = ADA) -> Card:
    answer = await asking.press(choice(card, menu, label).action, person)
    assert isinstance(answer, Card)
    return answer


async def kept(state: State, place: Place = HOME) -> Wishes:
    (found,) = await state.subscriptions.of(place)
    return found.wishes


async def test_when_hour_and_day_are_chosen_from_menus(dispatcher: Dispatcher, state: State) -> None:
    card = await options(dispatcher, provider="SpaceX")
    assert [each.placeholder for each in card.selects] == ["When to post"]
    card = await choose(dispatcher, card, "When to post", "A digest every week")
    card = await choose(dispatcher, card, "Day of the digest", "Friday")
    card = await choose(dispatcher, card, "Hour of the digest", "18:00")
    assert "a digest every Friday at 18:00 (UTC)" in read(card)
    assert choice(card, "Hour of the digest", "18:00").selected
    assert await kept(state) == Wishes(query="lsp__ids=121", frequency=Frequency.WEEKLY, weekday=4, hour=18)
    (found,) = await state.subscriptions.of(HOME)
    assert found.next_at is not None
    assert (found.next_at.hour, found.next_at.weekday()) == (18, 4)
    card = await choose(dispatcher, card, "When to post", "As soon as a result is known")
    assert await kept(state) == Wishes(query="lsp__ids=121")
    assert (await state.subscriptions.of(HOME))[0].next_at is None


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("Hide the outcome", "spoiler"),
        ("All failures", "failures_always"),
        ("Publish", "publish"),
        ("No sound", "silent"),
    ],
)
async def test_what_is_on_or_off_is_turned_by_a_button(
    dispatcher: Dispatcher, state: State, label: str, field: str
) -> None:
    card = await options(dispatcher, NEWS)
    card = await press(dispatcher, card, f"{label}: off", NEWS)
    assert await kept(state) == Wishes(**{"query": "", field: True})  # type: ignore[arg-type]
    card = await press(dispatcher, card, f"{label}: on", NEWS)
    assert await kept(state) == Wishes(query="")
    assert f"{label}: off" in buttons(card)


async def test_a_role_is_picked_from_a_menu_shown_and_taken_back(
    dispatcher: Dispatcher, state: State
) -> None:
    card = await options(dispatcher)
    assert card.roles is not None
    assert "Mention nobody" not in buttons(card)
    picked = await dispatcher.pick(card.roles.action, 2**62 + 5, ADA)
    assert isinstance(picked, Card)
    assert (await kept(state)).role_id == 2**62 + 5
    assert "Mentions:" in read(picked)
    everyone = await dispatcher.pick(card.roles.action, HOME.owner_id, ADA)
    assert "I never ping @everyone." in read(everyone)
    await press(dispatcher, picked, "Mention nobody")
    assert (await kept(state)).role_id == 0


async def test_where_there_are_no_roles_and_no_followers_nothing_offers_them(
    dispatcher: Dispatcher, state: State
) -> None:
    card = await options(dispatcher, GROUP)
    assert card.roles is None
    assert not any("Publish" in label for label in buttons(card))
    (made,) = await state.subscriptions.of(GROUP.here.place if GROUP.here else HOME)
    for forged in (SetOption(Option.MENTION, made.id, 5), SetOption(Option.HOUR, made.id, 24)):
        assert "no longer works" in read(await do(dispatcher, forged, GROUP))
    refused = await do(dispatcher, SetOption(Option.PUBLISH, made.id, 1), GROUP)
    assert "announcement channel" in read(refused)
    for idle in (SetOption(Option.HOUR, made.id, 7), SetOption(Option.DAY, made.id, 3)):
        await do(dispatcher, idle, GROUP)
    assert (await state.subscriptions.of(made.place))[0].wishes == Wishes(query="")


async def test_on_telegram_a_button_opens_the_values_of_an_option(
    dispatcher: Dispatcher, state: State
) -> None:
    card = await options(dispatcher, GROUP, when="daily")
    opening = next(each.open for each in card.selects if each.placeholder == "Hour of the digest")
    assert opening is not None
    shown = await dispatcher.press(opening.action, GROUP)
    assert isinstance(shown, Card)
    assert shown.selects[0].open is None
    assert len(shown.selects[0].choices) == 24
    card = await choose(dispatcher, shown, "Hour of the digest", "07:00", GROUP)
    assert "a digest every day at 07:00 (UTC)" in read(card)


async def test_two_subscriptions_do_not_become_the_same_by_a_change(
    dispatcher: Dispatcher, state: State
) -> None:
    await dispatcher.run("subscribe", {"spoiler": "yes"}, ADA)
    card = await options(dispatcher)
    assert "Subscription 1 is already just like that." in read(
        await press(dispatcher, card, "Hide the outcome: off")
    )
    assert len(await state.subscriptions.of(HOME)) == 2


async def test_what_became_known_before_is_not_in_the_first_digest(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    clock = HandClock(NOW)
    async with await opened_state(tmp_path / "moving.db", clock) as state:
        asking = make_dispatcher(catalogue, outside(state), clock)
        made = await state.subscriptions.add(HOME, Wishes(query=""))
        clock.now += timedelta(days=3)
        await do(asking, SetOption(Option.WHEN, made.id, 1))
        (daily,) = await state.subscriptions.of(HOME)
        assert daily.told_until == clock.now
        assert daily.next_at is not None
        assert daily.next_at > clock.now
        clock.now += timedelta(minutes=9)
        await do(asking, SetOption(Option.WHEN, made.id, 2))
        (weekly,) = await state.subscriptions.of(HOME)
        assert weekly.told_until == daily.told_until, "what no digest has told yet is told by the next"


async def test_a_removal_is_undone_by_a_button(dispatcher: Dispatcher, state: State) -> None:
    await dispatcher.run("subscribe", {}, ADA)
    made = await dispatcher.run("subscribe", {"provider": "SpaceX", "when": "weekly", "day": "friday"}, ADA)
    before = await state.subscriptions.of(HOME)
    gone = await press(dispatcher, made, "Remove")
    assert "Subscription 2 removed." in read(gone)
    refused = await dispatcher.press(buttons(gone)["Undo"].action, someone(manages=False, id_=9))
    assert "Only people who can manage this channel" in read(refused)
    back = await press(dispatcher, gone, "Undo")
    assert "Subscription 2 is back." in read(back)
    assert await state.subscriptions.of(HOME) == before
    again = await press(dispatcher, gone, "Undo")
    assert await state.subscriptions.of(HOME) == before
    assert "Subscription 2" in read(again)


async def test_what_comes_back_takes_the_place_of_the_same_that_was_made_meanwhile(
    dispatcher: Dispatcher, state: State
) -> None:
    made = await dispatcher.run("subscribe", {"provider": "SpaceX"}, ADA)
    before = await state.subscriptions.of(HOME)
    gone = await press(dispatcher, made, "Remove")
    await dispatcher.run("subscribe", {"provider": "SpaceX"}, ADA)
    assert "Subscription 1 is back." in read(await press(dispatcher, gone, "Undo"))
    assert await state.subscriptions.of(HOME) == before


async def test_what_comes_to_the_same_as_one_made_meanwhile_does_not_come_back(
    dispatcher: Dispatcher, state: State
) -> None:
    old = await state.subscriptions.add(HOME, Wishes(query="status__ids=4&lsp__ids=121"))
    gone = await do(dispatcher, Manage(Deed.REMOVE, old.id))
    await dispatcher.run("subscribe", {"provider": "SpaceX", "outcome": "failure"}, ADA)
    kept = await state.subscriptions.of(HOME)
    assert "already exists" in read(await press(dispatcher, gone, "Undo"))
    assert await state.subscriptions.of(HOME) == kept


async def test_what_cannot_be_undone_is_said(dispatcher: Dispatcher, state: State) -> None:
    made = await dispatcher.run("subscribe", {"provider": "SpaceX"}, ADA)
    gone = await press(dispatcher, made, "Remove")
    for number in range(MAX_SUBSCRIPTIONS):
        await state.subscriptions.add(HOME, Wishes(query=f"search=word{number}"))
    assert "the maximum" in read(await press(dispatcher, gone, "Undo"))
    theirs = await state.subscriptions.add(ELSEWHERE, Wishes(query=""))
    await state.subscriptions.remove(theirs.id)
    await state.subscriptions.forget_place(HOME)
    for number in (theirs.id, 10**6):
        assert "too long ago" in read(await do(dispatcher, Manage(Deed.UNDO, number)))
    assert await state.subscriptions.of(ELSEWHERE) == ()


async def test_a_digest_that_fell_due_while_its_subscription_was_removed_is_due_next_time(
    catalogue: Catalogue, needs: Outside, state: State
) -> None:
    made = await state.subscriptions.add(
        HOME, Wishes(query="", frequency=Frequency.DAILY), NOW + timedelta(hours=1)
    )
    await state.subscriptions.remove(made.id)
    later = make_dispatcher(catalogue, needs, lambda: NOW + timedelta(hours=2))
    await do(later, Manage(Deed.UNDO, made.id))
    (found,) = await state.subscriptions.of(HOME)
    assert found.next_at is not None
    assert found.next_at > NOW + timedelta(hours=2)
    assert found.told_until == made.told_until


async def test_whatever_two_subscriptions_differ_in_is_shown(dispatcher: Dispatcher) -> None:
    given: Sequence[dict[str, str]] = (
        {}, {"when": "daily"}, {"when": "daily", "hour": "18"}, {"day": "monday"}, {"day": "friday"},
        {"spoiler": "yes"}, {"failures": "always"}, {"mention": "11"}, {"mention": "12"}, {"publish": "yes"},
        {"crewed": "yes"},
    )  # fmt: skip
    for each in given:
        assert "Subscribed." in read(await dispatcher.run("subscribe", each, NEWS))
    which = await dispatcher.run("unsubscribe", {}, NEWS)
    (text,) = which.blocks
    assert len({line[1:] for line in text.lines}) == len(given)
    assert [line[0].text for line in text.lines] == [f"{n + 1}." for n in range(len(given))]  # type: ignore[union-attr]
    listed = await dispatcher.run("subscriptions", {}, NEWS)
    assert len({block.lines for block in listed.blocks}) == len(given)


@pytest.mark.parametrize(
    ("given", "mutes", "words"),
    [
        ({"provider": "SpaceX"}, [SPACEX], "Muted to silence"),
        ({"provider": "SpaceX", "crewed": "yes"}, [FALCON_9], "Muted to silence"),
        ({"provider": "SpaceX", "failures": "always"}, [SPACEX], "Only failures get through"),
        ({"provider": "SpaceX"}, [FALCON_9], ""),
        ({}, [SPACEX, FALCON_9], ""),
        ({"provider": "ULA"}, [SPACEX], ""),
        ({"provider": "SpaceX"}, [], ""),
    ],
)
async def test_a_subscription_that_mutes_have_silenced_says_so(
    dispatcher: Dispatcher, state: State, given: dict[str, str], mutes: list[Mute], words: str
) -> None:
    for mute in mutes:
        await state.subscriptions.mute(HOME, mute)
    made = await dispatcher.run("subscribe", given, ADA)
    for card in (made, await dispatcher.run("subscriptions", {}, ADA)):
        text = read(card)
        assert words in text
        assert bool(words) == ("everything it asks for is muted here" in text)


def visitor(*, manages: bool = True, obstacle: Pause | None = None) -> Person:
    """Somebody in one channel, who names another as #news."""
    there = someone(ELSEWHERE, manages=manages, obstacle=obstacle).here
    assert there is not None
    named: Here = replace(there, name="#news")

    async def elsewhere(name: str) -> Here | None:
        return named if name in {"200", "#news"} else None

    return replace(someone(manages=False), elsewhere=elsewhere)


async def test_another_channel_is_subscribed_and_managed_by_whoever_may_there(
    dispatcher: Dispatcher, state: State
) -> None:
    bo = visitor()
    made = await dispatcher.run("subscribe", {"channel": "200", "provider": "SpaceX"}, bo)
    assert made.title == "Subscription 1 · #news"
    assert "Subscribed. This will be posted in #news:" in read(made)
    assert await kept(state, ELSEWHERE) == Wishes(query="lsp__ids=121")
    assert await state.subscriptions.of(HOME) == ()
    card = await press(dispatcher, made, "Change options", bo)
    card = await press(dispatcher, card, "Hide the outcome: off", bo)
    assert (await kept(state, ELSEWHERE)).spoiler
    panel = await press(dispatcher, made, "Edit filters", bo)
    assert "Filters saved." in read(await press(dispatcher, panel, "Save", bo))
    await state.subscriptions.mute(ELSEWHERE, SPACEX)
    listed = await press(dispatcher, made, "‹ All subscriptions", bo)
    assert listed.title == "Subscriptions · #news"
    assert "Muted there: SpaceX" in read(listed)
    assert not any(label.startswith("Unmute") for label in buttons(listed))
    assert read(listed) == read(await dispatcher.run("subscriptions", {"channel": "#news"}, bo))
    assert "#news" in read(await press(dispatcher, listed, "Why (not) here?", bo))
    which = await dispatcher.run("unsubscribe", {"channel": "200"}, bo)
    gone = await press(dispatcher, which, "1", bo)
    assert gone.title == "Subscriptions · #news"
    back = await press(dispatcher, gone, "Undo", bo)
    assert back.title == "Subscription 1 · #news"
    gone = await dispatcher.run("unsubscribe", {"channel": "200", "number": "1"}, bo)
    assert await state.subscriptions.of(ELSEWHERE) == ()


async def test_without_the_right_there_nothing_is_subscribed_or_seen(
    dispatcher: Dispatcher, state: State
) -> None:
    bo = replace(visitor(manages=False), here=ADA.here)
    for name in ("subscribe", "subscriptions", "unsubscribe"):
        refused = await dispatcher.run(name, {"channel": "200"}, bo)
        assert "Only people who can manage #news can do that." in read(refused)
        assert "I can’t see “300” in this server." in read(await dispatcher.run(name, {"channel": "300"}, bo))
    made = await state.subscriptions.add(ELSEWHERE, Wishes(query=""))
    for action in (
        Manage(Deed.OPEN, made.id), Manage(Deed.REMOVE, made.id), SetOption(Option.SPOILER, made.id, 1),
        ShowFates(made.id),
    ):  # fmt: skip
        assert "no longer exists" in read(await do(dispatcher, action, bo))
    listed = await do(dispatcher, Manage(Deed.LIST, made.id), bo)
    assert "Nothing is posted here yet." in read(listed)
    assert await state.subscriptions.of(ELSEWHERE) == (made,)


async def test_what_keeps_the_bot_from_posting_there_is_told(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("subscribe", {"channel": "200"}, visitor(obstacle=Pause.FORBIDDEN))
    assert "I’m not allowed to post" in read(card)


async def test_what_happened_in_earlier_years_is_an_option_of_when(
    dispatcher: Dispatcher, state: State
) -> None:
    card = await options(dispatcher, provider="SpaceX", spoiler="yes", failures="always")
    card = await choose(dispatcher, card, "When to post", "What happened on this day, every day")
    assert "what happened on this day, every day at 09:00 (UTC)" in read(card)
    # Nothing of earlier years has an outcome to hide, or is a failure that is news.
    assert not [label for label in buttons(card) if "outcome" in label or "failures" in label]
    wanted = Wishes(query="lsp__ids=121", frequency=Frequency.MEMORY_DAILY)
    assert await kept(state) == wanted
    (found,) = await state.subscriptions.of(HOME)
    assert found.next_at is not None
    card = await choose(dispatcher, card, "When to post", "What happened on these days, every week")
    card = await choose(dispatcher, card, "Day of the digest", "Friday")
    assert "what happened on these days, every Friday at 09:00 (UTC)" in read(card)
    card = await choose(dispatcher, card, "When to post", "As soon as a result is known")
    assert await kept(state) == Wishes(query="lsp__ids=121")


async def test_memories_are_listed_removed_and_brought_back_like_digests(
    dispatcher: Dispatcher, state: State
) -> None:
    await dispatcher.run("subscribe", {"when": "onthisday", "hour": "7"}, ADA)
    listed = await dispatcher.run("subscriptions", {}, ADA)
    assert "what happened on this day, every day at 07:00 (UTC)" in read(listed)
    (made,) = await state.subscriptions.of(HOME)
    gone = await do(dispatcher, Manage(Deed.REMOVE, made.id))
    assert await state.subscriptions.of(HOME) == ()
    await press(dispatcher, gone, "Undo")
    assert (await kept(state)).frequency is Frequency.MEMORY_DAILY


async def test_why_not_here_says_that_memories_post_no_results(dispatcher: Dispatcher) -> None:
    await dispatcher.run("subscribe", {"when": "onthisday"}, ADA)
    card = await dispatcher.run("subscribe", {"when": "onthisday"}, ADA)
    fates = await press(dispatcher, card, "Why (not) here?")
    assert "It posts what happened in earlier years, and no results." in read(fates)
