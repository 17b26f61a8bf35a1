"""Commands and presses as a person meets them, over the bundled history."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.app import Outside, make_dispatcher
from commands.cards.card import Card, Entry, Tone
from commands.definitions.command import Command, Person
from commands.definitions.commands import COMMANDS
from commands.dispatcher import Dispatcher
from commands.rate_limit import BURST
from storage.catalogue import Catalogue
from storage.errors import StoreError
from tests.commands.conftest import DISCORD, NOW, TELEGRAM, Keeper, actions_of, buttons, read
from tests.commands.people import someone
from tests.launches import launch, records
from tests.raw_history import latest_first, raw_history


async def test_previous_names_its_filters_and_counts(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "provider:spacex outcome:failure since:2015", DISCORD)
    text = read(card)
    assert card.title == f"SpaceX failures since 2015 · {card.content.count}"
    assert "Amos 6 (Failure before launch)" in text
    assert "Success" not in text


async def test_a_launch_in_a_list_tells_outcome_who_where_and_when(dispatcher: Dispatcher) -> None:
    # With a view that is asked for, one launch is a list too.
    asked = {"search": "Apollo 11", "view": "normal"}
    text = read(await dispatcher.run("previous", asked, DISCORD))
    assert "Apollo 11\n✅ Success · 1969-07-16\nSaturn V · NASA\nKennedy Space Center, FL, USA" in text


@pytest.mark.parametrize(("view", "shown", "compact"), [("list", 10, True), ("normal", 5, False)])
async def test_views_show_so_many_launches(
    dispatcher: Dispatcher, view: str, shown: int, compact: bool
) -> None:
    card = await dispatcher.run("previous", {"view": view}, DISCORD)
    entries = [block for block in card.blocks if isinstance(block, Entry)]
    assert len(entries) == shown
    assert {entry.compact for entry in entries} == {compact}
    assert [entry.number for entry in entries] == list(range(1, shown + 1))


async def test_the_detailed_view_shows_one_launch_and_turns_pages(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "provider:spacex view:detailed order:oldest", DISCORD)
    assert card.title == "Falcon 1 | FalconSAT-2"
    assert card.tone is Tone.FAILURE
    following = await dispatcher.press(buttons(card)["Next ›"].action, DISCORD)
    assert isinstance(following, Card)
    assert following.title != card.title


async def test_pages_lead_through_every_launch_once_and_back(dispatcher: Dispatcher) -> None:
    asked = {"view": "list", "order": "name", "rocket": "Ariane 5", "until": "2015"}
    card: Any = await dispatcher.run("previous", asked, DISCORD)
    names: list[str] = []
    while True:
        names += [block.name for block in card.blocks if isinstance(block, Entry)]
        if "Next ›" not in buttons(card):
            break
        card = await dispatcher.press(buttons(card)["Next ›"].action, DISCORD)
    ariane_5 = latest_first(
        lambda record: (
            record["rocket"]["configuration"]["full_name"].startswith("Ariane 5") and record["net"] < "2016"
        )
    )
    assert sorted(names) == sorted(record["name"] for record in ariane_5)
    first = await dispatcher.press(buttons(card)["« First"].action, DISCORD)
    assert [b.name for b in first.blocks if isinstance(b, Entry)] == names[:10]  # type: ignore[union-attr]


@pytest.mark.parametrize(("page", "view"), [(3, "List"), (3, "Normal"), (3, "Detailed"), (1, "Normal")])
async def test_another_view_begins_with_the_page_that_has_the_launch_shown_first(
    dispatcher: Dispatcher, page: int, view: str
) -> None:
    shown: Any = await dispatcher.run("previous", {"view": "list", "page": str(page)}, DISCORD)
    first = next(block.name for block in shown.blocks if isinstance(block, Entry))
    (views,) = (select for select in shown.selects if select.name == "view")
    (choice,) = (each for each in views.choices if each.label == view)
    other: Any = await dispatcher.press(choice.action, DISCORD)
    names = [block.name for block in other.blocks if isinstance(block, Entry)]
    assert first in (names or [read(other).splitlines()[0]])
    # So it does from a page that does not begin where a page of the other view does.
    following: Any = await dispatcher.press(buttons(other)["Next ›"].action, DISCORD)
    (views,) = (select for select in following.selects if select.name == "view")
    back: Any = await dispatcher.press(views.choices[0].action, DISCORD)
    behind = [block.name for block in following.blocks if isinstance(block, Entry)]
    assert not behind or behind[0] in [block.name for block in back.blocks if isinstance(block, Entry)]


async def test_details_lead_back_to_the_page_they_were_opened_from(dispatcher: Dispatcher) -> None:
    page: Any = await dispatcher.run("previous", {"view": "list", "page": "3"}, DISCORD)
    entry = next(block for block in page.blocks if isinstance(block, Entry))
    detail = await dispatcher.press(entry.open.action, DISCORD)
    assert read(detail).splitlines()[0] == entry.name
    assert await dispatcher.press(buttons(detail)["‹ Back to the list"].action, DISCORD) == page


async def test_status_counts_every_launch(dispatcher: Dispatcher) -> None:
    launches = f"Launches: {len(raw_history()):,}"
    assert launches in read(await dispatcher.run("status", {}, DISCORD))


@pytest.mark.over("sample")  # The history has no sentences, so no reasons.
async def test_a_failure_tells_its_reason_and_a_crew_its_names(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("launch", "STS-51-L", DISCORD)
    text = read(card)
    assert card.tone is Tone.FAILURE
    assert "\n❌ Failure\nReason: " in text
    assert "Crew: " in text
    assert "Data: Launch Library 2, The Space Devs" in text


async def test_launch_takes_an_id_a_name_and_words_that_several_share(dispatcher: Dispatcher) -> None:
    by_name = await dispatcher.say("launch", "sputnik 1", DISCORD)
    completed = await dispatcher.complete("launch", "launch", "sputnik 1", {}, DISCORD)
    by_id = await dispatcher.say("launch", completed[0].value.upper(), DISCORD)
    assert by_name.title == by_id.title == "Sputnik 8K74PS | Sputnik 1"
    several = await dispatcher.say("launch", "apollo", DISCORD)
    assert several.title == f"Past launches · {several.content.count}"


async def test_latest_is_the_newest_launch_with_the_way_to_earlier_ones(dispatcher: Dispatcher) -> None:
    latest = await dispatcher.run("latest", {}, DISCORD)
    newest: Any = await dispatcher.press(buttons(latest)["Earlier launches"].action, DISCORD)
    assert newest.blocks[1].name == latest.title


async def test_status_tells_the_budget_and_about_where_the_data_is_from(dispatcher: Dispatcher) -> None:
    assert "12 of 15 this hour" in read(await dispatcher.run("status", {}, DISCORD))
    assert "1.2.3" in read(await dispatcher.run("about", {}, DISCORD))


@pytest.mark.parametrize(
    ("command", "text", "sentence"),
    [
        ("previous", "nonsense:1", "/previous has no filter “nonsense”."),
        ("previous", "provder:spacex", "Try provider:."),
        ("previous", "outcome:sucess", "“sucess” isn’t an option for outcome. Try success"),
        ("previous", "since:never", "I don’t understand the date “never”."),
        ("previous", "since:2020 until:2010", "The end date (2010) is before the start date (2020)."),
        ("previous", "page:0", "“0” is not a page number."),
        ("previous", "page:x", "“x” is not a page number."),
        ("previous", "page:9999", "There is no page 9999: the last one is "),
        ("previous", "provider:zzzzqqq", "No provider is called “zzzzqqq”. Popular ones:"),
        ("search", "", "Tell me what to look for, for example: /search crew dragon"),
        ("search", " ".join(["word"] * 33), "A search can have up to 32 words."),
        ("launch", "qqqqzzzz", "No previous launch is called “qqqqzzzz”."),
        ("launch", "00000000-0000-0000-0000-000000000000", "There is no launch with the id"),
        ("latest", "please now", "/latest doesn’t take any text."),
    ],
)
async def test_bad_input_gets_one_plain_private_sentence(
    dispatcher: Dispatcher, caplog: pytest.LogCaptureFixture, command: str, text: str, sentence: str
) -> None:
    card = await dispatcher.say(command, text, DISCORD)
    assert sentence in read(card)
    assert card.private
    assert card.notice
    assert not [r for r in caplog.records if r.levelname in ("ERROR", "WARNING")]


@pytest.mark.parametrize("search", [".*", "%", "_", "'", '"', "(", "AND", "🚀", "a\0b", "\ud800", "x" * 5000])
async def test_odd_searches_are_answered(dispatcher: Dispatcher, search: str) -> None:
    card = await dispatcher.run("search", {"text": search}, DISCORD)
    one = [launch.name for launch in card.content.launches if card.content.count == 1]
    assert card.title in ("Nothing found", *one) or "aunches · " in card.title


async def test_nothing_found_says_with_what_and_offers_to_drop_a_filter(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "provider:spacex location:baikonur", DISCORD)
    assert "No launch is known to match provider SpaceX · from Baikonur" in read(card)
    wider = await dispatcher.press(buttons(card)["✕ provider SpaceX"].action, DISCORD)
    assert "Baikonur" in read(wider)
    assert isinstance(wider, Card)
    assert wider.title == f"Launches from Baikonur Cosmodrome · {wider.content.count:,}"


@pytest.mark.over("sample")  # Hundreds of presses: a look-up in few launches is quick.
@pytest.mark.parametrize("platform", [DISCORD, TELEGRAM], ids=lambda person: person.platform)
async def test_every_button_answers_and_no_two_on_a_card_are_equal(
    dispatcher: Dispatcher, platform: Person
) -> None:
    seen: set[str] = set()
    waiting: list[Any] = [
        await dispatcher.run(command.name, {}, platform)
        for command in dispatcher.commands
        if not any(p.required for p in command.parameters)
    ]
    for depth in range(3):
        following: list[Any] = []
        for card in waiting:
            found = actions_of(card)
            assert len(found) == len(set(found)), card.title
            assert all(len(action.encode()) <= 64 for action in found)
            assert "{" not in read(card)
            for action in found[:: 1 + 3 * depth]:
                if action not in seen:
                    seen.add(action)
                    answer = await dispatcher.press(action, platform)
                    if isinstance(answer, Card):
                        assert not answer.notice, (action, read(answer))
                        following.append(answer)
        waiting = following[:60]
    assert len(seen) > 100


@pytest.mark.parametrize(
    "action",
    ["", "p", "pn-0-", "pn-0-xx", "pn-zz-Zabc", "d0-short", "x" * 64, "c0-nothing", "p\n", "🚀", "c0-drop",
     "p0-0-naPzzzzzzzzzzzzzz"],
)  # fmt: skip
async def test_forged_and_foreign_buttons_get_one_sentence(dispatcher: Dispatcher, action: str) -> None:
    card = await dispatcher.press(action, DISCORD)
    assert "This button no longer works. Ask again with /previous." in read(card)


async def test_one_person_in_a_hurry_is_told_to_wait_and_others_are_not(
    catalogue: Catalogue, needs: Outside
) -> None:
    dispatcher = make_dispatcher(catalogue, needs, lambda: NOW, monotonic=lambda: 0.0)
    cards = [await dispatcher.run("latest", {}, DISCORD) for _ in range(100)]
    assert [card.private for card in cards] == [False] * BURST + [True] * (100 - BURST)
    assert "Try again in 1 second." in read(cards[-1])
    assert not (await dispatcher.run("latest", {}, TELEGRAM)).private


async def test_a_broken_catalogue_and_a_bug_are_one_sentence_each(
    dispatcher: Dispatcher, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    async def locked(_query: object, **_options: object) -> None:
        raise StoreError("database is locked")

    monkeypatch.setattr(catalogue, "find", locked)
    card = await dispatcher.run("previous", {}, DISCORD)
    assert "I can’t read the catalogue right now. Try again in a minute." in read(card)

    async def broken(_query: object, **_options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(catalogue, "find", broken)
    card = await dispatcher.run("previous", {}, DISCORD)
    assert "Something went wrong on my end." in read(card)
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.over("own")  # A launch is added.
async def test_details_that_are_missing_are_wished_for(
    dispatcher: Dispatcher, catalogue: Catalogue, keeper: Keeper
) -> None:
    plain = launch(name="Poor | Record", boosters=None)
    await catalogue.store(records(plain))
    await dispatcher.say("launch", "Poor | Record", DISCORD)
    assert keeper.wishes == [plain.id]


@pytest.mark.parametrize(
    ("parameter", "typed", "first"),
    [
        # The one with most launches.
        ("provider", "", "Soviet Space Program"),
        ("provider", "spa", "SpaceX"),
        ("provider", "RFSA", "Roscosmos"),
        ("provider", "spacx", "SpaceX"),
        ("rocket", "flacon 9", "Falcon 9"),
        ("location", "baik", "Baikonur Cosmodrome, Republic of Kazakhstan"),
        ("orbit", "leo", "Low Earth Orbit"),
    ],
)
async def test_completion_forgives_one_typo(
    dispatcher: Dispatcher, parameter: str, typed: str, first: str
) -> None:
    found = await dispatcher.complete("previous", parameter, typed, {}, DISCORD)
    assert found[0].value == first
    assert found[0].label.startswith(f"{first} · ")
    assert len(found) <= 25


async def test_completed_launches_open_by_their_value(dispatcher: Dispatcher) -> None:
    found = await dispatcher.complete("launch", "launch", "apolo 11", {}, DISCORD)
    assert found[0].label.startswith("Saturn V | Apollo 11 · 16 July 1969")
    card = await dispatcher.run("launch", {"launch": found[0].value}, DISCORD)
    assert card.title == "Saturn V | Apollo 11"


async def test_many_people_at_once_are_all_answered(dispatcher: Dispatcher) -> None:
    people = [Person("telegram", number) for number in range(50)]
    cards = await asyncio.gather(*(dispatcher.run("previous", {}, person) for person in people))
    assert {card.title for card in cards} == {"Past launches"}


@pytest.mark.over("sample")  # Near misses of no meaning take their time over all names.
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
async def test_half_a_character_is_no_trouble_for_any_command(
    dispatcher: Dispatcher, command: Command
) -> None:
    for words in ("\ud800", "spacx \udfff", "\ud800, \udc00", 'since:"\ud800"'):
        card = await dispatcher.say(command.name, words, someone())
        assert "Something went wrong" not in read(card)
        assert all(action.isascii() for action in actions_of(card))
