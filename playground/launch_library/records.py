"""The embedded catalogue written out as complete Launch Library 2 records (2.3.0, `mode=detailed`)."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

import msgspec

from playground.launch_library.catalogue import Catalogue, Launch, Mission, Program, load
from playground.launch_library.places import (
    Record,
    agency,
    agency_brief,
    drawing,
    pad,
    wikipedia,
)
from playground.launch_library.vehicles import rocket

PUBLIC_ADDRESS: Final = "https://ll.thespacedevs.com"
SLUG_LENGTH: Final = 50
"""Launch Library 2 cuts slugs at this many characters."""

_STATUSES: Final = {
    1: ("Go for Launch", "Go", "The time of lift-off is confirmed."),
    2: ("To Be Determined", "TBD", "The time of lift-off is a placeholder."),
    3: ("Launch Successful", "Success", "The payload reached its orbit."),
    4: ("Launch Failure", "Failure", "The payload did not reach a usable orbit."),
    5: ("On Hold", "Hold", "The countdown has been stopped."),
    6: ("Launch in Flight", "In Flight", "The rocket has lifted off."),
    7: (
        "Launch was a Partial Failure",
        "Partial Failure",
        "The payload reached a wrong orbit, or not all did.",
    ),
    8: ("To Be Confirmed", "TBC", "The time of lift-off is expected but not confirmed."),
    9: ("Payload Deployed", "Deployed", "The payload is free; its health is not confirmed yet."),
}
_COUNTS: Final = (
    "orbital_launch_attempt_count",
    "location_launch_attempt_count",
    "pad_launch_attempt_count",
    "agency_launch_attempt_count",
    "orbital_launch_attempt_count_year",
    "location_launch_attempt_count_year",
    "pad_launch_attempt_count_year",
    "agency_launch_attempt_count_year",
)
_PRECISIONS: Final = {
    "Second": (0, "SEC"),
    "Minute": (1, "MIN"),
    "Hour": (2, "HR"),
    "Day": (5, "DAY"),
    "Month": (7, "M"),
}
_ENGLISH: Final = {"id": 1, "name": "English", "code": "en"}
_OUTCOME_KNOWN_AFTER: Final = timedelta(hours=6)


def records(base: str = PUBLIC_ADDRESS) -> list[Record]:
    """Every launch of the detailed sample, oldest first.

    `base` is the address, without a slash at the end, under which the links and pictures of the records
    are served. Raises `msgspec.ValidationError` or `DanglingReferenceError` when the file is not in order.
    """
    made: list[Record] = msgspec.json.decode(_encoded(base))
    return made


@lru_cache(maxsize=4)
def _encoded(base: str) -> bytes:
    """Make the records once: whoever asks gets some of their own, to change as they like."""
    catalogue = load()
    return msgspec.json.encode([record(catalogue, launch, base) for launch in catalogue.launches])


def record(catalogue: Catalogue, launch: Launch, base: str) -> Record:
    """One launch in full."""
    start, end = launch.window or (launch.net, launch.net)
    provider = catalogue.agencies.row(launch.provider, launch.name)
    configuration = catalogue.configurations.row(launch.configuration, launch.name)
    return {
        "id": launch.id,
        "url": f"{base}/2.3.0/launches/{launch.id}/",
        "name": launch.name,
        "response_mode": "detailed",
        "slug": slug(launch.name),
        "launch_designator": launch.designator,
        "status": status(launch.status),
        "last_updated": instant(updated(launch)),
        "net": instant(launch.net),
        "net_precision": _precision(launch),
        "window_end": instant(end),
        "window_start": instant(start),
        "image": drawing(base, configuration.picture, configuration.id),
        "infographic": None,
        "probability": launch.probability,
        "weather_concerns": None,
        "failreason": launch.failreason,
        "hashtag": None,
        "launch_service_provider": agency(catalogue, provider, base),
        "rocket": rocket(catalogue, launch, base),
        "mission": None if launch.mission is None else _mission(catalogue, launch, launch.mission),
        "pad": pad(catalogue, catalogue.pads.row(launch.pad, launch.name), base),
        "webcast_live": False,
        "program": _programs(catalogue, launch, base),
        **dict(zip(_COUNTS, launch.counts, strict=True)),
        "flightclub_url": None,
        "updates": [],
        "info_urls": _info_urls(launch),
        "vid_urls": _vid_urls(launch),
        "timeline": [],
        "pad_turnaround": None,
        "mission_patches": [],
    }


def updated(launch: Launch) -> datetime:
    """When the record of this launch was changed last."""
    return launch.updated or launch.net + _OUTCOME_KNOWN_AFTER


def status(number: int) -> Record:
    """The status object with this id."""
    name, abbrev, description = _STATUSES.get(number, (f"Status {number}", str(number), ""))
    return {"id": number, "name": name, "abbrev": abbrev, "description": description}


def slug(name: str) -> str:
    """The slug of a launch of this name: ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain)).strip("-_")[:SLUG_LENGTH]


