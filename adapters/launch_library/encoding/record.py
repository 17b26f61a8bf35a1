"""Launches in the words of Launch Library 2.0.0, whatever version they came in.

A record that came in 2.0.0 is given back as it stands; the others are converted. What 2.0.0 knows and no
later version tells (the ids of Launch Library 1) is null then.
"""

from __future__ import annotations

from typing import Any

import msgspec

from adapters.launch_library import v2_0_0
from adapters.launch_library.encoding.parts import (
    address,
    agency,
    configuration,
    instant,
    mission,
    pad,
    program,
)
from adapters.launch_library.encoding.stages import landing, landing_success, launcher, stages
from storage.models import Launch, Mode, Record, Status, StatusId
from storage.net_precision import TIMES, is_vague, precision_of

BASE_URL = "https://ll.thespacedevs.com/2.0.0/"
"""What the links of converted records begin with unless told otherwise."""

LIST_KEYS = (
    "id", "url", "launch_library_id", "slug", "name", "status", "net", "window_end", "window_start",
    "mission", "mission_type", "pad", "location", "landing", "landing_success", "launcher", "orbit",
    "image", "infographic",
)  # fmt: skip
"""Exactly the keys of a record in mode=list."""

Json = dict[str, Any]


def encode_record(record: Record, mode: Mode, base_url: str = BASE_URL) -> Json:
    """Return a record in a mode; its own words if it came in 2.0.0 and in that mode."""
    if record.version != v2_0_0.VERSION or record.mode is not mode:
        return encode_launch(record.launch, mode, base_url)
    told: Json = msgspec.json.decode(record.raw, type=dict[str, Any])
    return {key: told.get(key) for key in LIST_KEYS} if mode is Mode.LIST else told


def encode_launch(launch: Launch, mode: Mode, base_url: str = BASE_URL) -> Json:
    """Convert a launch; what it does not tell is null."""
    if mode is Mode.LIST:
        return _listed(launch, base_url)
    whole = _normal(launch, base_url)
    return _detailed(whole, launch, base_url) if mode is Mode.DETAILED else whole


def _heading(launch: Launch, base_url: str) -> Json:
    return {
        "id": launch.id,
        "url": address(base_url, "launch", launch.id),
        "launch_library_id": launch.launch_library_id,
        "slug": launch.slug,
        "name": launch.name,
        "status": _status(launch.status),
        "net": instant(launch.net),
        "window_end": instant(launch.window_end),
        "window_start": instant(launch.window_start),
    }


def _pictures(launch: Launch) -> Json:
    return {"image": launch.picture.url if launch.picture else None, "infographic": launch.infographic}


def _listed(launch: Launch, base_url: str) -> Json:
    goal, place = launch.mission, launch.pad
    told = {
        "mission": goal.name if goal else None,
        "mission_type": goal.type if goal else None,
        "pad": place.name if place else None,
        "location": place.location.name if place and place.location else None,
        "landing": landing(launch.boosters),
        "landing_success": landing_success(launch.boosters),
        "launcher": launcher(launch.boosters),
        "orbit": goal.orbit.abbrev if goal and goal.orbit else None,
    }
    return _heading(launch, base_url) | told | _pictures(launch)


def _normal(launch: Launch, base_url: str) -> Json:
    programs = [program(item, base_url) for item in launch.programs or ()]
    told = {
        "inhold": launch.status.id == StatusId.HOLD,
        # 2.2.0 put one precision in place of these two flags.
        "tbdtime": precision_of(launch) not in {None, *TIMES},
        "tbddate": is_vague(launch),
        "probability": launch.probability,
        "holdreason": launch.hold_reason or "",
        "failreason": launch.failure_reason or "",
        "hashtag": launch.hashtag,
        "launch_service_provider": agency(launch.provider, base_url),
        "rocket": {"id": launch.rocket_id, "configuration": configuration(launch.rocket, base_url)},
        "mission": mission(launch.mission, launch.designator),
        "pad": pad(launch.pad, base_url),
        "webcast_live": bool(launch.webcast_live),
    }
    return _heading(launch, base_url) | told | _pictures(launch) | {"program": programs}


def _detailed(whole: Json, launch: Launch, base_url: str) -> Json:
    """Add to a normal record what a detailed one has more and the launch tells."""
    if launch.provider:
        whole["launch_service_provider"]["country_code"] = launch.provider.country_code
        whole["launch_service_provider"]["abbrev"] = launch.provider.abbrev
    if launch.rocket:
        whole["rocket"]["configuration"]["manufacturer"] = agency(launch.rocket.manufacturer, base_url)
    whole["rocket"] |= stages(launch)
    return whole | {
        "flightclub_url": launch.flightclub_url,
        "infoURLs": [{"url": url} for url in launch.info_urls or ()],
        "vidURLs": [{"title": film.title, "url": film.url} for film in launch.webcasts or ()],
    }


def _status(status: Status) -> Json:
    """Return a status by its 2.0.0 name, which later versions call its abbreviation.

    "Payload Deployed" is new in 2.3.0; older versions go on saying "In Flight".
    """
    if status.id == StatusId.PAYLOAD_DEPLOYED:
        return {"id": int(StatusId.IN_FLIGHT), "name": "In Flight"}
    return {"id": status.id, "name": status.abbrev or status.name}
