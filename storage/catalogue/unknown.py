"""What is not known of launches: which filters rest on it, and for how many launches they cannot tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

import aiosqlite

from storage.catalogue.boosters import has_unknown_landing, has_unknown_place
from storage.catalogue.reading.selection import Selection, select_base
from storage.catalogue.reading.where import Value
from storage.catalogue.texts import TextKind
from storage.models import Launch
from storage.query import Attempts, LaunchQuery


class Fact(StrEnum):
    """Facts that filters ask for and a record may lack."""

    CREW = "crew"
    PEOPLE = "people"
    ORBIT = "orbit"
    MISSION_TYPE = "mission type"
    PROGRAM = "program"
    BOOSTERS = "boosters"
    LANDING = "landing"
    LANDING_PLACE = "landing place"
    REUSED = "reused"
    PROVIDER = "provider"
    COUNTRY = "country"
    ROCKET = "rocket"
    LOCATION = "location"
    PAD = "pad"
    ROCKET_FULL_NAME = "rocket full name"
    MANUFACTURER = "manufacturer"
    SPACECRAFT = "spacecraft"
    SPACECRAFT_TYPE = "spacecraft type"
    PAYLOAD = "payload"
    VIDEO = "video"
    DESIGNATOR = "designator"
    SLUG = "slug"
    WINDOW_START = "window start"
    WINDOW_END = "window end"
    LAST_UPDATED = "last updated"


@dataclass(frozen=True, slots=True)
class Unknown:
    """For how many launches it is not known whether they match a query, and which facts are missing."""

    launches: int = 0
    facts: tuple[Fact, ...] = ()


def _untold(fact: Fact) -> str:
    return f"l.number IN (SELECT number FROM untold_facts WHERE fact = '{fact}')"


def _without_text(kind: TextKind) -> str:
    return f"l.number NOT IN (SELECT number FROM launch_texts WHERE kind = {kind:d})"


def _untold_of_rocket(column: str) -> str:
    known = f"SELECT id FROM configurations WHERE nullif({column}, '') IS NOT NULL"
    # Not by NOT IN: a launch whose rocket is not known is to count as well.
    return f"(l.configuration_id IN ({known})) IS NOT TRUE"


_UNKNOWN: dict[Fact, str] = {
    Fact.CREW: "l.is_crewed IS NULL",
    Fact.PEOPLE: "(l.is_crewed IS NOT 0 AND l.number NOT IN (SELECT number FROM launch_people))",
    Fact.ORBIT: "l.orbit_id IS NULL",
    Fact.MISSION_TYPE: "nullif(l.mission_type, '') IS NULL",
    Fact.PROGRAM: _untold(Fact.PROGRAM),
    Fact.BOOSTERS: _untold(Fact.BOOSTERS),
    Fact.LANDING: _untold(Fact.LANDING),
    Fact.LANDING_PLACE: _untold(Fact.LANDING_PLACE),
    Fact.REUSED: "l.is_reused IS NULL",
    Fact.PROVIDER: "l.provider_id IS NULL",
    Fact.COUNTRY: "NOT EXISTS (SELECT 1 FROM agencies WHERE id = l.provider_id AND country <> '')",
    Fact.ROCKET: "l.configuration_id IS NULL",
    Fact.LOCATION: "l.location_id IS NULL",
    Fact.PAD: "l.pad_id IS NULL",
    Fact.ROCKET_FULL_NAME: _untold_of_rocket("full_name"),
    Fact.MANUFACTURER: _untold_of_rocket("manufacturer"),
    Fact.SPACECRAFT: _untold(Fact.SPACECRAFT),
    # The name of a mission or rocket may tell what no record of a spacecraft does.
    Fact.SPACECRAFT_TYPE: f"({_untold(Fact.SPACECRAFT)}"
    " AND l.number NOT IN (SELECT number FROM launch_spacecraft))",
    Fact.PAYLOAD: _without_text(TextKind.PAYLOAD),
    Fact.VIDEO: _untold(Fact.VIDEO),
    Fact.DESIGNATOR: _without_text(TextKind.DESIGNATOR),
    Fact.SLUG: "nullif(l.slug, '') IS NULL",
    Fact.WINDOW_START: "l.window_start IS NULL",
    Fact.WINDOW_END: "l.window_end IS NULL",
    Fact.LAST_UPDATED: "l.last_updated IS NULL",
}
"""SQL for the launches of which a fact is not known."""

_RESTS_ON: dict[str, Fact] = {
    "is_crewed": Fact.CREW,
    "people": Fact.PEOPLE,
    "spacecraft": Fact.SPACECRAFT_TYPE,
    "payloads": Fact.PAYLOAD,
    "orbit_ids": Fact.ORBIT,
    "orbit_name": Fact.ORBIT,
    "orbit_name_contains": Fact.ORBIT,
    "mission_types": Fact.MISSION_TYPE,
    "program_ids": Fact.PROGRAM,
    "serial_numbers": Fact.BOOSTERS,
    "landings": Fact.LANDING,
    "landing_places": Fact.LANDING_PLACE,
    "is_reused": Fact.REUSED,
    "lsp_ids": Fact.PROVIDER,
    "provider_name_contains": Fact.PROVIDER,
    "provider_ids": Fact.PROVIDER,
    "countries": Fact.COUNTRY,
    "configuration_id": Fact.ROCKET,
    "configuration_ids": Fact.ROCKET,
    "families": Fact.ROCKET,
    "configuration_name": Fact.ROCKET,
    "configuration_name_contains": Fact.ROCKET,
    "configuration_full_name": Fact.ROCKET_FULL_NAME,
    "configuration_full_name_contains": Fact.ROCKET_FULL_NAME,
    "manufacturer_name": Fact.MANUFACTURER,
    "manufacturer_name_contains": Fact.MANUFACTURER,
    "location_ids": Fact.LOCATION,
    "pad_location_id": Fact.LOCATION,
    "pad_ids": Fact.PAD,
    "pad_id": Fact.PAD,
    "spacecraft_name": Fact.SPACECRAFT,
    "spacecraft_name_contains": Fact.SPACECRAFT,
    "video_urls": Fact.VIDEO,
    "designators": Fact.DESIGNATOR,
    "slug": Fact.SLUG,
    "window_start": Fact.WINDOW_START,
    "window_end": Fact.WINDOW_END,
    "last_updated": Fact.LAST_UPDATED,
}
"""THE table of the fields of a query that rest on a fact; all else stands in every record."""

_ATTEMPTS_REST_ON: dict[Attempts, Fact] = {
    Attempts.AGENCY: Fact.PROVIDER,
    Attempts.LOCATION: Fact.LOCATION,
    Attempts.PAD: Fact.PAD,
}
"""What has to be known of a launch to number it. One of which no orbit is known counts as orbital."""

_PARTLY = frozenset({Fact.BOOSTERS, Fact.LANDING, Fact.LANDING_PLACE})
"""Facts that may be known of one booster of a launch and not of another."""

_DEFAULTS = {field.name: field.default for field in fields(LaunchQuery)}
_ORABLE = frozenset({"provider_ids", "location_ids", "pad_ids"})


_KEPT_APART: dict[Fact, Callable[[Launch], bool]] = {
    Fact.PROGRAM: lambda launch: launch.programs is None,
    Fact.BOOSTERS: lambda launch: launch.boosters is None,
    Fact.LANDING: has_unknown_landing,
    Fact.LANDING_PLACE: has_unknown_place,
    Fact.SPACECRAFT: lambda launch: launch.spacecraft is None,
    Fact.VIDEO: lambda launch: launch.webcasts is None,
}
"""The facts of which no column shows whether a launch has them, and how it lacks them."""


async def write_untold(connection: aiosqlite.Connection, launches: Iterable[tuple[int, Launch]]) -> None:
    """Store which facts these launches lack that no column of theirs shows."""
    launches = list(launches)
    # With the fact, by which the table is ordered: by the number alone, all of it is read for each launch.
    numbers = [(fact, number) for fact in _KEPT_APART for number, _launch in launches]
    await connection.executemany("DELETE FROM untold_facts WHERE fact = ? AND number = ?", numbers)
    rows = [
        (fact, number) for fact, lacks in _KEPT_APART.items() for number, launch in launches if lacks(launch)
    ]
    await connection.executemany("INSERT INTO untold_facts VALUES (?, ?)", rows)


def asked_facts(query: LaunchQuery) -> dict[Fact, LaunchQuery]:
    """Return the facts that a query's filters rest on, each with the query that asks for it alone."""
    asked: dict[Fact, dict[str, object]] = {}
    for name, fact in _RESTS_ON.items():
        value = getattr(query, name)
        if value != _DEFAULTS[name] and name not in _ored(query):
            asked.setdefault(fact, {})[name] = value
    for of, fact in _ATTEMPTS_REST_ON.items():
        if bounds := tuple(bound for bound in query.attempts if bound.of is of):
            asked.setdefault(fact, {})["attempts"] = bounds
    return {fact: LaunchQuery().having(**values) for fact, values in asked.items()}


