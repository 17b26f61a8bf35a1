"""What people call providers and rockets, over all that have flown."""

from __future__ import annotations

from collections import Counter

import pytest

from storage.display_names import agency_name, rocket_name
from storage.history import BUNDLED_HISTORY
from storage.models import Agency, Rocket


@pytest.fixture(scope="module")
def providers() -> list[Agency]:
    found = {each.provider.id: each.provider for each in BUNDLED_HISTORY.read().launches if each.provider}
    return list(found.values())


def test_fans_read_the_names_that_they_use(providers: list[Agency]) -> None:
    shown = {each.name: each.shown for each in providers}
    assert {shown[name] for name in shown if shown[name] != name} == {
        "ABMA", "ADD", "ASI", "CASC", "CNES", "DLR", "ELDO", "ESA", "ESRO", "ISAS", "ISRO", "JAXA", "KARI",
        "NADA", "NASA", "NASDA", "Roscosmos", "ULA", "US Air Force",
    }  # fmt: skip
    for name in ("SpaceX", "Rocket Lab", "Arianespace", "Soviet Space Program", "Blue Origin", "Sea Launch"):
        assert shown[name] == name


def test_no_two_providers_are_called_the_same(providers: list[Agency]) -> None:
    counts = Counter(each.shown for each in providers)
    assert [name for name, count in counts.items() if count > 1] == []


def test_the_rule_asks_for_a_public_body_whose_abbreviation_is_its_initials() -> None:
    assert agency_name("Kenya Space Agency", "KSA") == "KSA"
    assert agency_name("Kenya Space Agency", None) == "Kenya Space Agency"
    assert agency_name("Brazilian Space Agency", "AEB") == "Brazilian Space Agency"
    assert agency_name("Orbital Sciences Corporation", "OSC") == "Orbital Sciences Corporation"
    assert agency_name("Space Agency", "SA") == "Space Agency"


def test_rockets_keep_their_full_names_unless_those_are_long() -> None:
    rockets = {each.rocket.id: each.rocket for each in BUNDLED_HISTORY.read().launches if each.rocket}
    changed = {each.shown for each in rockets.values() if each.shown != (each.full_name or each.name)}
    assert changed == {"KAIROS", "LVM-3 (GSLV Mk III)", "SLS Block 1"}
    assert Rocket(1, "Falcon 9", "Falcon 9 Block 5").shown == "Falcon 9 Block 5"
    assert rocket_name("Soyuz 2.1a", None) == "Soyuz 2.1a"
