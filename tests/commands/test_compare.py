"""Comparisons: what is compared by which words, what is told of each, and the way on by touch."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from bot.app import make_dispatcher
from commands.cards.card import Card, Choice, Text
from commands.codec.actions import ShowChart, ShowComparison, ShowProfile
from commands.codec.callback_data import decode, encode
from commands.codec.layout import ACTION_LIMIT
from commands.dispatcher import Dispatcher
from commands.parsing.arguments import split_words
from commands.routes import find_command
from storage.catalogue import Catalogue
from storage.errors import AskError
from storage.properties import Property
from storage.query import Range
from tests.commands.conftest import DISCORD, NOW, TELEGRAM, Keeper, actions_of, buttons, read
from tests.launches import nothing_missing
from tests.raw_history import by, latest_first


def previous_of(provider: str) -> list[dict[str, Any]]:
    """The records of a provider, the latest first."""
    return latest_first(by(provider))


def block(card: Card, heading: str) -> str:
    """What is told of one of those compared."""
    wanted = (each for each in card.blocks if isinstance(each, Text) and each.heading == heading)
    return read(Card("", blocks=(next(wanted),)))


def choice(card: Card, label: str) -> Choice:
    return next(each for select in card.selects for each in select.choices if each.label == label)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("SpaceX, ULA", ["SpaceX", "ULA"]),
        ("SpaceX,ULA", ["SpaceX", "ULA"]),
        ("SpaceX vs ULA", ["SpaceX", "ULA"]),
        ("Falcon 9 VS. Long March 5 versus Soyuz", ["Falcon 9", "Long March 5", "Soyuz"]),
        ('"Falcon 9" "Soyuz"', ["Falcon 9", "Soyuz"]),
        ('"Falcon 9","Long March 5"', ["Falcon 9", "Long March 5"]),
        ("„Falcon 9“ Soyuz", ["Falcon 9", "Soyuz"]),
        ('"Alpha, Inc." & SpaceX', ["Alpha, Inc.", "SpaceX"]),
        ("first:SpaceX second:ULA", ["SpaceX", "ULA"]),
        ("first:Falcon 9 second:Long March 5", ["Falcon 9", "Long March 5"]),
        ('second:ULA first:"Falcon 9" Soyuz', ["Falcon 9", "ULA", "Soyuz"]),
        ("first:SpaceX, ULA", ["SpaceX", "ULA"]),
        ("first:SpaceX vs ULA", ["SpaceX", "ULA"]),
        ("SpaceX, , ,ULA,", ["SpaceX", "ULA"]),
        ("Saturn V; N1", ["Saturn V", "N1"]),
        ("", []),
        (", vs ,", []),
    ],
)
def test_names_are_told_apart_as_people_type_them(typed: str, names: list[str]) -> None:
    given = split_words(find_command("compare"), typed)
    assert [given[place] for place in ("first", "second", "third", "fourth") if place in given] == names


def test_dates_stand_anywhere_among_the_names() -> None:
    given = split_words(find_command("compare"), "since:last 5 years SpaceX vs ULA until:June 2023")
    assert given == {"since": "last 5 years", "first": "SpaceX", "second": "ULA", "until": "June 2023"}


async def test_the_figures_of_each_are_what_counting_the_records_gives(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("compare", "SpaceX, NASA", TELEGRAM)
    text = read(card)
    for name, whole in (("SpaceX", "SpaceX"), ("NASA", "National Aeronautics and Space Administration")):
        wanted = previous_of(whole)
        states = [each["status"]["id"] for each in wanted]
        ended = [state for state in states if state in (3, 4, 7)]
        assert f"{name}: {len(wanted)} launches · " in text
        assert f"successful ({states.count(3)} of {len(ended)})" in text
        told = block(card, name)
        assert f"{states.count(3)} successes" in told
        runs = "".join("x" if state == 3 else " " for state in reversed(ended))
        assert f"{len(runs) - len(runs.rstrip('x'))} success" in told
        assert f"longest {max(map(len, runs.split(' ')))}" in told
        this_year = sum(each["net"][:4] == "2026" for each in wanted)
        last_year = sum("2025" <= each["net"][:10] <= "2025-11-23" for each in wanted)
        assert f"This year so far: {this_year} ({last_year} by this date last year)" in told
        assert f"First: {wanted[-1]['net'][:10]} · Latest: {wanted[0]['net'][:10]}" in told
        sites = [each["pad"]["location"]["name"] for each in wanted]
        busiest = max(map(sites.count, sites))
        assert f" ({busiest} launches)" in told


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("SpaceX, NASA", [Property.PROVIDER, Property.PROVIDER]),
        ("Falcon, Soyuz", [Property.ROCKET, Property.ROCKET]),
        ("Falcon 9, NASA, Soyuz", [Property.ROCKET, Property.PROVIDER, Property.ROCKET]),
        ("spacex nasa", [Property.PROVIDER, Property.PROVIDER]),
        ("falcon 9 falcon heavy soyuz", [Property.ROCKET] * 3),
    ],
)
async def test_names_are_read_as_one_kind_if_they_can_be(
    dispatcher: Dispatcher, keeper: Keeper, typed: str, kinds: list[Property]
) -> None:
    card = await dispatcher.say("compare", typed, TELEGRAM)
    action = await decode(choice(card, "All years").action, keeper.recall)
    assert isinstance(action, ShowComparison)
    assert [each.kind for each in action.contenders] == kinds


async def test_a_period_holds_for_all_and_is_named(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run(
        "compare", {"first": "SpaceX", "second": "NASA", "since": "2020", "until": "2024"}, DISCORD
    )
    text = read(card)
    assert "from 2020 to 2024\n" in text
    recent = [each for each in previous_of("SpaceX") if "2020" <= each["net"][:4] <= "2024"]
    assert f"SpaceX: {len(recent)} launches" in text
    assert "This year so far" not in text
    listed = await dispatcher.press(buttons(card)["SpaceX: launches"].action, DISCORD)
    assert f"SpaceX launches from 2020 to 2024 · {len(recent)}" in read(listed)


async def test_who_did_not_fly_in_a_time_is_told_so(dispatcher: Dispatcher) -> None:
    one = await dispatcher.say("compare", "SpaceX, NASA until:1975", TELEGRAM)
    assert "SpaceX: 0 launches" in read(one)
    assert block(one, "SpaceX").strip() == "SpaceX\nNo launches in this period."
    assert one.picture is not None
    none = await dispatcher.say("compare", "SpaceX, NASA until:1950", TELEGRAM)
    assert none.picture is None
    years = [each.label for each in none.selects[0].choices]
    assert {"All years", "1960s", "2020s"} <= set(years)


async def test_the_years_are_changed_by_touch(dispatcher: Dispatcher) -> None:
    card: Any = await dispatcher.say("compare", "SpaceX vs NASA", TELEGRAM)
    assert [each.label for each in card.selects[0].choices if each.selected] == ["All years"]
    for label, first, last in (
        ("Last 10 years", "2017", "2026"), ("Last 5 years", "2022", "2026"), ("This year", "2026", "2026"),
        ("2010s", "2010", "2019"), ("All years", "0000", "9999"),
    ):  # fmt: skip
        card = await dispatcher.press(choice(card, label).action, TELEGRAM)
        wanted = [each for each in previous_of("SpaceX") if first <= each["net"][:4] <= last]
        assert f"SpaceX: {len(wanted)} launch" in read(card), label
        assert [each.label for each in card.selects[0].choices if each.selected] == [label]
    decades = {f"{each['net'][:3]}0s" for each in (*previous_of("SpaceX"), *previous_of(
        "National Aeronautics and Space Administration"))}  # fmt: skip
    assert {each.label for each in card.selects[0].choices if each.label[0].isdigit()} == decades


async def test_profile_and_list_of_each_are_one_press_away(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("compare", "Falcon, SpaceX", TELEGRAM)
    for name in ("Falcon", "SpaceX"):
        profile = await dispatcher.press(buttons(card)[f"{name}: profile"].action, TELEGRAM)
        assert isinstance(profile, Card)
        assert profile.title == name
        listed = await dispatcher.press(buttons(card)[f"{name}: launches"].action, TELEGRAM)
        assert name in read(listed)
        assert f"{name} launches · " in read(listed)


async def test_long_names_are_abbreviated_where_there_is_little_room(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("compare", "NASA, Soviet Space Program, Russian Federal", DISCORD)
    assert "NASA: " in read(card)
    assert {"NASA: profile", "NASA: launches", "Soviet Space Program: profile"} <= set(buttons(card))
    assert all(len(label) < 45 for label in buttons(card))
    assert card.picture is not None
    nasa = previous_of("National Aeronautics and Space Administration")
    assert f"NASA · {len(nasa)} launches" in card.picture.alt


async def test_the_chart_is_told_in_words(dispatcher: Dispatcher) -> None:
    picture = (await dispatcher.say("compare", "SpaceX, NASA", DISCORD)).picture
    assert picture is not None
    assert picture.data.startswith(b"\x89PNG")
    wanted = previous_of("SpaceX")
    successes = sum(each["status"]["id"] == 3 for each in wanted)
    assert picture.alt.startswith("Bar charts of launches by year on the same scale, from 19")
    ended = sum(each["status"]["id"] in (3, 4, 7) for each in wanted)
    rate = f"{successes / ended:.1%} successful"
    assert f"SpaceX · {len(wanted)} launches · {rate}: {successes} successes, " in picture.alt
    assert "up to " in picture.alt


async def test_a_comparison_has_the_chart_of_the_years_that_it_shows(dispatcher: Dispatcher) -> None:
    asked = await dispatcher.say("compare", "SpaceX, NASA", TELEGRAM)
    for person in (TELEGRAM, DISCORD):
        pressed = await dispatcher.press(choice(asked, "2010s").action, person)
        assert isinstance(pressed, Card)
        assert pressed.picture is not None
        assert "from 2010 to 2019" in pressed.picture.alt or "from 201" in pressed.picture.alt


async def test_a_near_miss_is_a_button_that_runs_the_corrected_command(dispatcher: Dispatcher) -> None:
    missed = await dispatcher.say("compare", "NASA vs Spacx since:2000", TELEGRAM)
    assert "No provider or rocket is called “Spacx”. Did you mean SpaceX?" in read(missed)
    corrected = await dispatcher.press(buttons(missed)["SpaceX"].action, TELEGRAM)
    since_2000 = [each for each in previous_of("SpaceX") if each["net"] >= "2000"]
    assert f"SpaceX: {len(since_2000)} launches" in read(corrected)
    assert "since 1 January 2000" in read(corrected)
    rocket = await dispatcher.run("compare", {"first": "Falcn Heavy", "second": "Soyuz"}, DISCORD)
    assert "Falcon Heavy" in buttons(rocket)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Tell me what to look for, for example: /compare SpaceX, ULA"),
        ("SpaceX", "Give me two to four providers or rockets, separated by commas: /compare SpaceX, ULA"),
        ("xyzzy plugh", "Give me two to four providers or rockets, separated by commas"),
        ("a, b, c, d, e", "/compare takes up to 4 names."),
        ("spacex nasa falcon soyuz ariane", "Give me two to four providers or rockets"),
        ("SpaceX, SpX", "“SpX” appears twice. Give me two different ones."),
        ("SpaceX, NASA colour:red", "/compare has no filter “colour”."),
        ("SpaceX, NASA since:someday", "I don’t understand the date “someday”."),
        ("SpaceX, NASA since:2020 until:2010", "before the start date"),
    ],
)
async def test_bad_input_gets_one_sentence(dispatcher: Dispatcher, typed: str, sentence: str) -> None:
    answer = await dispatcher.say("compare", typed, TELEGRAM)
    assert sentence in read(answer)
    assert answer.notice


@pytest.mark.parametrize("name", ["🚀", "\0", "'; DROP TABLE launches; --", "%", "x" * 5_000, "NEAR(", "|"])
async def test_names_that_mean_nothing_get_one_sentence(dispatcher: Dispatcher, name: str) -> None:
    answer = await dispatcher.run("compare", {"first": "SpaceX", "second": name}, DISCORD)
    assert "No provider or rocket is called “" in read(answer)


async def test_both_kinds_are_completed_likeliest_first_and_say_which_they_are(
    dispatcher: Dispatcher,
) -> None:
    found = await dispatcher.complete("compare", "third", "", {}, DISCORD)
    assert found[0].label.endswith(" · Provider")
    assert {each.label.rpartition(" · ")[2] for each in found} == {"Provider", "Rocket"}
    assert len(found) <= 25
    spacex = await dispatcher.complete("compare", "first", "spacex", {}, DISCORD)
    assert spacex[0].value == "SpaceX"
    assert re.fullmatch(r"SpaceX · \d+ launches · Provider", spacex[0].label)
    heavy = await dispatcher.complete("compare", "second", "falcon he", {}, DISCORD)
    assert heavy[0].value == "Falcon Heavy"
    assert re.fullmatch(r"Falcon Heavy · \d+ launch(es)? · Rocket", heavy[0].label)
    for each in found:
        told = await dispatcher.run("compare", {"first": each.value, "second": "Sputnik 8K74PS"}, DISCORD)
        assert "No provider or rocket" not in read(told)


async def test_actions_are_unique_short_and_survive_the_way_through_a_button(keeper: Keeper) -> None:
    choose = random.Random(7)
    for _ in range(200):
        contenders = {
            ShowProfile(
                choose.choice([Property.PROVIDER, Property.ROCKET]),
                tuple(sorted(choose.sample(range(2_000), choose.choice([1, 1, 2, 20])))),
            )
            for _ in range(choose.randrange(2, 5))
        }
        if len(contenders) < 2:
            continue
        bound = NOW.replace(hour=0)
        net = choose.choice([Range(), Range(gte=bound), Range(lt=bound), Range(gte=bound.replace(year=1957),
                             lt=bound)])  # fmt: skip
        comparison = ShowComparison(tuple(contenders), net)
        for action in (comparison, ShowChart(comparison), ShowChart(comparison.contenders[0])):
            text = await encode(action, "a", keeper.keep)
            assert len(text) <= ACTION_LIMIT
            assert await decode(text, keeper.recall) == action


async def test_no_two_controls_of_a_card_carry_the_same_action(dispatcher: Dispatcher) -> None:
    for typed in ("SpaceX, NASA", "Soyuz, Falcon, Long March, NASA", "Falcon, SpaceX since:2010"):
        for card in (
            asked := await dispatcher.say("compare", typed, TELEGRAM),
            await dispatcher.press(choice(asked, "This year").action, TELEGRAM),
        ):
            actions = actions_of(card)
            assert len(set(actions)) == len(actions)
            assert all(len(action.encode()) <= ACTION_LIMIT for action in actions)


@pytest.mark.parametrize(
    "action",
    ["b0-", "b0-P3d", "b0-P3d_P3d", "b0-P3d_X1", "b0-P3d_P", "b0-P3d_R4k_R4l_R4m_R4n", "b0-P4-3_R1",
     "b0-P3d_Rzzzzzzzzzzzzzzzz", "b0-Gzzzzzzzzzzzz_P3d_R4k", "b0-GN_P3d_R4k", "b0-Zabcdefghijkl", "b0-Z",
     "o0-", "o0-x", "o0-pn0-na", "o0-t-0-na", "o0-r0-na", "o0-bP3d", "o0-oo0-ty-0-na"],
)  # fmt: skip
async def test_a_forged_button_gets_one_sentence(dispatcher: Dispatcher, action: str) -> None:
    assert "This button no longer works." in read(await dispatcher.press(action, DISCORD))


async def test_what_nobody_knows_any_more_is_told_with_a_number(dispatcher: Dispatcher) -> None:
    text = read(await dispatcher.press("b0-P3d_Rzzz", DISCORD))
    assert "#46655: 0 launches" in text
    nothing = await dispatcher.press("o0-bRzzy_Rzzz", TELEGRAM)
    assert "#46655: 0 launches" in read(nothing)


@pytest.mark.over("own")  # Other months are missing.
async def test_every_summary_says_of_which_months_launches_may_be_missing(
    dispatcher: Dispatcher, catalogue: Catalogue
) -> None:
    async def told(sentence: str) -> list[bool]:
        cards = [
            await dispatcher.say("compare", "SpaceX, NASA", TELEGRAM),
            await dispatcher.say("stats", "", TELEGRAM),
            await dispatcher.say("stats", "provider:spacex until:1950", TELEGRAM),
            await dispatcher.say("provider", "SpaceX", TELEGRAM),
            await dispatcher.say("rocket", "Falcon 9", TELEGRAM),
            await dispatcher.say("site", "Baikonur", TELEGRAM),
            await dispatcher.say("onthisday", "April 12", TELEGRAM),
        ]
        return [sentence in text for text in map(read, cards)]

    await catalogue.store([], marks=nothing_missing(NOW))
    assert not any(await told("Still being loaded"))
    await catalogue.store([], marks={"confirmed": "", "history": "2026-11-24", "history_gaps": "1949-12"})
    assert not any(await told("Still being loaded"))
    await catalogue.store([], marks={"confirmed": "1990-05-01T00:00:00Z/2026-11-23T12:00:00Z", "history": ""})
    # Before 1950 nothing flew, so nothing of that time can be missing; a day is of one month.
    assert (await told("Still being loaded: October 1957 – April 1990.")).count(False) == 2
    assert (await told("Still being loaded: parts of April 1958 – April 1990.")).count(True) == 1


async def test_an_empty_catalogue_is_told_as_such(tmp_path: Any, needs: Any) -> None:
    from storage.catalogue import Catalogue

    async with Catalogue.open(tmp_path / "empty.db", lambda: NOW) as empty:
        asking = make_dispatcher(empty, needs, lambda: NOW)
        answer = read(await asking.say("compare", "SpaceX, ULA", TELEGRAM))
        assert "I’m still loading launches. Try again in a minute." in answer


def test_too_many_named_ones_are_refused_as_well() -> None:
    with pytest.raises(AskError, match="up to 4 names"):
        split_words(find_command("compare"), 'first:a second:b third:c fourth:"d" e')
