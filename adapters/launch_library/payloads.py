"""The payloads of a launch. They stand in detailed records from 2.3.0 on."""

from __future__ import annotations

from adapters.launch_library.values import Fields, child, children, filled, label, measure, number
from storage.flights import Payload


def payloads(rocket: Fields) -> tuple[Payload, ...] | None:
    """Return the payloads that have a name, or None when the record has no list of them."""
    flights = children(rocket, "payloads")
    if flights is None:
        return None
    found = map(_payload, flights)
    return tuple(item for item in found if item is not None)


def _payload(flight: Fields) -> Payload | None:
    carried = child(flight, "payload") or {}
    name = filled(carried, "name")
    if name is None:
        return None
    return Payload(
        name=name,
        type=label(carried, "type") or None,
        operator=label(carried, "operator") or None,
        manufacturer=label(carried, "manufacturer") or None,
        mass=measure(carried, "mass"),
        amount=number(flight, "amount"),
        destination=filled(flight, "destination"),
    )
