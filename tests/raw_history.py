"""The bundled history as plain records, read as docs/history-format.md says and without a line of the bot.

They have the shape of Launch Library's 2.0.0 records, as far as the file tells and `tests.oracle` looks.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Tables = dict[str, dict[int, Json]]

_FILE = Path(__file__).parent.parent / "storage" / "history" / "history.json.xz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@cache
def raw_history() -> list[Json]:
    """Return the records, the earliest first; they are shared, so leave them as they are."""
    history = json.loads(lzma.decompress(_FILE.read_bytes()))
    known = {table: {row["id"]: row for row in _rows(history[table])} for table in _TABLES}
    boosters, crew = _rows(history["boosters"]), _rows(history["crew"])
    crafts = [{**craft, "crew": list(islice(crew, craft["crew"]))} for craft in _rows(history["spacecraft"])]
    spacecraft = iter(crafts)
    return [_record(row, known, boosters, spacecraft) for row in _rows(history["launches"])]


def latest_first(is_meant: Callable[[Json], bool]) -> list[Json]:
    """Return the records that are meant, the latest first; equal NETs as the bot has them, by id."""
    meant = [record for record in raw_history() if is_meant(record)]
    return sorted(sorted(meant, key=lambda each: each["id"]), key=lambda each: each["net"], reverse=True)


def by(provider: str) -> Callable[[Json], bool]:
    """Return whose records are those of that provider."""
    return lambda record: (record["launch_service_provider"] or {}).get("name") == provider


def status_of(record: Json) -> int:
    """Return the status: 3 is success, 4 failure, 7 partial failure."""
    return int(record["status"]["id"])


_TABLES = ("statuses", "agencies", "rockets", "locations", "pads", "orbits", "programs")


def _rows(table: Json) -> Iterator[Json]:
    return (dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True))


def _seat(row: Json) -> Json:
    return {"role": row["role"], "astronaut": {"name": row["name"]}}


def _record(row: Json, known: Tables, boosters: Iterator[Json], spacecraft: Iterator[Json]) -> Json:
    record: Json = {key: row[key] for key in ("id", "name", "slug")}
    record |= {key: _time(row[key]) for key in ("net", "window_start", "window_end", "last_updated")}
    rocket: Json = {"configuration": _configuration(row["rocket"], known)}
    if row["boosters"] is not None:
        stages = islice(boosters, row["boosters"])
        rocket["launcher_stage"] = list(map(_stage, stages))
    if row["spacecraft"] is not None:
        flown = [
            {"spacecraft": {"name": craft["name"]}, "launch_crew": [_seat(row) for row in craft["crew"]]}
            for craft in islice(spacecraft, row["spacecraft"])
        ]
        assert len(flown) <= 1, "no launch by the history carries two"
        rocket["spacecraft_stage"] = flown[0] if flown else None
    return record | {
        "status": known["statuses"][row["status"]],
        "launch_service_provider": _agency(row["provider"], known),
        "rocket": rocket,
        "mission": _mission(row, known),
        "pad": _pad(row["pad"], known),
        "program": [known["programs"][key] for key in row["programs"] or ()],
    }


def _stage(row: Json) -> Json:
    place = {"name": row["landing_place"], "abbrev": row["landing_place_abbrev"]}
    return {
        "type": row["type"],
        "launcher_flight_number": row["flight_number"],
        "launcher": {"serial_number": row["serial_number"]},
        "landing": {
            "attempt": row["landing_attempt"],
            "success": row["landing_success"],
            "location": place,
            "type": {"abbrev": row["landing_type"]},
        },
    }


def _time(seconds: int | None) -> str | None:
    if seconds is None:
        return None
    return (_EPOCH + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")


def _agency(key: int | None, known: Tables) -> Json | None:
    if key is None:
        return None
    agency = known["agencies"][key]
    return {
        "id": key,
        "name": agency["name"],
        "abbrev": agency["abbrev"],
        "country_code": agency["country_code"],
    }


def _configuration(key: int | None, known: Tables) -> Json | None:
    if key is None:
        return None
    rocket = known["rockets"][key]
    return {**rocket, "manufacturer": _agency(rocket["manufacturer"], known)}


def _mission(row: Json, known: Tables) -> Json | None:
    if row["mission_name"] is None:
        return None
    return {
        "id": row["mission"],
        "name": row["mission_name"],
        "type": row["mission_type"],
        "launch_designator": row["designator"],
        "orbit": known["orbits"].get(row["orbit"]),
    }


def _pad(key: int | None, known: Tables) -> Json | None:
    if key is None:
        return None
    pad = known["pads"][key]
    return {"id": key, "name": pad["name"], "location": known["locations"][pad["location"]]}
