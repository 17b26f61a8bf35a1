"""Launch Library's closed lists in people's own language: shown so, and understood so beside English."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count

import pytest

from bot.app import Outside, make_dispatcher
from commands.cards.card import Card
from commands.definitions.closed_lists import (
    MISSION_TYPES,
    ORBITS,
    PROVIDER_TYPES,
    SPACECRAFT_CLASSES,
    class_words,
    provider_type_words,
    spellings,
    value_words,
)
from commands.definitions.commands import COMMANDS
from commands.definitions.outcomes import STATUS_LABELS
from commands.dispatcher import Dispatcher
from commands.i18n.countries import country_words
from commands.i18n.languages import TRANSLATED, Languages
from commands.i18n.translation import _, speaking
from storage.catalogue import Catalogue
from storage.properties import Property
from tests.commands.conftest import NOW, buttons, read
from tests.commands.people import someone
from tests.raw_history import raw_history

BY_NAME = {command.name: command for command in COMMANDS}
CODES = [each.code for each in TRANSLATED]
WORDS = ((Property.ORBIT, ORBITS), (Property.MISSION_TYPE, MISSION_TYPES))
SAME = {"Navigation", "Suborbital", "Technology", "Asteroid", "Biology"}
"""Words that are the same in one of the languages, or nearly."""


@pytest.fixture
def asking(catalogue: Catalogue, needs: Outside) -> Dispatcher:
    return make_dispatcher(
        catalogue,
        replace(needs, languages=Languages.load()),
        lambda: NOW,
        monotonic=map(float, count(0, 600)).__next__,
    )


def _of(*path: str) -> set[str]:
    """Return every value that the records of the bundled history have there."""
    found: Iterable[object] = raw_history()
    for name in path:
        found = [each.get(name) for each in found if isinstance(each, dict)]
    return {str(each) for each in found if each is not None}


@pytest.mark.over("history")
def test_every_value_of_the_history_is_in_the_lists() -> None:
    assert _of("mission", "type") - set(MISSION_TYPES) == set()
    assert _of("mission", "orbit", "name") - set(ORBITS) == set()
    assert _of("launch_service_provider", "type") - set(PROVIDER_TYPES) == set()
    assert {int(each) for each in _of("status", "id")} - STATUS_LABELS.keys() == set()


@pytest.mark.over("history")
@pytest.mark.parametrize("code", CODES)
async def test_every_country_of_the_history_has_a_name(code: str, history_catalogue: Catalogue) -> None:
    places = {each for each in _of("pad", "location", "country_code") if each.isalpha()}
    providers = {name.name for name in await history_catalogue.names(Property.COUNTRY)}
    assert len(places) > 15
    assert len(providers) > 10
    with speaking(Languages.load().of(code)):
        assert [each for each in places | providers if country_words(each) == each] == []


@pytest.mark.parametrize("code", CODES)
def test_each_value_has_one_name_of_its_own_in_every_language(code: str) -> None:
    with speaking(Languages.load().of(code)):
        for kind, values in WORDS:
            names = [value_words(kind, value) for value in values]
            assert len(set(names)) == len(names)
            same = {value for value, name in zip(values, names, strict=True) if value == name}
            assert same <= SAME, code
        types = [provider_type_words(each) for each in PROVIDER_TYPES]
        assert len(set(types)) == len(types)
        classes = [class_words(each) for each in SPACECRAFT_CLASSES]
        assert len(set(classes)) == len(classes)


@pytest.mark.parametrize("code", CODES)
def test_what_help_names_as_an_example_is_called_as_everywhere_else(code: str) -> None:
    examples = (
        (Property.COUNTRY, "CHN"),
        (Property.ORBIT, "Geostationary Transfer Orbit"),
        (Property.MISSION_TYPE, "Resupply"),
    )
    with speaking(Languages.load().of(code)):
        told = [_(parameter.description).casefold() for parameter in BY_NAME["previous"].parameters]
        for kind, name in examples:
            assert any(value_words(kind, name).casefold() in text for text in told), name


def test_what_nobody_has_translated_stays_as_it_came() -> None:
    with speaking(Languages.load().of("de")):
        assert value_words(Property.ORBIT, "Halo Orbit") == "Halo Orbit"
        assert value_words(Property.PROVIDER, "Commercial") == "Commercial"
        assert provider_type_words("Guild") == "Guild"
        assert class_words("Spaceplane") == "Raumgleiter"
        assert class_words("Sail") == "Sail"
    assert spellings(Property.ORBIT, "Halo Orbit") == ("Halo Orbit",)
    assert spellings(Property.ROCKET, "Soyuz") == ()


@pytest.mark.parametrize(
    ("code", "typed", "english"),
    [
        ("de", 'orbit:"niedrige Erdumlaufbahn"', "orbit:leo"),
        ("es", 'mission:"Vuelo de prueba"', 'mission:"Test Flight"'),
        ("fr", "mission:Ravitaillement", "mission:Resupply"),
        ("ru", 'orbit:"солнечно-синхронная орбита"', "orbit:sso"),
        ("zh", "orbit:近地轨道 mission:通信", "orbit:leo mission:Communications"),
        ("en", "mission:Ravitaillement", "mission:Resupply"),
    ],
)
async def test_localised_names_are_understood_as_filters(
    asking: Dispatcher, code: str, typed: str, english: str
) -> None:
    person = replace(someone(), locale=code)
    said, wanted = [await asking.say("previous", text, person) for text in (typed, english)]
    assert isinstance(said, Card)
    assert isinstance(wanted, Card)
    assert said.content.query == wanted.content.query
    assert said.content.count


async def test_they_are_shown_in_details_menus_figures_and_completion(asking: Dispatcher) -> None:
    spaniard = replace(someone(), locale="es")
    details = read(await asking.say("launch", "Sputnik 1", spaniard))
    assert "Órbita: Órbita terrestre baja" in details
    panel = await asking.say("previous", "orbit:leo", spaniard)
    assert "Órbita terrestre baja" in read(panel)
    figures = read(await asking.say("stats", "by:orbit", spaniard))
    assert "Órbita terrestre baja · " in figures
    assert "Tipo: Comercial\nPaís: Estados Unidos" in read(await asking.say("provider", "SpaceX", spaniard))
    (first, *_others) = await asking.complete("previous", "orbit", "órbita terr", {}, spaniard)
    assert first.label.startswith("Órbita terrestre baja · ")
    assert first.value == "Low Earth Orbit"


async def test_what_is_suggested_instead_is_written_so_too(asking: Dispatcher) -> None:
    card = await asking.say("previous", "mission:comunicacones", replace(someone(), locale="es"))
    assert "Comunicaciones" in card.content.suggestions
    found = await asking.press(buttons(card)["Comunicaciones"].action, replace(someone(), locale="de"))
    assert isinstance(found, Card)
    assert "Kommunikation" in read(found)
