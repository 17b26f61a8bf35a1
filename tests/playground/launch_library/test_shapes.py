"""Each version and mode has the shape that Launch Library 2 gives it."""

from __future__ import annotations

from typing import Any

import pytest

from playground.launch_library.records import records
from playground.launch_library.shapes import known_mode, shape

LIST_2_0_0 = {
    "id", "url", "launch_library_id", "slug", "name", "status", "net", "window_end", "window_start",
    "mission", "mission_type", "pad", "location", "landing", "landing_success", "launcher", "orbit",
    "image", "infographic",
}  # fmt: skip
NORMAL_2_0_0 = {
    "id", "url", "launch_library_id", "slug", "name", "status", "net", "window_end", "window_start",
    "inhold", "tbdtime", "tbddate", "probability", "holdreason", "failreason", "hashtag",
    "launch_service_provider", "rocket", "mission", "pad", "webcast_live", "image", "infographic", "program",
}  # fmt: skip


@pytest.fixture(scope="module")
def by_name() -> dict[str, dict[str, Any]]:
    return {record["name"]: record for record in records("http://127.0.0.1:8080")}


def test_the_2_0_0_list_has_exactly_its_keys(by_name: dict[str, dict[str, Any]]) -> None:
    for record in by_name.values():
        assert set(shape(record, "2.0.0", "list")) == LIST_2_0_0


def test_the_2_0_0_list_is_flat(by_name: dict[str, dict[str, Any]]) -> None:
    flat = shape(by_name["Falcon 9 Full Thrust | SES-10"], "2.0.0", "list")
    assert (flat["mission"], flat["pad"]) == ("SES-10", "Launch Complex 39A")
    assert (flat["location"], flat["orbit"]) == ("Kennedy Space Center, FL, USA", "GTO")
    assert (flat["launcher"], flat["landing"], flat["landing_success"]) == (
        "Falcon 9 Full Thrust",
        "OCISLY",
        1,
    )


def test_the_2_0_0_normal_record_has_exactly_its_keys(by_name: dict[str, dict[str, Any]]) -> None:
    for record in by_name.values():
        assert set(shape(record, "2.0.0", "normal")) == NORMAL_2_0_0


def test_2_0_0_writes_short_status_names_and_coordinates_as_texts(by_name: dict[str, dict[str, Any]]) -> None:
    old = shape(by_name["Soyuz 2.1a | Soyuz MS-26"], "2.0.0", "normal")
    assert old["status"] == {"id": 3, "name": "Success"}
    assert (old["pad"]["latitude"], old["pad"]["longitude"]) == ("45.996034", "63.564003")
    assert old["pad"]["location"]["country_code"] == "KAZ"
    assert old["launch_service_provider"]["type"] == "Government"
    assert old["url"] == f"http://127.0.0.1:8080/2.0.0/launch/{old['id']}/"
    assert old["image"] == "http://127.0.0.1:8080/pictures/soyuz.svg"


def test_2_2_0_adds_what_came_with_it_and_drops_what_went(by_name: dict[str, dict[str, Any]]) -> None:
    newer = shape(by_name["Falcon 9 Block 5 | Starlink Group 10-62"], "2.2.0", "normal")
    assert newer["status"]["abbrev"] == "In Flight"
    assert newer["last_updated"] == "2026-03-22T15:06:00Z"
    assert newer["orbital_launch_attempt_count"] == 7236
    assert newer["type"] == "normal"
    assert not {"inhold", "tbdtime", "tbddate", "launch_library_id"} & set(newer)
    assert (
        shape(by_name["Juno-I | Explorer 1"], "2.2.0", "list")["lsp_name"] == "Army Ballistic Missile Agency"
    )


def test_payload_deployed_is_in_flight_before_2_3_0(by_name: dict[str, dict[str, Any]]) -> None:
    deployed = next(record for record in by_name.values() if record["status"]["id"] == 9)
    assert shape(deployed, "2.3.0", "list")["status"]["id"] == 9
    assert shape(deployed, "2.2.0", "normal")["status"]["id"] == 6
    assert shape(deployed, "2.0.0", "list")["status"] == {"id": 6, "name": "In Flight"}


def test_the_2_3_0_list_names_neither_provider_nor_mission(by_name: dict[str, dict[str, Any]]) -> None:
    brief = shape(by_name["Saturn V | Apollo 11"], "2.3.0", "list")
    assert brief["response_mode"] == "list"
    assert not {"launch_service_provider", "mission", "pad", "rocket", "program"} & set(brief)


def test_the_2_3_0_normal_record_leaves_stages_and_links_out(by_name: dict[str, dict[str, Any]]) -> None:
    normal = shape(by_name["Saturn V | Apollo 11"], "2.3.0", "normal")
    assert normal["response_mode"] == "normal"
    assert set(normal["rocket"]) == {"id", "configuration"}
    assert set(normal["launch_service_provider"]) == {"response_mode", "id", "url", "name", "abbrev", "type"}
    assert "info_urls" not in normal


def test_older_detailed_records_hold_the_crew_in_one_spacecraft(by_name: dict[str, dict[str, Any]]) -> None:
    detailed = shape(by_name["Falcon 9 Block 5 | SpX-DM2"], "2.2.0", "detailed")
    crew = detailed["rocket"]["spacecraft_stage"]["launch_crew"]
    assert [member["astronaut"]["name"] for member in crew] == ["Douglas Hurley", "Robert Behnken"]
    assert detailed["rocket"]["launcher_stage"][0]["launcher"]["serial_number"] == "B1058"
    assert detailed["launch_service_provider"]["abbrev"] == "SpX"
    assert detailed["vidURLs"][0]["url"].startswith("https://www.youtube.com/")


def test_a_launch_without_mission_has_every_shape(by_name: dict[str, dict[str, Any]]) -> None:
    bare = by_name["Long March 2D | Göktürk-2"]
    assert shape(bare, "2.0.0", "normal")["mission"] is None
    assert shape(bare, "2.2.0", "detailed")["mission"] is None
    assert shape(bare, "2.0.0", "list")["orbit"] is None


@pytest.mark.parametrize(
    ("text", "mode"), [("list", "list"), ("detailed", "detailed"), ("x", "normal"), (None, "normal")]
)
def test_an_unknown_mode_means_normal(text: str | None, mode: str) -> None:
    assert known_mode(text) == mode
