"""What a world has come to: the counts of each platform, and every promise that was broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from bot.announcing.posts import post_key
from storage.state.models import Place, Platform
from tests.simulation.platforms import Message, PlatformModel
from tests.simulation.script import FAILURES_ONLY, OUTCOMES
from tests.simulation.troubles import MOVED
from tests.simulation.world import Wanted, World

MOST_IN_DOUBT = 5
"""Telegram posts under way at once: what nobody can know about after a kill."""

COUNTS = ("attempted", "acknowledged", "arrived", "lost", "repeated", "unknown", "recovered")

_DELIVERIES = (
    "SELECT deliveries.id, deliveries.platform, state, deliveries.reason, key, kind, launch_id, content,"
    " chat_id, topic_id FROM deliveries"
    " JOIN events ON events.id = event_id JOIN places ON places.id = place_id"
)


@dataclass(frozen=True)
class Held:
    """A delivery as the state has it in the end."""

    id: int
    place: Place
    state: str
    reason: str
    kind: str
    launch_ids: str
    keys: frozenset[str]


@dataclass
class Verdict:
    """What was counted, and what is wrong."""

    seed: int
    counts: dict[Platform, Counter[str]] = field(default_factory=dict)
    wrongs: list[str] = field(default_factory=list)
    kills: int = 0


def verdict(world: World) -> Verdict:
    """Judge a world that has come to rest."""
    found = Verdict(world.seed, {name: Counter() for name in world.models}, kills=world.kills)
    held = [_held(row) for row in world.rows(_DELIVERIES)]
    for name, model in world.models.items():
        _count(found.counts[name], model, [each for each in held if each.place.platform == name])
        found.wrongs.extend(model.wrongs)
    for wanted in world.subscriptions:
        found.wrongs.extend(_judged(world, wanted, held, found.counts[wanted.place.platform]))
    found.wrongs.extend(_of_deliveries(world, held))
    found.wrongs.extend(_of_the_whole(world))
    return found


def _held(row: tuple[Any, ...]) -> Held:
    number, platform, state, reason, key, kind, launch_id, content, chat_id, topic_id = row
    place = Place(platform, chat_id, topic_id)
    keys = frozenset(_key(key, Place(platform, chat_id - moved, topic_id)) for moved in (0, MOVED))
    return Held(number, place, state, reason, kind, launch_id or content, keys)


def _key(event: str, place: Place) -> str:
    named: Any = SimpleNamespace(event=SimpleNamespace(key=event), place=place)
    return post_key(named)


def _count(counts: Counter[str], model: PlatformModel, held: list[Held]) -> None:
    arrived = {(message.place, message.key) for message in model.messages}
    counts["attempted"] = len(model.attempted)
    counts["acknowledged"] = len(model.acknowledged)
    counts["arrived"] = len(arrived)
    counts["unknown"] = sum(each.state == "unknown" for each in held)
    doubtful = {key for _place, key in model.in_doubt}
    counts["recovered"] = sum(each.state == "sent" and not each.keys.isdisjoint(doubtful) for each in held)


def _judged(world: World, wanted: Wanted, held: list[Held], counts: Counter[str]) -> Iterator[str]:
    """Judge what one place was told; count what it lacks and what it has twice."""
    here, model = wanted.place, world.models[wanted.place.platform]
    messages = [message for message in model.messages if _is_at(message.place, here)]
    own = [each for each in held if _is_at(each.place, here)]
    for key, number in Counter(message.key for message in messages).items():
        if number > 1:
            counts["repeated"] += number - 1
            yield f"{here.platform} {here.chat_id}: {number} messages of {key}"
    for launch_id, status in world.catalogue.statuses_now.items():
        told = [message for message in messages if launch_id in message.told.launch_ids]
        name = f"{here.platform} {here.chat_id}: {launch_id}"
        if launch_id in world.news:
            yield from _of_launch(world, wanted, (launch_id, status), told, own, counts)
        elif launch_id.startswith("0000") and told:
            yield f"{name} is no news"
    if wanted.publish:
        yield from _unpublished(here, messages, own)


def _of_launch(
    world: World,
    wanted: Wanted,
    launch: tuple[str, int],
    told: list[Message],
    own: list[Held],
    counts: Counter[str],
) -> Iterator[str]:
    """Judge what one place was told of one launch that is news."""
    here, (launch_id, status) = wanted.place, launch
    name = f"{here.platform} {here.chat_id}: {launch_id}"
    posts = [message for message in told if message.told.kind != "correction"]
    is_held = any(each.state == "unknown" and launch_id in each.launch_ids for each in own)
    is_closed = world.models[here.platform].at(here).for_good
    if wanted.frequency == "instant":
        if len({message.key for message in posts}) > 1:
            counts["repeated"] += len(posts) - 1
            yield f"{name} was told {len(posts)} times"
        if not is_held and not is_closed:
            yield from _outdated(launch_id, name, told, status)
    elif world.has_jumped:
        # When digests were due by a clock that was wrong, nobody can say.
        return
    elif again := [each for each in Counter(_shown(launch_id, post) for post in posts).values() if each > 1]:
        counts["repeated"] += sum(again) - len(again)
        yield f"{name} was told {again[0]} times alike in digests"
    if not posts and _is_owed(wanted, status) and not is_closed and not is_held:
        counts["lost"] += 1
        yield f"{name} was never told, {[(each.state, each.reason) for each in own]}"


def _is_owed(wanted: Wanted, status: int) -> bool:
    return status == 4 if wanted.query == FAILURES_ONLY else status in OUTCOMES


def _outdated(launch_id: str, name: str, told: list[Message], status: int) -> Iterator[str]:
    shown = {_shown(launch_id, each) for each in told if each.told.kind != "summary"}
    if shown and status not in shown:
        yield f"{name} is {status}, and {shown} is shown"


def _shown(launch_id: str, message: Message) -> int:
    return message.told.statuses[message.told.launch_ids.index(launch_id)]


def _unpublished(here: Place, messages: list[Message], own: list[Held]) -> Iterator[str]:
    sent = frozenset[str]().union(
        *(each.keys for each in own if each.state == "sent" and each.kind != "correction")
    )
    for message in messages:
        if message.key in sent and not message.is_published and not message.is_deleted:
            yield f"{here.platform} {here.chat_id}: {message.key} was not published"


def _of_deliveries(world: World, held: list[Held]) -> Iterator[str]:
    for each in held:
        model = world.models[each.place.platform]
        name = f"{each.place.platform} {each.place.chat_id}: {each.kind} {each.id}"
        destination = model.at(each.place)
        if each.state in {"pending", "claimed", "sending"}:
            yield f"{name} is still {each.state}: {each.reason}"
        if each.state == "dead" and not destination.for_good:
            yield f"{name} was given up: {each.reason}"
        if each.state == "unknown":
            in_doubt = {key for _place, key in model.in_doubt}
            if each.id not in world.doubtful and each.keys.isdisjoint(in_doubt):
                yield f"{name} is held without a doubt: {each.reason}"
            if model.knows_nonces and destination.is_readable:
                yield f"{name} is held, where the history could tell: {each.reason}"


def _of_the_whole(world: World) -> Iterator[str]:
    if world.most_in_doubt > MOST_IN_DOUBT:
        yield f"{world.most_in_doubt} telegram posts were under way in a kill"
    crashes = world.crashes + (world.process.crashes if world.process else [])
    yield from (f"a part of the bot crashed: {crash}" for crash in crashes)
    if world.process is not None and world.process.announcer.sending != set(world.models):
        yield f"only {set(world.process.announcer.sending)} are sending"
    paused = (
        "SELECT platform, chat_id, paused FROM subscriptions JOIN places ON places.id = place_id"
        " WHERE paused IS NOT NULL"
    )
    for platform, chat_id, why in world.rows(paused):
        if not world.models[platform].destinations[chat_id, 0].for_good:
            yield f"{platform} {chat_id} is paused: {why}"


def _is_at(place: Place, here: Place) -> bool:
    return place in {here, Place(here.platform, here.chat_id + MOVED)}
