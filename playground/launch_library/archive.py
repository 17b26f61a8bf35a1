"""The records a stand-in server holds: what it selects from them, and how they change."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

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
    """Launch records in 2.3.0 detailed shape, by id.

    `clock` gives the present as an aware datetime: it stamps changes, and decides what is previous.
    """

    def __init__(self, records: Iterable[Record], clock: Callable[[], datetime]) -> None:
        self._records = {str(record["id"]): record for record in records}
        self._clock = clock

    def __len__(self) -> int:
        return len(self._records)

    def record(self, launch_id: str) -> Record:
        """The record with this id. Raises `UnknownLaunchError` when there is none."""
        try:
            return self._records[launch_id]
        except KeyError:
            raise UnknownLaunchError(launch_id) from None

    def put(self, record: Record) -> None:
        """Add this record, or put it in the place of the one with its id. It is not stamped."""
        self._records[str(record["id"])] = record

    def remove(self, launch_id: str) -> None:
        """Take a record away, as when Launch Library 2 merges two. Raises `UnknownLaunchError`."""
        self.record(launch_id)
        del self._records[launch_id]

    def conclude(self, launch_id: str, outcome: Outcome, failreason: str = "") -> None:
        """Say how a launch ended, and stamp the record with the present."""
        self.set_status(launch_id, _OUTCOMES[outcome], failreason)

    def set_status(self, launch_id: str, number: int, failreason: str = "") -> None:
        """Give a launch the status with this id, and stamp the record with the present."""
        self.change(launch_id, status=status(number), failreason=failreason)

    def change(self, launch_id: str, **fields: object) -> None:
        """Give a record these top-level fields, and stamp it with the present."""
        stamp = {"last_updated": instant(self._clock())}
        self._records[launch_id] = {**self.record(launch_id), **fields, **stamp}

    def previous(self, parameters: Mapping[str, str]) -> list[Record]:
        """The launches with a NET in the past that the parameters let through, in their order.

        Raises `UnusableValueError` for a time or an id that is none. Other parameters are ignored.
        """
        now = self._clock()
        return self._select(lambda net: net <= now, parameters, "-net")

    def upcoming(self, parameters: Mapping[str, str]) -> list[Record]:
        """The launches with a NET ahead, or not longer ago than a day; else as `previous`."""
        since = self._clock() - _UPCOMING_KEEPS
        return self._select(lambda net: net > since, parameters, "net")

    def _select(
        self, due: Callable[[datetime], bool], parameters: Mapping[str, str], ordering: str
    ) -> list[Record]:
        chosen = [record for record in self._records.values() if due(_time(record, "net"))]
        for keep in _filters(parameters):
            chosen = [record for record in chosen if keep(record)]
        return _ordered(chosen, parameters.get("ordering") or ordering)


def _filters(parameters: Mapping[str, str]) -> list[Callable[[Record], bool]]:
    filters = [_id_filter(parameters["id"])] if parameters.get("id") else []
    for name, (field, word) in _TIME_FILTERS.items():
        if parameters.get(name):
            filters.append(_time_filter(field, word, _bound(name, parameters[name])))
    terms = re.split(r"[\s,]+", parameters.get("search", ""))
    return filters + [_search_filter(term.casefold()) for term in terms if term]


def _id_filter(text: str) -> Callable[[Record], bool]:
    try:
        wanted = {str(uuid.UUID(part)) for part in text.split(",")}
    except ValueError:
        raise UnusableValueError("id", "Enter a valid UUID.") from None
    return lambda record: record["id"] in wanted


def _time_filter(field: str, word: str, bound: datetime) -> Callable[[Record], bool]:
    compare = _COMPARISONS[word]
    return lambda record: compare(_time(record, field), bound)


def _search_filter(term: str) -> Callable[[Record], bool]:
    return lambda record: any(term in text.casefold() for text in _searched(record))


def _searched(record: Record) -> list[str]:
    provider, pad = record["launch_service_provider"], record["pad"]
    mission = record["mission"] or {"name": ""}
    return [
        record["name"],
        record["rocket"]["configuration"]["name"],
        provider["name"],
        provider["abbrev"],
        mission["name"],
        pad["name"],
        pad["location"]["name"],
    ]


def _ordered(records: list[Record], ordering: str) -> list[Record]:
    """Sort by each known field in turn, the last one first; ties go by id."""
    records = sorted(records, key=lambda record: str(record["id"]))
    wanted = [name for name in ordering.split(",") if name.removeprefix("-") in _ORDERINGS] or ["-net"]
    for name in reversed(wanted):
        field = name.removeprefix("-")
        records.sort(key=lambda record: _sort_key(record, field), reverse=name.startswith("-"))
    return records


def _sort_key(record: Record, field: str) -> str:
    text = str(record[field])
    return "".join(filter(str.isalnum, text)).casefold() if field == "name" else text


def _time(record: Record, field: str) -> datetime:
    return datetime.fromisoformat(record[field])


def _bound(name: str, text: str) -> datetime:
    try:
        bound = datetime.fromisoformat(text)
    except ValueError:
        raise UnusableValueError(name, "Enter a valid date/time.") from None
    return bound if bound.tzinfo else bound.replace(tzinfo=UTC)
