"""What may go wrong in a world: each trouble says what happens when."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from storage.state.models import Pause, Place, Platform
from tests.simulation.courses import FATES
from tests.simulation.driver import FAILURES, WEATHER
from tests.simulation.plan import DIGEST_AT, Happening, Plan
from tests.simulation.platforms import Destination

if TYPE_CHECKING:
    from tests.simulation.world import World

DEADLY = ("statement", "before commit", "after commit", "request", "answer")
"""Steps at which a process may die."""

CLOSURES = (
    (Pause.FORBIDDEN, 600.0),
    (Pause.GONE, 14_400.0),
    (Pause.TOPIC_CLOSED, 28_800.0),
    (Pause.BLOCKED, 0.0),
)
"""Why a place takes nothing, and for how many seconds; 0 stands for ever."""

MOVED = 1_000_000
"""Added to the id of a group that becomes a supergroup."""


def _kills(random: Random, made: Plan, _end: float) -> Iterable[tuple[float, Happening]]:
    """Let the process die at some of its steps, up to four times."""
    for _ in range(random.choice([1, 1, 1, 2, 4])):
        step = random.choice(DEADLY)
        most = {"statement": 150, "before commit": 60, "after commit": 60}.get(step, 5)
        made.deaths.append((step, random.randint(1, most)))
    made.downtime = random.choice([0.5, 5.0, 45.0, 70.0, 600.0, 7200.0])
    return ()


def _kills_in_telling(random: Random, made: Plan, _end: float) -> Iterable[tuple[float, Happening]]:
    """Let the process die within so many steps from when something is to be told."""
    told = [at for at, _event in made.events]
    for _ in range(random.choice([1, 1, 2])):
        step = random.choice(DEADLY)
        number = random.randint(1, {"statement": 60, "before commit": 25, "after commit": 25}.get(step, 3))
        yield random.choice(told), _deadly(step, number)
    made.deaths.append(None)
    made.downtime = random.choice([0.5, 5.0, 45.0, 70.0, 600.0, 7200.0])


def _deadly(step: str, number: int) -> Happening:
    def happen(world: World) -> None:
        if world.process is not None:
            life = world.process.life
            life.deadly = (step, life.steps[step] + number)

    return Happening(f"the bot is to die at the next {step} but {number - 1}", happen)


def _digests(random: Random, made: Plan, _end: float) -> Iterable[tuple[float, Happening]]:
    """Let all places have digests, and the process die while it makes them."""
    made.places = [replace(place, frequency="daily") for place in made.places]
    made.has_digests = True
    yield DIGEST_AT - 1.0, _deadly("after commit", random.randint(1, 20))


def _followers(random: Random, made: Plan, _end: float) -> Iterable[tuple[float, Happening]]:
    """Let all of Discord's places be announcement channels."""
    made.places = [replace(place, publish=place.platform == "discord") for place in made.places]
    return ()


def _slow(random: Random, _made: Plan, _end: float) -> Iterable[tuple[float, Happening]]:
    """Let all requests take their time."""

    def begin(world: World) -> None:
        for model in world.models.values():
            model.fates, model.risk = ("slow",), 1.0

    yield 0.0, Happening("all requests are slow", begin)


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
    "kills in telling": _kills_in_telling,
    "digests": _digests,
    "followers": _followers,
    "slow": _slow,
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
