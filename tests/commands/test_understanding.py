"""How a card tells what plain words were understood as, and lets it be put right."""

from __future__ import annotations

from math import ceil
from typing import Any

import pytest

from adapters.discord.render import draw
from adapters.telegram.label_width import room, width
from adapters.telegram.render import draw as draw_for_telegram
from commands.cards.card import Card, Entry
from commands.codec.actions import ShowPage
from commands.codec.callback_data import encode
from commands.codec.compact import PAGE_SIZES
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from commands.i18n.translation import Language, _, speaking
from playground.discord.component_types import walk
from storage.models import Launch
from storage.query import LaunchQuery, View
from tests.commands.conftest import DISCORD, TELEGRAM, Keeper, buttons, read
from tests.commands.people import someone
from tests.discord.test_render import payload_of
from tests.history import HISTORY_NOW
from tests.raw_history import by, latest_first, status_of

FAILURES = latest_first(lambda record: by("SpaceX")(record) and status_of(record) == 4)
FALCON_HEAVY = latest_first(lambda record: record["rocket"]["configuration"]["name"] == "Falcon Heavy")
FAILURES_SINCE_2015 = [record for record in FAILURES if record["net"] >= "2015"]
OF_SPACEX = f"SpaceX launches · {len(latest_first(by('SpaceX')))}"
LITERAL, SHORT = "Search for these words instead", "Search these words"
ONLY_PREVIOUS = "I only know past launches, not upcoming ones. /subscribe posts results as they come in."


def is_soyuz(rocket: dict[str, Any]) -> bool:
    return bool(rocket["family"] == "Soyuz" or rocket["full_name"].startswith("Soyuz"))


def is_crewed(record: dict[str, Any]) -> bool:
    stage = record["rocket"].get("spacecraft_stage")
    return bool(stage and stage["launch_crew"])


def _names(card: object) -> list[str]:
    assert isinstance(card, Card)
    if isinstance(card.subject, Launch):
        # A list of one is opened.
        return [card.subject.name]
    return [block.name for block in card.blocks if isinstance(block, Entry)]


