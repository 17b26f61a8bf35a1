"""What a seed makes of a world: who is there, what is launched, and what goes wrong when."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from commands.codec import query_string
from storage.models import StatusId
from storage.query import LaunchQuery
from storage.state.models import Pause, Place, Platform
from tests.simulation.driver import FAILURES, WEATHER
from tests.simulation.platforms import FATES, Destination

if TYPE_CHECKING:
    from tests.simulation.world import Wanted, World

FAILURES_ONLY = query_string.write(LaunchQuery(status_ids=(int(StatusId.FAILURE),)))
OUTCOMES = (3, 4, 7)
DEADLY = ("statement", "before commit", "after commit", "request", "answer")
"""Steps at which a process may die."""

DIGEST_AT = 1_800.0
"""Seconds after the beginning at which digests are due, which tell of what has become known so far."""

CLOSURES = (
    (Pause.FORBIDDEN, 600.0),
    (Pause.GONE, 14_400.0),
    (Pause.TOPIC_CLOSED, 28_800.0),
    (Pause.BLOCKED, 0.0),
)
"""Why a place takes nothing, and for how many seconds; 0 stands for ever."""

MOVED = 1_000_000
"""Added to the id of a group that becomes a supergroup."""


@dataclass(frozen=True)
class PlaceSpec:
    """A place, and how it has subscribed."""

    platform: Platform
    chat_id: int
    query: str = ""
    frequency: str = "instant"
    publish: bool = False
    is_readable: bool = True


@dataclass(frozen=True)
class Happening:
    """Something that happens in the world."""

    words: str
    happen: Callable[[World], None]

    def __str__(self) -> str:
        return self.words


@dataclass
class Plan:
    """A world's whole fate; `deaths` says for each life at which step of its it ends, None for at none."""

    places: list[PlaceSpec] = field(default_factory=list)
    events: list[tuple[float, Happening]] = field(default_factory=list)
    deaths: list[tuple[str, int] | None] = field(default_factory=list)
    downtime: float = 1.0
    slowness: float = 0.0
    pace: float = 0.02
    has_digests: bool = False


def plan(random: Random, troubles: Sequence[str] | None = None) -> Plan:
    """Return what comes of a world with that source of chance, and with those troubles if they are given."""
    made = Plan(slowness=random.choice([0.0, 0.0, 0.0, 0.05, 0.5]))
    many = random.random() < (0.03 if troubles is None else 0.25)
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


