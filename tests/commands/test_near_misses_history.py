"""Misspelt names typed plainly, over the bundled history: the nearest of every kind comes first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from commands.definitions.filters import FREE_KINDS
from commands.parsing.names.resolver import Naming
from storage.properties import Property
from tests.commands.misspellings import MEANINGLESS, MISSPELT, MISSPELT_LAUNCHES, PLAINLY
from tests.history import opened

in_one_loop = pytest.mark.asyncio(loop_scope="module")

EVERY_KIND = (*FREE_KINDS, None)

_ABSENT = {"isar areospace", "andoeya", "heliocentic", "polaris down", "europa cliper", "starship flght 5"}
"""What the embedded records have and the bundled history lacks."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def naming(history_file: Path) -> AsyncIterator[Naming]:
    async with opened(history_file) as catalogue:
        yield Naming(catalogue)


def _table() -> dict[str, str]:
    typed = {
        text: name for kind, names in MISSPELT.items() if kind in FREE_KINDS for text, name in names.items()
    }
    missions = {text: name.rpartition("| ")[2] for text, name in MISSPELT_LAUNCHES.items()}
    table = typed | missions | PLAINLY
    return {text: meant for text, meant in table.items() if text not in _ABSENT}


@in_one_loop
async def test_of_200_misspellings_at_least_95_in_100_get_the_meant_name_first(naming: Naming) -> None:
    table, missed = _table(), list[str]()
    assert len(table) >= 200
    for text, meant in table.items():
        near = await naming.near(EVERY_KIND, text)
        # Launch Library's history and the embedded records differ in how they end names.
        first = _letters(near[0].text) if near else "-"
        if not (first.startswith(_letters(meant)) or _letters(meant).startswith(first)):
            missed.append(text)
    assert len(missed) * 100 <= 5 * len(table), missed


@in_one_loop
@pytest.mark.parametrize("text", MEANINGLESS)
async def test_words_that_mean_nothing_get_no_silly_offer(naming: Naming, text: str) -> None:
    assert await naming.near(EVERY_KIND, text) == ()


@in_one_loop
@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [
        (Property.ROCKET, "falcon 9", "Falcon 9"), (Property.ROCKET, "long march 3", "Long March 3"),
        (Property.ROCKET, "F9", "Falcon 9"), (Property.ROCKET, "cz-5", "Long March 5"),
        (Property.LOCATION, "kourou", "Guiana Space Centre, French Guiana"),
        (Property.LOCATION, "ksc", "Kennedy Space Center, FL, USA"),
        (Property.PROVIDER, "usa", "USA"), (Property.PROVIDER, "europ", "Europe"),
        (Property.PERSON, "gaga", "Yuri Gagarin"), (Property.SPACECRAFT, "gemi", "Gemini"),
        (Property.MISSION_TYPE, "comm", "Communications"), (Property.BOOSTER, "b1067", "B1067"),
    ],
)  # fmt: skip
async def test_completion_offers_families_and_nicknames_first(
    naming: Naming, kind: Property, typed: str, first: str
) -> None:
    offers = await naming.complete(kind, typed)
    assert offers[0].value == first


@in_one_loop
@pytest.mark.parametrize("typed", ["", "f", "long march", "s", "ariane", "proton", "u", "cape"])
@pytest.mark.parametrize("kind", [Property.PROVIDER, Property.ROCKET, Property.LOCATION, Property.ORBIT])
async def test_what_completion_offers_means_what_it_counts(
    naming: Naming, kind: Property, typed: str
) -> None:
    for offer in await naming.complete(kind, typed):
        match = await naming.match(kind, offer.value)
        assert match is not None
        count = sum(name.launches for name in match.names)
        assert f" · {count:,} launch" in offer.label, offer


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
