"""Rockets: launcher configurations."""

from __future__ import annotations

from adapters.launch_library.agencies import agency
from adapters.launch_library.values import Fields, child, children, filled, number, text
from storage.models import Rocket


def rocket(fields: Fields | None) -> Rocket | None:
    """Return a launcher configuration, or None without a usable id and name."""
    if fields is None:
        return None
    configuration_id, name = number(fields, "id"), filled(fields, "name")
    if configuration_id is None or name is None:
        return None
    return Rocket(
        id=configuration_id,
        name=name,
        full_name=text(fields, "full_name"),
        family=_family(fields),
        variant=text(fields, "variant"),
        manufacturer=agency(child(fields, "manufacturer")),
    )


def _family(fields: Fields) -> str | None:
    """Return `family`, or in 2.3.0 the first of `families`."""
    families = children(fields, "families")
    return text(families[0], "name") if families else text(fields, "family")
