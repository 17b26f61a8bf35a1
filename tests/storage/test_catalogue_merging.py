"""Of several records of one launch the newer wins, and a poorer one takes nothing away."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from adapters.launch_library.records import decode_record
from storage.catalogue import Catalogue, Stored
from storage.models import Booster, Counts, Launch, Mission, Mode, Picture, Program, Record, Reject, Status
from storage.query import LaunchQuery
from tests.launch_library import shapes
from tests.launches import GTO, LEO, NOW, SPACEX, ULA, HandClock, launch, launch_id, record, records

LATER = NOW + timedelta(hours=1)
MISSION = Mission("Starlink Group 1", 41, "Sixty satellites.", "Communications", LEO)


async def kept(catalogue: Catalogue, *told: Record) -> Launch:
    """Store records of launch 1, one after the other, and return what the catalogue makes of them."""
    for one in told:
        await catalogue.store([one])
    found = await catalogue.launch(launch_id(1))
    assert found is not None
    return found


async def test_a_newer_record_of_the_same_kind_replaces_the_older(catalogue: Catalogue) -> None:
    before = launch(1, 1, name="Falcon 9 | Old", failure_reason="None yet.")
    after = launch(1, 3, name="Falcon 9 | New", net=NOW - timedelta(days=2))
    assert await kept(catalogue, record(before), record(after, received_at=LATER)) == after
    page = await catalogue.find(LaunchQuery(name="Falcon 9 | New", status_id=3, search="new"))
    assert page.items == (after,)
    assert (await catalogue.find(LaunchQuery(search="old"))).count == 0


async def test_an_older_record_of_another_kind_only_fills_in(catalogue: Catalogue) -> None:
    newer = launch(1, 3, hashtag=None, last_updated=LATER)
    older = launch(1, 1, name="Falcon 9 | Old", hashtag="#Liftoff", last_updated=NOW)
    told = record(newer, mode=Mode.NORMAL), record(older, received_at=LATER + timedelta(days=9))
    assert await kept(catalogue, *told) == msgspec.structs.replace(newer, hashtag="#Liftoff")


async def test_an_older_record_of_the_same_kind_adds_nothing_as_if_it_had_come_first(
    catalogue: Catalogue,
) -> None:
    newer = launch(1, 3, hashtag=None, last_updated=LATER)
    older = launch(1, 1, name="Falcon 9 | Old", hashtag="#Liftoff", last_updated=NOW)
    assert await kept(catalogue, record(newer), record(older, received_at=LATER)) == newer


async def test_a_poorer_record_changes_what_it_tells_and_keeps_the_rest(catalogue: Catalogue) -> None:
    whole = launch(
        1, 6, is_crewed=True, boosters=(Booster("B1062", 20),), programs=(Program(25, "Commercial Crew"),)
    )
    poor = Launch(
        id=whole.id, name=whole.name, status=Status(3, "Success"), net=whole.net + timedelta(minutes=2)
    )
    merged = await kept(catalogue, record(whole), record(poor, mode=Mode.LIST, received_at=LATER))
    assert merged == msgspec.structs.replace(whole, status=poor.status, net=poor.net)
    query = LaunchQuery(is_crewed=True, serial_numbers=("B1062",), program_ids=(25,), status_id=3)
    assert (await catalogue.find(query)).items == (merged,)


@pytest.mark.parametrize(
    ("told", "mission"),
    [
        (Mission("Starlink Group 1", type="Communications"), MISSION),
        (
            Mission("Starlink Group 1b", type="Test Flight"),
            Mission("Starlink Group 1b", 41, "Sixty satellites.", "Test Flight", LEO),
        ),
        (None, MISSION),
        (Mission("Starlink 7", 42, None, None, GTO), Mission("Starlink 7", 42, None, None, GTO)),
    ],
)
async def test_a_list_record_leaves_the_mission_its_orbit_and_description(
    catalogue: Catalogue, told: Mission | None, mission: Mission
) -> None:
    whole = record(launch(1, mission=MISSION))
    poor = record(launch(1, mission=told), version="2.0.0", mode=Mode.LIST, received_at=LATER)
    assert (await kept(catalogue, whole, poor)).mission == mission


async def test_a_normal_record_without_a_mission_says_that_there_is_none(catalogue: Catalogue) -> None:
    whole = record(launch(1, mission=MISSION, failure_reason="It leaked."))
    normal = record(launch(1, mission=None, boosters=None), mode=Mode.NORMAL, received_at=LATER)
    merged = await kept(catalogue, whole, normal)
    assert (merged.mission, merged.failure_reason, merged.boosters) == (None, None, ())


async def test_a_richer_record_of_an_older_version_keeps_what_only_the_newer_version_tells(
    catalogue: Catalogue,
) -> None:
    newer_version = launch(1, counts=Counts(orbital=7), net_precision="Second", boosters=None)
    richer = launch(1, boosters=(Booster("B1062"),))
    merged = await kept(
        catalogue,
        record(newer_version, version="2.3.0", mode=Mode.NORMAL),
        record(richer, version="2.0.0", mode=Mode.DETAILED, received_at=LATER),
    )
    assert (merged.counts, merged.net_precision) == (Counts(orbital=7), "Second")
    assert merged.boosters == (Booster("B1062"),)


async def test_a_new_picture_does_not_borrow_the_old_ones_credit(catalogue: Catalogue) -> None:
    old = Picture("https://img.example/old.jpg", "https://img.example/old-small.jpg", "Ada")
    new = Picture("https://img.example/new.jpg")
    again = await kept(
        catalogue,
        record(launch(1, picture=old)),
        record(launch(1, picture=new), version="2.0.0", mode=Mode.NORMAL, received_at=LATER),
    )
    assert again.picture == new
    same = record(launch(1, picture=Picture(old.url)), version="2.0.0", mode=Mode.NORMAL, received_at=LATER)
    assert (await kept(catalogue, record(launch(1, picture=old), received_at=LATER), same)).picture == old


async def test_what_was_seen_unchanged_later_is_not_overwritten_by_what_was_true_between(
    catalogue: Catalogue,
) -> None:
    first = record(launch(1, 3), version="2.0.0", mode=Mode.NORMAL, received_at=NOW)
    seen_again = record(launch(1, 3), version="2.0.0", mode=Mode.NORMAL, received_at=LATER)
    between = record(launch(1, 1), mode=Mode.NORMAL, received_at=NOW + timedelta(minutes=30))
    assert (await kept(catalogue, first, seen_again, between)).status.id == 3


async def test_the_same_batch_again_changes_nothing(catalogue: Catalogue) -> None:
    batch = records(*(launch(number) for number in range(1, 251)))
    assert await catalogue.store(batch) == Stored(new=250)
    everything = await catalogue.find(LaunchQuery(limit=100))
    assert await catalogue.store(batch) == Stored(unchanged=250)
    assert await catalogue.find(LaunchQuery(limit=100)) == everything


async def test_repeats_within_a_batch_are_one_launch_and_the_newest_counts(catalogue: Catalogue) -> None:
    old, new = record(launch(1, 1)), record(launch(1, 3), received_at=LATER)
    assert await catalogue.store([new, old, new, record(launch(2))]) == Stored(new=2)
    assert await kept(catalogue) == new.launch
    assert (await catalogue.find(LaunchQuery())).count == 2


async def test_what_changed_is_counted_apart_from_what_is_new(catalogue: Catalogue) -> None:
    await catalogue.store(records(launch(1, 1), launch(2)))
    came = records(launch(1, 3), launch(2), launch(3))
    assert await catalogue.store(came) == Stored(new=1, changed=1, unchanged=1)


async def test_rejects_are_kept_once_with_their_text_and_counted(catalogue: Catalogue) -> None:
    bad = Reject("net is not a time: nothing", b'{"id": 1}', "2.3.0", NOW)
    other = Reject("not valid JSON", b'{"id": 2', "2.3.0", NOW)
    assert await catalogue.store(records(launch(1)), [bad, other]) == Stored(new=1, rejected=2)
    await catalogue.store([], [bad])
    assert (await catalogue.freshness()).rejected == 2


async def test_removed_launches_are_gone_from_every_look_up(catalogue: Catalogue) -> None:
    program = Program(25, "Commercial Crew")
    gone = launch(1, boosters=(Booster("B1062"),), programs=(program,))
    await catalogue.store(records(gone, launch(2)))
    assert await catalogue.remove([launch_id(1), launch_id(99)]) == 1
    assert await catalogue.launch(launch_id(1)) is None
    assert [item.id for item in (await catalogue.find(LaunchQuery(search="starlink"))).items] == [
        launch_id(2)
    ]
    assert (await catalogue.find(LaunchQuery(program_ids=(25,)))).count == 0
    assert await catalogue.remove([launch_id(1)]) == 0
    assert await catalogue.store(records(gone)) == Stored(new=1)
    assert (await catalogue.find(LaunchQuery(search="starlink", serial_numbers=("B1062",)))).items == (gone,)


async def test_a_provider_is_found_by_the_abbreviation_that_only_another_record_tells(
    catalogue: Catalogue,
) -> None:
    bare = msgspec.structs.replace(SPACEX, abbrev=None)
    await catalogue.store(records(launch(1, provider=bare)))
    assert (await catalogue.find(LaunchQuery(search="spx"))).count == 0
    await catalogue.store(records(launch(2, provider=SPACEX)))
    await catalogue.store(records(launch(3, provider=bare)))
    for query in (LaunchQuery(search="spx"), LaunchQuery(provider_name_contains=("spx",))):
        assert (await catalogue.find(query)).count == 3


async def test_all_launches_of_a_renamed_provider_are_found_by_its_new_name(catalogue: Catalogue) -> None:
    await catalogue.store(records(launch(1), launch(2, provider=ULA), launch(3)))
    renamed = msgspec.structs.replace(SPACEX, name="Starfleet Yards", abbrev="SFY")
    await catalogue.store([record(launch(4, provider=renamed), received_at=LATER)])
    for text in ("starfleet yards", "sfy"):
        found = await catalogue.find(LaunchQuery(search=text))
        assert {item.id for item in found.items} == {launch_id(1), launch_id(3), launch_id(4)}, text
    assert (await catalogue.find(LaunchQuery(provider_name_contains=("starfleet",)))).count == 3


async def test_a_failed_write_is_forgotten_whole(catalogue: Catalogue) -> None:
    renamed = msgspec.structs.replace(SPACEX, abbrev="SFY")
    await catalogue.store(records(launch(1)))
    bad = record(launch(2, provider=renamed, window_start="soon"))
    with pytest.raises(TypeError):
        await catalogue.store([bad])
    assert await catalogue.store(records(launch(3))) == Stored(new=1)
    assert (await catalogue.find(LaunchQuery(search="sfy"))).count == 0
    assert (await catalogue.find(LaunchQuery(search="spx"))).count == 2


class TestVerbatim:
    """A record that came in the 2.0.0 shape can be given back to the letter."""

    async def test_the_text_of_a_2_0_0_record_is_kept(self, catalogue: Catalogue) -> None:
        text = shapes.encoded(shapes.normal_2_0_0(a_key_of_tomorrow={"b": None}))
        told = decode_record(text, "2.0.0", NOW)
        await catalogue.store([told, record(launch(1))])
        assert await catalogue.verbatim([told.launch.id, launch_id(1)]) == {told.launch.id: text}

    async def test_the_newest_text_is_given_even_if_nothing_we_know_of_changed(
        self, catalogue: Catalogue
    ) -> None:
        first = decode_record(shapes.encoded(shapes.normal_2_0_0()), "2.0.0", NOW)
        text = shapes.encoded(shapes.normal_2_0_0(a_key_of_tomorrow=1))
        again = decode_record(text, "2.0.0", LATER)
        await catalogue.store([first])
        assert await catalogue.store([again]) == Stored(unchanged=1)
        assert await catalogue.verbatim([first.launch.id]) == {first.launch.id: text}

    async def test_a_launch_that_another_record_changed_since_is_not(self, catalogue: Catalogue) -> None:
        told = decode_record(shapes.encoded(shapes.normal_2_0_0()), "2.0.0", NOW)
        status = {"id": 3, "name": "Success"}
        listed = decode_record(shapes.encoded(shapes.list_2_0_0(status=status)), "2.0.0", LATER)
        await catalogue.store([told])
        await catalogue.store([listed])
        assert await catalogue.verbatim([told.launch.id]) == {}

    async def test_it_is_again_once_the_2_0_0_record_says_the_same(self, catalogue: Catalogue) -> None:
        text = shapes.encoded(shapes.normal_2_0_0(image=None, slug="new-slug"))
        before = decode_record(shapes.encoded(shapes.normal_2_0_0(image=None)), "2.0.0", NOW)
        listed = decode_record(shapes.encoded(shapes.list_2_0_0(image=None, slug="new-slug")), "2.0.0", LATER)
        await catalogue.store([before])
        await catalogue.store([listed])
        assert await catalogue.verbatim([before.launch.id]) == {}
        after = decode_record(text, "2.0.0", LATER + timedelta(hours=1))
        assert await catalogue.store([after]) == Stored(unchanged=1)
        assert await catalogue.verbatim([before.launch.id]) == {before.launch.id: text}

    async def test_a_record_of_a_list_is_not_given_back_nor_is_another_version(
        self, catalogue: Catalogue
    ) -> None:
        listed = decode_record(shapes.encoded(shapes.list_2_0_0()), "2.0.0", NOW)
        newer = decode_record(shapes.encoded(shapes.normal_2_3_0()), "2.3.0", NOW)
        await catalogue.store([listed])
        assert await catalogue.verbatim([listed.launch.id]) == {}
        await catalogue.store([newer])
        assert await catalogue.verbatim([newer.launch.id]) == {}

    async def test_a_newer_version_takes_its_place(self, catalogue: Catalogue) -> None:
        told = decode_record(shapes.encoded(shapes.normal_2_0_0()), "2.0.0", NOW)
        newer = decode_record(shapes.encoded(shapes.normal_2_3_0()), "2.3.0", LATER)
        await catalogue.store([told])
        await catalogue.store([newer])
        assert await catalogue.verbatim([told.launch.id]) == {}


async def test_a_launch_moved_into_the_future_is_no_longer_previous_but_known(
    catalogue: Catalogue, hand_clock: HandClock
) -> None:
    moved = launch(1, 1, net=NOW + timedelta(hours=2))
    await catalogue.store(records(launch(1, 1)))
    await catalogue.store([record(moved, received_at=LATER)])
    assert (await catalogue.find(LaunchQuery())).count == 0
    assert await catalogue.launch(launch_id(1)) == moved
    hand_clock.now = moved.net
    assert (await catalogue.find(LaunchQuery())).items == (moved,)


async def test_what_the_richest_record_alone_tells_outlives_any_number_of_poorer_ones(
    catalogue: Catalogue,
) -> None:
    told = launch(1, boosters=(Booster("B1067", 5),))
    poorer = launch(1, boosters=None, name="Renamed")
    for hours, (mode, each) in enumerate(((Mode.DETAILED, told), (Mode.LIST, poorer), (Mode.NORMAL, poorer))):
        await catalogue.store([record(each, mode=mode, received_at=NOW + timedelta(hours=hours))])
    kept = await catalogue.launch(told.id)
    assert kept is not None
    assert (kept.name, kept.boosters) == ("Renamed", told.boosters)
