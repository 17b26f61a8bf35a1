"""What a seed makes of a world: who is there, what is launched, and what goes wrong when."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from commands.codec import query_string
from storage.models import StatusId
from storage.query import LaunchQuery
from storage.state.models import Platform
from tests.simulation.plan import DIGEST_AT, Happening, PlaceSpec, Plan
from tests.simulation.troubles import TROUBLES

if TYPE_CHECKING:
    from tests.simulation.world import Wanted

FAILURES_ONLY = query_string.write(LaunchQuery(status_ids=(int(StatusId.FAILURE),)))
OUTCOMES = (3, 4, 7)


def plan(random: Random, troubles: Sequence[str] | None = None) -> Plan:
    """Return what comes of a world with that source of chance, and with those troubles if they are given."""
    made = Plan(slowness=random.choice([0.0, 0.0, 0.0, 0.05, 0.5]))
    many = random.random() < (0.03 if troubles is None else 0.1)
    made.pace = random.choice([0.02, 0.02, 1.0])
    made.places = [
        _place(random, platform, number, many=many)
        for platform in ("discord", "telegram")
        for number in range(12 if many else random.choice([1, 1, 2]))
    ]
    made.has_digests = any(place.frequency != "instant" for place in made.places)
    end = _launches(random, made)
    drawn = random.sample(list(TROUBLES), random.choice([0, 1, 1, 2, 3]))
    for trouble in drawn if troubles is None else troubles:
        made.events.extend(TROUBLES[trouble](random, made, end))
    made.events.sort(key=lambda event: event[0])
    return made


def instant(moment: datetime) -> int:
    """Return an instant as the state has it, in microseconds."""
    return int(moment.timestamp() * 1_000_000)


def subscribe(connection: sqlite3.Connection, wanted: Iterable[Wanted], now: datetime) -> None:
    """Write subscriptions into a state of the newest revision."""
    began = instant(now)
    for each in wanted:
        place = each.place
        connection.execute(
            "INSERT INTO places (platform, chat_id, topic_id, owner_id) VALUES (?, ?, ?, ?)",
            (place.platform, place.chat_id, place.topic_id, place.owner_id),
        )
        connection.execute(
            "INSERT INTO watched_queries (text, matched) VALUES (?, 0) ON CONFLICT DO NOTHING", (each.query,)
        )
        next_at = None if each.frequency == "instant" else began + int(DIGEST_AT * 1_000_000)
        connection.execute(
            "INSERT INTO subscriptions (place_id, query_id, frequency, hour, weekday, role_id, spoiler,"
            " failures_always, publish, created_at, next_at, told_until)"
            " SELECT places.id, watched_queries.id, ?, 13, 0, 0, 0, 0, ?, ?, ?, ?"
            " FROM places, watched_queries WHERE chat_id = ? AND platform = ? AND text = ?",
            (
                each.frequency,
                each.publish,
                began,
                next_at,
                began,
                place.chat_id,
                place.platform,
                each.query,
            ),
        )


def _place(random: Random, platform: Platform, number: int, *, many: bool) -> PlaceSpec:
    chat_id = (1_000 if platform == "discord" else 2_000) + number
    if many:
        return PlaceSpec(platform, chat_id)
    return PlaceSpec(
        platform,
        chat_id,
        query=FAILURES_ONLY if random.random() < 0.1 else "",
        frequency="daily" if random.random() < 0.05 else "instant",
        publish=platform == "discord" and random.random() < 0.2,
        is_readable=random.random() >= 0.15,
    )


def _launches(random: Random, made: Plan) -> float:
    """Plan what is launched and how it ends; return when the last of it has become known."""
    end = 30.0
    for number in range(random.choice([1, 1, 1, 2])):
        name = f"10000000-0000-4000-8000-00000000000{number}"
        at = random.uniform(5.0, 60.0)
        made.events.append((at, _becomes(name, 6)))
        at += random.uniform(0.0, 120.0)
        status = random.choice(OUTCOMES)
        made.events.append((at, _becomes(name, status)))
        for _ in range(random.choice([0, 0, 0, 1, 1, 2])):
            at += random.expovariate(1 / 120.0)
            status = random.choice([each for each in (*OUTCOMES, 6) if each != status])
            made.events.append((at, _becomes(name, status)))
        end = max(end, at)
    return end


def _becomes(name: str, status: int) -> Happening:
    return Happening(f"{name} has status {status}", lambda world: world.put(name, status))
