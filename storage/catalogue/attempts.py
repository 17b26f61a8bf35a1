"""Which launch of its provider, its pad and the like a launch is.

Launch Library's definition: the ordinal of a launch by NET among all launches of the same provider, location
or pad, or among all orbital ones; and the same among those of its year. Checked against its own figures:
Surveyor 6 is the 213th launch from Cape Canaveral and the 21st of its year. What has no provider, location or
pad has no ordinal there, and a suborbital launch none among orbital ones.

They are counted from the catalogue, also where a record brings its own (`Launch.counts`): those were true
when the record was made, and a launch that enters late moves all after it. So no ordinal is missing or twice.

Numbering 7,300 launches takes a query some 20 ms, so the ordinals stand in a table, `launch_attempts`. A
launch without a row in it was written since they were numbered: who writes launches numbers them again after.
"""

from __future__ import annotations

import aiosqlite

from storage.catalogue.reading.calendar import year
from storage.catalogue.reading.where import Where
from storage.query import AttemptBound, Sign

NOT_SUBORBITAL = (
    "CASE WHEN l.orbit_id IS NULL THEN l.mission_type IS NOT 'Suborbital'"
    " ELSE l.orbit_id NOT IN (SELECT id FROM orbits WHERE folded = 'suborbital') END"
)
"""SQL for what is not known to be suborbital: by its orbit, or where that is not known by its mission."""

_SIGNS = {Sign.EQUAL: "=", Sign.GREATER: ">", Sign.AT_LEAST: ">=", Sign.LESS: "<", Sign.AT_MOST: "<="}


async def number_attempts(connection: aiosqlite.Connection) -> None:
    """Number all launches again if any was written since, inside the caller's transaction."""
    rows = await connection.execute_fetchall(_UNNUMBERED)
    if next(iter(rows))[0]:
        await connection.execute("DELETE FROM launch_attempts")
        await connection.execute(_NUMBER)


def add_attempts(where: Where, bounds: tuple[AttemptBound, ...]) -> None:
    """Ask for the launches whose ordinals are within the bounds."""
    if bounds:
        limits = [f"{_column(of, in_year)} {_SIGNS[sign]} ?" for of, in_year, sign, _number in bounds]
        numbers = f"SELECT number FROM launch_attempts WHERE {' AND '.join(limits)}"
        # Few launches have a given ordinal: they are looked up. Bounds may leave nearly all, and the
        # plus keeps SQLite from looking up those.
        plus = "" if any(bound.sign is Sign.EQUAL for bound in bounds) else "+"
        where.add(f"{plus}l.number IN ({numbers})", *(bound.number for bound in bounds))


def _column(of: str, in_year: bool) -> str:
    return f"{of}_year" if in_year else of


def _ordinal(*columns: str) -> str:
    """SQL for the ordinal among the launches that are equal in those columns, if the first one is known."""
    places = f"row_number() OVER (PARTITION BY {', '.join(columns)} ORDER BY place)"
    return f"CASE WHEN {columns[0]} IS NOT NULL THEN {places} END"


_UNNUMBERED = "SELECT (SELECT count(*) FROM launches) <> (SELECT count(*) FROM launch_attempts)"
# The place of a launch among all is one number to sort by, in the stead of NET and id.
_NUMBER = (
    "INSERT INTO launch_attempts"
    " (number, agency, agency_year, location, location_year, orbital, orbital_year, pad, pad_year)"
    " WITH placed AS MATERIALIZED (SELECT l.number, l.provider_id, l.location_id, l.pad_id,"
    f" CASE WHEN {NOT_SUBORBITAL} THEN 1 END AS orbital, {year()} AS year,"
    " row_number() OVER (ORDER BY l.net, l.id) AS place FROM launches l)"
    f" SELECT number, {_ordinal('provider_id')}, {_ordinal('provider_id', 'year')},"
    f" {_ordinal('location_id')}, {_ordinal('location_id', 'year')},"
    f" {_ordinal('orbital')}, {_ordinal('orbital', 'year')},"
    f" {_ordinal('pad_id')}, {_ordinal('pad_id', 'year')} FROM placed"
)
