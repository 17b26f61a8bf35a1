"""The embedded catalogue is in order, true to the recorded page, and shows every case."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from importlib import resources
from typing import Any
from xml.etree import ElementTree

import pytest

from playground.launch_library.catalogue import DanglingReferenceError, Table, load, picture
from playground.launch_library.records import records, slug

Record = dict[str, Any]

RECORDED = {
    "cb26e9e5-0d72-44e8-b1e3-5ec5e3b44e9d": ("soyuz-21a-soyuz-ms-26", 3, "2024-09-11T16:23:12Z", 63, 24, 20),
    "76cbeca6-325c-40bb-b273-53bbb51c84fe": (
        "soyuz-21a-progress-ms-30-91p", 3, "2025-02-27T21:24:27Z", 63, 24, 20,
    ),
    "71751e1c-92ff-4484-b299-eb9dab7a4020": (
        "soyuz-21a-progress-ms-29-90p", 3, "2024-11-21T12:22:23Z", 63, 24, 20,
    ),
    "fa14deb0-bd6f-4318-922e-4cbe11773e54": (
        "soyuz-21a-progress-ms-28-89p", 3, "2024-08-15T03:20:18Z", 63, 24, 20,
    ),
    "ea952239-e9d1-49e6-a813-7912a1d9c54c": (
        "soyuz-21a-progress-ms-27-88p", 3, "2024-05-30T09:42:59Z", 63, 24, 20,
    ),
    "95a9c95c-1a30-4b34-8b11-16e765a26eb6": (
        "soyuz-21a-kosmos-2579-bars-m-no-6", 3, "2024-10-31T07:51:31Z", 193, 24, 85,
    ),
    "b8eec19b-3974-4468-a15a-180e5af5071a": (
        "soyuz-21afregat-m-kosmos-unknown-payload", 1, "2025-05-23T07:00:00Z", 193, 45, 48,
    ),
    "f9834e80-9578-4095-9db8-67f5ec6ef5af": (
        "soyuz-21afregat-m-kondor-fka-no2", 3, "2024-11-29T21:50:25Z", 63, 45, 83,
    ),
    "78224ca7-278d-4410-a1ac-eddb3cc018ca": (
        "smart-dragon-3-8-satellites", 3, "2024-09-24T02:31:00Z", 272, 484, 212,
    ),
    "f38f0321-080b-4313-843b-2b8c140b0669": (
        "smart-dragon-3-10-x-centispace-1", 3, "2025-01-13T03:00:00Z", 272, 484, 212,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> list[Record]:
    return records("http://127.0.0.1:8080")


def test_the_ten_launches_of_the_recorded_page_are_there_as_recorded(catalogue: list[Record]) -> None:
    found = {
        record["id"]: (
            record["slug"],
            record["status"]["id"],
            record["net"],
            record["launch_service_provider"]["id"],
            record["rocket"]["configuration"]["id"],
            record["pad"]["id"],
        )
        for record in catalogue
        if record["id"] in RECORDED
    }
    assert found == RECORDED


def test_there_are_at_least_eighty_five_more_and_no_id_occurs_twice(catalogue: list[Record]) -> None:
    ids = [record["id"] for record in catalogue]
    assert len(ids) >= len(RECORDED) + 85
    assert Counter(ids).most_common(1)[0][1] == 1


def test_all_launches_lie_between_sputnik_and_march_2026(catalogue: list[Record]) -> None:
    times = [datetime.fromisoformat(record["net"]) for record in catalogue]
    assert times == sorted(times)
    assert times[0] == datetime(1957, 10, 4, 19, 28, 34, tzinfo=UTC)
    assert times[-1] < datetime(2026, 4, 1, tzinfo=UTC)


def test_every_outcome_and_state_is_shown(catalogue: list[Record]) -> None:
    statuses = Counter(record["status"]["id"] for record in catalogue)
    assert set(statuses) == {1, 3, 4, 6, 7, 9}
    assert statuses[4] >= 20
    assert statuses[7] >= 4
    assert (statuses[1], statuses[6], statuses[9]) == (1, 1, 1)


def test_failures_give_a_reason_and_successes_give_none(catalogue: list[Record]) -> None:
    for record in catalogue:
        failed = record["status"]["id"] in (4, 7)
        assert bool(record["failreason"]) is failed, record["name"]


def test_gaps_of_real_records_are_shown(catalogue: list[Record]) -> None:
    assert any(record["mission"] is None for record in catalogue)
    assert any(record["mission"] and record["mission"]["orbit"] is None for record in catalogue)
    assert any(record["image"] is None for record in catalogue)
    assert any(record["pad"]["name"] == "Unknown Pad" for record in catalogue)
    assert any(record["pad"]["country"] is None for record in catalogue)
    assert any(not record["rocket"]["configuration"]["families"] for record in catalogue)


def test_providers_rockets_orbits_and_places_vary(catalogue: list[Record]) -> None:
    assert len({record["launch_service_provider"]["id"] for record in catalogue}) >= 30
    assert len({record["rocket"]["configuration"]["id"] for record in catalogue}) >= 60
    assert len({record["pad"]["location"]["id"] for record in catalogue}) >= 25
    orbits = {
        record["mission"]["orbit"]["abbrev"]
        for record in catalogue
        if record["mission"] and record["mission"]["orbit"]
    }
    assert orbits >= {"LEO", "GTO", "SSO", "MEO", "Sub", "LO", "PO", "N/A"}
    programs = {program["name"] for record in catalogue for program in record["program"]}
    assert programs >= {"Apollo", "Starlink", "International Space Station", "Artemis"}


def test_crews_boosters_webcasts_and_links_are_shown(catalogue: list[Record]) -> None:
    by_name = {record["name"]: record for record in catalogue}
    apollo = by_name["Saturn V | Apollo 11"]
    crew = apollo["rocket"]["spacecraft_stage"][0]["launch_crew"]
    assert [member["astronaut"]["name"] for member in crew] == [
        "Neil Armstrong",
        "Michael Collins",
        "Buzz Aldrin",
    ]
    assert apollo["info_urls"][0]["url"] == "https://en.wikipedia.org/wiki/Apollo_11"
    reflown = by_name["Falcon 9 Full Thrust | SES-10"]["rocket"]["launcher_stage"][0]
    assert reflown["launcher"]["serial_number"] == "B1021"
    assert (reflown["reused"], reflown["launcher_flight_number"]) == (True, 2)
    heavy = by_name["Falcon Heavy | Demo (Test Flight)"]
    assert [stage["landing"]["success"] for stage in heavy["rocket"]["launcher_stage"]] == [False, True, True]
    assert heavy["vid_urls"][0]["url"].startswith("https://www.youtube.com/watch?v=")


def test_names_hold_accents_apostrophes_and_other_scripts(catalogue: list[Record]) -> None:
    text = json.dumps(catalogue, ensure_ascii=False)
    for sample in (
        "Alcântara",
        "Göktürk",
        "Andøya",
        "It's a Test",
        "嫦娥",
        "مسبار",
        "चंद्रयान",
        '\\"Mission 1\\"',
        "\\r\\n* ",
    ):
        assert sample in text


def test_links_and_pictures_lie_under_the_given_address(catalogue: list[Record]) -> None:
    shown = [record["image"]["image_url"] for record in catalogue if record["image"]]
    assert shown
    for url in shown:
        name = url.removeprefix("http://127.0.0.1:8080/pictures/").removesuffix(".svg")
        drawing = picture(name)
        assert drawing is not None, url
        assert ElementTree.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"


def test_there_is_no_picture_of_an_unknown_name() -> None:
    assert picture("../launches") is None


def test_every_row_of_every_table_is_reached_without_a_dangling_id() -> None:
    catalogue = load()
    assert len(records()) == len(catalogue.launches)


def test_a_dangling_id_is_named_with_the_row_that_holds_it() -> None:
    with pytest.raises(DanglingReferenceError, match="Apollo 11 names 7, which is not among the pads"):
        Table("pads", {1: "39A"}).row(7, "Apollo 11")


def test_the_file_can_be_read_line_by_line() -> None:
    lines = resources.files("playground.launch_library").joinpath("launches.json").read_text("utf-8")
    assert max(len(line) for line in lines.splitlines()) < 700


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Soyuz 2.1a/Fregat-M | Kondor-FKA No.2", "soyuz-21afregat-m-kondor-fka-no2"),
        ("Diamant A | Astérix", "diamant-a-asterix"),
        ("Electron | It's a Test", "electron-its-a-test"),
        ("Long March 1 | Dong Fang Hong 1 (东方红一号)", "long-march-1-dong-fang-hong-1"),
        ("x" * 80, "x" * 50),
    ],
)
def test_slugs_are_made_as_launch_library_makes_them(name: str, expected: str) -> None:
    assert slug(name) == expected
