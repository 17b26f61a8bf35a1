"""Names as people mistype them: what is offered first, and where the offered button leads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from commands.cards.card import Card
from commands.definitions.closed_lists import value_words
from commands.definitions.filters import NAMED
from commands.dispatcher import Dispatcher
from commands.launch_lookup import Finding
from commands.parsing.names.resolver import Naming
from storage.catalogue import Catalogue
from storage.errors import AskError, NearMissError
from storage.models import Launch
from storage.properties import Property
from tests.commands.conftest import DISCORD, NOW, TELEGRAM, buttons, read
from tests.commands.misspellings import FOUND, FOUND_LAUNCHES, MISSPELT, MISSPELT_LAUNCHES
from tests.history import opened

in_one_loop = pytest.mark.asyncio(loop_scope="module")
"""For the tests that share a catalogue: it lives in the loop in which it was opened."""

PARAMETERS = {kind: row.parameter.name for kind, row in NAMED.items() if row.parameter}
"""What the filter of each kind of names is called."""

LONG_MARCH_2 = {
    f"Long March 2{end}"
    for end in ("A", "C", "C/SD", "C/SM", "C/SMA", "C/YZ-1S", "D", "D/YZ-3", "E", "F", "F/G")
}
ATLAS_V = {f"Atlas V {end}" for end in (401, 411, 421, 431, 501, 511, 521, 531, 541, 551, "N22")}

Table = Mapping[Property, Mapping[str, str]]


def _rows(table: Table) -> list[tuple[Property, str, str]]:
    return [(kind, typed, name) for kind, names in table.items() for typed, name in names.items()]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def catalogue(history_file: Path) -> AsyncIterator[Catalogue]:
    """The bundled history, shared by the rows of the tables."""
    async with opened(history_file, NOW) as catalogue:
        yield catalogue


@pytest.fixture(scope="module")
def naming(catalogue: Catalogue) -> Naming:
    return Naming(catalogue)


@pytest.fixture(scope="module")
def finding(catalogue: Catalogue, naming: Naming) -> Finding:
    return Finding(catalogue, naming)


def test_names_of_every_kind_are_misspelt() -> None:
    assert set(MISSPELT) == set(PARAMETERS)


@in_one_loop
@pytest.mark.parametrize(("kind", "typed", "meant"), _rows(MISSPELT))
async def test_a_misspelt_name_is_suggested_first(
    naming: Naming, kind: Property, typed: str, meant: str
) -> None:
    with pytest.raises(AskError) as caught:
        await naming.resolve(kind, typed)
    assert caught.value.suggestions[0] == meant
    assert len(caught.value.suggestions) <= 5
    assert f"No {NAMED[kind].word} is called “{typed}”. Did you mean {meant}" in caught.value.sentence


@in_one_loop
@pytest.mark.parametrize(("typed", "meant"), MISSPELT_LAUNCHES.items())
async def test_a_misspelt_launch_is_suggested_first(finding: Finding, typed: str, meant: str) -> None:
    with pytest.raises(NearMissError) as caught:
        await finding.find(typed)
    assert caught.value.suggestions[0] == meant
    assert len(caught.value.suggestions) <= 5


@in_one_loop
@pytest.mark.parametrize(("kind", "typed", "meant"), _rows(FOUND))
async def test_another_way_to_write_a_name_needs_no_suggestion(
    naming: Naming, kind: Property, typed: str, meant: str
) -> None:
    assert await naming.label(kind, await naming.resolve(kind, typed)) == meant


@in_one_loop
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("military", "Government/Top Secret"), ("top secret", "Government/Top Secret"),
        ("government top secret", "Government/Top Secret"), ("cargo", "Resupply"), ("RESUPPLY", "Resupply"),
        ("TEST flight", "Test Flight"), ("ride-share", "Dedicated Rideshare"), ("moon", "Lunar Exploration"),
    ],
)  # fmt: skip
async def test_a_mission_type_has_the_names_that_people_give_it(
    naming: Naming, typed: str, meant: str
) -> None:
    assert await naming.values(Property.MISSION_TYPE, typed) == (meant,)


@in_one_loop
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "Long March 2",
            {
                f"Long March 2{end}"
                for end in ["A", "C", "C/SD", "C/SM", "C/SMA", "C/YZ-1S", "D", "D/YZ-3", "E", "F", "F/G"]
            },
        ),
        (
            "long march  3",
            {f"Long March 3{end}" for end in ["", "A", "B", "B/E", "B/YZ-1", "C", "C/E", "C/YZ-1"]},
        ),
        ("Ariane 5", {f"Ariane 5 {end}" for end in ("ECA", "ECA+", "ES", "G", "G+", "GS")}),
        (
            "atlas v",
            {
                f"Atlas V {end}"
                for end in ["401", "411", "421", "431", "501", "511", "521", "531", "541", "551", "N22"]
            },
        ),
        ("Titan III", {f"Titan III{end}" for end in "ABCDE"}),
        ("Long March 2F", {"Long March 2F", "Long March 2F/G"}),
        ("Vega", {"Vega", "Vega-C"}),
    ],
)
async def test_the_beginning_of_rockets_names_is_all_of_them(
    naming: Naming, typed: str, meant: set[str]
) -> None:
    ids = await naming.resolve(Property.ROCKET, typed)
    names = await naming.catalogue.names(Property.ROCKET)
    assert {name.name for name in names if name.id in ids} == meant


@in_one_loop
@pytest.mark.parametrize(("typed", "meant"), FOUND_LAUNCHES.items())
async def test_another_way_to_write_a_launch_needs_no_suggestion(
    finding: Finding, typed: str, meant: str
) -> None:
    found = await finding.find(typed)
    assert isinstance(found, Launch)
    assert found.name == meant


@in_one_loop
@pytest.mark.parametrize(("kind", "typed", "meant"), _rows(MISSPELT))
async def test_completion_offers_what_a_misspelt_name_means(
    naming: Naming, kind: Property, typed: str, meant: str
) -> None:
    assert meant[:100] in [suggestion.value for suggestion in await naming.complete(kind, typed)][:3]


@in_one_loop
@pytest.mark.parametrize(("typed", "meant"), MISSPELT_LAUNCHES.items())
async def test_completion_offers_the_launch_a_misspelt_name_means(
    finding: Finding, typed: str, meant: str
) -> None:
    labels = [suggestion.label for suggestion in await finding.complete(typed)]
    assert any(label.startswith(f"{meant} · ") for label in labels[:3])


@in_one_loop
@pytest.mark.parametrize("kind", MISSPELT)
@pytest.mark.parametrize("typed", ["zzzzzz", "🚀", "%_%", "…", "\0"])
async def test_what_resembles_nothing_gets_the_best_known_names(
    naming: Naming, kind: Property, typed: str
) -> None:
    names = (await naming.catalogue.names(kind))[:5]
    best_known = tuple(value_words(kind, name.name) for name in names)
    with pytest.raises(AskError, match="Popular ones:") as caught:
        await naming.resolve(kind, typed)
    assert caught.value.suggestions == best_known


@pytest.mark.parametrize("kind", MISSPELT)
async def test_a_catalogue_without_names_asks_for_patience(tmp_path: Path, kind: Property) -> None:
    async with Catalogue.open(tmp_path / "empty.db", lambda: NOW) as empty:
        with pytest.raises(AskError, match=f"loaded any {NAMED[kind].word} data yet") as caught:
            await Naming(empty).resolve(kind, "spacx")
    assert caught.value.suggestions == ()


@pytest.mark.parametrize("kind", MISSPELT)
async def test_the_first_button_asks_what_the_right_name_would_have_asked(
    dispatcher: Dispatcher, kind: Property
) -> None:
    others = {"outcome": "success", "since": "1960", "search": "a", "order": "oldest", "view": "list"}
    for typed, meant in MISSPELT[kind].items():
        card = await dispatcher.run("previous", {PARAMETERS[kind]: typed, **others}, DISCORD)
        assert 1 <= len(buttons(card)) <= 5, typed
        label, button = next(iter(buttons(card).items()))
        assert label == meant
        corrected = await dispatcher.press(button.action, DISCORD)
        asked = await dispatcher.run("previous", {PARAMETERS[kind]: meant, **others}, DISCORD)
        # The button's answer is a message of its own; else the two are the same to the last button.
        assert corrected == replace(asked, fresh=True), typed


async def test_the_first_button_of_a_misspelt_launch_opens_it(dispatcher: Dispatcher) -> None:
    for typed, meant in MISSPELT_LAUNCHES.items():
        card = await dispatcher.run("launch", {"launch": typed}, TELEGRAM)
        assert 1 <= len(buttons(card)) <= 5, typed
        label, button = next(iter(buttons(card).items()))
        assert label == meant
        opened = await dispatcher.press(button.action, TELEGRAM)
        assert read(opened).startswith(f"{meant}\n"), typed


@pytest.mark.parametrize(
    ("parameter", "typed", "meant"),
    [("outcome", "sucess", "success"), ("crewed", "yess", "yes"), ("order", "oldset", "oldest")],
)
async def test_a_misspelt_choice_is_a_button_too(
    dispatcher: Dispatcher, parameter: str, typed: str, meant: str
) -> None:
    card = await dispatcher.say("previous", f"provider:nasa {parameter}:{typed}", TELEGRAM)
    corrected = await dispatcher.press(buttons(card)[meant].action, TELEGRAM)
    asked = await dispatcher.say("previous", f"provider:nasa {parameter}:{meant}", TELEGRAM)
    assert corrected == replace(asked, fresh=True)


async def test_a_misspelt_search_offers_the_rocket_it_may_mean(dispatcher: Dispatcher) -> None:
    nothing = await dispatcher.say("search", "falcn hevy", DISCORD)
    assert read(nothing).startswith("Nothing found\n")
    found = await dispatcher.press(buttons(nothing)["Falcon Heavy"].action, DISCORD)
    assert isinstance(found, Card)
    assert "Falcon Heavy launches" in read(found)
