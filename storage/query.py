"""`LaunchQuery`: everything a person can ask about previous launches, as one canonical value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")

DEFAULT_LIMIT = 10
"""Launches on a page when nothing else is asked for, as Launch Library has it."""

MAX_LIMIT = 100
"""Most launches on a page, as Launch Library has it."""

MAX_OFFSET = 2**31 - 1
"""Largest offset; far beyond any catalogue, and safe in every database."""

MAX_TERMS = 32
"""Most words in one search."""

ORDERINGS = frozenset({"net", "name", "id", "last_updated"})
"""Names to order by; "-" before one means descending."""

DEFAULT_ORDERING = ("-net",)


class View(StrEnum):
    """How much of each launch is shown; Launch Library's modes."""

    LIST = "list"
    NORMAL = "normal"
    DETAILED = "detailed"


@dataclass(frozen=True, slots=True)
class Range:
    """Bounds on an instant: greater than, at least, less than, at most; None is no bound."""

    gt: datetime | None = None
    gte: datetime | None = None
    lt: datetime | None = None
    lte: datetime | None = None


NO_RANGE = Range()


class Sign(StrEnum):
    """How a number is compared; the values are Launch Library's endings of parameters."""

    EQUAL = ""
    GREATER = "gt"
    AT_LEAST = "gte"
    LESS = "lt"
    AT_MOST = "lte"


class Attempts(StrEnum):
    """Which launch of what a launch is; the values are Launch Library's beginnings of parameters."""

    AGENCY = "agency"
    LOCATION = "location"
    ORBITAL = "orbital"
    PAD = "pad"


class AttemptBound(NamedTuple):
    """A bound on which launch of what it is: of all, or of its year (UTC). The first is 1."""

    of: Attempts
    in_year: bool
    sign: Sign
    number: int


class Landing(StrEnum):
    """How the landing of a booster ended, NONE where none was tried, and how it came down."""

    SUCCESS = "success"
    FAILURE = "failure"
    NONE = "none"
    DRONE_SHIP = "drone ship"
    GROUND_PAD = "ground pad"
    OCEAN = "ocean"