async def test_a_card_tells_how_the_words_were_understood(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("previous", {"search": "spacex failures since 2015"}, DISCORD)
    lines = read(card).splitlines()
    assert lines[:2] == [
        f"SpaceX failures since 2015 · {len(FAILURES_SINCE_2015)}",
        "Understood as: provider SpaceX · failures · since 1 January 2015",
    ]
    assert list(buttons(card))[:3] == ["✕ provider SpaceX", "✕ failures", "✕ since 1 January 2015"]


@pytest.mark.parametrize(
    "words", ["\ud800 failures", "\x00 crewed", "naro " * 60, "a]" * 90, "1.1.2020 " * 30]
)
async def test_odd_words_get_an_answer(words: str, dispatcher: Dispatcher) -> None:
    for command in ("previous", "stats"):
        card = await dispatcher.run(command, {"search": words}, DISCORD)
        assert "Something went wrong" not in read(card)


@pytest.mark.parametrize(
    ("words", "filters"),
    [
        ("spacex failures since 2015", "provider:spacex outcome:failure since:2015"),
        ("crewed launches from baikonur in the 60s", "from:baikonur crewed:yes since:1960 until:1969"),
        ("oldest falcon 9 launches to leo", "rocket:'falcon 9' orbit:leo order:oldest".replace("'", '"')),
        ("starlink launches by spacex", "provider:spacex starlink"),
        ("provider:soviet crewed failures", "provider:soviet crewed:yes outcome:failure"),
    ],
)
async def test_words_find_what_the_filters_find(words: str, filters: str, dispatcher: Dispatcher) -> None:
    found = _names(await dispatcher.say("previous", words, TELEGRAM))
    assert found
    assert found == _names(await dispatcher.say("previous", filters, TELEGRAM))


async def test_each_filter_can_be_removed(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "oldest spacex failures since 2015", TELEGRAM)
    for label, rest in (
        ("✕ provider SpaceX", "Failures since 2015"),
        ("✕ failures", "SpaceX launches since 2015"),
        ("✕ since 1 January 2015", "SpaceX failures"),
    ):
        pressed = await dispatcher.press(buttons(card)[label].action, TELEGRAM)
        assert read(pressed).startswith(f"{rest} · ")
    newest = await dispatcher.press(buttons(card)["✕ oldest first"].action, TELEGRAM)
    assert _names(newest)[0] == FAILURES_SINCE_2015[0]["name"]


async def test_the_words_can_be_searched_for_instead(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "provider:nasa shuttle failures", TELEGRAM)
    literal = await dispatcher.press(buttons(card)[LITERAL].action, TELEGRAM)
    assert "provider NASA · “shuttle failures”." in read(literal)


async def test_whoever_named_one_launch_can_have_all_that_its_words_find(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "sputnik 1", TELEGRAM)
    keyboard = draw_for_telegram(card, now=HISTORY_NOW).keyboard
    assert keyboard is not None
    assert [SHORT] in [[key.text for key in row] for row in keyboard.inline_keyboard]
    assert SHORT in [each["label"] for each in walk(payload_of(draw(card))) if each.get("label")]
    found = await dispatcher.press(buttons(card)[LITERAL].action, TELEGRAM)
    assert len(_names(found)) > 1


@pytest.mark.parametrize("language", tuple(Languages.load()), ids=lambda language: language.code)
def test_the_way_to_search_for_the_words_is_whole_on_a_phone(language: Language) -> None:
    with speaking(language):
        assert width(_(SHORT)) <= room(1)


async def test_what_was_typed_as_a_filter_stands_apart(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "provider:spacex failures", TELEGRAM)
    assert read(card).splitlines()[:2] == [
        f"SpaceX failures · {len(FAILURES)}",
        "Understood as: failures",
    ]
    assert "✕ provider SpaceX" not in buttons(card)


async def test_a_filter_of_the_same_kind_wins_over_the_words(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "failures in the 80s since:2024 outcome:success", TELEGRAM)
    assert read(card).startswith("Successes since 2024 · ")
    assert "Understood" not in read(card)


@pytest.mark.parametrize("words", ["upcoming spacex launches", "spacex next month", "Next SpaceX launch"])
async def test_launches_to_come_are_answered_with_previous_ones_and_where_results_are_posted(
    words: str, dispatcher: Dispatcher
) -> None:
    lines = read(await dispatcher.say("previous", words, TELEGRAM)).splitlines()
    assert lines[:3] == [OF_SPACEX, "Understood as: provider SpaceX", ONLY_PREVIOUS]


@pytest.mark.parametrize("words", ["in 2030", "upcoming jaxa failures in 2012"])
async def test_a_time_ahead_finds_nothing_and_the_answer_says_why(words: str, dispatcher: Dispatcher) -> None:
    nothing = read(await dispatcher.say("previous", words, TELEGRAM))
    assert nothing.startswith("Nothing found\n")
    assert ONLY_PREVIOUS in nothing


async def test_other_meanings_are_offered(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "sea launch failures from 1999", TELEGRAM)
    assert "Did you mean: from Sea Launch or since 1 January 1999?" in read(card)
    place = await dispatcher.press(buttons(card)["from Sea Launch"].action, TELEGRAM)
    assert "from Sea Launch · failures · in 1999" in read(place)
    since = await dispatcher.press(buttons(card)["since 1 January 1999"].action, TELEGRAM)
    assert "Sea Launch failures since 1999 · " in read(since)


async def test_only_the_first_answer_tells_it(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "spacex launches", TELEGRAM)
    for step in ("Next ›", "‹ Previous"):
        card = await dispatcher.press(buttons(card)[step].action, TELEGRAM)  # type: ignore[assignment]
        assert OF_SPACEX in read(card)
        assert "Understood" not in read(card)
        assert LITERAL not in buttons(card)
    second = await dispatcher.say("previous", "spacex launches page:2", TELEGRAM)
    assert read(second).splitlines()[0] == OF_SPACEX


async def test_a_plain_search_says_nothing_of_it(dispatcher: Dispatcher) -> None:
    for words in ("james webb", "apollo 11", '"spacex failures"'):
        card = await dispatcher.say("previous", words, TELEGRAM)
        assert "Understood" not in read(card)
        assert LITERAL not in buttons(card)


async def test_where_nothing_is_found_the_words_and_other_meanings_are_offered(
    dispatcher: Dispatcher,
) -> None:
    card = await dispatcher.say("previous", "crewed spacex nasa launches", TELEGRAM)
    assert read(card).splitlines()[0] == "Nothing found"
    either = buttons(card)["provider SpaceX or NASA"]
    one, other = by("SpaceX"), by("National Aeronautics and Space Administration")
    both = latest_first(lambda record: (one(record) or other(record)) and is_crewed(record))
    assert f"SpaceX or NASA launches · crewed · {len(both)}\n" in read(
        await dispatcher.press(either.action, TELEGRAM)
    )
    assert {"✕ provider SpaceX", "✕ crewed", LITERAL} < buttons(card).keys()


async def test_a_misspelt_name_among_words_is_offered(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "spacx failures since 2015", TELEGRAM)
    found = await dispatcher.press(buttons(card)["SpaceX"].action, TELEGRAM)
    assert read(found).startswith(f"SpaceX failures since 2015 · {len(FAILURES_SINCE_2015)}\n")


async def test_one_launch_a_page_tells_it_as_well(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "falcon heavy launches view:detailed", TELEGRAM)
    assert read(card).splitlines()[:2] == [
        FALCON_HEAVY[0]["name"],
        "Understood as: rocket Falcon Heavy",
    ]
    assert {"✕ rocket Falcon Heavy", LITERAL} <= buttons(card).keys()


async def test_a_number_of_launches_beyond_a_page_is_a_list(dispatcher: Dispatcher) -> None:
    assert len(_names(await dispatcher.say("previous", "first 10 launches", TELEGRAM))) == 10
    assert len(_names(await dispatcher.say("previous", "first 10 launches view:normal", TELEGRAM))) == 5


async def test_figures_understand_plain_words(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("stats", "success rate of soyuz since 2015 by:outcome", DISCORD)
    assert "Understood as: rocket Soyuz · since 1 January 2015" in read(card)
    assert "By outcome" in read(card)
    fewer = await dispatcher.press(buttons(card)["✕ since 1 January 2015"].action, DISCORD)
    soyuz = latest_first(lambda record: is_soyuz(record["rocket"]["configuration"]))
    assert f"Figures · Soyuz launches\n{len(soyuz):,} launches" in read(fewer)
    assert "By outcome" in read(fewer)


async def test_a_search_stays_literal_and_a_subscription_means_what_it_says(dispatcher: Dispatcher) -> None:
    assert "“spacex failures”" in read(await dispatcher.say("search", "spacex failures", TELEGRAM))
    made = await dispatcher.say("subscribe", "spacex failures", someone())
    assert "Posts: provider SpaceX · failures" in read(made)


async def test_a_subscription_to_what_never_comes_is_refused(dispatcher: Dispatcher) -> None:
    near = await dispatcher.say("subscribe", "spacx failures", someone())
    assert "No launch so far has “spacx” in its names" in read(near)
    made = await dispatcher.press(buttons(near)["SpaceX failures"].action, someone())
    assert "Posts: provider SpaceX · failures" in read(made)
    for words, named in (
        ("spacex failures since 2020", "“since 1 January 2020”"),
        ("5 latest spacex failures", "“5 latest”"),
        ("pending spacex launches", "no outcome"),
    ):
        assert named in read(await dispatcher.say("subscribe", words, someone()))


async def test_launches_named_one_by_one_are_told_and_can_be_left(
    dispatcher: Dispatcher, keeper: Keeper
) -> None:
    """So a digest's "Show 2 launches" asks for them."""
    page = await dispatcher.say("previous", "provider:nasa", TELEGRAM)
    ids = tuple(launch.id for launch in page.content.launches[:2])
    query = LaunchQuery(ids=ids, view=View.LIST, limit=PAGE_SIZES[View.LIST])
    card = await dispatcher.press(await encode(ShowPage(query), "a", keeper.keep), TELEGRAM)
    assert "Past launches · 2\n2 launches · only these 2 launches" in read(card)
    everything = await dispatcher.press(buttons(card)["✕ only these 2 launches"].action, TELEGRAM)
    assert "only these" not in read(everything)
    assert isinstance(everything, Card)
    assert (everything.content.count or 0) > 2


async def test_words_of_a_language_that_is_not_understood_are_searched_for(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "Fehlstarts seit 2020", TELEGRAM)
    assert "“Fehlstarts seit”" in read(card)


async def test_more_words_than_a_search_takes_are_answered_plainly(dispatcher: Dispatcher) -> None:
    for words in ("qwertz " * 33, "a b " * 200, "failures " + "qwertz " * 40):
        card = await dispatcher.say("previous", words, TELEGRAM)
        assert "A search can have up to 32 words." in read(card)


async def test_a_full_page_on_discord_has_room_for_all_buttons(dispatcher: Dispatcher) -> None:
    words = "oldest successful nasa launches from florida from the 60s"
    card = await dispatcher.run("previous", {"search": words}, DISCORD)
    text = str(payload_of(draw(card)))
    nasa = by("National Aeronautics and Space Administration")
    found = latest_first(
        lambda record: (
            nasa(record)
            and status_of(record) == 3
            and "1960" <= record["net"] < "1970"
            and "FL, USA" in record["pad"]["location"]["name"]
        )
    )
    shown = [each.short or label for label, each in buttons(card).items() if not each.formless]
    for label in [*shown, f"1 / {ceil(len(found) / 5)}", "Change the view"]:
        assert label in text
    assert all(f"'label': '{number}'" in text for number in range(1, 6))
    assert len([label for label in buttons(card) if label.startswith("✕")]) == 5
    assert "since 1 January 1960" in buttons(card)


async def test_a_search_for_the_words_is_offered_once(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "juno", TELEGRAM)
    assert "the words “juno”" in buttons(card)
    assert LITERAL not in buttons(card)


async def test_half_a_name_that_begins_like_a_rocket_is_searched_for(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "athena fid", TELEGRAM)
    assert "1 launch · “athena fid”" in read(card)
    assert "Athena-Fidus" in read(card)
    assert "rocket Athena" in read(await dispatcher.say("previous", "athena launches", TELEGRAM))
