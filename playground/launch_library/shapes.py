"""A 2.3.0 detailed record in the other shapes of the API: versions 2.0.0, 2.2.0 and 2.3.0, three modes."""

from __future__ import annotations

from typing import Final, Literal, get_args

from playground.launch_library.older_shapes import older_detailed, older_list, older_normal
from playground.launch_library.places import Record

Version = Literal["2.0.0", "2.2.0", "2.3.0"]
Mode = Literal["list", "normal", "detailed"]

_LIST_KEYS: Final = (
    "id",
    "url",
    "name",
    "slug",
    "launch_designator",
    "status",
    "last_updated",
    "net",
    "net_precision",
    "window_end",
    "window_start",
    "image",
    "infographic",
)
_DETAILED_ONLY: Final = (
    "flightclub_url",
    "updates",
    "info_urls",
    "vid_urls",
    "timeline",
    "pad_turnaround",
    "mission_patches",
)
_AGENCY_LIST_KEYS: Final = ("id", "url", "name", "abbrev", "type")
_CONFIGURATION_LIST_KEYS: Final = ("id", "url", "name", "families", "full_name", "variant")


def shape(record: Record, version: Version, mode: Mode) -> Record:
    """The record as `version` answers it in `mode`. The given record is not changed.

    Status 9 (Payload Deployed) came with 2.3.0; older versions say 6 (In Flight) for it.
    """
    if version == "2.3.0":
        return _NEWEST[mode](record)
    return _OLDER[mode](record, version)


def known_mode(text: str | None) -> Mode:
    """The mode of this name; anything else means normal, as in Launch Library 2."""
    return next((mode for mode in get_args(Mode) if mode == text), "normal")


def _detailed(record: Record) -> Record:
    return dict(record)


def _list(record: Record) -> Record:
    return {**{key: record[key] for key in _LIST_KEYS}, "response_mode": "list"}


def _normal(record: Record) -> Record:
    provider, rocket = record["launch_service_provider"], record["rocket"]
    configuration = rocket["configuration"]
    families = [
        {"response_mode": "list", "id": family["id"], "name": family["name"]}
        for family in configuration["families"]
    ]
    return {
        **{key: value for key, value in record.items() if key not in _DETAILED_ONLY},
        "response_mode": "normal",
        "launch_service_provider": {
            **{key: provider[key] for key in _AGENCY_LIST_KEYS},
            "response_mode": "list",
        },
        "rocket": {
            "id": rocket["id"],
            "configuration": {
                **{key: configuration[key] for key in _CONFIGURATION_LIST_KEYS},
                "response_mode": "list",
                "families": families,
            },
        },
    }


_NEWEST: Final = {"list": _list, "normal": _normal, "detailed": _detailed}
_OLDER: Final = {"list": older_list, "normal": older_normal, "detailed": older_detailed}