def _cleared(query: LaunchQuery, asked: dict[Fact, LaunchQuery]) -> LaunchQuery:
    """Return the query without the filters that rest on a fact."""
    defaults = {
        name: _DEFAULTS[name]
        for name, fact in _RESTS_ON.items()
        if fact in asked and name not in _ored(query)
    }
    told = tuple(bound for bound in query.attempts if bound.of not in _ATTEMPTS_REST_ON)
    return query.having(**defaults, attempts=told)


def select_unknown(query: LaunchQuery, asked: dict[Fact, LaunchQuery], now: datetime) -> Selection:
    """Return the statement that counts the launches which may match a query, but are not known to.

    They meet every filter of which the fact is known, and at least one fact is not. The row has their
    number, and then of how many each fact is unknown, in the order of `asked`.
    """
    base = select_base(_cleared(query, asked), now, counting=True)
    conditions, values = list[str](), list[Value]()
    if len(asked) > 1:
        for fact, alone in asked.items():
            matching = select_base(alone, now, counting=True)
            conditions.append(f"({_UNKNOWN[fact]} OR l.number IN (SELECT l.number FROM {matching.matches}))")
            values += matching.values
    doubts = [_UNKNOWN[fact] for fact in asked if fact not in _PARTLY]
    if partly := [fact for fact in asked if fact in _PARTLY]:
        # What one booster of a launch is known to have done is no doubt about the launch any more.
        known = select_base(_together(asked[fact] for fact in partly), now, counting=True)
        doubt = " OR ".join(_UNKNOWN[fact] for fact in partly)
        doubts.append(f"(({doubt}) AND l.number NOT IN (SELECT l.number FROM {known.matches}))")
        values += known.values
    conditions.append(f"({' OR '.join(doubts)})")
    missing = ", ".join(f"{_UNKNOWN[fact]} AS f{index}" for index, fact in enumerate(asked))
    sums = ", ".join(f"sum(f{index})" for index in range(len(asked)))
    sql = (
        f"WITH {base.hits}chosen AS (SELECT {missing} FROM {base.matches} AND {' AND '.join(conditions)})"
        f" SELECT count(*), {sums} FROM chosen"
    )
    return Selection(sql, (*base.hit_values, *base.values, *values))