def subscribe(connection: sqlite3.Connection, wanted: Iterable[Wanted], now: datetime) -> None:
    """Write subscriptions into a state of the newest revision."""
    instant = int(now.timestamp() * 1_000_000)
    for each in wanted:
        place = each.place
        connection.execute(
            "INSERT INTO places (platform, chat_id, topic_id, owner_id) VALUES (?, ?, ?, ?)",
            (place.platform, place.chat_id, place.topic_id, place.owner_id),
        )
        connection.execute(
            "INSERT INTO watched_queries (text, matched) VALUES (?, 0) ON CONFLICT DO NOTHING", (each.query,)
        )
        next_at = None if each.frequency == "instant" else instant + int(DIGEST_AT * 1_000_000)
        connection.execute(
            "INSERT INTO subscriptions (place_id, query_id, frequency, hour, weekday, role_id, spoiler,"
            " failures_always, publish, created_at, next_at, told_until)"
            " SELECT places.id, watched_queries.id, ?, 13, 0, 0, 0, 0, ?, ?, ?, ?"
            " FROM places, watched_queries WHERE chat_id = ? AND platform = ? AND text = ?",
            (
                each.frequency,
                each.publish,
                instant,
                next_at,
                instant,
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
        name = f"launch{number}"
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


def _kills(random: Random, made: Plan, _end: float) -> Iterable[tuple[float, Happening]]:
    """Let the process die at some of its steps, up to four times."""
    for _ in range(random.choice([1, 1, 1, 2, 4])):
        step = random.choice(DEADLY)
        most = {"statement": 120, "before commit": 20, "after commit": 20}.get(step, 5)
        made.deaths.append((step, random.randint(1, most)))
    made.downtime = random.choice([0.5, 5.0, 45.0, 70.0, 600.0, 7200.0])
    return ()


def _requests(random: Random, _made: Plan, end: float) -> Iterable[tuple[float, Happening]]:
    """Let requests go astray for a while."""
    start, lasts = random.uniform(0.0, end), random.choice([60.0, 300.0, 3600.0])
    fates = tuple(random.sample(FATES, random.randint(1, 5)))
    risk = random.choice([0.2, 0.5, 0.9])

    def begin(world: World) -> None:
        for model in world.models.values():
            model.fates, model.risk = fates, risk

    def cease(world: World) -> None:
        for model in world.models.values():
            model.fates = ()

    yield start, Happening(f"requests meet {fates} by {risk}", begin)
    yield start + lasts, Happening("requests are answered", cease)


def _everybody(attribute: str, words: str) -> Trouble:
    """Return the trouble that a platform answers everybody alike until some time."""

    def trouble(random: Random, _made: Plan, end: float) -> Iterable[tuple[float, Happening]]:
        platform: Platform = random.choice(("discord", "telegram"))
        lasts = random.choice([20.0, 90.0, 240.0, 1800.0, 14_400.0])

        def begin(world: World) -> None:
            setattr(world.models[platform], attribute, world.loop.time() + lasts)

        yield random.uniform(0.0, end), Happening(f"{platform} {words} for {lasts:.0f} s", begin)

    return trouble


def _rights(random: Random, made: Plan, end: float) -> Iterable[tuple[float, Happening]]:
    """Let a place take nothing for some hours, or for good."""
    spec = random.choice(made.places)
    pause, lasts = random.choice(CLOSURES)
    start = random.uniform(0.0, end)

    def close(world: World) -> None:
        here = world.models[spec.platform].destinations[spec.chat_id, 0]
        here.closed, here.for_good = pause, not lasts

    def reopen(world: World) -> None:
        world.models[spec.platform].destinations[spec.chat_id, 0].closed = None

    yield start, Happening(f"{spec.platform} {spec.chat_id} is closed to the bot: {pause}", close)
    if lasts:
        yield start + lasts, Happening(f"{spec.platform} {spec.chat_id} is open again", reopen)


def _database(random: Random, made: Plan, end: float) -> Iterable[tuple[float, Happening]]:
    """Let the database fail for a while."""
    trouble = random.choice([*FAILURES, "lost"])
    start, lasts = random.uniform(0.0, end), random.choice([5.0, 60.0, 600.0])
    severity = random.choice([0.1, 0.5, 1.0])

    def begin(_world: World) -> None:
        WEATHER.trouble, WEATHER.severity = trouble, severity

    def cease(_world: World) -> None:
        WEATHER.trouble = ""

    yield start, Happening(f"the database is {trouble} by {severity}", begin)
    yield start + lasts, Happening("the database is well", cease)


def _jumps(random: Random, _made: Plan, end: float) -> Iterable[tuple[float, Happening]]:
    """Let the clock of the bot's machine be set."""
    for _ in range(random.choice([1, 2])):
        by = timedelta(seconds=random.choice([-7200, -600, -65, -10, 10, 65, 600, 7200]))

        def jump(world: World, by: timedelta = by) -> None:
            world.jumped += by
            world.has_jumped = True

        yield random.uniform(0.0, end + 120.0), Happening(f"the clock jumps by {by}", jump)


def _stops(random: Random, _made: Plan, end: float) -> Iterable[tuple[float, Happening]]:
    """Let the bot be restarted in order, or a platform's connection end."""
    for _ in range(random.choice([1, 2])):
        downtime = random.choice([0.1, 10.0, 120.0])
        at = random.uniform(0.0, end + 60.0)
        platform: Platform | None = random.choice((None, "discord", "telegram"))
        if platform is None:
            yield at, Happening("the bot is stopped", partial(_stopped, downtime))
        else:
            yield at, Happening(f"the connection to {platform} ends", partial(_reconnected, platform))


def _stopped(downtime: float, world: World) -> None:
    world.restart(downtime)


def _reconnected(platform: Platform, world: World) -> None:
    if world.process is not None:
        world.process.reconnect(platform)


def _moderators(random: Random, _made: Plan, end: float) -> Iterable[tuple[float, Happening]]:
    """Let messages be deleted, or take no edits any more."""
    deletes = random.random() < 0.5

    def happen(world: World) -> None:
        for model in world.models.values():
            for message in model.messages:
                if (message.place, message.key) in model.acknowledged:
                    message.is_deleted = message.is_deleted or deletes
                    message.takes_edits = False

    yield random.uniform(60.0, end + 60.0), Happening("messages are deleted or archived", happen)


def _losses(random: Random, _made: Plan, end: float) -> Iterable[tuple[float, Happening]]:
    """Let the catalogue be lost with a restart, and be filled again."""
    start, lasts = random.uniform(0.0, end), random.choice([5.0, 300.0, 3600.0])

    def lose(world: World) -> None:
        if world.has_a_baseline():
            world.kill()
            world.lost = world.catalogue.lose()

    def fill(world: World) -> None:
        world.catalogue.fill(world.lost)

    yield start, Happening("the catalogue is lost in a kill", lose)
    yield start + lasts, Happening("the catalogue is filled", fill)


def _moves(random: Random, made: Plan, end: float) -> Iterable[tuple[float, Happening]]:
    """Let a Telegram group become a supergroup."""
    spec = random.choice([place for place in made.places if place.platform == "telegram"])

    def happen(world: World) -> None:
        model = world.models["telegram"]
        here = model.destinations[spec.chat_id, 0]
        there = Place("telegram", spec.chat_id + MOVED, owner_id=spec.chat_id + MOVED)
        here.moved_to = there
        model.destinations[there.chat_id, 0] = Destination(there, closed=here.closed, for_good=here.for_good)

    yield random.uniform(0.0, end), Happening(f"telegram {spec.chat_id} becomes a supergroup", happen)


Trouble = Callable[[Random, Plan, float], Iterable[tuple[float, Happening]]]

TROUBLES: dict[str, Trouble] = {
    "kills": _kills,
    "more kills": _kills,
    "requests": _requests,
    "more requests": _requests,
    "outage": _everybody("away_until", "cannot be reached"),
    "ban": _everybody("banned_until", "bans the bot"),
    "incident": _everybody("refusing_until", "refuses everybody"),
    "token": _everybody("unknown_until", "does not know the bot"),
    "rights": _rights,
    "database": _database,
    "clock": _jumps,
    "stops": _stops,
    "moderators": _moderators,
    "catalogue": _losses,
    "supergroup": _moves,
}
