"""THE table of properties: what of a launch can be filtered, chosen from, counted and named, in which words.

A property that is added to `storage.properties`, has a field in `storage.query`, says in
`storage.catalogue.reading.properties` where its values stand and in `storage.catalogue.unknown` what it rests
on, and gets a row here, is a filter of every command, a menu, a group of figures, a completed option, and
understood in plain words. `tests/test_one_more_property.py` adds one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from commands.definitions.command import Kind, Parameter
from commands.definitions.outcomes import CREW_LABELS, LANDING_LABELS, OUTCOME_LABELS, REUSED_LABELS
from commands.i18n.translation import marked
from storage.properties import FIELDS, Property


@dataclass(frozen=True, slots=True)
class Definition:
    """How one property is asked for.

    `label` stands alone, `word` in the middle of a sentence, `filtered` for a filter by a name. `tag` begins
    its values in the short form of a query, `menu` and `group` are its letters in buttons: none may ever
    change, for they stand under old messages. What has no `menu` cannot be chosen from, what has no `group`
    is not counted by. `nouns` follow "by" and "per", and the largest of them is asked for; `before` and
    `after` are the words around its name, and with `only_there` a name means it only between them.
    `query_name` is its parameter in a query string, where Launch Library has none for it. Discord has room
    for 25 options of a command, so not everything has one in subscriptions: plain words say the others.
    """

    of: Property
    label: str
    word: str
    parameter: Parameter | None = None
    filtered: str = ""
    tag: str = ""
    menu: str = ""
    group: str = ""
    nouns: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    only_there: bool = False
    query_name: str = ""
    is_option_of_subscriptions: bool = True

    @property
    def field(self) -> str:
        """The field of a query that a choice of it fills."""
        return FIELDS[self.of][0]

    @property
    def is_named(self) -> bool:
        """Whether its values are names, to be resolved and completed."""
        return bool(self.filtered)


def _named(name: str, description: str, of: Property, *aliases: str) -> Parameter:
    return Parameter(name, description, source=of.value, several=True, aliases=aliases)


PLACE_NOUNS = (
    "cosmodrome", "spaceport", "space", "center", "centre", "launch", "site", "complex", "air", "force",
    "station", "base", "sfs", "sfb", "afs", "afb", "island", "atoll", "peninsula", "range", "facility",
)  # fmt: skip
"""Words that may follow a place's name and change nothing."""