LANDING_ENDS = (Landing.SUCCESS, Landing.FAILURE, Landing.NONE)
LANDING_MANNERS = (Landing.DRONE_SHIP, Landing.GROUND_PAD, Landing.OCEAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchQuery:
    """What to look for, in which order, and which page of it.

    Values are canonical: tuples of ids are sorted and without repeats, space around text is gone,
    limit and offset are in range. Two queries that say the same are equal. All filters are ANDed,
    except that `provider_ids`, `location_ids` and `pad_ids` are ORed among each other unless `strict`
    is set, as Launch Library does. Empty means no filter.

    "…_contains" compares without regard to case and accents; the others compare exactly. Of several
    values of one field any will do. `search` is text whose words must all occur somewhere in a launch's
    names; with `word_starts`, each where a word begins, and a number as a whole. `days` (of the month),
    `months` (1 is January) and `years` are those of the NET in UTC. `countries` are
    those of the providers, as `storage.countries` has them, and `families` those of the rockets. `landings`
    are values of `Landing`: of those for how it ended any will do, and of those for how it came down as well;
    given together, both hold. All that is asked of boosters, `landing_places` and `serial_numbers` too, holds
    for the same booster of a launch. `people` were aboard; `spacecraft` are types or names, as
    `storage.catalogue.spacecraft_names` has them; of `payloads`, each is words that all begin a word in the
    name of the mission or of a payload. These and `is_reused`, `orbit_ids`, `mission_types` and `word_starts`
    are our own; everything else has its parameter in Launch Library (https://ll.thespacedevs.com/docs/).
    """

    name: str = ""
    slug: str = ""
    ids: tuple[str, ...] = ()
    lsp_ids: tuple[int, ...] = ()
    provider_name_contains: tuple[str, ...] = ()
    provider_ids: tuple[int, ...] = ()
    location_ids: tuple[int, ...] = ()
    pad_ids: tuple[int, ...] = ()
    strict: bool = False
    pad_id: int | None = None
    pad_location_id: int | None = None
    status_id: int | None = None
    status_ids: tuple[int, ...] = ()
    program_ids: tuple[int, ...] = ()
    configuration_id: int | None = None
    configuration_ids: tuple[int, ...] = ()
    configuration_name: str = ""
    configuration_name_contains: str = ""
    configuration_full_name: str = ""
    configuration_full_name_contains: str = ""
    manufacturer_name: str = ""
    manufacturer_name_contains: str = ""
    orbit_name: str = ""
    orbit_name_contains: str = ""
    orbit_ids: tuple[int, ...] = ()
    mission_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    serial_numbers: tuple[str, ...] = ()
    landings: tuple[str, ...] = ()
    landing_places: tuple[str, ...] = ()
    is_reused: bool | None = None
    designators: tuple[str, ...] = ()
    video_urls: tuple[str, ...] = ()
    spacecraft_name: str = ""
    spacecraft_name_contains: str = ""
    people: tuple[str, ...] = ()
    spacecraft: tuple[str, ...] = ()
    payloads: tuple[str, ...] = ()
    is_crewed: bool | None = None
    include_suborbital: bool = True
    net: Range = NO_RANGE
    window_start: Range = NO_RANGE
    window_end: Range = NO_RANGE
    last_updated: Range = NO_RANGE
    days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    years: tuple[int, ...] = ()
    attempts: tuple[AttemptBound, ...] = ()
    search: str = ""
    word_starts: bool = False
    ordering: tuple[str, ...] = DEFAULT_ORDERING
    view: View = View.NORMAL
    limit: int = DEFAULT_LIMIT
    offset: int = 0

    def __post_init__(self) -> None:
        for field in _SORTED:
            if values := getattr(self, field):
                _put(self, field, tuple(sorted(set(values))))
        if self.attempts:
            _put(self, "attempts", _each_once(self.attempts))
        _put(self, "ids", tuple(sorted({i.lower() for i in self.ids})))
        if self.payloads:
            words = (" ".join(each.replace(",", " ").split()) for each in self.payloads)
            _put(self, "payloads", tuple(sorted(set(filter(None, words)))))
        _put(self, "search", " ".join(self.search.replace(",", " ").split()))
        _put(self, "word_starts", self.word_starts and bool(self.search))
        _put(self, "ordering", _usable_ordering(self.ordering))
        groups = (self.provider_ids, self.location_ids, self.pad_ids)
        # With fewer than two of the groups there is nothing to OR, so both settings say the same.
        _put(self, "strict", self.strict and sum(map(bool, groups)) > 1)
        _put(self, "limit", min(self.limit, MAX_LIMIT) if self.limit > 0 else DEFAULT_LIMIT)
        _put(self, "offset", _usable_offset(self.offset))

    @property
    def terms(self) -> tuple[str, ...]:
        """The words of the search, each of which must occur."""
        return tuple(self.search.split())

    @property
    def span_of_years(self) -> tuple[datetime, datetime] | None:
        """The start of the first of the years asked for and of the year after the last, in UTC.

        None if no years are asked for, or one of them is beyond what a time can be.
        """
        if not self.years or self.years[0] < MINYEAR or self.years[-1] >= MAXYEAR:
            return None
        return datetime(self.years[0], 1, 1, tzinfo=UTC), datetime(self.years[-1] + 1, 1, 1, tzinfo=UTC)

    def having(self, **changes: Any) -> LaunchQuery:
        """Return this query with other values in those fields."""
        changed = self._copied()
        for field, value in changes.items():
            _put(changed, field, value)
        changed.__post_init__()
        return changed

    def at(self, offset: int) -> LaunchQuery:
        """Return this query at another offset, counted in launches."""
        offset = _usable_offset(offset)
        if offset == self.offset:
            return self
        # All else is canonical already: a page has a dozen of these, so it is not checked again.
        moved = self._copied()
        _put(moved, "offset", offset)
        return moved

    def _copied(self) -> LaunchQuery:
        """Return a copy that is not shared yet: a page makes some twenty, and fields are many."""
        copy = object.__new__(LaunchQuery)
        for put, value in zip(_PUTS, _VALUES(self), strict=True):
            put(copy, value)
        return copy

    def __hash__(self) -> int:
        """Tell most queries apart by what is asked for most: a card looks up dozens."""
        return hash(
            (
                self.offset, self.limit, self.ordering, self.search, self.provider_ids,
                self.configuration_ids, self.location_ids, self.status_ids, self.net.gte, self.net.lt,
            )
        )  # fmt: skip


_FIELDS = tuple(field.name for field in fields(LaunchQuery))
_VALUES = attrgetter(*_FIELDS)
_PUTS = tuple(vars(LaunchQuery)[field].__set__ for field in _FIELDS)

_SORTED = (
    "lsp_ids", "provider_name_contains", "provider_ids", "location_ids", "pad_ids", "status_ids",
    "program_ids", "configuration_ids", "orbit_ids", "mission_types", "countries", "families",
    "people", "spacecraft", "serial_numbers", "landings", "landing_places", "designators", "video_urls",
    "days", "months", "years",
)  # fmt: skip


def _put(query: LaunchQuery, field: str, value: object) -> None:
    object.__setattr__(query, field, value)


def _each_once(bounds: Iterable[AttemptBound]) -> tuple[AttemptBound, ...]:
    """Keep the last of several bounds with one sign: as a parameter, each has one value."""
    return tuple(sorted({bound[:3]: bound for bound in bounds}.values()))


def _usable_offset(offset: int) -> int:
    return min(max(offset, 0), MAX_OFFSET)


def _usable_ordering(names: Iterable[str]) -> tuple[str, ...]:
    """Keep the known names, each once: a second mention of a name cannot change the order."""
    kept: dict[str, str] = {}
    for name in names:
        bare = name.removeprefix("-")
        if bare in ORDERINGS:
            kept.setdefault(bare, name)
    return tuple(kept.values()) or DEFAULT_ORDERING


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page: the items, and how many there are in all."""

    items: tuple[T, ...]
    count: int
    limit: int
    offset: int
