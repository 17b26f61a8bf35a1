"""Launches given back in the words of Launch Library 2.0.0."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from adapters.launch_library.encoding.record import LIST_KEYS, encode_launch, encode_record
from adapters.launch_library.records import decode_record
from storage.models import Mode, Record
from tests.launch_library import shapes
from tests.launch_library.test_details import detailed
from tests.launch_library.test_spacecraft import flight_2_2_0, flight_2_3_0

BASE = "https://ll.example/2.0.0"


def decode(record: object) -> Record:
    return decode_record(shapes.encoded(record), None, shapes.NOW)


def encode(record: object, mode: Mode) -> dict[str, Any]:
    return encode_record(decode(record), mode, BASE)


def test_a_2_0_0_record_comes_back_as_it_came_in() -> None:
    told = shapes.normal_2_0_0(a_key_of_tomorrow=[1, {"b": None}])
    given = encode(told, Mode.NORMAL)
    assert given == told
    assert list(given) == list(told)


def test_a_converted_launch_equals_what_2_0_0_would_have_said() -> None:
    told = shapes.normal_2_0_0(probability=None, launch_library_id=None)
    told["rocket"]["configuration"]["launch_library_id"] = None
    converted = encode_launch(decode(told).launch, Mode.NORMAL, BASE)
    assert converted == told
    assert list(converted) == list(told)


def test_a_2_3_0_record_is_converted_to_the_same_keys_in_the_same_order() -> None:
    given, model = encode(shapes.normal_2_3_0(), Mode.NORMAL), shapes.normal_2_0_0()
    assert list(given) == list(model)
    for part in ("status", "launch_service_provider", "rocket", "mission", "pad"):
        assert list(given[part]) == list(model[part])
    assert given["status"] == {"id": 4, "name": "Failure"}
    assert given["pad"] == model["pad"]
    assert given["mission"] == model["mission"]
    assert given["image"] == "https://img.example/kestrel.jpg"
    assert given["net"] == "2019-05-06T07:08:09Z"


@pytest.mark.parametrize(
    "record",
    [
        shapes.normal_2_0_0(),
        shapes.list_2_0_0(),
        shapes.detailed_2_2_0(),
        shapes.normal_2_3_0(),
        shapes.list_2_3_0(),
    ],
)
def test_list_mode_has_exactly_its_keys(record: object) -> None:
    given = encode(record, Mode.LIST)
    assert list(given) == [
        "id", "url", "launch_library_id", "slug", "name", "status", "net", "window_end", "window_start",
        "mission", "mission_type", "pad", "location", "landing", "landing_success", "launcher", "orbit",
        "image", "infographic",
    ]  # fmt: skip


def test_list_mode_flattens_to_plain_strings() -> None:
    given = encode(shapes.normal_2_0_0(), Mode.LIST)
    model = shapes.list_2_0_0(image="https://img.example/kestrel.jpg")
    assert given == model


def test_a_list_record_comes_back_with_what_no_model_holds() -> None:
    given = encode(shapes.list_2_0_0(), Mode.LIST)
    assert (given["pad"], given["location"], given["orbit"]) == ("Pad 7", "Melville Island, Australia", "LEO")
    assert set(given) == set(LIST_KEYS)


@pytest.mark.parametrize(
    ("successes", "launcher", "landing", "result"),
    [
        ([], None, None, None),
        ([True], "K0", "BOP", 1),
        ([False], "K0", "BOP", 2),
        ([None], "K0", "BOP", 0),
        ([True, True], "MX Launchers", "MX Landing", 1),
        ([True, False], "MX Launchers", "MX Landing", 3),
        ([True, None], "MX Launchers", "MX Landing", 3),
        ([False, None], "MX Launchers", "MX Landing", 2),
        ([None, None], "MX Launchers", "MX Landing", 0),
    ],
)
def test_landings_come_down_to_one_word_and_one_number(
    successes: list[bool | None], launcher: str | None, landing: str | None, result: int | None
) -> None:
    stages = [shapes.booster(f"K{number}", success) for number, success in enumerate(successes)]
    given = encode(shapes.detailed_2_2_0(*stages), Mode.LIST)
    assert (given["launcher"], given["landing"], given["landing_success"]) == (launcher, landing, result)


def test_an_expended_booster_has_no_landing() -> None:
    stage = {"launcher": {"serial_number": "K7"}, "landing": None}
    given = encode(shapes.detailed_2_2_0(stage), Mode.LIST)
    assert (given["launcher"], given["landing"], given["landing_success"]) == ("K7", None, None)


def test_detailed_mode_adds_stages_crew_and_links_to_normal() -> None:
    record = shapes.detailed_2_2_0(shapes.booster("K7", True), craft=shapes.spacecraft("Ada"))
    given, normal = encode(record, Mode.DETAILED), encode(record, Mode.NORMAL)
    assert set(normal) < set(given)
    [stage] = given["rocket"]["launcher_stage"]
    assert stage["launcher"]["serial_number"] == "K7"
    assert stage["landing"]["location"]["abbrev"] == "BOP"
    assert given["rocket"]["spacecraft_stage"]["launch_crew"][0]["astronaut"]["name"] == "Ada"
    assert given["vidURLs"] == [{"title": "Live", "url": "https://video.example/1"}]
    assert given["launch_service_provider"]["country_code"] == "AUS"
    assert given["rocket"]["configuration"]["manufacturer"]["name"] == "Kestrel Works"


@pytest.mark.parametrize("version", ["2.0.0", "2.2.0", "2.3.0"])
def test_detailed_mode_tells_all_that_is_known_of_boosters_and_crews(version: str) -> None:
    record = detailed(version)
    craft: Any = flight_2_3_0() if version == "2.3.0" else flight_2_2_0()
    record["rocket"]["spacecraft_stage"] = [craft] if version == "2.3.0" else craft
    told = decode_record(shapes.encoded(record), version, shapes.NOW).launch
    given = encode_launch(told, Mode.DETAILED, BASE)
    again = decode_record(shapes.encoded(given), "2.0.0", shapes.NOW).launch
    assert again.boosters == told.boosters
    (flown,) = told.spacecraft or ()
    # How long a flight took, 2.0.0 has no word for.
    assert again.spacecraft == (msgspec.structs.replace(flown, duration=None),)


def test_payload_deployed_is_in_flight_to_older_versions() -> None:
    status = {"id": 9, "name": "Payload Deployed", "abbrev": "Deployed"}
    assert encode(shapes.normal_2_3_0(status=status), Mode.NORMAL)["status"] == {"id": 6, "name": "In Flight"}


@pytest.mark.parametrize(
    ("precision", "flags"),
    [
        (None, (False, False)),
        ("Minute", (False, False)),
        ("Day", (True, False)),
        ("Month", (True, True)),
    ],
)
def test_one_precision_becomes_two_flags(precision: str | None, flags: tuple[bool, bool]) -> None:
    given = encode(shapes.normal_2_3_0(net_precision=precision and {"name": precision}), Mode.NORMAL)
    assert (given["tbdtime"], given["tbddate"]) == flags


def test_a_launch_that_tells_next_to_nothing_is_given_back_with_nulls() -> None:
    bare = {
        "id": shapes.LAUNCH_ID,
        "name": "A",
        "status": {"id": 5, "name": "Hold"},
        "net": "2019-05-06T07:08:09.5Z",
    }
    given = encode(bare | {"response_mode": "list"}, Mode.NORMAL)
    assert (given["mission"], given["pad"], given["launch_service_provider"]) == (None, None, None)
    assert (given["inhold"], given["program"], given["failreason"]) == (True, [], "")
    assert given["net"] == "2019-05-06T07:08:09.500000Z"