_ROWS = (
    Definition(
        Property.YEAR, marked("Year"), marked("year"), menu="y", group="y", nouns=("year",),
    ),
    Definition(
        Property.DECADE, marked("Decade"), marked("decade"), group="d", nouns=("decade",),
    ),
    Definition(
        Property.MONTH, marked("Month"), marked("month"), group="m", nouns=("month",),
    ),
    Definition(
        Property.PROVIDER, marked("Provider"), marked("provider"),
        _named("provider", marked("Who launched it, for example SpaceX or Roscosmos"), Property.PROVIDER,
               "by", "lsp", "agency", "company"),
        marked("provider {name}"), tag="P", menu="p", group="p",
        nouns=("provider", "company", "agency", "operator"),
        before=("by", "provider", "agency", "company"),
    ),
    Definition(
        Property.COUNTRY, marked("Country"), marked("country"),
        _named("country", marked("Country of the provider, for example USA or China"), Property.COUNTRY,
               "nation"),
        marked("country {name}"), tag="N", menu="n", group="n", nouns=("country", "nation"),
        before=("country", "nation"), only_there=True,
        query_name="lsp__country_code",
    ),
    Definition(
        Property.ROCKET, marked("Rocket"), marked("rocket"),
        _named("rocket", marked("Which rocket, for example Falcon 9 or Soyuz"), Property.ROCKET,
               "vehicle", "launcher", "with", "on"),
        marked("rocket {name}"), tag="R", menu="r", group="r", nouns=("rocket", "launcher", "vehicle"),
        before=("on", "with", "aboard", "using", "atop", "rocket", "vehicle"),
    ),
    Definition(
        Property.FAMILY, marked("Family"), marked("family"),
        _named("family", marked("Rocket family, for example Falcon or Long March"), Property.FAMILY),
        marked("family {name}"), tag="F", menu="f", group="f", nouns=("family", "rocket family"),
        before=("family",), after=("family",), only_there=True,
        query_name="launcher_config__family",
    ),
    Definition(
        Property.LOCATION, marked("Launch site"), marked("launch site"),
        _named("location", marked("Launch site, for example Baikonur or Kennedy"), Property.LOCATION,
               "from", "site", "place", "at"),
        marked("from {name}"), tag="L", menu="l", group="l",
        nouns=("site", "launch site", "location", "spaceport", "cosmodrome", "place"),
        before=("from", "at", "in", "near", "site", "location"), after=PLACE_NOUNS,
    ),
    Definition(
        Property.PAD, marked("Launch pad"), marked("launch pad"),
        _named("pad", marked("Launch pad, for example LC-39A or SLC-40"), Property.PAD,
               "launchpad", "complex"),
        marked("from pad {name}"), tag="A", menu="a", group="a", nouns=("pad", "launch pad"),
        before=("pad",),
    ),
    Definition(
        Property.ORBIT, marked("Orbit"), marked("orbit"),
        _named("orbit", marked("Orbit, for example LEO or Geostationary Transfer Orbit"), Property.ORBIT,
               "to"),
        marked("to {name}"), tag="O", menu="o", group="o", nouns=("orbit",),
        before=("to", "into", "orbit"), after=("orbit", "orbits"),
        query_name="mission__orbit__ids",
    ),
    Definition(
        Property.PROGRAM, marked("Program"), marked("program"),
        _named("program", marked("Program, for example Artemis or Starlink"), Property.PROGRAM,
               "programme"),
        marked("program {name}"), tag="M", menu="g", group="g", nouns=("program", "programme"),
        before=("program", "programme"), after=("program", "programme", "programs", "programmes"),
    ),
    Definition(
        Property.MISSION_TYPE, marked("Mission type"), marked("mission type"),
        _named("mission", marked("Mission type, for example Communications or Resupply"),
               Property.MISSION_TYPE, "type", "purpose"),
        marked("mission type {name}"), tag="K", menu="m",
        query_name="mission__type",
    ),
    Definition(
        Property.OUTCOME, marked("Outcome"), marked("outcome"),
        Parameter("outcome", marked("How it ended"), Kind.CHOICE, tuple(OUTCOME_LABELS.items()),
                  several=True, aliases=("status", "result")),
        tag="S", menu="s", group="s", nouns=("outcome",),
    ),
    Definition(
        Property.CREWED, marked("Crew"), marked("crew"),
        Parameter("crewed", marked("Whether people were on board"), Kind.CHOICE, tuple(CREW_LABELS.items()),
                  aliases=("manned",)),
        tag="C", menu="c",
    ),
    Definition(
        Property.BOOSTER, marked("Booster"), marked("booster"),
        _named("booster", marked("Which booster, by its number, such as B1067"), Property.BOOSTER,
               "core", "serial"),
        marked("booster {name}"), tag="B", menu="b", group="b", nouns=("booster", "core"),
        before=("booster", "core"),
    ),
    Definition(
        Property.LANDING, marked("Landing"), marked("landing"),
        Parameter("landing", marked("How a booster landed"), Kind.CHOICE, tuple(LANDING_LABELS.items()),
                  several=True, aliases=("landings",)),
        tag="V", menu="v", group="v", nouns=("landing result", "landing outcome"),
        query_name="landing", is_option_of_subscriptions=False,
    ),
    Definition(
        Property.LANDING_PLACE, marked("Landing place"), marked("landing place"),
        _named("landed", marked("Where a booster landed, such as OCISLY or Landing Zone 1"),
               Property.LANDING_PLACE, "droneship"),
        marked("landing on {name}"), tag="J", menu="j", group="j",
        nouns=("landing place", "landing site", "landing zone", "landing pad", "drone ship", "droneship",
               "ship", "barge"),
        query_name="landing_place", is_option_of_subscriptions=False,
    ),
    Definition(
        Property.REUSED, marked("Reuse"), marked("reuse"),
        Parameter("reused", marked("Whether a booster had flown before"), Kind.CHOICE,
                  tuple(REUSED_LABELS.items()), aliases=("reuse", "reflown")),
        tag="U", menu="u", group="u", nouns=("reuse",),
        query_name="is_reused", is_option_of_subscriptions=False,
    ),
    Definition(
        Property.PERSON, marked("Person"), marked("person"),
        replace(
            _named("crew", marked("Who flew, for example Yuri Gagarin or Bob Behnken"), Property.PERSON,
                   "astronaut", "cosmonaut", "person", "people"),
            yields="crewed",
        ),
        marked("with {name}"), tag="I", menu="h", group="h",
        nouns=("person", "astronaut", "cosmonaut"),
        before=("astronaut", "cosmonaut", "taikonaut"),
        query_name="astronaut__name",
    ),
    Definition(
        Property.SPACECRAFT, marked("Spacecraft"), marked("spacecraft"),
        _named("spacecraft", marked("Spacecraft, for example Dragon 2, Soyuz MS or Apollo"),
               Property.SPACECRAFT, "craft", "capsule"),
        marked("spacecraft {name}"), tag="X", menu="x", group="x", nouns=("spacecraft", "capsule"),
        before=("spacecraft", "capsule"), after=("spacecraft", "capsule", "capsules"),
        query_name="spacecraft__type",
    ),
    Definition(
        Property.PAYLOAD, marked("Payload"), marked("payload"),
        Parameter("payload", marked("Words of the mission’s or a payload’s name, such as Hubble"),
                  several=True, aliases=("cargo", "satellite")),
        tag="i",
        query_name="payload__words", is_option_of_subscriptions=False,
    ),
)  # fmt: skip

