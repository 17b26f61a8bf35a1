"""Which launch of what a launch is stays true while launches enter late, move, change hands and go."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import msgspec
import pytest

from storage.catalogue import Catalogue
from storage.models import Launch, Mission, Orbit, Record
from storage.query import AttemptBound, Attempts, LaunchQuery, Sign
from tests.launches import LEO, NOW, ULA, launch, launch_id, record, records
from tests.raw_history import raw_history

SUBORBITAL = Orbit(15, "Suborbital")
LATER = NOW + timedelta(hours=1)


async def places(catalogue: Catalogue, of: Attempts, *, in_year: bool = False) -> list[str]:
    """Return the launches that have a place, in the order of their places; those in one place together."""
    found: list[str] = []
    for number in range(1, 400):
        bound = AttemptBound(of, in_year, Sign.EQUAL, number)
        page = await catalogue.find(LaunchQuery(attempts=(bound,), ordering=("net",)))
        if not page.items:
            return found
        found += [item.id for item in page.items]
    return found


def ids(*numbers: int) -> list[str]:
    return [launch_id(number) for number in numbers]


async def test_the_first_launch_is_the_earliest_and_what_is_suborbital_has_no_place(
    catalogue: Catalogue,
) -> None:
    hop = launch(3, mission=Mission("Hop", 3, orbit=SUBORBITAL))
    jump = launch(4, mission=Mission("Jump", 4, type="Suborbital"))
    await catalogue.store(records(launch(1), launch(2), hop, jump, launch(5)))
    assert await places(catalogue, Attempts.ORBITAL) == ids(5, 2, 1)
    assert await places(catalogue, Attempts.AGENCY) == ids(5, 4, 3, 2, 1)


async def test_without_suborbital_ones_what_is_not_known_to_be_one_stays(catalogue: Catalogue) -> None:
    """Of most launches before 2024 no record tells the orbit: without those, hardly any would be left."""
    hop = launch(1, mission=Mission("Hop", 1, orbit=SUBORBITAL))
    jump = launch(2, mission=Mission("Jump", 2, type="Suborbital"))
    # What the orbit tells is nearer to the truth than what the mission was for.
    climb = launch(3, mission=Mission("Climb", 3, type="Suborbital", orbit=LEO))
    unknown = launch(4, mission=Mission("Unknown", 4, type="Communications"))
    await catalogue.store(records(hop, jump, climb, unknown, launch(5, mission=None)))
    page = await catalogue.find(LaunchQuery(include_suborbital=False))
    assert [item.id for item in page.items] == ids(3, 4, 5)
    assert (await catalogue.find(LaunchQuery())).count == 5


async def test_without_suborbital_ones_the_bundled_history_stays_nearly_whole(
    history_catalogue: Catalogue,
) -> None:
    everything = await history_catalogue.find(LaunchQuery())
    above = await history_catalogue.find(LaunchQuery(include_suborbital=False))
    missions = [record["mission"] or {} for record in raw_history()]
    orbits = [(mission.get("orbit") or {}).get("name") for mission in missions]
    below = [
        orbit == "Suborbital" if orbit else mission.get("type") == "Suborbital"
        for orbit, mission in zip(orbits, missions, strict=True)
    ]
    assert orbits.count(None) > len(orbits) * 0.9
    assert above.count == everything.count - sum(below)
    assert 0 < sum(below) < everything.count / 20


async def test_what_has_no_provider_or_pad_has_no_place_among_its_launches(catalogue: Catalogue) -> None:
    await catalogue.store(records(launch(1), launch(2, provider=None, pad=None)))
    for of in (Attempts.AGENCY, Attempts.PAD, Attempts.LOCATION):
        assert await places(catalogue, of) == ids(1)
    assert await places(catalogue, Attempts.ORBITAL) == ids(2, 1)


async def test_a_year_begins_with_its_first_launch_in_utc(catalogue: Catalogue) -> None:
    new_year = NOW.replace(month=1, day=1, hour=0)
    old = launch(1, net=new_year - timedelta(seconds=1))
    await catalogue.store(records(old, launch(2, net=new_year), launch(3, net=new_year)))
    bound = AttemptBound(Attempts.AGENCY, True, Sign.EQUAL, 1)
    assert {item.id for item in (await catalogue.find(LaunchQuery(attempts=(bound,)))).items} == {
        launch_id(1),
        min(ids(2, 3)),
    }


@pytest.mark.parametrize(
    "change",
    [
        {"net": NOW - timedelta(days=9)},
        {"provider": ULA},
        {"pad": None},
        {"mission": Mission("Hop", 3, orbit=SUBORBITAL)},
        {"status": None},
        None,
    ],
    ids=str,
)
async def test_every_change_leaves_the_places_as_if_they_were_counted_anew(
    catalogue: Catalogue, change: dict[str, object] | None
) -> None:
    told = [launch(number) for number in (1, 2, 3, 4, 6)]
    await catalogue.store(records(*told))
    await catalogue.store(records(late := launch(5)))
    if change is None:
        await catalogue.remove([launch_id(2)])
        told = [each for each in [*told, late] if each.id != launch_id(2)]
    else:
        kept = {name: value for name, value in change.items() if value is not None or name != "status"}
        after = msgspec.structs.replace(told[1], hashtag="moved", **kept)
        await catalogue.store([record(after, received_at=LATER)])
        told = [after if each.id == after.id else each for each in [*told, late]]
    for of, in_year in product(Attempts, (False, True)):
        assert await places(catalogue, of, in_year=in_year) == _counted(told, of), (of, in_year)


def _counted(told: list[Launch], of: Attempts) -> list[str]:
    """Return the launches by place and NET; all are of one year here."""
    groups: dict[object, int] = {}
    placed = []
    for each in sorted(told, key=lambda each: each.net):
        pad, mission = each.pad, each.mission
        group: object = {
            Attempts.AGENCY: each.provider and each.provider.id,
            Attempts.PAD: pad and pad.id,
            Attempts.LOCATION: pad and pad.location and pad.location.id,
            Attempts.ORBITAL: not (mission and mission.orbit == SUBORBITAL) or None,
        }[of]
        if group is not None:
            groups[group] = groups.get(group, 0) + 1
            placed.append((groups[group], each.net, each.id))
    return [each[2] for each in sorted(placed)]


class TornOff(list[Record]):
    """Records of which only the first batch can be had."""

    def __getitem__(self, key):  # type: ignore[no-untyped-def]
        if isinstance(key, slice) and key.start:
            raise OSError
        return super().__getitem__(key)


async def test_a_load_cut_short_is_made_good_by_the_next_write(catalogue: Catalogue) -> None:
    await catalogue.store(records(launch(1)))
    with pytest.raises(OSError, match=r"^$"):
        await catalogue.store(TornOff(records(*(launch(number) for number in range(2, 140)))))
    await catalogue.store([], marks={"total": "7000"})
    assert await places(catalogue, Attempts.AGENCY) == ids(*range(101, 0, -1))


@pytest.mark.parametrize(
    ("of", "in_year", "number"),
    [
        (Attempts.LOCATION, False, 213),
        (Attempts.LOCATION, True, 21),
        (Attempts.PAD, False, 6),
        (Attempts.PAD, True, 3),
    ],
)
async def test_the_bundled_history_is_numbered_as_launch_library_numbers_it(
    history_catalogue: Catalogue, of: Attempts, in_year: bool, number: int
) -> None:
    """Surveyor 6's figures are Launch Library's own."""
    bound = AttemptBound(of, in_year, Sign.EQUAL, number)
    found = (await history_catalogue.find(LaunchQuery(attempts=(bound,), search="Surveyor 6"))).items
    assert "Surveyor 6" in {each.mission.name for each in found if each.mission}
