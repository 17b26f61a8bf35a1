"""Which launches a message names."""

from __future__ import annotations

import pytest

from commands.parsing.names.launch_names import LaunchNames
from commands.parsing.names.mentioned import MOST_ALIKE, mentioned
from storage.catalogue import Catalogue


@pytest.fixture
async def names(catalogue: Catalogue) -> LaunchNames:
    return LaunchNames.build(await catalogue.labels())


@pytest.mark.parametrize(
    ("text", "missions"),
    [
        ("I still remember Apollo 11.", ["Apollo 11"]),
        ("apollo XI and Apollo 8, then apollo 11 again", ["Apollo 11", "Apollo 8"]),
        ("Saturn V | Apollo 8 went well", ["Apollo 8"]),
        ("https://example.org/launches/saturn-v-apollo-11?x=1", ["Apollo 11"]),
        ("**STS-107** \\| _never forget_", ["STS-107"]),
        ("the demo was a test of progress on the launch pad", []),
        ("12 and 7 and 2024", []),
        ("", []),
        ("\ud800 \x00 🚀" * 300, []),
    ],
)
def test_names_are_found_in_what_people_write(names: LaunchNames, text: str, missions: list[str]) -> None:
    found = mentioned(text, names)
    assert [label.name.partition(" | ")[2] for label in found] == missions


def test_an_id_is_a_name_too_and_each_launch_is_told_once(names: LaunchNames) -> None:
    label = next(each for each in names.labels if each.name == "Saturn V | Apollo 11")
    assert mentioned(f"{label.id.upper()} is Apollo 11", names) == (label,)


def test_what_many_launches_are_called_names_none(names: LaunchNames) -> None:
    many = next(way for way, ranks in names.exact.items() if len(ranks) > 4 * MOST_ALIKE and len(way) > 1)
    assert len(mentioned(" ".join(many), names)) <= MOST_ALIKE
