"""Histories made of records: the latest word on every fact, the same bytes from the same records."""

from __future__ import annotations

import json
import lzma
import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import StoreError
from storage.history import BUNDLED_HISTORY, decode_history
from storage.history.builder import Built, build_history
from storage.history.gaps import find_gaps
from storage.models import (
    HISTORY_VERSION,
    Agency,
    Booster,
    Launch,
    Mission,
    Mode,
    Pad,
    Program,
    Record,
    Rocket,
    Spacecraft,
    StatusId,
)
from tests.launches import FALCON_9, KENNEDY, LEO, NOW, SPACEX, launch

EARLY, LATE = datetime(2024, 3, 1, tzinfo=UTC), datetime(2024, 5, 1, tzinfo=UTC)


def record(told: Launch, version: str = "2.2.0", mode: Mode = Mode.NORMAL) -> Record:
    return Record(told, version, mode, b"{}", NOW)


def only(built: Built) -> Launch:
    (found,) = built.history.launches
    return found


def test_a_file_gives_back_what_was_written_into_it() -> None:
    told = launch(
        1,
        net_precision="Minute",
        window_start=NOW - timedelta(days=1, hours=2),
        window_end=NOW,
        last_updated=LATE,
        rocket_id=7,
        rocket=Rocket(1, "Saturn V", "Saturn V", "Saturn", "V", Agency(80, "Boeing", "BA")),
        mission=Mission("Apollo", 3, type="Human Exploration", orbit=LEO),
        pad=Pad(87, "39A", KENNEDY.location, 28.6, -80.6),
        programs=(Program(25, "Starlink"),),
        designator="1969-059",
        is_crewed=True,
        boosters=(Booster("B1058", 3, True, False, "JRTI", "JRTI", "Core", "ASDS"), Booster("B1")),
        spacecraft=(Spacecraft("Columbia", "CSM-107", ("A", "B"), ("Commander", None)), Spacecraft("Eagle")),
    )
    other = launch(2, mission=None, programs=None, last_updated=EARLY, is_crewed=False, pad=told.pad)
    built = build_history([record(told), record(other)])
    again = decode_history(built.file)
    assert again == built.history
    assert again.launches == (other, told)


def test_the_later_record_counts_and_the_earlier_fills_what_it_does_not_tell() -> None:
    late = launch(1, last_updated=LATE, mission=Mission("Crew-8", 5), slug=None, boosters=None)
    early = launch(1, StatusId.GO, last_updated=EARLY, slug="crew-8", boosters=(Booster("B1083"),))
    found = only(build_history([record(late), record(early)]))
    assert found.status.id == StatusId.SUCCESS
    assert (found.slug, found.boosters) == ("crew-8", early.boosters)
    assert found.mission is not None
    assert found.mission.name == "Crew-8"


def test_a_record_without_a_date_counts_less_than_one_with_a_date() -> None:
    dated = launch(1, last_updated=EARLY, name="Dated")
    undated = launch(1, StatusId.GO, name="Undated")
    assert only(build_history([record(undated, "2.0.0"), record(dated)])).name == "Dated"


def test_an_older_history_counts_least_of_all() -> None:
    told = launch(1, StatusId.IN_FLIGHT, last_updated=LATE, name="Told", designator="1969-059")
    undated = launch(1, name="Recorded")
    found = only(build_history([record(told, HISTORY_VERSION), record(undated, "2.0.0")]))
    assert (found.name, found.designator, found.status.id) == ("Recorded", "1969-059", StatusId.SUCCESS)


def test_what_a_thing_is_called_is_told_by_the_latest_record_of_any_launch() -> None:
    before = launch(1, last_updated=EARLY, provider=Agency(121, "Space Exploration", None, "Commercial"))
    after = launch(2, last_updated=LATE, provider=SPACEX, pad=Pad(87, "39A", None, 28.6, -80.6))
    launches = build_history([record(after), record(before)]).history.launches
    assert [entry.provider for entry in launches] == [Agency(121, "SpaceX", "SpX", "Commercial")] * 2


def test_a_pads_coordinates_hold_for_all_launches_from_there() -> None:
    bare = launch(1, pad=Pad(87, "39A"))
    told = launch(2, pad=Pad(87, "39A", KENNEDY.location, 28.6, -80.6))
    launches = build_history([record(bare), record(told)]).history.launches
    assert [entry.pad for entry in launches] == [told.pad] * 2


def test_launches_that_have_not_flown_are_left_out_and_counted() -> None:
    records = [record(launch(1)), record(launch(2, StatusId.GO)), record(launch(3, StatusId.IN_FLIGHT))]
    built = build_history(records)
    assert [entry.status.id for entry in built.history.launches] == [StatusId.IN_FLIGHT, StatusId.SUCCESS]
    assert dict(built.left_out) == {"not flown, as far as their records tell": 1}


def test_nothing_flown_is_no_history() -> None:
    with pytest.raises(StoreError, match="No launch in these records has flown"):
        build_history([record(launch(1, StatusId.GO))])


def test_the_same_lift_off_under_two_ids_counts_once() -> None:
    net = datetime(2024, 2, 1, 12, tzinfo=UTC)
    first, second = launch(1, net=net, last_updated=EARLY), launch(2, net=net, last_updated=LATE)
    for records in ([first, second], [second, first]):
        built = build_history(map(record, records))
        assert only(built).id == second.id
        assert built.left_out == {"the same lift-off under another id": 1}


