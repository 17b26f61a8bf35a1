"""The bundled history as one table of SQL, read as docs/history-format.md says and without a line of the bot.

A row of `launches` has: `id`, `name`, `mission` (its name), `type`, `orbit` (abbreviated), `at` (its NET,
"2024-12-31 20:00:00" in UTC), `year`, `status` (3 success, 4 failure, 7 partial failure, others not known),
`provider`, `abbrev`, `rocket` (the full name), `family`, `pad`, `site`, `programs`, and `crew` (how many
people were aboard, NULL where it is not known).

A row of `boosters` has: `launch` (its id), `serial`, `flight`, `attempt` and `landed` (1 or 0, NULL where
it is not known), `kind` (how it came down, abbreviated) and `place`. `told` lists the launches whose boosters
are known, also to be none.

A row of `people` has: `launch` (its id), `person`, `role` and `craft` (what the spacecraft is called).
"""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import Any

from tests.raw_history import raw_history

_COLUMNS = (
    "id", "name", "mission", "type", "orbit", "at", "year", "status", "provider", "abbrev", "rocket",
    "family", "pad", "site", "programs", "crew",
)  # fmt: skip


@cache
def bundled() -> sqlite3.Connection:
    """Return the table; it is shared, and only to be read."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(f"CREATE TABLE launches ({', '.join(_COLUMNS)})")
    marks = ", ".join("?" * len(_COLUMNS))
    connection.executemany(f"INSERT INTO launches VALUES ({marks})", map(_row, raw_history()))
    connection.execute("CREATE TABLE boosters (launch, serial, flight, attempt, landed, kind, place)")
    connection.execute("CREATE TABLE told (launch)")
    connection.execute("CREATE TABLE people (launch, person, role, craft)")
    seats = [seat for record in raw_history() for seat in _seats(record)]
    connection.executemany("INSERT INTO people VALUES (?, ?, ?, ?)", seats)
    told = [record for record in raw_history() if "launcher_stage" in record["rocket"]]
    connection.executemany("INSERT INTO told VALUES (?)", [(record["id"],) for record in told])
    rows = [_booster(record["id"], each) for record in told for each in record["rocket"]["launcher_stage"]]
    connection.executemany("INSERT INTO boosters VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return connection


def _row(record: dict[str, Any]) -> tuple[Any, ...]:
    mission, pad = record["mission"] or {}, record["pad"] or {}
    provider = record["launch_service_provider"] or {}
    rocket = record["rocket"]["configuration"] or {}
    at = record["net"].removesuffix("Z").replace("T", " ")
    return (
        record["id"], record["name"], mission.get("name"), mission.get("type"),
        (mission.get("orbit") or {}).get("abbrev"), at, int(at[:4]), record["status"]["id"],
        provider.get("name"), provider.get("abbrev"), rocket.get("full_name") or rocket.get("name"),
        rocket.get("family"), pad.get("name"), (pad.get("location") or {}).get("name"),
        ", ".join(program["name"] for program in record["program"]), _crew(record["rocket"]),
    )  # fmt: skip


def _booster(launch: str, stage: dict[str, Any]) -> tuple[Any, ...]:
    landing = stage["landing"]
    return (
        launch, stage["launcher"]["serial_number"], stage["launcher_flight_number"], landing["attempt"],
        landing["success"], landing["type"]["abbrev"], landing["location"]["name"],
    )  # fmt: skip


def _seats(record: dict[str, Any]) -> list[tuple[Any, ...]]:
    stage = record["rocket"].get("spacecraft_stage") or {}
    return [
        (record["id"], seat["astronaut"]["name"], seat["role"], stage["spacecraft"]["name"])
        for seat in stage.get("launch_crew") or ()
    ]


def _crew(rocket: dict[str, Any]) -> int | None:
    if "spacecraft_stage" not in rocket:
        return None
    stage = rocket["spacecraft_stage"]
    return len(stage["launch_crew"]) if stage else 0
