"""What detailed records tell besides, in every version: landings, rockets, films, news and counters."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.launch_library.records import decode_record
from storage.models import Counters, Launch, Moment, Patch, Sheet, Update, Webcast
from tests.launch_library import shapes

FLIGHT_BEFORE = "0a1b2c3d-0000-4000-8000-00000000000b"
COUNTERS = {
    "total_launch_count": 9,
    "successful_launches": 8,
    "failed_launches": 1,
    "consecutive_successful_launches": 4,
    "attempted_landings": 6,
    "successful_landings": 5,
    "failed_landings": 1,
    "consecutive_successful_landings": 2,
}
COUNTED = Counters(9, 8, 1, 4, 6, 5, 1, 2)
SHEET = {
    "length": 70.0, "diameter": 3.65, "launch_mass": 549, "to_thrust": 7607, "leo_capacity": 22_800,
    "gto_capacity": 8_300, "max_stage": 2, "maiden_flight": "2018-05-11", "reusable": True,
}  # fmt: skip


def stage(version: str) -> dict[str, Any]:
    """A booster that landed, as that version writes it."""
    is_new = version == "2.3.0"
    place = {"name": "Barge of Patience", "abbrev": "BOP"}
    landing: dict[str, Any] = {"attempt": True, "success": True, "downrange_distance": 643.2}
    landing |= {"landing_location" if is_new else "location": place}
    landing |= {"type": {"name": "Autonomous Ship", "abbrev": "ASDS"}}
    since = {"turn_around_time": "P20DT12H"} if is_new else {"turn_around_time_days": 20}
    return {
        "type": "Core",
        "reused": True,
        "launcher_flight_number": 3,
        "launcher": {"serial_number": "K7", "status": {"id": 1, "name": "Active"} if is_new else "active"},
        "landing": landing,
        "previous_flight_date": "2019-04-16T00:00:00Z",
        "previous_flight": {"id": FLIGHT_BEFORE, "name": "Kestrel 2 | Before"},
        **since,
    }


def detailed(version: str) -> dict[str, Any]:
    """A record that tells all of it."""
    if version == "2.3.0":
        record = copy.deepcopy(shapes.detailed_2_3_0(stage(version)))
        record["vid_urls"] = [_film(version)]
        logo: dict[str, Any] = {"logo": {"image_url": "https://img.example/logo.png"}}
        year: object = 2010
        cost: object = 50_000_000
        patch: dict[str, Any] = {"image": {"image_url": "https://img.example/patch.png"}}
    else:
        record = copy.deepcopy(shapes.detailed_2_2_0(stage(version)))
        if version == "2.0.0":
            for key in ("type", "last_updated", "net_precision"):
                del record[key]
        record["vidURLs"] = [_film(version)]
        logo, year, cost = {"logo_url": "https://img.example/logo.png"}, "2010", "50000000"
        patch = {"image_url": "https://img.example/patch.png"}
    record["rocket"]["configuration"] |= SHEET | COUNTERS | {"launch_cost": cost}
    record["launch_service_provider"] |= COUNTERS | logo | {"founding_year": year}
    record["pad"] |= {"total_launch_count": 4, "orbital_launch_attempt_count": 3}
    record["updates"] = [
        {"comment": "It flew.", "created_on": "2019-05-06T08:00:00Z", "info_url": "https://news.example/1"}
    ]
    record["mission_patches"] = [{"name": "First Light", "priority": 10, **patch}]
    record["timeline"] = [{"type": {"id": 1, "abbrev": "Liftoff"}, "relative_time": "P0D"}]
    record["flightclub_url"] = "https://flight.example/1"
    return record


def _film(version: str) -> dict[str, Any]:
    film = {
        "url": "https://video.example/1", "title": "Live", "publisher": "Kestrel", "priority": 9,
        "language": {"id": 1, "name": "English", "code": "en"}, "type": {"id": 1, "name": "Official Webcast"},
    }  # fmt: skip
    return film | ({"live": True} if version == "2.3.0" else {})


@pytest.fixture(params=["2.0.0", "2.2.0", "2.3.0"])
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def decoded(record: dict[str, Any], version: str) -> Launch:
    return decode_record(shapes.encoded(record), version, shapes.NOW).launch


def test_a_booster_is_told_with_its_landing_and_its_flight_before(version: str) -> None:
    (booster,) = decoded(detailed(version), version).boosters or ()
    assert (booster.serial_number, booster.flight_number, booster.type) == ("K7", 3, "Core")
    assert (booster.landing_attempt, booster.landing_success) == (True, True)
    assert (booster.landing_type, booster.landing_place_abbrev) == ("ASDS", "BOP")
    assert booster.landing_place == "Barge of Patience"
    assert booster.downrange == 643.2
    assert booster.turnaround == (20.5 if version == "2.3.0" else 20)
    assert booster.previous_flight == datetime(2019, 4, 16, tzinfo=UTC)
    assert booster.previous_flight_id == FLIGHT_BEFORE
    assert (booster.reused, booster.status) == (True, "active")


def test_what_a_record_does_not_tell_of_a_booster_is_unknown(version: str) -> None:
    record = detailed(version)
    record["rocket"]["launcher_stage"] = [{"launcher": {"serial_number": "K8"}}]
    (booster,) = decoded(record, version).boosters or ()
    assert booster.is_reused is None
    told = (booster.landing_attempt, booster.landing_success, booster.landing_type, booster.downrange)
    assert told == (None, None, None, None)
    assert (booster.turnaround, booster.previous_flight, booster.status) == (None, None, None)


def test_the_rockets_sheet_and_all_counters_are_told(version: str) -> None:
    launch = decoded(detailed(version), version)
    assert launch.rocket is not None
    assert launch.rocket.sheet == Sheet(
        70.0, 3.65, 549, 7607, 22_800, 8_300, 2, 50_000_000, "2018-05-11", True, counters=COUNTED
    )
    assert launch.provider is not None
    assert launch.provider.counters == COUNTED
    assert (launch.provider.founded, launch.provider.logo) == (2010, "https://img.example/logo.png")
    assert launch.pad is not None
    assert (launch.pad.total_launch_count, launch.pad.orbital_launch_count) == (4, 3)
    assert launch.pad.location is not None
    assert launch.pad.location.total_launch_count == 9


def test_films_news_patches_and_the_timeline_are_told(version: str) -> None:
    launch = decoded(detailed(version), version)
    live = True if version == "2.3.0" else None
    assert launch.webcasts == (
        Webcast("https://video.example/1", "Live", "Kestrel", "en", 9, "Official Webcast", live),
    )
    assert launch.updates == (
        Update("It flew.", datetime(2019, 5, 6, 8, tzinfo=UTC), "https://news.example/1"),
    )
    assert launch.patches == (Patch("https://img.example/patch.png", "First Light", 10),)
    assert launch.timeline == (Moment("Liftoff", 0),)
    assert launch.flightclub_url == "https://flight.example/1"
