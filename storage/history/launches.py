"""Launches to columns and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from storage.history.tables import Columns, Things, rows
from storage.models import Booster, Launch, Mission, Spacecraft

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)

_BOOSTER = (
    "serial_number", "type", "flight_number", "landing_attempt", "landing_success", "landing_type",
    "landing_place", "landing_place_abbrev",
)  # fmt: skip


def launch_columns(launches: Sequence[Launch]) -> dict[str, Columns]:
    """Return the tables `launches`, `boosters`, `spacecraft` and `crew`."""
    boosters = [booster for launch in launches for booster in launch.boosters or ()]
    spacecraft = [craft for launch in launches for craft in launch.spacecraft or ()]
    crew = [(name, craft.role_of(number)) for craft in spacecraft for number, name in enumerate(craft.crew)]
    return {
        "launches": _columns([_row(launch) for launch in launches]),
        "boosters": {name: [getattr(booster, name) for booster in boosters] for name in _BOOSTER},
        "spacecraft": {
            "name": [craft.name for craft in spacecraft],
            "serial_number": [craft.serial_number or None for craft in spacecraft],
            "crew": [len(craft.crew) for craft in spacecraft],
        },
        "crew": {"name": [name for name, _ in crew], "role": [role for _, role in crew]},
    }


def _columns(rows: Sequence[dict[str, Any]]) -> Columns:
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}


def _row(launch: Launch) -> dict[str, Any]:
    mission = launch.mission
    return {
        "id": launch.id,
        "name": launch.name,
        "slug": launch.slug,
        "net": _seconds(launch.net),
        "net_precision": launch.net_precision or None,
        "window_start": _seconds(launch.window_start),
        "window_end": _seconds(launch.window_end),
        "last_updated": _seconds(launch.last_updated),
        "status": launch.status.id,
        "provider": launch.provider.id if launch.provider else None,
        "rocket": launch.rocket.id if launch.rocket else None,
        "rocket_flight": launch.rocket_id,
        "pad": launch.pad.id if launch.pad else None,
        "mission": mission.id if mission else None,
        "mission_name": mission.name if mission else None,
        "mission_type": mission.type or None if mission else None,
        "orbit": mission.orbit.id if mission and mission.orbit else None,
        "programs": None if launch.programs is None else sorted({p.id for p in launch.programs}),
        "designator": launch.designator,
        "is_crewed": launch.is_crewed,
        "boosters": None if launch.boosters is None else len(launch.boosters),
        "spacecraft": None if launch.spacecraft is None else len(launch.spacecraft),
    }


def launches(content: Mapping[str, Any], known: Things) -> tuple[Launch, ...]:
    """Return the launches of a file, which refers to the things known.

    Raises `LookupError`, `TypeError`, `ValueError` or `OverflowError` when they cannot be made out.
    """
    boosters = (Booster(**row) for row in rows(content["boosters"]))
    crew = ((row["name"], row["role"]) for row in rows(content["crew"]))
    spacecraft = (_spacecraft(row, _take(crew, row["crew"])) for row in rows(content["spacecraft"]))
    return tuple(_launch(row, known, boosters, spacecraft) for row in rows(content["launches"]))


def _launch(
    row: Mapping[str, Any], known: Things, boosters: Iterator[Booster], spacecraft: Iterator[Spacecraft]
) -> Launch:
    provider, rocket, pad, programs = row["provider"], row["rocket"], row["pad"], row["programs"]
    flown, craft = row["boosters"], row["spacecraft"]
    return Launch(
        id=row["id"],
        name=row["name"],
        slug=row["slug"],
        status=known.statuses[row["status"]],
        net=_EPOCH + row["net"] * _SECOND,
        net_precision=row["net_precision"],
        window_start=_instant(row["window_start"]),
        window_end=_instant(row["window_end"]),
        last_updated=_instant(row["last_updated"]),
        provider=None if provider is None else known.agencies[provider],
        rocket=None if rocket is None else known.rockets[rocket],
        rocket_id=row["rocket_flight"],
        pad=None if pad is None else known.pads[pad],
        mission=_mission(row, known),
        programs=None if programs is None else tuple(known.programs[key] for key in programs),
        designator=row["designator"],
        is_crewed=row["is_crewed"],
        boosters=None if flown is None else tuple(_take(boosters, flown)),
        spacecraft=None if craft is None else tuple(_take(spacecraft, craft)),
    )


def _mission(row: Mapping[str, Any], known: Things) -> Mission | None:
    name, orbit = row["mission_name"], row["orbit"]
    if name is None:
        return None
    return Mission(
        name=name,
        id=row["mission"],
        type=row["mission_type"],
        orbit=None if orbit is None else known.orbits[orbit],
    )


def _spacecraft(row: Mapping[str, Any], crew: Sequence[tuple[str, str | None]]) -> Spacecraft:
    roles = tuple(role for _, role in crew)
    return Spacecraft(
        name=row["name"],
        serial_number=row["serial_number"],
        crew=tuple(name for name, _ in crew),
        roles=roles if any(roles) else (),
    )


def _take(things: Iterator[Any], number: int) -> list[Any]:
    """Return the next things; raises `ValueError` when there are not that many."""
    taken = list(islice(things, number))
    if len(taken) < number:
        raise ValueError("a launch names more than there is")
    return taken


def _seconds(instant: datetime | None) -> int | None:
    return None if instant is None else (instant - _EPOCH) // _SECOND


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else _EPOCH + seconds * _SECOND