def instant(moment: datetime) -> str:
    """An instant as the API writes it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _precision(launch: Launch) -> Record | None:
    if launch.precision is None and (launch.net.year < 2000 or launch.unknown):
        return None
    name = launch.precision or ("Second" if launch.net.second else "Minute")
    number, abbrev = _PRECISIONS.get(name, (90001, name[:3].upper()))
    return {"id": number, "name": name, "abbrev": abbrev, "description": f"Known to the {name.lower()}."}


def _mission(catalogue: Catalogue, launch: Launch, mission: Mission) -> Record:
    orbit = None
    if mission.orbit is not None:
        row = catalogue.orbits.row(mission.orbit, launch.name)
        body = {"response_mode": "list", "id": 1, "name": "Earth"}
        orbit = {"id": row.id, "name": row.name, "abbrev": row.abbrev, "celestial_body": body}
    return {
        "id": mission.id,
        "name": mission.name,
        "type": mission.type,
        "description": mission.description,
        "image": None,
        "orbit": orbit,
        "agencies": [],
        "info_urls": [],
        "vid_urls": [],
    }


def _programs(catalogue: Catalogue, launch: Launch, base: str) -> list[Record] | None:
    if launch.programs is None:
        return None
    return [_program(catalogue, catalogue.programs.row(key, launch.name), base) for key in launch.programs]


def _program(catalogue: Catalogue, row: Program, base: str) -> Record:
    partners = [catalogue.agencies.row(key, row.name) for key in row.agencies]
    return {
        "response_mode": "normal",
        "id": row.id,
        "url": f"{base}/2.3.0/programs/{row.id}/",
        "name": row.name,
        "image": None,
        "info_url": None,
        "wiki_url": wikipedia(row.wiki),
        "description": row.description,
        "agencies": [agency_brief(partner, base) for partner in partners],
        "start_date": None if row.start is None else instant(row.start),
        "end_date": None if row.end is None else instant(row.end),
        "mission_patches": [],
        "type": None if row.type is None else {"id": row.type.id, "name": row.type.name},
    }


def _info_urls(launch: Launch) -> list[Record]:
    url = wikipedia(launch.wiki)
    if url is None:
        return []
    kind = {"id": 90001, "name": "Encyclopedia"}
    return [_link(url, "en.wikipedia.org", launch.name, kind)]


def _vid_urls(launch: Launch) -> list[Record]:
    if launch.webcast is None:
        return []
    link = _link(launch.webcast, "youtube.com", launch.name, {"id": 1, "name": "Official Webcast"})
    return [{**link, "publisher": None, "start_time": None, "end_time": None, "live": False}]


def _link(url: str, source: str, title: str, kind: Record) -> Record:
    return {
        "priority": 10,
        "source": source,
        "title": title,
        "description": "",
        "feature_image": None,
        "url": url,
        "type": kind,
        "language": dict(_ENGLISH),
    }
