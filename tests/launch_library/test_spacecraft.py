"""What records tell of spacecraft, their crews and payloads, in the shapes of every version."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from adapters.launch_library.records import decode_record
from storage.flights import Docking, Payload
from storage.models import Launch, Spacecraft
from tests.launch_library import shapes

Json = dict[str, Any]

SEEN = datetime(2024, 5, 1, tzinfo=UTC)
STATION = "International Space Station"
DOCKED, LEFT = datetime(2020, 5, 31, 14, 16, tzinfo=UTC), datetime(2020, 8, 1, 23, 35, tzinfo=UTC)
ENDED = datetime(2020, 8, 2, 18, 48, tzinfo=UTC)


def launch(record: Json, version: str) -> Launch:
    decoded = decode_record(msgspec.json.encode(record), version, SEEN)
    return decoded.launch


def flight_2_2_0() -> Json:
    return {
        "mission_end": "2020-08-02T18:48:00Z",
        "destination": STATION,
        "launch_crew": [
            {
                "role": {"id": 1, "role": "Commander", "priority": 0},
                "astronaut": {
                    "name": "Ada",
                    "nationality": "British",
                    "agency": {"id": 44, "name": "Ada’s Agency", "type": "Government"},
                },
            },
            {"role": {"id": 2, "role": "Pilot"}, "astronaut": {"name": "Bo", "agency": None}},
        ],
        "spacecraft": {
            "name": "Heron Endeavour",
            "serial_number": "H-4",
            "spacecraft_config": {"name": "Heron 2", "type": {"id": 2, "name": "Capsule"}},
        },
        "landing": {"attempt": True, "success": True, "location": {"name": "Gulf of Patience"}},
        "docking_events": [
            {
                "spacestation": {"name": STATION},
                "docking": "2020-05-31T14:16:00Z",
                "departure": "2020-08-01T23:35:00Z",
                "docking_location": {"id": 1, "name": "Harmony forward"},
            }
        ],
    }


def flight_2_0_0() -> Json:
    """As the oldest version writes it: words where the newer ones have objects, another key for the type."""
    flight = flight_2_2_0()
    flight["launch_crew"][0] |= {"role": "Commander"}
    flight["launch_crew"][0]["astronaut"] |= {"agency": "Ada’s Agency"}
    flight["launch_crew"][1] |= {"role": "Pilot"}
    flight["spacecraft"]["configuration"] = flight["spacecraft"].pop("spacecraft_config") | {
        "type": "Capsule"
    }
    flight["docking_events"][0]["docking_location"] = "Harmony forward"
    return flight


def flight_2_3_0() -> Json:
    flight = flight_2_2_0()
    flight["launch_crew"][0]["astronaut"]["nationality"] = [
        {"name": "Britain", "nationality_name": "British"}
    ]
    flight["landing"] = {"attempt": True, "success": True, "landing_location": {"name": "Gulf of Patience"}}
    (event,) = flight["docking_events"]
    event["docking_location"]["spacestation"] = event.pop("spacestation")
    return flight | {"duration": "P63DT23H25M21S", "turn_around_time": None}


FLOWN = Spacecraft(
    name="Heron Endeavour",
    serial_number="H-4",
    crew=("Ada", "Bo"),
    roles=("Commander", "Pilot"),
    agencies=("Ada’s Agency", None),
    nationalities=("British", None),
    type="Heron 2",
    class_="Capsule",
    destination=STATION,
    mission_end=ENDED,
    landing_success=True,
    landing_place="Gulf of Patience",
    dockings=(Docking(STATION, "Harmony forward", DOCKED, LEFT),),
)


@pytest.mark.parametrize(
    ("version", "record", "duration"),
    [
        ("2.0.0", shapes.detailed_2_2_0(craft=flight_2_0_0()), None),
        ("2.2.0", shapes.detailed_2_2_0(craft=flight_2_2_0()), None),
        ("2.3.0", shapes.detailed_2_3_0(crafts=[flight_2_3_0()]), (63 * 24 + 23) * 3600 + 25 * 60 + 21),
    ],
)
def test_a_flight_is_told_whole_in_every_version(version: str, record: Json, duration: int | None) -> None:
    (craft,) = launch(record, version).spacecraft or ()
    assert craft == msgspec.structs.replace(FLOWN, duration=duration)
    assert [craft.role_of(n) for n in range(3)] == ["Commander", "Pilot", None]
    assert [craft.nationality_of(n) for n in range(3)] == ["British", None, None]
    assert [craft.agency_of(n) for n in range(3)] == ["Ada’s Agency", None, None]


def test_payloads_stand_in_the_newest_version_only() -> None:
    carried = {
        "amount": 2,
        "destination": "Low Earth Orbit",
        "payload": {
            "name": "Kestrel Eye",
            "type": {"id": 1, "name": "Communications"},
            "operator": {"name": "Kestrel Launch"},
            "manufacturer": {"name": "Kestrel Works"},
            "mass": 260,
        },
    }
    record = shapes.detailed_2_3_0()
    record["rocket"]["payloads"] = [carried, {"payload": {"name": "Cube"}}, {"payload": None}]
    whole = Payload(
        "Kestrel Eye", "Communications", "Kestrel Launch", "Kestrel Works", 260.0, 2, "Low Earth Orbit"
    )
    assert launch(record, "2.3.0").payloads == (whole, Payload("Cube"))
    assert launch(shapes.detailed_2_2_0(), "2.2.0").payloads is None


@pytest.mark.parametrize("duration", [None, "", "P", "PT0S", "63 days", "P-1D", "P9999999999D", 7, "P1Y"])
def test_a_length_of_time_that_says_nothing_is_unknown(duration: object) -> None:
    record = shapes.detailed_2_3_0(crafts=[flight_2_3_0() | {"duration": duration}])
    (craft,) = launch(record, "2.3.0").spacecraft or ()
    assert craft.duration is None


@pytest.mark.parametrize("key", ["mission_end", "destination", "landing", "docking_events", "spacecraft"])
@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [None, 3], {"name": 5}])
def test_what_no_version_writes_is_left_out(key: str, value: object) -> None:
    for version, record in (
        ("2.2.0", shapes.detailed_2_2_0(craft=flight_2_2_0() | {key: value})),
        ("2.3.0", shapes.detailed_2_3_0(crafts=[flight_2_3_0() | {key: value}])),
    ):
        assert launch(record, version).name