DEFINITIONS: Mapping[Property, Definition] = {row.of: row for row in _ROWS}
"""The table, in the order in which people see it."""

NAMED: Mapping[Property, Definition] = {row.of: row for row in _ROWS if row.is_named}
"""The properties whose values are names."""

NAME_FIELDS: Mapping[Property, str] = {
    kind: row.field for kind, row in NAMED.items() if kind is not Property.MISSION_TYPE
}
"""What is named in plain words, and the field of a query that holds it."""

FREE_KINDS = tuple(kind for kind in NAME_FIELDS if not NAMED[kind].only_there)
"""What a name can mean wherever it stands."""

_MENUS_FIRST = (
    Property.PROVIDER, Property.ROCKET, Property.LOCATION, Property.OUTCOME, Property.YEAR, Property.CREWED,
    Property.ORBIT, Property.MISSION_TYPE, Property.PROGRAM, Property.COUNTRY,
)  # fmt: skip
"""What most people choose by: a panel has no room for every menu."""

MENUS: Mapping[Property, Definition] = {
    **{kind: DEFINITIONS[kind] for kind in _MENUS_FIRST},
    **{row.of: row for row in _ROWS if row.menu},
}
"""What can be chosen from, in the order in which a panel shows the menus."""

GROUPS: Mapping[Property, Definition] = {row.of: row for row in _ROWS if row.group}
"""What figures are grouped by."""


FLAGS: Mapping[Property, Mapping[str, str]] = {
    Property.CREWED: CREW_LABELS,
    Property.REUSED: REUSED_LABELS,
}
"""The properties that launches have or have not, each with what is said of either."""


def parameters(*, of_subscriptions: bool = False) -> Iterator[Parameter]:
    """Yield the filters that every command about several launches takes, or subscriptions do; no times."""
    for row in _ROWS:
        if row.parameter is not None and (row.is_option_of_subscriptions or not of_subscriptions):
            yield row.parameter
