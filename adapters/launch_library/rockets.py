"""Rockets: launcher configurations."""

from __future__ import annotations

from adapters.launch_library.agencies import agency
from adapters.launch_library.counters import counters
from adapters.launch_library.pictures import picture
from adapters.launch_library.values import Fields, child, children, filled, flag, measure, number, text
from storage.models import Rocket, Sheet


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
        sheet=_sheet(fields),
    )


def _sheet(fields: Fields) -> Sheet | None:
    """Return what a detailed record tells of the rocket, or None where it tells nothing of it."""
    image = picture(fields.get("image") or fields.get("image_url"))
    sheet = Sheet(
        length=measure(fields, "length"),
        diameter=measure(fields, "diameter"),
        launch_mass=measure(fields, "launch_mass"),
        thrust=measure(fields, "to_thrust"),
        leo_capacity=measure(fields, "leo_capacity"),
        gto_capacity=measure(fields, "gto_capacity"),
        stages=number(fields, "max_stage"),
        cost=_cost(fields),
        maiden_flight=filled(fields, "maiden_flight"),
        is_reusable=flag(fields, "reusable"),
        is_active=flag(fields, "active"),
        description=filled(fields, "description"),
        picture=image.url if image else None,
        info_url=filled(fields, "info_url"),
        wiki_url=filled(fields, "wiki_url"),
        counters=counters(fields),
    )
    return None if sheet == Sheet() else sheet


def _cost(fields: Fields) -> int | None:
    """Return what a launch costs: a text of digits until 2.2.0."""
    cost = fields.get("launch_cost")
    if isinstance(cost, str) and cost.isascii() and cost.isdecimal() and len(cost) <= 15:
        return int(cost)
    told = measure(fields, "launch_cost")
    return None if told is None else int(told)


def _family(fields: Fields) -> str | None:
    """Return `family`, or in 2.3.0 the first of `families`."""
    families = children(fields, "families")
    return text(families[0], "name") if families else text(fields, "family")
