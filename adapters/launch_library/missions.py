"""Missions, their orbits, and the programs that a launch belongs to."""

from __future__ import annotations

from adapters.launch_library.agencies import agencies
from adapters.launch_library.pictures import picture
from adapters.launch_library.values import Fields, child, children, filled, label, number, text
from storage.models import Mission, Orbit, Program


def mission(fields: Fields | None) -> Mission | None:
    """Return a mission, or None without a usable name."""
    if fields is None:
        return None
    name = filled(fields, "name")
    if name is None:
        return None
    return Mission(
        name=name,
        id=number(fields, "id"),
        description=text(fields, "description"),
        type=label(fields, "type"),
        orbit=_orbit(child(fields, "orbit")),
    )


def _orbit(fields: Fields | None) -> Orbit | None:
    if fields is None:
        return None
    orbit_id, name = number(fields, "id"), filled(fields, "name")
    if orbit_id is None or name is None:
        return None
    return Orbit(id=orbit_id, name=name, abbrev=text(fields, "abbrev"))


def programs(record: Fields) -> tuple[Program, ...] | None:
    """Return the usable programs of a launch, or None when the record has no list of them."""
    listed = children(record, "program")
    if listed is None:
        return None
    found = map(_program, listed)
    return tuple(item for item in found if item is not None)


def _program(fields: Fields) -> Program | None:
    program_id, name = number(fields, "id"), filled(fields, "name")
    if program_id is None or name is None:
        return None
    image = picture(fields.get("image"))
    return Program(
        id=program_id,
        name=name,
        description=text(fields, "description"),
        agencies=agencies(fields, "agencies"),
        image_url=image.url if image else filled(fields, "image_url"),
        start_date=text(fields, "start_date"),
        end_date=text(fields, "end_date"),
        info_url=filled(fields, "info_url"),
        wiki_url=filled(fields, "wiki_url"),
    )
