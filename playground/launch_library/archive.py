"""The records a stand-in server holds: what it selects from them, and how they change."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Final, Literal

from playground.launch_library.entries import Entry, Listed, Written
from playground.launch_library.places import Record
from playground.launch_library.records import instant, status

Outcome = Literal["success", "failure", "partial failure"]

_OUTCOMES: Final = {"success": 3, "failure": 4, "partial failure": 7}
_UPCOMING_KEEPS: Final = timedelta(hours=24)
"""How long after its NET a launch is still listed as upcoming."""
_ORDERINGS: Final = ("net", "last_updated", "name", "id")
_COMPARISONS: Final[dict[str, Callable[[datetime, datetime], bool]]] = {
    "gt": lambda value, bound: value > bound,
    "gte": lambda value, bound: value >= bound,
    "lt": lambda value, bound: value < bound,
    "lte": lambda value, bound: value <= bound,
}
_TIME_FILTERS: Final = {
    **{f"net__{word}": ("net", word) for word in _COMPARISONS},
    **{f"last_updated__{word}": ("last_updated", word) for word in ("gte", "lte")},
}


class UnusableValueError(Exception):
    """A parameter of the request has a value of the wrong type; `detail` is the body of the 400."""

    def __init__(self, parameter: str, message: str) -> None:
        self.detail = {parameter: [message]}
        super().__init__(f"{parameter}: {message}")


class UnknownLaunchError(Exception):
    """No record has this id."""


class Archive:
    """Launches by id, told as records in 2.3.0 detailed shape; given as such, or as entries.

    `clock` gives the present as an aware datetime: it stamps changes, and decides what is previous.
    """

    def __init__(self, launches: Iterable[Record | Entry], clock: Callable[[], datetime]) -> None:
        entries = (Written(each) if isinstance(each, dict) else each for each in launches)
        self._entries: dict[str, Entry] = {entry.id: entry for entry in entries}
        self._clock = clock

    def __len__(self) -> int:
        return len(self._entries)

    def record(self, launch_id: str) -> Record:
        """The record with this id. Raises `UnknownLaunchError` when there is none."""
        try:
            return self._entries[launch_id].record()
        except KeyError:
            raise UnknownLaunchError(launch_id) from None

    def put(self, record: Record) -> None:
        """Add this record, or put it in the place of the one with its id. It is not stamped."""
        self._entries[str(record["id"])] = Written(record)

    def remove(self, launch_id: str) -> None:
        """Take a record away, as when Launch Library 2 merges two. Raises `UnknownLaunchError`."""
        self.record(launch_id)
        del self._entries[launch_id]

    def conclude(self, launch_id: str, outcome: Outcome, failreason: str = "") -> None:
        """Say how a launch ended, and stamp the record with the present."""
        self.set_status(launch_id, _OUTCOMES[outcome], failreason)

    def set_status(self, launch_id: str, number: int, failreason: str = "") -> None:
        """Give a launch the status with this id, and stamp the record with the present."""
        self.change(launch_id, status=status(number), failreason=failreason)

    def change(self, launch_id: str, **fields: object) -> None:
        """Give a record these top-level fields, and stamp it with the present."""
        stamp = {"last_updated": instant(self._clock())}
        self.put({**self.record(launch_id), **fields, **stamp})

    def previous(self, parameters: Mapping[str, str]) -> Sequence[Record]:
        """The launches with a NET in the past that the parameters let through, in their order.

        Raises `UnusableValueError` for a time or an id that is none. Other parameters are ignored.
        """
        now = self._clock()
        return self._select(lambda net: net <= now, parameters, "-net")

    def upcoming(self, parameters: Mapping[str, str]) -> Sequence[Record]:
        """The launches with a NET ahead, or not longer ago than a day; else as `previous`."""
        since = self._clock() - _UPCOMING_KEEPS
        return self._select(lambda net: net > since, parameters, "net")

    def _select(
        self, due: Callable[[datetime], bool], parameters: Mapping[str, str], ordering: str
    ) -> Sequence[Record]:
        chosen = [entry for entry in self._entries.values() if due(entry.net)]
        for keep in _filters(parameters):
            chosen = [entry for entry in chosen if keep(entry)]
        return Listed(_ordered(chosen, parameters.get("ordering") or ordering))


def _filters(parameters: Mapping[str, str]) -> list[Callable[[Entry], bool]]:
    filters = [_id_filter(parameters["id"])] if parameters.get("id") else []
    for name, (field, word) in _TIME_FILTERS.items():
        if parameters.get(name):
            filters.append(_time_filter(field, word, _bound(name, parameters[name])))
    terms = re.split(r"[\s,]+", parameters.get("search", ""))
    return filters + [_search_filter(term.casefold()) for term in terms if term]


def _id_filter(text: str) -> Callable[[Entry], bool]:
    try:
        wanted = {str(uuid.UUID(part)) for part in text.split(",")}
    except ValueError:
        raise UnusableValueError("id", "Enter a valid UUID.") from None
    return lambda entry: entry.id in wanted


def _time_filter(field: str, word: str, bound: datetime) -> Callable[[Entry], bool]:
    compare = _COMPARISONS[word]
    return lambda entry: compare(getattr(entry, field), bound)


def _search_filter(term: str) -> Callable[[Entry], bool]:
    return lambda entry: any(term in text.casefold() for text in entry.searched() if text)


def _ordered(entries: list[Entry], ordering: str) -> list[Entry]:
    """Sort by each known field in turn, the last one first; ties go by id."""
    entries = sorted(entries, key=attrgetter("id"))
    wanted = [name for name in ordering.split(",") if name.removeprefix("-") in _ORDERINGS] or ["-net"]
    for name in reversed(wanted):
        field = name.removeprefix("-")
        key = _spelling if field == "name" else attrgetter(field)
        entries.sort(key=key, reverse=name.startswith("-"))
    return entries


def _spelling(entry: Entry) -> str:
    return "".join(filter(str.isalnum, entry.name)).casefold()


def _bound(name: str, text: str) -> datetime:
    try:
        bound = datetime.fromisoformat(text)
    except ValueError:
        raise UnusableValueError(name, "Enter a valid date/time.") from None
    return bound if bound.tzinfo else bound.replace(tzinfo=UTC)
