"""Profiles of rockets, providers and sites: what they tell, how they are asked for, and the way on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from msgspec import structs

from commands.cards.card import Card, Entry
from commands.codec.actions import ShowProfile
from commands.codec.layout import ACTION_LIMIT
from commands.dispatcher import Dispatcher
from commands.stats.profile import MEMBERS
from storage.catalogue import Catalogue
from storage.models import Sheet
from storage.properties import Property
from tests.commands.conftest import DISCORD, NOW, TELEGRAM, actions_of, buttons, read
from tests.launches import FALCON_9, SPACEX, launch, records
from tests.raw_history import by, latest_first


def entries(card: Card) -> list[Entry]:
    return [block for block in card.blocks if isinstance(block, Entry)]


@pytest.mark.parametrize(
    ("command", "name", "title", "of"),
    [
        ("provider", "SpaceX", "SpaceX", by("SpaceX")),
        ("provider", "spx", "SpaceX", by("SpaceX")),
        ("rocket", "falcon heavy", "Falcon Heavy",
         lambda r: r["rocket"]["configuration"]["name"] == "Falcon Heavy"),
        ("rocket", "Falcon", "Falcon", lambda r: r["rocket"]["configuration"]["family"] == "Falcon"),
        ("site", "baikonur", "Baikonur Cosmodrome, Republic of Kazakhstan",
         lambda r: "Baikonur" in r["pad"]["location"]["name"]),
    ],
)  # fmt: skip
async def test_figures_and_latest_launches_are_what_counting_the_records_gives(
    dispatcher: Dispatcher, command: str, name: str, title: str, of: Any
) -> None:
    wanted = latest_first(of)
    ended = [each["status"]["id"] for each in wanted if each["status"]["id"] in (3, 4, 7)]
    card = await dispatcher.say(command, name, TELEGRAM)
    text = read(card)
    assert card.title == title
    assert f"{len(wanted):,} launches · {ended.count(3):,} success" in text
    assert f"({ended.count(3):,} of {len(ended):,} with an outcome" in text
    assert f"First: {wanted[-1]['net'][:10]} · Latest: {wanted[0]['net'][:10]}" in text
    this_year = sum(each["net"][:4] == "2026" for each in wanted)
    last_year = sum("2025" <= each["net"][:10] <= "2025-11-23" for each in wanted)
    assert f"This year so far: {this_year} ({last_year} by this date last year)" in text
    assert [each.name for each in entries(card)] == [each["name"] for each in wanted[:5]]
    assert ("Busiest launch site:" in text) is (command != "site")
    assert ("Most used rocket:" in text) is (command != "rocket")


async def test_what_launch_library_says_of_it_is_told(dispatcher: Dispatcher) -> None:
    assert "Abbreviation: SpX\nType: Commercial\nCountry: United States" in read(
        await dispatcher.run("provider", {"name": "SpaceX"}, DISCORD)
    )
    rocket = read(await dispatcher.run("rocket", {"name": "Falcon Heavy"}, DISCORD))
    assert "Family: Falcon" in rocket
    assert "Manufacturer: SpaceX" in rocket
    assert "Country: Kazakhstan" in read(await dispatcher.run("site", {"name": "Baikonur"}, DISCORD))


async def test_a_chart_by_year_comes_with_words_for_it(dispatcher: Dispatcher) -> None:
    picture = (await dispatcher.run("provider", {"name": "SpaceX"}, DISCORD)).picture
    assert picture is not None
    assert picture.data.startswith(b"\x89PNG")
    assert picture.alt.startswith("Bar chart: Launches by year · SpaceX. Highest: ")


async def test_a_press_brings_a_chart_on_both_platforms(dispatcher: Dispatcher) -> None:
    for person in (DISCORD, TELEGRAM):
        card = await dispatcher.press("r0-0-naP3d", person)
        assert isinstance(card, Card)
        assert card.title == "SpaceX"
        assert card.picture is not None


async def test_a_family_is_told_together_and_each_of_it_is_one_press_away(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("rocket", "Falcon", TELEGRAM)
    assert "rockets together" in read(card)
    (select,) = card.selects
    assert 1 < len(select.choices) <= MEMBERS
    family = latest_first(lambda record: record["rocket"]["configuration"]["family"] == "Falcon")
    assert sum(choice.count or 0 for choice in select.choices) <= len(family)
    block_5 = next(choice for choice in select.choices if choice.label == "Falcon 9 Block 5")
    alone = await dispatcher.press(block_5.action, TELEGRAM)
    assert isinstance(alone, Card)
    assert alone.title == "Falcon 9 Block 5"
    assert [each.placeholder for each in alone.selects] == ["Choose a rocket"]
    assert f"{block_5.count} launches · " in read(alone)
    assert "rockets together" not in read(alone)


async def test_the_list_the_figures_and_each_launch_are_one_press_away(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("provider", "SpaceX", TELEGRAM)
    listed = await dispatcher.press(buttons(card)["Show these launches"].action, TELEGRAM)
    assert f"SpaceX launches · {len(latest_first(by('SpaceX')))}" in read(listed)
    figures = await dispatcher.press(buttons(card)["Figures"].action, TELEGRAM)
    assert "By year" in read(figures)
    entry = entries(card)[2]
    opened = await dispatcher.press(entry.open.action, TELEGRAM)
    assert isinstance(opened, Card)
    assert opened.title == entry.name
    assert read(await dispatcher.press(buttons(opened)["‹ Back"].action, TELEGRAM)) == read(card)


@pytest.mark.parametrize(
    ("command", "typed", "meant"),
    [("provider", "Spacx", "SpaceX"), ("rocket", "Falcn Heavy", "Falcon Heavy"),
     ("site", "Baikonurr", "Baikonur Cosmodrome, Republic of Kazakhstan")],
)  # fmt: skip
async def test_a_near_miss_is_offered_as_a_button(
    dispatcher: Dispatcher, command: str, typed: str, meant: str
) -> None:
    missed = await dispatcher.run(command, {"name": typed}, DISCORD)
    assert f"is called “{typed}”" in read(missed)
    corrected = await dispatcher.press(buttons(missed)[meant].action, DISCORD)
    assert isinstance(corrected, Card)
    assert corrected.title == meant


@pytest.mark.parametrize("command", ["provider", "rocket", "site"])
@pytest.mark.parametrize("typed", ["🚀", "\0", "'; DROP TABLE launches; --", "%", "x" * 5_000, "NEAR("])
async def test_names_that_mean_nothing_get_one_sentence(
    dispatcher: Dispatcher, command: str, typed: str
) -> None:
    text = read(await dispatcher.run(command, {"name": typed}, DISCORD))
    assert text.startswith("That didn’t work\n")
    assert "is called “" in text


@pytest.mark.parametrize("command", ["provider", "rocket", "site"])
async def test_without_a_name_an_example_is_given(dispatcher: Dispatcher, command: str) -> None:
    assert f"for example: /{command} " in read(await dispatcher.say(command, "", TELEGRAM))


@pytest.mark.parametrize(
    "action",
    ["r0-0-na", "r0-0-naS3", "r0-0-naP3d_R4k", "r0-0-laP3d", "r0-0-naP", "r0--naP3d", "r0-0-Zabcdefgh",
     "r0-0-naPzzzzzzzzzzzzzzzzzzzzzzzz", "r0-0-naP3d_C1"],
)  # fmt: skip
async def test_a_forged_profile_gets_one_sentence(dispatcher: Dispatcher, action: str) -> None:
    assert "This button no longer works." in read(await dispatcher.press(action, DISCORD))


async def test_a_profile_of_what_has_no_launches_any_more_says_so(dispatcher: Dispatcher) -> None:
    text = read(await dispatcher.press("r0-0-naPzzz", DISCORD))
    assert "There are no launches left here. Ask again with /previous." in text


@pytest.mark.parametrize(("command", "typed", "likeliest"), [
    ("rocket", "falcon h", "Falcon Heavy"), ("provider", "space", "SpaceX"),
    ("site", "baik", "Baikonur Cosmodrome, Republic of Kazakhstan"),
])  # fmt: skip
async def test_names_are_completed(dispatcher: Dispatcher, command: str, typed: str, likeliest: str) -> None:
    found = await dispatcher.complete(command, "name", typed, {}, DISCORD)
    assert likeliest in [each.value for each in found]


async def test_no_two_controls_of_a_card_carry_the_same_action(dispatcher: Dispatcher) -> None:
    for command, name in (("rocket", "Soyuz"), ("provider", "a"), ("site", "USA")):
        card = await dispatcher.say(command, name, TELEGRAM)
        actions = actions_of(card)
        assert len(set(actions)) == len(actions)
        assert all(len(action.encode()) <= ACTION_LIMIT for action in actions)


@pytest.mark.parametrize("kind", [Property.ROCKET, Property.PROVIDER, Property.LOCATION])
def test_the_query_of_a_profile_names_nothing_else(kind: Property) -> None:
    query = ShowProfile(kind, (3, 164)).query
    assert sorted(map(len, (query.configuration_ids, query.provider_ids, query.location_ids))) == [0, 0, 2]


@pytest.mark.over("own")
async def test_a_rocket_has_its_sheet_in_the_words_and_numbers_of_the_language(
    catalogue: Catalogue, dispatcher: Dispatcher
) -> None:
    """The history has no sheets, so a launch is told with one."""
    sheet = Sheet(
        length=70.0, diameter=3.65, launch_mass=549.0, thrust=7607.0, leo_capacity=22_800.0,
        gto_capacity=8_300.0, maiden_flight="2018-05-11", cost=52_000_000,
        picture="https://example.com/falcon.jpg", wiki_url="https://en.wikipedia.org/wiki/Falcon_9",
    )  # fmt: skip
    rocket = structs.replace(FALCON_9, sheet=sheet)
    provider = structs.replace(SPACEX, logo="https://example.com/logo.png", founded=2002)
    await catalogue.store(records(launch(1, rocket=rocket, provider=provider, net=NOW - timedelta(hours=1))))
    card = await dispatcher.run("rocket", {"name": "Falcon 9 Block 5"}, DISCORD)
    text = read(card)
    for line in (
        "Length: 70 m · Diameter: 3.65 m",
        "Mass at lift-off: 549 t · Thrust at lift-off: 7,607 kN",
        "To low Earth orbit: 22,800 kg · To geostationary transfer orbit: 8,300 kg",
        "Maiden flight: 11 May 2018",
        "Cost of a launch: $52,000,000",
    ):
        assert line in text
    assert card.picture is not None
    assert card.picture.url == "https://example.com/falcon.jpg"
    assert [each.url for row in card.buttons for each in row if each.label == "Wikipedia"] == [sheet.wiki_url]
    whose = await dispatcher.run("provider", {"name": "SpaceX"}, DISCORD)
    assert "Founded: 2002" in read(whose)
    assert whose.picture is not None
    assert whose.picture.url == "https://example.com/logo.png"


async def test_a_rocket_leads_to_its_family_and_the_variants_with_their_launches(
    dispatcher: Dispatcher,
) -> None:
    card = await dispatcher.run("rocket", {"name": "Falcon Heavy"}, DISCORD)
    (variants,) = card.selects
    counts = {each.label: each.count for each in variants.choices}
    heavy = latest_first(lambda r: r["rocket"]["configuration"]["name"] == "Falcon Heavy")
    assert counts["Falcon Heavy"] == len(heavy)
    assert "Falcon 9 Block 5" in counts
    family = await dispatcher.press(buttons(card)["Family: Falcon"].action, DISCORD)
    assert isinstance(family, Card)
    assert family.title == "Falcon"


async def test_a_site_says_where_on_earth_it_is_and_a_provider_has_its_whole_name(
    dispatcher: Dispatcher,
) -> None:
    site = read(await dispatcher.run("site", {"name": "Baikonur"}, DISCORD))
    assert "Coordinates: 45.996° N, 63.564° E" in site
    assert "° S, " in read(await dispatcher.run("site", {"name": "Mahia"}, DISCORD))
    nasa = await dispatcher.run("provider", {"name": "NASA"}, DISCORD)
    assert nasa.title == "National Aeronautics and Space Administration"
    assert "Abbreviation: NASA" in read(nasa)
