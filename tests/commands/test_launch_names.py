"""Over the whole history: a launch is found by its own name, and by nobody else's."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest

from commands.parsing.names.launch_names import LaunchNames
from storage.catalogue import Catalogue


@pytest.fixture
async def names(history_catalogue: Catalogue) -> LaunchNames:
    return LaunchNames.build(await history_catalogue.labels())


async def test_every_name_that_only_one_launch_has_leads_to_it(names: LaunchNames) -> None:
    for called in ("name", "mission_name"):
        owners = Counter(getattr(label, called) for label in names.labels)
        own = [text for text, count in owners.items() if count == 1 and text]
        assert len(own) > 6_500
        missed = [text for text in own if [getattr(x, called) for x in names.named(text)] != [text]]
        assert missed == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vostok 1", "Vostok-K | Vostok 1"), ("apollo xi", "Saturn V | Apollo 11"),
        ("sputnik 1", "Sputnik 8K74PS | Sputnik 1"), ("artemis 2", "SLS Block 1 | Artemis II"),
        ("sts107", "Space Shuttle Columbia / OV-102 | STS-107"),
    ],
)  # fmt: skip
async def test_a_name_is_known_however_it_is_written(names: LaunchNames, typed: str, meant: str) -> None:
    assert [label.name for label in names.named(typed)] == [meant]


async def test_a_number_that_is_there_once_is_not_there_twice(names: LaunchNames) -> None:
    asked = "Starlink Group 1-1"
    assert not list(chain(names.named(asked), names.with_words(asked), names.beginning(asked)))


async def test_whole_words_come_before_the_beginnings_of_words(names: LaunchNames) -> None:
    assert not names.with_words("corona")
    (begun,) = names.beginning("corona")
    assert "Coronal" in begun.name


async def test_words_that_follow_one_another_come_before_words_that_stand_apart(names: LaunchNames) -> None:
    # "H3-30 Test Flight" has both words as well.
    found = [label.name for label in names.with_words("flight 3")]
    assert found
    assert all("Flight 3" in name for name in found)
    assert names.with_words("30 flight")[0].name == "H3-30 | H3-30 Test Flight"
