"""THE table of how each property of a launch is read in SQL: its value, and what the value is called.

Expressions are over `l`, the launches, and what `join` adds to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storage.catalogue.boosters import booster_join
from storage.catalogue.reading.calendar import NET, month_number, year
from storage.catalogue.reading.where import Value, marks
from storage.properties import OF_BOOSTERS, Property
from storage.query import LaunchQuery


@dataclass(frozen=True, slots=True)
class Source:
    """Where the values of a property stand.

    `name` is SQL for one name of the value `{value}`, empty where values have no names of their own; `table`
    and `names` give all names of a thing, called `t` there. Values that are texts name themselves; an empty
    one is none. `join` is what is joined, and on what; where a value is that of one column of a launch, that
    is `via`, and `{key}` in the join.
    `chosen` is SQL for launches with one of the values `{marks}`, where that is no comparison of the value.
    `spoken` is another join for the names that people may say, where those are more than are counted.
    """

    value: str
    name: str = ""
    join: str = ""
    via: str = ""
    table: str = ""
    names: str = "t.name"
    chosen: str = ""
    spoken: str = ""

    def is_one_of(self, values: Sequence[object]) -> str:
        """Return SQL for launches that have one of those values, each of which is to be bound."""
        return (self.chosen or f"{self.value} IN ({{marks}})").format(marks=marks(values))


_PADS = (
    "(SELECT p.id, p.name || coalesce(', ' || o.name, '') AS name FROM pads p"
    " LEFT JOIN locations o ON o.id = p.location_id)"
)

SOURCES: Mapping[Property, Source] = {
    Property.PROVIDER: Source(
        "l.provider_id",
        "SELECT shown FROM agencies WHERE id = {value}",
        table="agencies",
        names="t.shown, t.name, t.abbrev",
    ),
    Property.ROCKET: Source(
        "l.configuration_id",
        "SELECT shown FROM configurations WHERE id = {value}",
        table="configurations",
        names="t.shown, coalesce(nullif(t.full_name, ''), t.name), t.name, t.family",
    ),
    Property.LOCATION: Source(
        "l.location_id", "SELECT name FROM locations WHERE id = {value}", table="locations"
    ),
    Property.PAD: Source("l.pad_id", f"SELECT name FROM {_PADS} WHERE id = {{value}}", table=_PADS),
    Property.ORBIT: Source(
        "l.orbit_id",
        "SELECT name FROM orbits WHERE id = {value}",
        table="orbits",
        names="t.name, t.abbrev",
        # Half of all launches go to one orbit: a page of them is found sooner in the order of their NETs.
        chosen="+l.orbit_id IN ({marks})",
    ),
    Property.PROGRAM: Source(
        "lp.program_id",
        "SELECT name FROM programs WHERE id = {value}",
        join="launch_programs lp ON lp.number = l.number",
        table="programs",
        chosen="l.number IN (SELECT number FROM launch_programs WHERE program_id IN ({marks}))",
    ),
    Property.MISSION_TYPE: Source("l.mission_type", "{value}"),
    Property.COUNTRY: Source(
        "a.country",
        "{value}",
        join="agencies a ON a.id = {key}",
        via="l.provider_id",
        chosen="l.provider_id IN (SELECT id FROM agencies WHERE country IN ({marks}))",
    ),
    Property.FAMILY: Source(
        "f.family",
        "{value}",
        join="rocket_families f ON f.configuration_id = {key}",
        via="l.configuration_id",
        chosen="l.configuration_id IN"
        " (SELECT configuration_id FROM rocket_families WHERE family IN ({marks}))",
    ),
    Property.OUTCOME: Source("l.status_id"),
    Property.CREWED: Source("l.is_crewed"),
    Property.BOOSTER: Source("fb.serial", "{value}"),
    Property.LANDING: Source("fb.landing"),
    Property.LANDING_PLACE: Source("fb.place", "{value}"),
    Property.REUSED: Source("l.is_reused"),
    Property.PERSON: Source(
        "lf.person",
        "{value}",
        join="launch_people lf ON lf.number = l.number",
        chosen="l.number IN (SELECT number FROM launch_people WHERE person IN ({marks}))",
    ),
    Property.SPACECRAFT: Source(
        "lc.name",
        "{value}",
        join="launch_spacecraft lc ON lc.number = l.number AND lc.is_type",
        chosen="l.number IN (SELECT number FROM launch_spacecraft WHERE name IN ({marks}))",
        spoken="launch_spacecraft lc ON lc.number = l.number",
    ),
}


def source_of(kind: Property, net: str = NET) -> Source:
    """Return where the values of a property stand; `net` is SQL for the time of which years are."""
    match kind:
        case Property.YEAR:
            return Source(year(net))
        case Property.DECADE:
            return Source(f"({year(net)}) / 10 * 10")
        case Property.MONTH:
            return Source(month_number(net))
    return SOURCES[kind]


def joined(kinds: Iterable[Property], query: LaunchQuery | None = None) -> tuple[str, list[Value]]:
    """Return the joins to the launches that several properties need, and the values that they bind.

    Launches that have no value stay. Of boosters, those count that the query asks for.
    """
    kinds = list(dict.fromkeys(kinds))
    boosters, values = booster_join([kind for kind in kinds if kind in OF_BOOSTERS], query)
    tables = [source.join.format(key=source.via) for source in map(source_of, kinds) if source.join]
    return "".join(f" LEFT JOIN {table}" for table in [*tables, boosters] if table), values


def joined_to_values(
    kind: Property, query: LaunchQuery | None = None, *, spoken: bool = False
) -> tuple[str, list[Value]]:
    """Return the join to the launches that have a value, and what it binds; empty where none is needed.

    Few launches have a program or a known booster: so joined, the others are not even looked at.
    """
    source = source_of(kind)
    boosters, values = booster_join([kind] if kind in OF_BOOSTERS else [], query)
    table = boosters or (source.spoken if spoken else "") or source.join.format(key=source.via)
    return f" JOIN {table}" if table else "", values
