"""The parts of a launch that stand in every version under the same keys.

Each version's module puts them together and adds what it names differently.
"""

from __future__ import annotations

from typing import Any

from adapters.launch_library.agencies import agency
from adapters.launch_library.links import info_urls, patches, timeline, updates, webcasts, wiki_url
from adapters.launch_library.missions import mission, programs
from adapters.launch_library.payloads import payloads
from adapters.launch_library.pictures import picture
from adapters.launch_library.places import pad
from adapters.launch_library.rockets import rocket
from adapters.launch_library.spacecraft import is_crewed, spacecraft, spacecraft_stages
from adapters.launch_library.stages import boosters
from adapters.launch_library.values import Fields, child, filled, flag, instant, label, number, text, uuid_of
from storage.errors import RecordError
from storage.models import Counts, Mission, Mode, Status

Parts = dict[str, Any]
"""Fields of `storage.models.Launch` by name."""


def heading(record: Fields) -> Parts:
    """Return the fields that records of every mode have.

    Raises `RecordError` when id, name, status or net is unusable: without them it is no launch.
    """
    name, net = filled(record, "name"), instant(record, "net")
    if name is None:
        raise RecordError(f"name is not a text: {_shown(record.get('name'))}")
    if net is None:
        raise RecordError(f"net is not a time: {_shown(record.get('net'))}")
    image, infographic = picture(record.get("image")), picture(record.get("infographic"))
    return {
        "id": _launch_id(record),
        "name": name,
        "status": _status(record),
        "net": net,
        "slug": filled(record, "slug"),
        "launch_library_id": number(record, "launch_library_id"),
        "window_start": instant(record, "window_start"),
        "window_end": instant(record, "window_end"),
        "last_updated": instant(record, "last_updated"),
        "net_precision": label(record, "net_precision"),
        "designator": _designator(record),
        "picture": image,
        "infographic": infographic.url if infographic else None,
    }


def body(record: Fields) -> Parts:
    """Return what stands in normal and detailed records."""
    flight = child(record, "rocket") or {}
    probability = number(record, "probability")
    return {
        "provider": agency(child(record, "launch_service_provider")),
        "rocket_id": number(flight, "id"),
        "rocket": rocket(child(flight, "configuration")),
        "mission": mission(child(record, "mission")),
        "pad": pad(child(record, "pad")),
        "programs": programs(record),
        "failure_reason": filled(record, "failreason"),
        "hold_reason": filled(record, "holdreason"),
        # Old records say -1 for "not known".
        "probability": probability if probability is not None and 0 <= probability <= 100 else None,
        "hashtag": filled(record, "hashtag"),
        "webcast_live": flag(record, "webcast_live"),
        "counts": _counts(record),
    }


def details(record: Fields, *, webcasts_key: str, info_urls_key: str) -> Parts:
    """Return what stands in detailed records only; the keys of the links differ by version."""
    flight = child(record, "rocket") or {}
    stages = spacecraft_stages(flight)
    urls = info_urls(record, info_urls_key)
    return {
        "is_crewed": is_crewed(stages),
        "boosters": boosters(flight),
        "spacecraft": spacecraft(stages),
        "payloads": payloads(flight),
        "webcasts": webcasts(record, webcasts_key),
        "info_urls": urls,
        "wiki_url": wiki_url(urls),
        "flightclub_url": filled(record, "flightclub_url"),
        "updates": updates(record),
        "patches": patches(record),
        "timeline": timeline(record),
    }


def flat_mission(record: Fields) -> Parts:
    """Return the mission of a list record before 2.3.0, where it is a plain string.

    Pad, location, orbit and provider are names without ids there, which no model can hold.
    """
    name = filled(record, "mission")
    return {"mission": Mission(name=name, type=text(record, "mission_type")) if name else None}


def mode_by_shape(record: Fields) -> Mode:
    """Tell the mode of a record that does not name it."""
    if "mission_type" in record or "lsp_name" in record or isinstance(record.get("mission"), str):
        return Mode.LIST
    if not {"rocket", "pad", "launch_service_provider"} & record.keys():
        return Mode.LIST
    stages = {"launcher_stage", "spacecraft_stage"} & (child(record, "rocket") or {}).keys()
    return Mode.DETAILED if stages else Mode.NORMAL


def mode_by_word(record: Fields, key: str) -> Mode | None:
    """Return the mode that a record names under a key, or None."""
    return _MODES.get(text(record, key) or "")


_MODES = {mode.name.lower(): mode for mode in Mode}


def _designator(record: Fields) -> str | None:
    """Return the international designator: until 2.2.0 the mission has it, in 2.3.0 the launch."""
    flown = filled(record, "launch_designator")
    return flown or filled(child(record, "mission") or {}, "launch_designator")


def _launch_id(record: Fields) -> str:
    launch_id = uuid_of(record, "id")
    if launch_id is None:
        raise RecordError(f"id is not a UUID: {_shown(record.get('id'))}")
    return launch_id


def _status(record: Fields) -> Status:
    fields = child(record, "status") or {}
    status_id, name = number(fields, "id"), filled(fields, "name")
    if status_id is None or name is None:
        raise RecordError(f"status has no id and name: {_shown(record.get('status'))}")
    return Status(id=status_id, name=name, abbrev=text(fields, "abbrev"))


_COUNTS = {
    part: f"{part.removesuffix('_year')}_launch_attempt_count{'_year' if part.endswith('_year') else ''}"
    for part in Counts.__struct_fields__
}


def _counts(record: Fields) -> Counts | None:
    """Return the ordinals, which stand in records from 2.2.0 on."""
    if "orbital_launch_attempt_count" not in record:
        return None
    return Counts(**{part: number(record, key) for part, key in _COUNTS.items()})


def _shown(value: object) -> str:
    """Return a value short enough for a log line."""
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return repr(value[:40])
    return repr(value)[:40] if isinstance(value, int | float) else f"a {type(value).__name__}"
