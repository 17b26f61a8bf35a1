"""What Launch Library's records say of boosters, as plainly as it can be read: to check the catalogue by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from storage.query import LaunchQuery

Json = dict[str, Any]

MANNERS = {"ASDS": "drone ship", "RTLS": "ground pad", "VL": "ground pad", "Ocean": "ocean"}
ENDS = ("success", "failure", "none")


class Flown(NamedTuple):
    """One booster of a launch, or the lack of any; None is not known."""

    serial: str | None
    flight: int | None
    end: str | None
    manner: str | None
    place: str | None
    tried: bool | None


def boosters(record: Json) -> Iterator[Flown]:
    """Yield the boosters of a record, and one of nothing where it is known to have none."""
    stages = record["rocket"].get("launcher_stage")
    if stages == []:
        yield Flown(None, None, "none", None, None, False)
    for stage in stages or []:
        landing = stage.get("landing") or {}
        tried, landed = landing.get("attempt"), landing.get("success")
        flight, serial = stage.get("launcher_flight_number"), stage["launcher"]["serial_number"]
        end: str | None = None
        if landed:
            end, tried = "success", True
        elif tried is False:
            end = "none"
        elif tried and landed is False:
            end = "failure"
        place = (landing.get("location") or {}).get("name")
        manner = MANNERS.get((landing.get("type") or {}).get("abbrev", ""))
        place = None if place in (None, "", "Unknown") else place.split(",")[0]
        if end == "none":
            manner = place = None
        yield Flown(serial, flight, end, manner, place, tried)


def meets(flown: Flown, query: LaunchQuery) -> bool:
    """Tell whether one booster is all that a query asks of boosters."""
    ends = [each for each in query.landings if each in ENDS]
    manners = [each for each in query.landings if each not in ENDS]
    return (
        (not query.serial_numbers or flown.serial in query.serial_numbers)
        and (not query.landing_places or flown.place in query.landing_places)
        and (not ends or flown.end in ends)
        and (not manners or flown.manner in manners)
    )


def asks(query: LaunchQuery) -> bool:
    """Tell whether a query asks anything of boosters."""
    return bool(query.serial_numbers or query.landing_places or query.landings)


def is_reused(record: Json) -> bool | None:
    """Tell whether a booster of a record had flown before."""
    stages = record["rocket"].get("launcher_stage")
    if stages is None:
        return None
    flights = [stage.get("launcher_flight_number") for stage in stages]
    if any(flight is not None and flight > 1 for flight in flights):
        return True
    return None if None in flights else False