def _together(queries: Iterable[LaunchQuery]) -> LaunchQuery:
    """Return the query for what meets the filters of several queries, each of which has others."""
    filters = {
        name: value
        for query in queries
        for name in _RESTS_ON
        if (value := getattr(query, name)) != _DEFAULTS[name]
    }
    return LaunchQuery().having(**filters)


async def read_unknown(
    connection: aiosqlite.Connection, query: LaunchQuery, now: datetime, only: Fact | None = None
) -> Unknown:
    """Return for how many launches it is not known whether they match; nothing is counted without need.

    With `only`, those of which just this fact is missing: they are known to meet all that rests on others.
    """
    asked = {fact: alone for fact, alone in asked_facts(query).items() if only in (None, fact)}
    if not asked:
        return Unknown()
    selection = select_unknown(query, asked, now)
    (row,) = await connection.execute_fetchall(selection.sql, selection.values)
    launches, *missing = row
    return Unknown(launches, tuple(fact for fact, n in zip(asked, missing, strict=True) if n))


def _ored(query: LaunchQuery) -> frozenset[str]:
    """The fields that are ORed in a query: what is unknown to one of them may still match by another."""
    given = frozenset(name for name in _ORABLE if getattr(query, name))
    return given if len(given) > 1 and not query.strict else frozenset()
