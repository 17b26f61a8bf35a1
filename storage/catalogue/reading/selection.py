"""Turns a `LaunchQuery` into SQL. Values are always bound, never written into the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.catalogue.attempts import NOT_SUBORBITAL, add_attempts
from storage.catalogue.boosters import add_boosters
from storage.catalogue.placeholders import PLACEHOLDERS, flown
from storage.catalogue.reading.calendar import day_of_month, month_number, year
from storage.catalogue.reading.properties import SOURCES, Source, joined_to_values
from storage.catalogue.reading.where import Value, Where, marks
from storage.catalogue.texts import TextKind
from storage.catalogue.words import WORDS_TO_START, searchable, starting
from storage.instants import to_micros
from storage.properties import FIELDS, OF_BOOSTERS, Property
from storage.query import LaunchQuery
from storage.text import fold

TRIGRAM = 3
"""Shortest text that the trigram index can look up."""

UNCOUNTED = -1
"""No version of a database."""

LONGEST_INDEXED_TERM = 200
"""A longer search term is compared directly, which ends at once: no launch has so many letters."""

_COLUMN_OF_ORDERING = {"net": "net", "name": "name_key", "id": "id", "last_updated": "last_updated"}

_READ_APART = OF_BOOSTERS | {
    Property.PROVIDER, Property.LOCATION, Property.PAD, Property.CREWED, Property.REUSED, Property.PAYLOAD,
}  # fmt: skip
"""Properties that are not asked for by themselves alone: three are ORed unless a query is strict."""


@dataclass(frozen=True, slots=True)
class Selection:
    """A complete statement."""

    sql: str
    values: tuple[Value, ...]


def select_page(
    query: LaunchQuery, now: datetime, *, placeholders: bool = True, counted: int = UNCOUNTED
) -> Selection:
    """Return the statement for one page of previous launches: those whose NET is not after `now`.

    Launch Library counts `placeholders` among them: launches without outcome whose NET is no day.

    Its rows are (version of the database, count of all matches, the next NET to come, body), at least one row
    always. While the version still is that as of which they were `counted`, they are not counted again, and
    count and next NET are null. One statement gives all that, so that a look-up is a single hop to the
    database's thread.
    """
    base = select_base(query, now, placeholders=placeholders)
    sql = (
        f"WITH {base.hits}"
        f"page(number) AS MATERIALIZED (SELECT l.number FROM {base.matches}"
        f" ORDER BY {_order(query.ordering)} LIMIT ? OFFSET ?)"
        " SELECT v.data_version,"
        f" CASE v.data_version WHEN ? THEN NULL ELSE (SELECT count(*) FROM {base.matches}) END,"
        " CASE v.data_version WHEN ? THEN NULL ELSE (SELECT min(net) FROM launches WHERE net > ?) END,"
        " b.body FROM pragma_data_version v"
        " LEFT JOIN (SELECT b.body FROM page CROSS JOIN bodies b USING (number)) b"
    )
    values = (
        *base.hit_values, *base.values, query.limit, query.offset, counted, *base.values, counted,
        to_micros(now),
    )  # fmt: skip
    return Selection(sql, values)


def select_groups(kind: Property, source: Source, query: LaunchQuery, now: datetime) -> Selection:
    """Return the statement that counts the query's launches by a property; nulls are left out.

    `source` is where its values stand. Rows are (value, name, count).
    """
    joins, values = ("", []) if source.via else joined_to_values(kind, query)
    base = select_base(query, now, joins=joins, join_values=values, counting=not joins)
    value, bound = source.via or source.value, base.values
    if base.is_whole and not joins:
        counted, bound = _all_by(value), (to_micros(now),)
    else:
        counted = f"SELECT {value} AS value, count(*) AS launches FROM {base.matches} GROUP BY 1"
    if source.via:
        # Counted by the column, which has an index, only some hundred rows are left to be joined.
        join = source.join.format(key="c.value")
        counted = f"SELECT {source.value}, sum(c.launches) FROM ({counted}) c JOIN {join} GROUP BY 1"
    name = source.name.format(value="value") or "''"
    sql = (
        f"WITH {base.hits}counted(value, launches) AS MATERIALIZED ({counted})"
        f" SELECT value, ({name}), launches FROM counted WHERE value <> ''"
    )
    return Selection(sql, (*base.hit_values, *bound))


def _all_by(value: str) -> str:
    """SQL that counts all previous launches by a value of theirs; binds the present time.

    All that there are, without the few that are to come or placeholders: read so, an index that has the value
    is gone through at half the price, as no launch in it has to be judged.
    """
    apart = f"SELECT number FROM launches WHERE net > ? UNION {PLACEHOLDERS}"
    return (
        "SELECT value, sum(launches) AS launches FROM"
        f" (SELECT {value} AS value, count(*) AS launches FROM launches l GROUP BY 1"
        f" UNION ALL SELECT {value}, -count(*) FROM launches l WHERE l.number IN ({apart}) GROUP BY 1)"
        " GROUP BY 1 HAVING sum(launches) > 0"
    )


@dataclass(frozen=True, slots=True)
class Base:
    """The launches of a query: a table expression for a search, and what follows FROM.

    The values of `hits` come before those of `matches`; the launches are called `l`. `is_whole` where these
    are all previous ones.
    """

    hits: str
    hit_values: tuple[Value, ...]
    matches: str
    values: tuple[Value, ...]
    is_whole: bool


def select_base(
    query: LaunchQuery,
    now: datetime,
    *,
    joins: str = "",
    join_values: Sequence[Value] = (),
    counting: bool = False,
    placeholders: bool = False,
) -> Base:
    """Return what every statement about a query's previous launches begins with.

    `joins` are SQL of our own, for what is read of the launches besides, with the values that they bind.

    `counting` is for statements that go through all of them and not in the order of their NETs.
    `placeholders` are not known to have flown, so no figure counts them.
    """
    hits, where = _hits(query), _conditions(query, now, counting)
    is_whole = not hits.parts and len(where.parts) == 1
    if not placeholders:
        where.add(flown())
    source, with_hits = "launches l", ""
    if hits.parts:
        source = "hits CROSS JOIN launches l ON l.number = hits.number"
        with_hits = f"hits(number) AS MATERIALIZED ({hits.parts[0]}), "
    matches = f"{source}{joins} WHERE {' AND '.join(where.parts)}"
    return Base(with_hits, tuple(hits.values), matches, (*join_values, *where.values), is_whole)


def _hits(query: LaunchQuery) -> Where:
    """The launches in whose words every term occurs, if the search can narrow them down."""
    hits = Where()
    folded = [searchable(term) for term in query.terms]
    indexed = [t for t in folded if TRIGRAM <= len(t) <= LONGEST_INDEXED_TERM]
    others = [t for t in folded if t not in indexed]
    conditions, values = [], list[Value]()
    if indexed:
        # Every term is a quoted string: inside quotes FTS5 knows no operators.
        conditions.append("launch_words MATCH ?")
        values.append(" AND ".join('"' + term.replace('"', '""') + '"' for term in indexed))
    for term in others:
        conditions.append("instr(words, ?) > 0")
        values.append(term)
    for pattern in map(starting, folded) if query.word_starts else ():
        conditions.append(WORDS_TO_START)
        values.append(pattern)
    if conditions:
        hits.add(f"SELECT rowid FROM launch_words WHERE {' AND '.join(conditions)}", *values)
    return hits


def _conditions(query: LaunchQuery, now: datetime, counting: bool) -> Where:
    where = Where()
    # Nearly all launches are previous ones. The plus keeps SQLite from looking each of them up through the
    # index by NET, where an index that has all that is counted can be read from end to end.
    where.add(f"{'+' if counting else ''}l.net <= ?", to_micros(now))
    where.one("name", query.name)
    where.one("slug", query.slug)
    where.any("id", query.ids)
    _provider_and_place(where, query)
    where.one("status_id", query.status_id)
    for kind, source in SOURCES.items():
        if kind not in _READ_APART and (wanted := getattr(query, FIELDS[kind][0])):
            where.add(source.is_one_of(wanted), *wanted)
    _rocket(where, query)
    _mission(where, query)
    where.between("net", query.net)
    where.between("window_start", query.window_start)
    where.between("window_end", query.window_end)
    where.between("last_updated", query.last_updated)
    _calendar(where, query)
    add_attempts(where, query.attempts)
    return where


def _calendar(where: Where, query: LaunchQuery) -> None:
    span = query.span_of_years
    if span:
        # Bounds can be looked up in the index by NET; which years are between them, cannot.
        where.add("l.net >= ? AND l.net < ?", *map(to_micros, span))
    for expression, wanted in (
        (year(), query.years), (f"({month_number()}) % 12 + 1", query.months), (day_of_month(), query.days),
    ):  # fmt: skip
        if wanted:
            where.add(f"{expression} IN ({marks(wanted)})", *wanted)


def _provider_and_place(where: Where, query: LaunchQuery) -> None:
    where.any("provider_id", query.lsp_ids)
    if names := [fold(name) for name in query.provider_name_contains]:
        condition = " OR ".join(["instr(folded, ?) > 0 OR instr(folded_abbrev, ?) > 0"] * len(names))
        where.among("provider_id", "agencies", condition, *(name for name in names for _ in range(2)))
    groups = (
        ("provider_id", query.provider_ids),
        ("location_id", query.location_ids),
        ("pad_id", query.pad_ids),
    )
    if query.strict:
        for column, ids in groups:
            where.any(column, ids)
    else:
        given = [(column, ids) for column, ids in groups if ids]
        if given:
            either = " OR ".join(f"l.{column} IN ({marks(ids)})" for column, ids in given)
            where.add(f"({either})", *(i for _, ids in given for i in ids))
    where.one("pad_id", query.pad_id)
    where.one("location_id", query.pad_location_id)


def _rocket(where: Where, query: LaunchQuery) -> None:
    where.one("configuration_id", query.configuration_id)
    column, table = "configuration_id", "configurations"
    for text, condition in (
        (query.configuration_name, "name = ?"),
        (query.configuration_full_name, "full_name = ?"),
        (query.manufacturer_name, "manufacturer = ?"),
    ):
        if text:
            where.among(column, table, condition, text)
    for text, condition in (
        (query.configuration_name_contains, "instr(folded, ?) > 0"),
        (query.configuration_full_name_contains, "instr(folded_full_name, ?) > 0"),
        (query.manufacturer_name_contains, "instr(folded_manufacturer, ?) > 0"),
    ):
        if text:
            where.among(column, table, condition, fold(text))
    add_boosters(where, query)
    _texts(where, query)


def _texts(where: Where, query: LaunchQuery) -> None:
    """What is kept of launches in a table of its own, since few have it or some have several."""
    folded = fold(query.spacecraft_name_contains)
    for kind, wanted, condition, values in (
        (TextKind.DESIGNATOR, query.designators, f"text IN ({marks(query.designators)})", query.designators),
        (TextKind.VIDEO, query.video_urls, f"text IN ({marks(query.video_urls)})", query.video_urls),
        (TextKind.SPACECRAFT, query.spacecraft_name, "text = ?", (query.spacecraft_name,)),
        (TextKind.SPACECRAFT, query.spacecraft_name_contains, "instr(folded, ?) > 0", (folded,)),
    ):
        if wanted:
            numbers = f"SELECT number FROM launch_texts WHERE kind = ? AND {condition}"
            where.add(f"l.number IN ({numbers})", kind, *values)
    if query.payloads:
        words = [tuple(starting(searchable(word)) for word in each.split()) for each in query.payloads]
        either = " OR ".join(" AND ".join(["(' ' || folded || ' ') GLOB ?"] * len(each)) for each in words)
        numbers = f"SELECT number FROM launch_texts WHERE kind = ? AND ({either})"
        where.add(f"l.number IN ({numbers})", TextKind.PAYLOAD, *(word for each in words for word in each))


def _mission(where: Where, query: LaunchQuery) -> None:
    if query.orbit_name:
        where.among("orbit_id", "orbits", "name = ?", query.orbit_name)
    if query.orbit_name_contains:
        where.among("orbit_id", "orbits", "instr(folded, ?) > 0", fold(query.orbit_name_contains))
    if query.is_crewed is not None:
        where.add("l.is_crewed = ?", int(query.is_crewed))
    if not query.include_suborbital:
        where.add(NOT_SUBORBITAL)


def _order(ordering: Iterable[str]) -> str:
    parts = []
    for name in ordering:
        direction = "DESC" if name.startswith("-") else "ASC"
        parts.append(f"l.{_COLUMN_OF_ORDERING[name.removeprefix('-')]} {direction}")
    return ", ".join([*parts, "l.id"])
