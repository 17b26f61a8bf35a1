"""Search terms are literal text: no character in them means anything, and none breaks the search.

Made-up names: none of the history has such characters. What real words find, `test_catalogue_oracle` tells.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.catalogue import Catalogue
from storage.models import Agency, Launch, Mission, Pad, Spacecraft
from storage.query import LaunchQuery
from tests.launches import BAIKONUR, ROSCOSMOS, SOYUZ, catalogue_of, launch, records

ODD_NAMES = {
    1: 'Falcon 9 | "Quoted" (AND) 100%',
    2: "Soyuz 2.1a | O'Neill_1 .* NEAR(x, y)",
    3: "Vega-C | name: é-ö ^start* -minus",
    4: "Long March 5 | 嫦娥五号 🚀 rocket",
    5: "Zeroed\0name | after",
    6: "Right \u202eto\u202c left | \u0634\u0647\u0627\u0628 1",
    7: r"C:\temp\launch | a;b -- DROP TABLE launches",
}


@pytest.fixture
async def odd(path: Path) -> AsyncIterator[Catalogue]:
    launches = [launch(number, name=name, mission=None) for number, name in ODD_NAMES.items()]
    async with catalogue_of(path, records(*launches)) as catalogue:
        yield catalogue


async def found(catalogue: Catalogue, search: str) -> list[str]:
    page = await catalogue.find(LaunchQuery(search=search, ordering=("-net",), limit=100))
    return [item.name for item in page.items]


@pytest.mark.parametrize(
    ("search", "numbers"),
    [
        (".*", [2]),
        ("%", [1]),
        ("100%", [1]),
        ("_", [2]),
        ("o_neill", []),
        ("O'Neill", [2]),
        ("'", [2]),
        ('"', [1]),
        ('"quoted"', [1]),
        ('""', []),
        ("(", [1, 2]),
        ("(and)", [1]),
        ("AND", [1]),
        ("OR", []),
        ("NOT", []),
        ("NEAR(", [2]),
        ("NEAR(x", [2]),
        ("name:", [3]),
        ("words:", []),
        ("-minus", [3]),
        ("-", [3, 7]),
        ("*", [2, 3]),
        ("start*", [3]),
        ("sta*", []),
        ("^", [3]),
        ("^start*", [3]),
        ("\\", [7]),
        ("\\temp\\", [7]),
        ("a;b", [7]),
        ("--", [7]),
        ("{", []),
        ("🚀", [4]),
        ("嫦娥", [4]),
        ("嫦娥五号", [4]),
        ("🚀 rocket", [4]),
        ("🛰", []),
        ("E-O", [3]),
        ("\u202eto", [6]),
        ("\u0634\u0647\u0627\u0628", [6]),
        ("zeroed", [5]),
        ("zeroed\0name", [5]),
        ("\0", [5]),
        ("after", [5]),
        ("\u0301", [1, 2, 3, 4, 5, 6, 7]),
    ],
)
async def test_every_character_stands_for_itself(odd: Catalogue, search: str, numbers: list[int]) -> None:
    assert await found(odd, search) == [ODD_NAMES[number] for number in numbers]


@pytest.mark.parametrize("search", ["\ud800", "\udfff\ud800", "rocket \ud83d", "x" * 3 + "\udc00" + "y" * 3])
async def test_half_a_character_is_found_nowhere(odd: Catalogue, search: str) -> None:
    assert await found(odd, search) == []
    for query in (
        LaunchQuery(name=search),
        LaunchQuery(slug=search),
        LaunchQuery(ids=(search,)),
        LaunchQuery(provider_name_contains=(search,)),
        LaunchQuery(designators=(search,)),
        LaunchQuery(video_urls=(search,)),
        LaunchQuery(spacecraft_name=search),
        LaunchQuery(spacecraft_name_contains=search),
        LaunchQuery(configuration_name=search, orbit_name_contains=search),
        LaunchQuery(serial_numbers=(search,), mission_types=(search,)),
    ):
        assert (await odd.find(query)).count == 0


@pytest.mark.parametrize(
    "search",
    [
        "a" * 5000,
        "é" * 5000,
        "\0" * 5000,
        '"' * 5000,
        "🚀" * 5000,
        "%" * 5000,
        ("(" * 160 + " ") * 31,
        "*" * 201,
    ],
)
async def test_a_very_long_text_is_found_nowhere(odd: Catalogue, search: str) -> None:
    assert await found(odd, search) == []


async def test_thirty_two_words_are_all_looked_for(odd: Catalogue) -> None:
    assert await found(odd, " ".join(["rocket", "🚀"] * 16)) == [ODD_NAMES[4]]
    assert await found(odd, " ".join(["rocket"] * 31 + ["absent"])) == []


async def test_one_letter_and_two_letters_are_looked_for_too(odd: Catalogue) -> None:
    assert await found(odd, "^") == [ODD_NAMES[3]]
    assert await found(odd, "o'") == [ODD_NAMES[2]]
    assert await found(odd, "5 ma") == [ODD_NAMES[4]]


async def test_every_word_must_occur_but_not_in_one_name(catalogue: Catalogue) -> None:
    crewed = launch(
        1,
        name="Soyuz 2.1a | Soyuz MS-26",
        provider=ROSCOSMOS,
        rocket=SOYUZ,
        mission=Mission("Soyuz MS-26", 1, "To the station."),
        pad=BAIKONUR,
        spacecraft=(Spacecraft("Borisoglebsk", crew=("Ada",)),),
    )
    await catalogue.store(records(crewed, launch(2)))
    for search in ("soyuz baikonur", "ROSCOSMOS 31/6", "rfsa,ms-26", "borisogleb kazakhstan", "cosmodrome"):
        assert [item.id for item in (await catalogue.find(LaunchQuery(search=search))).items] == [crewed.id]
    for search in ("soyuz kourou", "station", "ada", "2.1aSoyuz", "ms-26 starlink"):
        assert (await catalogue.find(LaunchQuery(search=search))).count == 0


async def test_a_word_does_not_span_two_names(catalogue: Catalogue) -> None:
    joined: Launch = launch(
        1,
        name="Alpha",
        provider=Agency(1, "Beta"),
        mission=Mission("Gamma"),
        pad=Pad(1, "Delta"),
        rocket=None,
    )
    await catalogue.store(records(joined))
    assert (await catalogue.find(LaunchQuery(search="alpha beta gamma delta"))).count == 1
    for search in ("alphabeta", "betagamma", "phabet"):
        assert (await catalogue.find(LaunchQuery(search=search))).count == 0