def test_an_empty_list_of_programmes_without_a_date_is_not_known() -> None:
    undated, dated = launch(1, programs=()), launch(2, programs=(), last_updated=LATE)
    built = build_history([record(undated, "2.0.0"), record(dated)])
    assert {entry.id: entry.programs for entry in built.history.launches} == {undated.id: None, dated.id: ()}


def test_no_sentence_gets_into_a_file() -> None:
    told = launch(
        1,
        mission=Mission("Crew-8", 5, description="Four people fly to the station."),
        failure_reason="The dome burned through.",
        hold_reason="Weather.",
    )
    text = lzma.decompress(build_history([record(told)]).file)
    assert not [word for word in (b"Four people", b"burned", b"Weather") if word in text]


CHANGES: list[dict[str, Any]] = [
    {"name": "Other name", "last_updated": EARLY},
    {"status_id": StatusId.GO, "last_updated": LATE},
    {"status_id": StatusId.FAILURE},
    {"mission": None},
    {"boosters": (Booster("B1"),), "last_updated": EARLY},
    {"provider": Agency(121, "Another", "X"), "last_updated": LATE},
]
RECORDS = [
    record(launch(number, **change), version)
    for number in (1, 2)
    for change in CHANGES
    for version in ("2.0.0", "2.2.0", HISTORY_VERSION)
]


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(len(RECORDS))))
def test_the_order_of_the_records_does_not_matter(order: list[int]) -> None:
    other = record(launch(9))
    shuffled = [other, *(RECORDS[number] for number in order)]
    assert build_history(shuffled).file == build_history([*RECORDS, other]).file


def test_the_bundled_history_made_anew_of_itself_is_the_same_file() -> None:
    history = BUNDLED_HISTORY.read()
    records = [record(told, HISTORY_VERSION) for told in history.launches]
    built = build_history(records, history.made_on)
    random.Random(1).shuffle(records)
    assert built.file == build_history(records, history.made_on).file
    assert built.history == history


def test_without_a_day_given_the_history_is_as_of_its_latest_change() -> None:
    assert build_history([record(launch(1, last_updated=LATE))]).history.made_on == LATE.date()
    given_day = date(2025, 1, 1)
    assert build_history([record(launch(1))], given_day).history.made_on == given_day


def monthly(counts: dict[str, int]) -> list[datetime]:
    return [
        datetime.fromisoformat(f"{month}-{day:02}T00:00:00+00:00")
        for month, number in counts.items()
        for day in range(1, number + 1)
    ]


def test_an_empty_month_among_busy_ones_is_a_gap_and_one_among_quiet_ones_is_not() -> None:
    busy = {f"2024-{month:02}": 20 for month in range(1, 13)}
    quiet = {f"1958-{month:02}": 2 for month in range(1, 13)}
    day = date(2025, 1, 10)
    assert find_gaps(monthly({**busy, "2024-06": 0}), day) == ("2024-06",)
    assert find_gaps(monthly({**quiet, "1958-06": 0}), date(1959, 1, 1)) == ()


def test_a_month_that_breaks_off_before_a_hole_is_a_gap() -> None:
    busy = {f"2024-{month:02}": 20 for month in range(1, 13)}
    holed = {**busy, "2024-06": 6, "2024-07": 0, "2024-08": 1}
    assert find_gaps(monthly(holed), date(2025, 1, 10)) == ("2024-06", "2024-07", "2024-08")


def test_the_month_of_the_date_is_not_over() -> None:
    busy = {f"2024-{month:02}": 20 for month in range(1, 13)}
    assert find_gaps(monthly({**busy, "2025-01": 2}), date(2025, 1, 10)) == ()


@pytest.mark.parametrize("data", [b"", b"{}", b"\xfd7zXZ\x00broken"])
def test_what_is_no_history_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(StoreError, match="The history cannot be read"):
        decode_history(data)


def test_a_history_cut_short_is_refused() -> None:
    data = build_history([record(launch(1, rocket=FALCON_9))]).file
    for end in range(0, len(data), 7):
        with pytest.raises(StoreError):
            decode_history(data[:end])


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("launches", "name", 5),
        ("statuses", "name", None),
        ("pads", "latitude", "north"),
        ("rockets", "family", []),
    ],
)
def test_a_history_with_a_value_of_another_kind_is_refused(table: str, column: str, value: object) -> None:
    data = build_history([record(launch(1, rocket=FALCON_9, pad=KENNEDY))]).file
    content = json.loads(lzma.decompress(data))
    content[table][column][0] = value
    with pytest.raises(StoreError, match="The history cannot be read"):
        decode_history(lzma.compress(json.dumps(content).encode()))


@pytest.mark.parametrize("table", ["launches", "statuses", "boosters"])
def test_a_history_without_a_table_where_one_should_be_is_refused(table: str) -> None:
    content = json.loads(lzma.decompress(build_history([record(launch(1, rocket=FALCON_9))]).file))
    content[table] = [content[table]]
    with pytest.raises(StoreError, match="The history cannot be read"):
        decode_history(lzma.compress(json.dumps(content).encode()))
