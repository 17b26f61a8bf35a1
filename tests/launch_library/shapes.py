"""Records of invented launches in each version and mode, as small as they can be and still be whole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

NOW = datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
LAUNCH_ID = "0a1b2c3d-0000-4000-8000-00000000000a"

Json = dict[str, Any]


def encoded(value: object) -> bytes:
    return msgspec.json.encode(value)


def envelope(*records: object, count: int | None = None, following: str | None = None) -> bytes:
    total = len(records) if count is None else count
    return encoded({"count": total, "next": following, "previous": None, "results": list(records)})


def normal_2_0_0(**changes: object) -> Json:
    base = "https://ll.example/2.0.0"
    return {
        "id": LAUNCH_ID,
        "url": f"{base}/launch/{LAUNCH_ID}/",
        "launch_library_id": 77,
        "slug": "kestrel-2-first-light",
        "name": "Kestrel 2 | First Light",
        "status": {"id": 4, "name": "Failure"},
        "net": "2019-05-06T07:08:09Z",
        "window_end": "2019-05-06T08:00:00Z",
        "window_start": "2019-05-06T07:00:00Z",
        "inhold": False,
        "tbdtime": False,
        "tbddate": False,
        "probability": -1,
        "holdreason": "",
        "failreason": "The second stage did not light.",
        "hashtag": None,
        "launch_service_provider": {
            "id": 501,
            "url": f"{base}/agencies/501/",
            "name": "Kestrel Launch",
            "type": "Commercial",
        },
        "rocket": {
            "id": 900,
            "configuration": {
                "id": 31,
                "launch_library_id": 12,
                "url": f"{base}/config/launcher/31/",
                "name": "Kestrel 2",
                "family": "Kestrel",
                "full_name": "Kestrel 2 Block 1",
                "variant": "Block 1",
            },
        },
        "mission": {
            "id": 41,
            "launch_library_id": None,
            "name": "First Light",
            "description": "A camera.\r\n* one lens\r\n* \u201cno\u201d film",
            "launch_designator": "2019-F05",
            "type": "Technology",
            "orbit": {"id": 8, "name": "Low Earth Orbit", "abbrev": "LEO"},
        },
        "pad": {
            "id": 61,
            "url": f"{base}/pad/61/",
            "agency_id": 501,
            "name": "Pad 7",
            "info_url": None,
            "wiki_url": "https://wiki.example/Pad_7",
            "map_url": "https://maps.example/?q=-12.5,130.25",
            "latitude": "-12.5",
            "longitude": "130.25",
            "location": {
                "id": 71,
                "url": f"{base}/location/71/",
                "name": "Melville Island, Australia",
                "country_code": "AUS",
                "map_image": "https://img.example/71.jpg",
                "total_launch_count": 9,
                "total_landing_count": 0,
            },
            "map_image": "https://img.example/61.jpg",
            "total_launch_count": 4,
        },
        "webcast_live": False,
        "image": "https://img.example/kestrel.jpg",
        "infographic": None,
        "program": [
            {
                "id": 81,
                "url": f"{base}/program/81/",
                "name": "Lanterns",
                "description": "Cameras in a row.",
                "agencies": [
                    {
                        "id": 501,
                        "url": f"{base}/agencies/501/",
                        "name": "Kestrel Launch",
                        "type": "Commercial",
                    }
                ],
                "image_url": "https://img.example/81.png",
                "start_date": "2018-01-01T00:00:00Z",
                "end_date": None,
                "info_url": None,
                "wiki_url": "https://wiki.example/Lanterns",
            }
        ],
    } | changes


def list_2_0_0(**changes: object) -> Json:
    return {
        "id": LAUNCH_ID,
        "url": f"https://ll.example/2.0.0/launch/{LAUNCH_ID}/",
        "launch_library_id": 77,
        "slug": "kestrel-2-first-light",
        "name": "Kestrel 2 | First Light",
        "status": {"id": 4, "name": "Failure"},
        "net": "2019-05-06T07:08:09Z",
        "window_end": "2019-05-06T08:00:00Z",
        "window_start": "2019-05-06T07:00:00Z",
        "mission": "First Light",
        "mission_type": "Technology",
        "pad": "Pad 7",
        "location": "Melville Island, Australia",
        "landing": None,
        "landing_success": None,
        "launcher": None,
        "orbit": "LEO",
        "image": "https://img.example/kestrel-small.jpg",
        "infographic": None,
    } | changes


def normal_2_2_0(**changes: object) -> Json:
    record = normal_2_0_0()
    for key in ("launch_library_id", "inhold", "tbdtime", "tbddate"):
        del record[key]
    counts = dict.fromkeys((f"{part}_launch_attempt_count" for part in ("orbital", "location", "pad")), 3)
    record |= counts | {"agency_launch_attempt_count": 2, "orbital_launch_attempt_count_year": 1}
    return (
        record
        | {
            "url": f"https://ll.example/2.2.0/launch/{LAUNCH_ID}/",
            "status": {"id": 4, "name": "Launch Failure", "abbrev": "Failure", "description": "It failed."},
            "last_updated": "2019-05-07T00:00:00Z",
            "net_precision": {"id": 5, "name": "Day", "abbrev": "DAY", "description": "To the day."},
            "type": "normal",
        }
        | changes
    )


def booster(serial_number: str, success: bool | None, place_key: str = "location") -> Json:
    return {
        "launcher_flight_number": 3,
        "launcher": {"serial_number": serial_number},
        "landing": {
            "attempt": True,
            "success": success,
            place_key: {"name": "Barge of Patience", "abbrev": "BOP"},
        },
    }


def spacecraft(*crew: str) -> Json:
    return {
        "spacecraft": {"name": "Heron", "serial_number": "H-4"},
        "launch_crew": [{"astronaut": {"name": name}} for name in crew],
    }


def detailed_2_2_0(*stages: Json, craft: Json | None = None, **changes: object) -> Json:
    record = normal_2_2_0(type="detailed")
    record["launch_service_provider"] |= {"abbrev": "KL", "country_code": "AUS"}
    record["rocket"] |= {"launcher_stage": list(stages), "spacecraft_stage": craft}
    record["rocket"]["configuration"]["manufacturer"] = {"id": 502, "name": "Kestrel Works", "abbrev": "KW"}
    return (
        record
        | {
            "vidURLs": [{"title": "Live", "url": "https://video.example/1"}],
            "infoURLs": [
                {"url": "https://kestrel.example/"},
                {"url": "https://en.wikipedia.org/wiki/Kestrel"},
            ],
            "flightclub_url": "https://flight.example/1",
        }
        | changes
    )


def normal_2_3_0(**changes: object) -> Json:
    australia = {"id": 1, "name": "Australia", "alpha_2_code": "AU", "alpha_3_code": "AUS"}
    record = normal_2_2_0()
    for key in ("type", "holdreason"):
        del record[key]
    record["launch_service_provider"] = {
        "response_mode": "list",
        "id": 501,
        "name": "Kestrel Launch",
        "abbrev": "KL",
        "type": {"id": 3, "name": "Commercial"},
        "country": [australia, {"id": 2, "name": "New Zealand", "alpha_3_code": "NZL"}],
    }
    record["rocket"]["configuration"] |= {"families": [{"id": 4, "name": "Kestrel"}]}
    del record["rocket"]["configuration"]["family"]
    record["pad"] |= {"latitude": -12.5, "longitude": 130.25, "agencies": [{"id": 501}]}
    del record["pad"]["agency_id"]
    record["pad"]["location"]["country"] = australia
    del record["pad"]["location"]["country_code"]
    del record["mission"]["launch_designator"]
    return (
        record
        | {
            "url": f"https://ll.example/2.3.0/launches/{LAUNCH_ID}/",
            "response_mode": "normal",
            "launch_designator": "2019-F05",
            "image": {
                "image_url": "https://img.example/kestrel.jpg",
                "thumbnail_url": "https://img.example/kestrel-thumb.jpg",
                "credit": "Kestrel Launch",
            },
        }
        | changes
    )


def detailed_2_3_0(*stages: Json, crafts: object = (), **changes: object) -> Json:
    record = normal_2_3_0(response_mode="detailed")
    record["rocket"] |= {"launcher_stage": list(stages), "spacecraft_stage": crafts}
    return (
        record
        | {
            "vid_urls": [{"title": None, "url": "https://video.example/1"}],
            "info_urls": [],
        }
        | changes
    )


def list_2_3_0(**changes: object) -> Json:
    whole = normal_2_3_0(response_mode="list")
    keys = (
        "id",
        "url",
        "name",
        "response_mode",
        "slug",
        "launch_designator",
        "status",
        "last_updated",
        "net",
    )
    more = ("net_precision", "window_end", "window_start", "image", "infographic")
    return {key: whole[key] for key in keys + more} | changes
