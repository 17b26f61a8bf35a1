"""One record at a time: what each version's shape comes out as."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.launch_library.records import decode_record
from storage.errors import RecordError
from storage.models import Counts, Launch, Mode, Outcome, Record
from tests.launch_library import shapes


def decode(record: object, version: str | None = None) -> Record:
    return decode_record(shapes.encoded(record), version, shapes.NOW)


def launch(record: object) -> Launch:
    return decode(record).launch


@pytest.mark.parametrize("shape", [shapes.normal_2_0_0, shapes.normal_2_2_0, shapes.normal_2_3_0])
def test_every_version_tells_the_same_launch(shape: Any) -> None:
    found = launch(shape())
    assert found.id == shapes.LAUNCH_ID
    assert found.name == "Kestrel 2 | First Light"
    assert found.status.outcome is Outcome.FAILURE
    assert found.net == datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert found.window_start == datetime(2019, 5, 6, 7, tzinfo=UTC)
    assert found.failure_reason == "The second stage did not light."
    assert found.provider is not None
    assert (found.provider.id, found.provider.type) == (501, "Commercial")
    assert found.rocket is not None
    assert (found.rocket.id, found.rocket.family, found.rocket_id) == (31, "Kestrel", 900)
    assert found.mission is not None
    assert found.mission.orbit is not None
    assert (found.mission.type, found.mission.orbit.abbrev) == ("Technology", "LEO")
    assert found.pad is not None
    assert found.pad.location is not None
    assert (found.pad.latitude, found.pad.longitude, found.pad.agency_id) == (-12.5, 130.25, 501)
    assert found.pad.location.country_code == "AUS"
    assert found.designator == "2019-F05"
    assert found.picture is not None
    assert found.picture.url == "https://img.example/kestrel.jpg"
    assert found.programs is not None
    assert [program.name for program in found.programs] == ["Lanterns"]


@pytest.mark.parametrize(
    ("record", "version", "mode"),
    [
        (shapes.list_2_0_0(), "2.0.0", Mode.LIST),
        (shapes.normal_2_0_0(), "2.0.0", Mode.NORMAL),
        (shapes.normal_2_0_0(rocket={"launcher_stage": []}), "2.0.0", Mode.DETAILED),
        (shapes.list_2_0_0(url=None, type="list", lsp_name="Kestrel Launch"), "2.2.0", Mode.LIST),
        (shapes.normal_2_2_0(), "2.2.0", Mode.NORMAL),
        (shapes.detailed_2_2_0(), "2.2.0", Mode.DETAILED),
        (shapes.list_2_3_0(), "2.3.0", Mode.LIST),
        (shapes.normal_2_3_0(url=""), "2.3.0", Mode.NORMAL),
        (shapes.detailed_2_3_0(), "2.3.0", Mode.DETAILED),
        (shapes.list_2_3_0(response_mode=None), "2.3.0", Mode.LIST),
        (shapes.detailed_2_2_0(type="unheard-of"), "2.2.0", Mode.DETAILED),
        (shapes.normal_2_3_0(url="https://ll.example/2.4.0/launches/x/"), "2.3.0", Mode.NORMAL),
        (shapes.normal_2_3_0(url="https://ll.example/2.0.0/launch/x/"), "2.3.0", Mode.NORMAL),
        (shapes.detailed_2_2_0(url="https://ll.example/2.3.0/launches/x/"), "2.2.0", Mode.DETAILED),
        (shapes.normal_2_0_0(url="https://ll.example/2.3.0/launches/x/"), "2.0.0", Mode.NORMAL),
    ],
)
def test_version_and_mode_are_told_from_the_record(record: object, version: str, mode: Mode) -> None:
    found = decode(record)
    assert (found.version, found.mode) == (version, mode)


def test_the_raw_text_and_time_are_kept_untouched() -> None:
    raw = b'{ "id": "0A1B2C3D-0000-4000-8000-00000000000A", "name": "A",\r\n"status":{"id":3,"name":"S"},'
    raw += b'"net":"1957-10-04T19:28:34Z" }'
    found = decode_record(raw, None, shapes.NOW)
    assert (found.raw, found.received_at) == (raw, shapes.NOW)
    assert found.launch.id == "0a1b2c3d-0000-4000-8000-00000000000a"


def test_text_is_kept_verbatim() -> None:
    found = launch(shapes.normal_2_0_0())
    assert found.mission is not None
    assert found.mission.description == "A camera.\r\n* one lens\r\n* \u201cno\u201d film"


def test_a_list_record_keeps_the_mission_and_claims_no_more() -> None:
    found = launch(shapes.list_2_0_0())
    assert found.mission is not None
    assert (found.mission.name, found.mission.type) == ("First Light", "Technology")
    assert (found.provider, found.pad, found.programs, found.is_crewed) == (None, None, None, None)


def test_version_2_3_0_objects_become_plain_values() -> None:
    found = launch(shapes.normal_2_3_0())
    assert found.provider is not None
    assert (found.provider.abbrev, found.provider.country_code) == ("KL", "AUS,NZL")
    assert found.picture is not None
    assert found.picture.thumbnail_url == "https://img.example/kestrel-thumb.jpg"
    assert found.picture.credit == "Kestrel Launch"
    assert found.net_precision == "Day"
    assert found.last_updated == datetime(2019, 5, 7, tzinfo=UTC)
    assert found.counts == Counts(orbital=3, location=3, pad=3, agency=2, orbital_year=1)


def test_a_detailed_record_tells_stages_crew_and_links() -> None:
    record = shapes.detailed_2_2_0(shapes.booster("K7", True), craft=shapes.spacecraft("Ada", "Bo"))
    found = launch(record)
    assert found.is_crewed is True
    assert found.boosters is not None
    [stage] = found.boosters
    assert (stage.serial_number, stage.flight_number, stage.landing_success) == ("K7", 3, True)
    assert (stage.landing_place, stage.landing_place_abbrev) == ("Barge of Patience", "BOP")
    assert found.spacecraft is not None
    assert (found.spacecraft[0].name, found.spacecraft[0].crew) == ("Heron", ("Ada", "Bo"))
    assert found.webcasts is not None
    assert (found.webcasts[0].title, found.webcasts[0].url) == ("Live", "https://video.example/1")
    assert found.wiki_url == "https://en.wikipedia.org/wiki/Kestrel"
    assert found.rocket is not None
    assert found.rocket.manufacturer is not None
    assert found.rocket.manufacturer.name == "Kestrel Works"


def test_version_2_3_0_names_the_landing_place_differently() -> None:
    stage = shapes.booster("K7", None, place_key="landing_location")
    found = launch(shapes.detailed_2_3_0(stage, crafts=[shapes.spacecraft("Ada")]))
    assert found.boosters is not None
    assert found.boosters[0].landing_place == "Barge of Patience"
    assert found.is_crewed is True


@pytest.mark.parametrize(
    ("crafts", "crewed"),
    [
        ([], False),
        (None, False),
        ([shapes.spacecraft()], False),
        ([shapes.spacecraft(), shapes.spacecraft("Ada")], True),
        ([{"launch_crew": [{"astronaut": None}]}], True),
        ([{"spacecraft": {"name": "Heron"}}], None),
        ([{"launch_crew": [None]}], None),
        (["Heron"], None),
        (7, None),
    ],
)
def test_crewed_is_known_only_when_the_record_tells_who_was_aboard(
    crafts: object, crewed: bool | None
) -> None:
    assert launch(shapes.detailed_2_3_0(crafts=crafts)).is_crewed is crewed


def test_a_normal_record_does_not_know_whether_anybody_was_aboard() -> None:
    found = launch(shapes.normal_2_3_0())
    assert (found.is_crewed, found.boosters, found.spacecraft, found.webcasts) == (None, None, None, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"failreason": ""}, "failure_reason"),
        ({"failreason": None}, "failure_reason"),
        ({"probability": -1}, "probability"),
        ({"probability": "90"}, "probability"),
        ({"launch_library_id": 2**63}, "launch_library_id"),
        ({"launch_library_id": True}, "launch_library_id"),
        ({"window_start": "soon"}, "window_start"),
        ({"window_end": "0001-01-01T00:00:00+23:00"}, "window_end"),
        ({"mission": []}, "mission"),
        ({"mission": {"name": None, "id": 3}}, "mission"),
        ({"pad": {"id": "61", "name": "Pad 7"}}, "pad"),
        ({"launch_service_provider": {"id": 10**30, "name": "Kestrel"}}, "provider"),
        ({"rocket": None}, "rocket"),
        ({"rocket": "Kestrel"}, "rocket_id"),
        ({"program": {"id": 1}}, "programs"),
        ({"image": {"thumbnail_url": "x"}}, "picture"),
        ({"webcast_live": "yes"}, "webcast_live"),
        ({"slug": ["a"]}, "slug"),
    ],
)
def test_an_unusable_optional_field_is_unknown_and_the_rest_kept(changes: dict[str, Any], field: str) -> None:
    found = launch(shapes.normal_2_0_0(**changes))
    assert getattr(found, field) is None
    assert found.name == "Kestrel 2 | First Light"


@pytest.mark.parametrize(
    ("latitude", "expected"),
    [("45.9", 45.9), (45, 45.0), ("nan", None), ("1e999", None), (91, None), (True, None), ("north", None)],
)
def test_latitude_is_a_number_of_degrees_or_unknown(latitude: object, expected: float | None) -> None:
    found = launch(shapes.normal_2_0_0(pad={"id": 1, "name": "Pad", "latitude": latitude}))
    assert found.pad is not None
    assert found.pad.latitude == expected


def test_a_time_in_another_zone_is_turned_into_utc() -> None:
    found = launch(shapes.normal_2_0_0(net="2019-05-06T09:08:09+02:00"))
    assert found.net == datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert found.net.tzinfo is UTC


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"id": None}, "id is not a UUID"),
        ({"id": 7}, "id is not a UUID"),
        ({"id": "0a1b2c3d"}, "id is not a UUID"),
        ({"name": ""}, "name is not a text"),
        ({"name": {"first": "A"}}, "name is not a text"),
        ({"status": None}, "status has no id and name"),
        ({"status": {"id": "3", "name": "Success"}}, "status has no id and name"),
        ({"net": None}, "net is not a time"),
        ({"net": 1557126489}, "net is not a time"),
        ({"net": "x" * 100_000}, "net is not a time"),
    ],
)
def test_a_record_without_its_essentials_is_refused_with_a_short_reason(
    changes: dict[str, Any], reason: str
) -> None:
    with pytest.raises(RecordError, match=reason) as caught:
        decode(shapes.normal_2_0_0(**changes))
    assert len(str(caught.value)) < 100


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "not valid JSON"),
        (b'{"id": ', "not valid JSON"),
        (b'{"id": NaN}', "not valid JSON"),
        (b'{"id": "\xff"}', "not valid JSON"),
        (b'{"id": "\\ud800"}', "not valid JSON"),
        (b"null", "not an object"),
        (b"[]", "not an object"),
        (b'"launch"', "not an object"),
        (b'{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
    ],
)
def test_what_is_no_json_object_is_refused(raw: bytes, reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        decode_record(raw, None, shapes.NOW)


def test_a_text_of_a_million_characters_is_kept_whole() -> None:
    long = "\u00e4" * 1_000_000
    mission = {"name": long, "description": long}
    found = launch(shapes.normal_2_3_0(mission=mission))
    assert found.mission is not None
    assert (found.mission.name, found.mission.description) == (long, long)


def test_an_unknown_status_keeps_launch_librarys_own_name() -> None:
    found = launch(shapes.normal_2_3_0(status={"id": 99, "name": "Lost at Sea"}))
    assert (found.status.id, found.status.name, found.status.outcome) == (99, "Lost at Sea", None)


def test_webcasts_of_the_oldest_form_are_plain_links() -> None:
    found = launch(shapes.detailed_2_2_0(vidURLs=["https://video.example/old", "", None, {"title": "none"}]))
    assert found.webcasts is not None
    assert [film.url for film in found.webcasts] == ["https://video.example/old"]
