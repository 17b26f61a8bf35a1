"""What a launch has in common with others: its rocket, its pad, its programmes, its boosters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import aiosqlite
import msgspec

from storage.catalogue.boosters import is_booster
from storage.catalogue.placeholders import flown
from storage.instants import to_micros
from storage.models import Launch


@dataclass(frozen=True, slots=True)
class Flights:
    """The launches before and after a launch in which one of its boosters flew, by their ids."""

    serial_number: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Similar:
    """How many previous launches share something with a launch, itself counted if it is one of them.

    `programs` has a count for each id of a programme, `flights` an entry for each booster that also flew
    another time.
    """

    of_rocket: int = 0
    from_pad: int = 0
    programs: dict[int, int] = field(default_factory=dict)
    flights: tuple[Flights, ...] = ()


async def read_similar(connection: aiosqlite.Connection, launch: Launch, now: datetime) -> Similar:
    """Return what the launch has in common with the previous launches in the catalogue."""
    pad, location = launch.pad, launch.pad.location if launch.pad else None
    values = {
        "now": to_micros(now),
        "net": to_micros(launch.net),
        "id": launch.id,
        "rocket": launch.rocket.id if launch.rocket else None,
        "pad": pad.id if pad else None,
        "location": location.id if location else None,
        "provider": launch.provider.id if launch.provider else None,
        "programs": _json([each.id for each in launch.programs or ()]),
        "boosters": _json([s for s in _serial_numbers(launch) if is_booster(s)]),
    }
    rows = list(await connection.execute_fetchall(_STATEMENT, values))
    counts = {(row[0], row[1]): row[2] for row in rows if row[0] != "booster"}
    return Similar(
        of_rocket=counts.get(("rocket", values["rocket"]), 0),
        from_pad=counts.get(("pad", values["pad"]), 0),
        programs={program: n for (what, program), n in counts.items() if what == "program"},
        flights=tuple(Flights(row[1], row[3], row[4]) for row in rows if row[0] == "booster"),
    )


def _serial_numbers(launch: Launch) -> list[str]:
    return [each.serial_number for each in launch.boosters or ()]


def _json(values: object) -> str:
    return msgspec.json.encode(values).decode()


def _flight(after: bool) -> str:
    """SQL for the launch next to this one in which the booster `b.value` flew."""
    comparison, order = (">", "ASC") if after else ("<", "DESC")
    # A serial number is the maker's own, so another provider's booster may have the same.
    return (
        "(SELECT l.id FROM launch_boosters o JOIN launches l USING (number)"
        f" WHERE o.serial_number = b.value AND l.provider_id IS :provider AND l.net <= :now AND {flown()}"
        f" AND (l.net, l.id) {comparison} (:net, :id) ORDER BY l.net {order}, l.id {order} LIMIT 1)"
    )


# The location comes along because it has the index; a pad is in one location.
_STATEMENT = (
    "SELECT 'rocket', :rocket, count(*), NULL, NULL FROM launches l"
    f" WHERE configuration_id = :rocket AND net <= :now AND {flown()}"
    " UNION ALL SELECT 'pad', :pad, count(*), NULL, NULL FROM launches l"
    f" WHERE location_id IS :location AND pad_id = :pad AND net <= :now AND {flown()}"
    " UNION ALL SELECT 'program', p.program_id, count(*), NULL, NULL FROM json_each(:programs) j"
    " JOIN launch_programs p ON p.program_id = j.value JOIN launches l USING (number)"
    f" WHERE l.net <= :now AND {flown()} GROUP BY p.program_id"
    " UNION ALL SELECT * FROM (SELECT 'booster', b.value, NULL,"
    f" {_flight(after=False)} AS earlier, {_flight(after=True)} AS later FROM json_each(:boosters) b)"
    " WHERE earlier IS NOT NULL OR later IS NOT NULL"
)
