"""What Launch Library's `launch/previous` answers, worked out the slow way from raw 2.0.0 records.

It shares nothing with the bot but the names of `LaunchQuery`'s fields and the table of countries: plain
lists, plain comparisons, its own idea of folding and of order. Whatever it and the catalogue answer
differently, one of them has wrong.
"""

from __future__ import annotations

import operator
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from storage.countries import country_of
from storage.query import AttemptBound, LaunchQuery, Range
from tests.booster_oracle import asks, boosters, is_reused, meets

Json = dict[str, Any]
Path = tuple[str, ...]

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_EXACT = (
    ("name", ("name",)),
    ("slug", ("slug",)),
    ("pad_id", ("pad", "id")),
    ("pad_location_id", ("pad", "location", "id")),
    ("status_id", ("status", "id")),
    ("configuration_id", ("rocket", "configuration", "id")),
    ("configuration_name", ("rocket", "configuration", "name")),
    ("configuration_full_name", ("rocket", "configuration", "full_name")),
    ("manufacturer_name", ("rocket", "configuration", "manufacturer", "name")),
    ("orbit_name", ("mission", "orbit", "name")),
)
_ONE_OF = (
    ("ids", ("id",)),
    ("lsp_ids", ("launch_service_provider", "id")),
    ("designators", ("mission", "launch_designator")),
    ("status_ids", ("status", "id")),
    ("configuration_ids", ("rocket", "configuration", "id")),
    ("orbit_ids", ("mission", "orbit", "id")),
    ("mission_types", ("mission", "type")),
)
_EITHER = (
    ("provider_ids", ("launch_service_provider", "id")),
    ("location_ids", ("pad", "location", "id")),
    ("pad_ids", ("pad", "id")),
)
_CONTAINS = (
    ("configuration_name_contains", ("rocket", "configuration", "name")),
    ("configuration_full_name_contains", ("rocket", "configuration", "full_name")),
    ("manufacturer_name_contains", ("rocket", "configuration", "manufacturer", "name")),
    ("orbit_name_contains", ("mission", "orbit", "name")),
)
_OF = {
    "agency": ("launch_service_provider", "id"),
    "location": ("pad", "location", "id"),
    "pad": ("pad", "id"),
}
_SIGNS = {"": operator.eq, "gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}
_TIMES = ("net", "window_start", "window_end", "last_updated")

_DIGITS = frozenset("0123456789")


class _Wanted:
    """Those of a query's fields that it sets, with where in a record their values stand."""

    def __init__(self, query: LaunchQuery) -> None:
        self.exact = _given(query, _EXACT)
        self.one_of = _given(query, _ONE_OF)
        self.contains = _given(query, _CONTAINS)
        self.either = _given(query, _EITHER)
        self.times = [(name, bounds) for name in _TIMES if (bounds := getattr(query, name)) != Range()]


class Oracle:
    """The records, and what they answer to a query at an instant."""

    def __init__(self, records: Sequence[Json], now: datetime) -> None:
        self._records = records
        self._now = now
        self._abbreviations: dict[int, str] = {}
        self._codes: dict[int, str] = {}
        self._families: set[str] = set()
        for record in records:
            provider = record.get("launch_service_provider") or {}
            if provider.get("abbrev") is not None:
                self._abbreviations[provider["id"]] = provider["abbrev"]
            if provider.get("country_code") is not None:
                self._codes[provider["id"]] = provider["country_code"]
            if family := _at(record, ("rocket", "configuration", "family")):
                self._families.add(family)

    def answer(self, query: LaunchQuery) -> tuple[list[str], int]:
        """Return the ids on the page that the query asks for, and the count of all its matches."""
        matches = self.matches(query)
        matches.sort(key=lambda record: str(record["id"]))
        for name in reversed(query.ordering):
            # Sorting keeps equal ones in the order they have, also from the greatest to the smallest.
            matches.sort(key=_order_of(name.removeprefix("-")), reverse=name.startswith("-"))
        page = matches[query.offset : query.offset + query.limit]
        return [record["id"] for record in page], len(matches)

    def matches(self, query: LaunchQuery) -> list[Json]:
        """Return all records that the query's filters leave, in no order."""
        wanted = _Wanted(query)
        return [record for record in self._records if self._matches(record, query, wanted)]

    def _matches(self, record: Json, query: LaunchQuery, wanted: _Wanted) -> bool:
        return (
            _instant(record["net"]) <= self._now
            and all(_at(record, path) == value for path, value in wanted.exact)
            and all(_at(record, path) in values for path, values in wanted.one_of)
            and all(_holds(_at(record, path), part) for path, part in wanted.contains)
            and all(_within(record.get(field), bounds) for field, bounds in wanted.times)
            and _in_the_groups(record, query.strict, wanted.either)
            and self._provider_is_called(record, query.provider_name_contains)
            and _flew_for(record, query.program_ids)
            and (not query.countries or self.country(record) in query.countries)
            and (not query.families or self.family(record) in query.families)
            and (not asks(query) or any(meets(flown, query) for flown in boosters(record)))
            and (query.is_reused is None or is_reused(record) is query.is_reused)
            and _shown_at(record, query.video_urls)
            and _carried(record, query.spacecraft_name, query.spacecraft_name_contains)
            and (not query.people or not set(query.people).isdisjoint(people(record)))
            and (not query.spacecraft or not set(query.spacecraft).isdisjoint(crafts(record)))
            and (not query.payloads or any(_is_about(record, words) for words in query.payloads))
            and _on_the_calendar(_instant(record["net"]).astimezone(UTC), query)
            and all(self._is_attempt(record, bound) for bound in query.attempts)
            and (query.is_crewed is None or _crewed(record) is query.is_crewed)
            and (query.include_suborbital or not _suborbital(record))
            and (not query.search or self._found_by(record, query))
        )

    def country(self, record: Json) -> str | None:
        """Return of which country the record's provider is."""
        provider = _at(record, ("launch_service_provider",))
        return country_of(provider["name"], self._codes.get(provider["id"])) if provider else None

    def family(self, record: Json) -> str | None:
        """Return of which family the record's rocket is: as told, as its name begins, or by itself."""
        rocket = _at(record, ("rocket", "configuration"))
        if rocket is None:
            return None
        if told := rocket.get("family"):
            return str(told)
        name = str(rocket["name"])
        begun = [
            f for f in self._families if name == f or (name.startswith(f) and not name[len(f)].isalnum())
        ]
        return max(begun, key=len) if begun else name

    def _abbreviation(self, record: Json) -> str | None:
        return self._abbreviations.get(_at(record, ("launch_service_provider", "id")))

    def _provider_is_called(self, record: Json, parts: Sequence[str]) -> bool:
        names = (_at(record, ("launch_service_provider", "name")), self._abbreviation(record))
        return not parts or any(_holds(name, part) for name in names for part in parts)

    def _is_attempt(self, record: Json, bound: AttemptBound) -> bool:
        """Tell whether the record is that launch of its provider, location or pad, or of all orbital ones."""
        place = self._places(bound.of, bound.in_year).get(record["id"])
        return place is not None and _SIGNS[bound.sign](place, bound.number)

    @cache  # noqa: B019 an oracle lives as long as its test
    def _places(self, of: str, in_year: bool) -> dict[str, int]:
        counts, places = Counter[Any](), dict[str, int]()
        for record in sorted(self._records, key=lambda record: (_instant(record["net"]), record["id"])):
            group = not _suborbital(record) or None if of == "orbital" else _at(record, _OF[of])
            if group is not None:
                key = (group, _instant(record["net"]).astimezone(UTC).year if in_year else None)
                counts[key] += 1
                places[record["id"]] = counts[key]
        return places

    def _found_by(self, record: Json, query: LaunchQuery) -> bool:
        names = [
            record["name"],
            _at(record, ("rocket", "configuration", "name")),
            _at(record, ("launch_service_provider", "name")),
            self._abbreviation(record),
            _at(record, ("mission", "name")),
            _at(record, ("pad", "name")),
            _at(record, ("pad", "location", "name")),
            *_spacecraft(record),
        ]
        folded = [fold(name) for name in names if name]
        terms = [fold(term) for term in query.search.replace(",", " ").split()]
        holds = _begins_a_word if query.word_starts else str.__contains__
        return all(any(holds(name, term) for name in folded) for term in terms)


def _begins_a_word(name: str, term: str) -> bool:
    """Tell whether a word of a folded name begins with a folded term; a number ends where it ends."""
    bare = name.replace("people's", "")
    padded = f" {bare} "
    at = padded.find(term)
    while at >= 0:
        before, after = padded[at - 1 : at], padded[at + len(term) : at + len(term) + 1]
        in_word = "a" <= before <= "z" or "\N{LATIN SMALL LETTER SHARP S}" <= before <= "\uffff"
        if term.isdecimal():
            begins = not (before in _DIGITS or after in _DIGITS)
        elif term[0].isdecimal():
            begins = before not in _DIGITS
        else:
            begins = not (term[0].isalpha() and in_word)
        if begins:
            return True
        at = padded.find(term, at + 1)
    return False


@cache
def fold(text: str | None) -> str:
    """Take case and accents off a text."""
    decomposed = unicodedata.normalize("NFKD", text or "")
    return "".join(c for c in decomposed.casefold() if unicodedata.combining(c) == 0)


@cache
def name_key(text: str) -> str:
    """Return what counts of a name where names are put in order: its letters and digits."""
    return "".join(c for c in fold(text) if c.isalnum())


def _at(record: Json, path: Path) -> Any:
    value: Any = record
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


@cache
def _instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _given(query: LaunchQuery, fields: Sequence[tuple[str, Path]]) -> list[tuple[Path, Any]]:
    """Return where those fields that the query sets stand in a record, and what it wants there."""
    wanted = ((path, getattr(query, field)) for field, path in fields)
    return [(path, value) for path, value in wanted if value not in (None, "", ())]


def _holds(value: str | None, part: str) -> bool:
    return value is not None and fold(part) in fold(value)


def _within(text: str | None, bounds: Range) -> bool:
    if text is None:
        return False
    moment = _instant(text)
    return (
        (bounds.gt is None or moment > bounds.gt)
        and (bounds.gte is None or moment >= bounds.gte)
        and (bounds.lt is None or moment < bounds.lt)
        and (bounds.lte is None or moment <= bounds.lte)
    )


def _in_the_groups(record: Json, strict: bool, groups: Sequence[tuple[Path, Any]]) -> bool:
    met = [_at(record, path) in ids for path, ids in groups]
    return all(met) if strict or not met else any(met)


def _flew_for(record: Json, program_ids: Sequence[int]) -> bool:
    return not program_ids or any(program["id"] in program_ids for program in record.get("program") or [])


def _shown_at(record: Json, urls: Sequence[str]) -> bool:
    return not urls or any(film["url"] in urls for film in record.get("vidURLs") or [])


def _spacecraft(record: Json) -> list[str]:
    crafts = record["rocket"].get("spacecraft_stage")
    stages = crafts if isinstance(crafts, list) else [crafts] if crafts else []
    return [name for stage in stages if (name := _at(stage, ("spacecraft", "name")))]


def people(record: Json) -> set[str]:
    """Return the names of those aboard; a comma is none of their letters."""
    stage = record["rocket"].get("spacecraft_stage") or {}
    names = (_at(seat, ("astronaut", "name")) for seat in stage.get("launch_crew") or ())
    return {" ".join(name.replace(",", " ").split()) for name in names} - {""}


def crafts(record: Json) -> set[str]:
    """Return the names of spacecraft, where nothing but a name tells what they are."""
    return {" ".join(name.replace(",", " ").split()) for name in _spacecraft(record)} - {""}


def _is_about(record: Json, words: str) -> bool:
    name = str(_at(record, ("mission", "name")) or "").strip() or record["name"].rpartition(" | ")[2].strip()
    return all(_begins_a_word(fold(name), fold(word)) for word in words.split())


def _carried(record: Json, name: str, part: str) -> bool:
    crafts = _spacecraft(record)
    return (not name or name in crafts) and (not part or any(_holds(craft, part) for craft in crafts))


def _on_the_calendar(net: datetime, query: LaunchQuery) -> bool:
    wanted = ((query.days, net.day), (query.months, net.month), (query.years, net.year))
    return all(not values or value in values for values, value in wanted)


def _suborbital(record: Json) -> bool:
    """Tell whether it is known to stay below orbit: by the orbit, or by the mission if it names none."""
    orbit = _at(record, ("mission", "orbit", "name"))
    return fold(orbit) == "suborbital" if orbit else _at(record, ("mission", "type")) == "Suborbital"


def _crewed(record: Json) -> bool | None:
    """Tell whether anybody was aboard; only a record that names its spacecraft stage, even as none, can."""
    if "spacecraft_stage" not in record["rocket"]:
        return None
    stage = record["rocket"]["spacecraft_stage"]
    return bool(stage and stage.get("launch_crew"))


def _order_of(name: str) -> Callable[[Json], Any]:
    if name == "name":
        return lambda record: name_key(record["name"])
    if name == "id":
        return lambda record: str(record["id"])
    # A time that is not known comes before all that are.
    return lambda record: _instant(record[name]) if record.get(name) else _LONG_AGO
