"""The whole catalogue: a history of all launches, and the detailed sample on top of it.

The history has the better facts (names, times, outcomes), the sample has what a history leaves out: texts,
links, pictures. So where both know a launch, an agency or a pad, the sample only adds to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec

from playground.launch_library.catalogue import Country, Launch, Mission, Tables
from playground.launch_library.places import stable_number

OURS_FROM: Final = 90_000
"""Ids from here on are the sample's own; they say nothing of what Launch Library 2 calls a thing."""

_TABLES: Final = (
    "agencies", "locations", "pads", "configurations", "spacecraft", "programs", "orbits",
    "landing_locations",
)  # fmt: skip
_BEFORE_LIFT_OFF: Final = frozenset({1, 2, 5, 8})

Row = TypeVar("Row", bound=msgspec.Struct)


def join(sample: Tables, history: Tables) -> Tables:
    """Return tables with the launches of both, each once, under the history's id where it has one."""
    tables: dict[str, Any] = {
        name: _joined_rows(getattr(sample, name), getattr(history, name)) for name in _TABLES
    }
    tables["countries"] = _countries(sample.countries, history)
    return Tables(about=sample.about, launches=_joined_launches(sample.launches, history.launches), **tables)


def _joined_rows(sample: Iterable[Any], history: Iterable[Any]) -> list[Any]:
    rows = {row.id: row for row in sample}
    for row in history:
        rows[row.id] = _completed(row, rows[row.id]) if row.id in rows else row
    return list(rows.values())


def _completed(row: Row, by: Row) -> Row:
    """Return the row with what it does not tell taken from another."""
    return msgspec.structs.replace(by, **{name: value for name, value in _told(row) if name != "unknown"})


def _told(row: msgspec.Struct) -> Iterable[tuple[str, Any]]:
    for name in row.__struct_fields__:
        value = getattr(row, name)
        if value is not None and value not in ("", "???", [], (), (None,) * 8):
            yield name, value


def _countries(sample: Sequence[Country], history: Tables) -> list[Country]:
    """Return the sample's countries, and one with no more than its code for each that it does not have."""
    known = {row.code for row in sample} | {"???"}
    named = {code for agency in history.agencies for code in agency.countries}
    named |= {place.country for place in history.locations}
    others = [Country(code, stable_number(f"country {code}"), "", code, "") for code in sorted(named - known)]
    return [*sample, *others]


def _joined_launches(sample: Iterable[Launch], history: Iterable[Launch]) -> list[Launch]:
    launches = {launch.id: launch for launch in history}
    known = _ByLiftOff(launches.values())
    for launch in sample:
        same = launches.get(launch.id) or known.same(launch)
        if same is None:
            launches[launch.id] = launch
        else:
            launches[same.id] = _detailed(same, launch)
    return list(launches.values())


def _detailed(known: Launch, sample: Launch) -> Launch:
    """Return the launch as the history tells it, with the sample's details."""
    details = msgspec.structs.replace(
        _completed(known, sample),
        mission=_mission(known.mission, sample.mission),
        boosters=sample.boosters or known.boosters,
        spacecraft=sample.spacecraft or known.spacecraft,
        programs=sorted({*(known.programs or ()), *(sample.programs or ())}),
        # What a reading of the sample from before lift-off said of the chances is over.
        probability=None if sample.status in _BEFORE_LIFT_OFF else sample.probability,
    )
    has = {"boosters": details.boosters, "spacecraft": details.spacecraft}
    return msgspec.structs.replace(details, unknown=tuple(name for name in known.unknown if not has[name]))


def _mission(known: Mission | None, sample: Mission | None) -> Mission | None:
    if known is None or sample is None:
        return known or sample
    return _completed(known, sample)


class _ByLiftOff:
    """Finds a launch of the history that the sample has under an id of its own."""

    def __init__(self, launches: Iterable[Launch]) -> None:
        self._by_minute: dict[datetime, list[Launch]] = {}
        for launch in launches:
            self._by_minute.setdefault(_minute(launch), []).append(launch)

    def same(self, launch: Launch) -> Launch | None:
        """The launch of the same minute and rocket or pad; ids that are the sample's own tell nothing."""
        alike = self._by_minute.get(_minute(launch), ())
        nameless = launch.configuration > OURS_FROM and launch.pad > OURS_FROM
        return next(
            (
                each
                for each in alike
                if nameless or each.configuration == launch.configuration or each.pad == launch.pad
            ),
            None,
        )


def _minute(launch: Launch) -> datetime:
    return launch.net.replace(second=0, microsecond=0)
