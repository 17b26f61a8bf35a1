"""What "Why (not) here?" says of 10,000 subscriptions and launches is what the announcer did, and why."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from bot.announcing.announcer import Announcer
from bot.announcing.detection import Detection
from bot.announcing.matching import Matching
from bot.announcing.posts import Posts
from commands.cards.fates import Fate, Told
from commands.cards.subscription import SubscriptionCards
from commands.codec import query_string
from commands.i18n.languages import Languages
from commands.parsing.names.resolver import Naming
from commands.subscriptions import fates as module
from commands.subscriptions.digests import next_digest
from commands.subscriptions.fates import Fates
from storage.catalogue import Catalogue
from storage.models import Launch, StatusId
from storage.query import LaunchQuery
from storage.state.models import DeliveryState, EventKind, Frequency, Mute, MuteKind, Pause, Place, Wishes
from storage.state.state import State
from tests.launches import (
    ARIANE,
    ARIANE_5,
    ATLAS_V,
    BAIKONUR,
    CANAVERAL,
    FALCON_9,
    FALCON_HEAVY,
    GTO,
    KENNEDY,
    KOUROU,
    LEO,
    ROSCOSMOS,
    SOYUZ,
    SPACEX,
    ULA,
    HandClock,
    launch,
    records,
    status,
)
from tests.states import opened_state

LAUNCHES, PLACES = 100, 50
"""Launches, and two subscriptions in each place: 10,000 pairs."""

QUERIES = 40
"""Different filters; more take longer, and show little more."""

FLEET = ((SPACEX, FALCON_9), (SPACEX, FALCON_HEAVY), (ULA, ATLAS_V), (ROSCOSMOS, SOYUZ), (ARIANE, ARIANE_5))
PADS, ORBITS = (CANAVERAL, KENNEDY, BAIKONUR, KOUROU), (LEO, GTO)
ENDS = (StatusId.SUCCESS, StatusId.SUCCESS, StatusId.SUCCESS, StatusId.FAILURE, StatusId.PARTIAL_FAILURE)
WORDS = ("Zebra", "Quokka", "Walrus")
HOUR = timedelta(hours=1)
STATES = {
    DeliveryState.PENDING: Fate.WAITING,
    DeliveryState.SENT: Fate.POSTED,
    DeliveryState.UNKNOWN: Fate.HELD,
    DeliveryState.DEAD: Fate.FAILED,
    DeliveryState.EXPIRED: Fate.TOO_LATE,
}

Says = Callable[[Launch], bool]


@dataclass
class Asked:
    """A subscription as a test knows it: which of its filters let what through, and when it was active."""

    id: int
    place: Place
    wishes: Wishes
    filters: list[Says]
    created_at: datetime
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)

    def was_paused(self, at: datetime) -> bool:
        return any(since <= at and (until is None or at < until) for since, until in self.pauses)


def some_filters(choose: random.Random) -> tuple[LaunchQuery, list[Says]]:
    """Return a query, and what each of its filters says of a launch, in plain words."""
    fields: dict[str, Any] = {}
    says: list[Says] = []
    provider, rocket = choose.choice(FLEET)
    pad, orbit = choose.choice(PADS), choose.choice(ORBITS)
    end, word = choose.choice(ENDS), choose.choice(WORDS)
    site = pad.location
    assert site is not None
    drawn = choose.sample(range(6), choose.choice((0, 1, 1, 2, 2, 3)))
    if 0 in drawn and 1 in drawn and choose.random() < 0.5:
        fields |= {"provider_ids": (provider.id,), "location_ids": (site.id,)}
        says.append(lambda each: each.provider == provider or bool(each.pad and each.pad.location == site))
    else:
        if 0 in drawn:
            fields |= {"provider_ids": (provider.id,), "strict": True}
            says.append(lambda each: each.provider == provider)
        if 1 in drawn:
            fields |= {"location_ids": (site.id,)}
            says.append(lambda each: bool(each.pad and each.pad.location == site))
    if 2 in drawn:
        fields["configuration_ids"] = (rocket.id,)
        says.append(lambda each: each.rocket == rocket)
    if 3 in drawn:
        fields["orbit_ids"] = (orbit.id,)
        says.append(lambda each: bool(each.mission and each.mission.orbit == orbit))
    if 4 in drawn:
        fields["status_ids"] = (int(end),)
        says.append(lambda each: each.status.id == end)
    if 5 in drawn:
        starts = choose.random() < 0.5
        fields |= {"search": word[:4] if starts else word[2:], "word_starts": starts}
        says.append(lambda each: word in each.name)
    return LaunchQuery(**fields), says


@dataclass
class Sky:
    """An announcer over a small catalogue, where launches happen and nobody sends anything."""

    catalogue: Catalogue
    state: State
    clock: HandClock
    choose: random.Random

    def __post_init__(self) -> None:
        naming = Naming(self.catalogue)
        self.matching = Matching(self.catalogue, self.state.subscriptions, naming)
        self.detection = Detection(self.catalogue, self.state.outbox, self.matching, self.clock, 24 * HOUR)
        state = self.state
        posts = Posts(self.matching, state.saved_queries.save, state.chats, Languages(), state.outbox.noted)
        self.announcer = Announcer(self.state, self.detection, posts, self.clock)
        self.fates = Fates(
            self.state.results, self.state.subscriptions, self.catalogue,
            SubscriptionCards(self.catalogue, naming),
        )  # fmt: skip
        self.launches: dict[str, Launch] = {}
        self.filters = [some_filters(self.choose) for _ in range(QUERIES)]

    async def store(self, launches: Sequence[Launch]) -> None:
        await self.catalogue.store(records(*launches), marks={"updated_at": self.clock.now.isoformat()})

    async def fly(self, numbers: range) -> None:
        """Let launches begin, and a little later end somehow."""
        begun = []
        for number in numbers:
            provider, rocket = self.choose.choice(FLEET)
            pad, orbit = self.choose.choice(PADS), self.choose.choice(ORBITS)
            mission = launch().mission
            assert mission is not None
            name = f"{rocket.name} | {self.choose.choice(WORDS)} {number}"
            flown = launch(
                number, StatusId.GO, name=name, provider=provider, rocket=rocket, pad=pad, net=self.clock.now,
                mission=structs.replace(mission, orbit=orbit),
            )  # fmt: skip
            begun.append(flown)
        await self.store(begun)
        await self.detection.sweep()
        self.clock.now += HOUR
        ended = [structs.replace(each, status=status(self.choose.choice(ENDS))) for each in begun]
        self.launches |= {each.id: each for each in ended}
        await self.store(ended)
        await self.detection.sweep()
        self.clock.now += HOUR

    async def subscribe(self, place: Place) -> Asked:
        """Subscribe a place to something, in some way that it has not got."""
        there = {each.wishes for each in await self.state.subscriptions.of(place)}
        while (drawn := self._wishes())[0] in there:
            pass
        wishes, says = drawn
        made = await self.state.subscriptions.add(place, wishes, next_digest(wishes, "", self.clock.now))
        return Asked(made.id, place, wishes, says, made.created_at)

    def _wishes(self) -> tuple[Wishes, list[Says]]:
        query, says = self.choose.choice(self.filters)
        wishes = Wishes(
            query=query_string.write(query),
            frequency=self.choose.choice([*[Frequency.INSTANT] * 5, Frequency.DAILY]),
            failures_always=self.choose.random() < 0.25,
        )
        return wishes, says

    async def mutes(self, place: Place) -> list[Mute]:
        found = []
        for _ in range(self.choose.choice((0, 0, 1, 2))):
            provider, rocket = self.choose.choice(FLEET)
            mute = Mute(MuteKind.ROCKET, rocket.id) if self.choose.random() < 0.5 else Mute(
                MuteKind.PROVIDER, provider.id
            )  # fmt: skip
            await self.state.subscriptions.mute(place, mute)
            found.append(mute)
        return found

    async def turn(self, asked: Asked) -> None:
        """Pause a subscription, or resume it."""
        if asked.pauses and asked.pauses[-1][1] is None:
            await self.state.subscriptions.resume(asked.id, next_digest(asked.wishes, "", self.clock.now))
            asked.pauses[-1] = (asked.pauses[-1][0], self.clock.now)
        else:
            await self.state.subscriptions.pause(asked.id, Pause.BY_HAND)
            asked.pauses.append((self.clock.now, None))

    async def settle(self) -> None:
        """Let something become of each delivery."""
        for delivery in await self.state.outbox.listed([DeliveryState.PENDING], 100_000):
            match self.choose.randrange(8):
                case 0 | 1 | 2 | 3:
                    await self.state.outbox.begin(delivery, 1)
                    await self.state.outbox.sent(delivery.id, 1_000 + delivery.id)
                case 4:
                    await self.state.outbox.close(delivery, DeliveryState.UNKNOWN, "no answer")
                case 5:
                    await self.state.outbox.close(delivery, DeliveryState.DEAD, "refused")
                case 6:
                    await self.state.outbox.close(delivery, DeliveryState.EXPIRED, "too old to be told")


@pytest.fixture
async def sky(tmp_path: Path) -> AsyncIterator[Sky]:
    clock = HandClock()
    async with (
        await opened_state(tmp_path / "state.db", clock) as state,
        Catalogue.open(tmp_path / "catalogue.db", clock) as catalogue,
    ):
        made = Sky(catalogue, state, clock, random.Random(42))
        await made.store([launch(999)])
        await made.detection.sweep()
        clock.now += HOUR
        yield made


async def test_it_agrees_with_the_announcer(sky: Sky, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LATEST", LAUNCHES)
    places = [Place("discord", number, owner_id=7) for number in range(1, PLACES + 1)]
    muted = {place: await sky.mutes(place) for place in places}
    first = [await sky.subscribe(place) for place in places]
    for asked in sky.choose.sample(first, 10):
        await sky.turn(asked)
    await sky.fly(range(1, 41))
    second = [await sky.subscribe(place) for place in places]
    for asked in sky.choose.sample([*first, *second], 30):
        await sky.turn(asked)
    sky.clock.now += timedelta(minutes=1)
    await sky.fly(range(41, 81))
    sky.clock.now += timedelta(days=1)
    for due in await sky.state.subscriptions.due_digests(sky.clock.now, 1_000):
        await sky.announcer._digest(due)
    await sky.settle()
    await sky.fly(range(81, LAUNCHES + 1))
    results = await sky.fates.latest()
    assert {each.launch.id for each in results} == sky.launches.keys()
    seen = Counter[Fate]()
    posts = await _posts(sky)
    for asked in (*first, *second):
        subscription = await sky.state.subscriptions.get(asked.id)
        assert subscription is not None
        for result, told in zip(results, await sky.fates.told(subscription, results), strict=True):
            expected = _expected(asked, result.launch, result.seen.seen_at, muted[asked.place], posts)
            assert (told.fate, len(told.filters)) == expected, (asked, told)
            _check_post(told, asked, posts)
            seen[told.fate] += 1
    assert sum(seen.values()) == 10_000
    assert seen.keys() == set(Fate) - {Fate.IN_SUMMARY, Fate.NO_NEWS}, seen


Posts_ = dict[tuple[int, str, int], Any]


async def _posts(sky: Sky) -> Posts_:
    """Return what is owed: for each place and launch the post of the result, and of each digest."""
    found: Posts_ = {}
    for delivery in await sky.state.outbox.listed(list(DeliveryState), 100_000):
        event = delivery.event
        if event.kind is EventKind.RESULT:
            found[delivery.place.chat_id, event.launch_id, 0] = delivery
        elif event.kind is EventKind.DIGEST:
            for each in sky.launches:
                if each in event.content.partition('"told"')[0]:
                    found[delivery.place.chat_id, each, int(event.key.split(":")[1])] = delivery
    return found


def _expected(
    asked: Asked, told: Launch, seen_at: datetime, mutes: list[Mute], posts: Posts_
) -> tuple[Fate, int]:
    """Return what became of a launch, and how many filters say no, by the test's own books."""
    failed = told.status.id in {StatusId.FAILURE, StatusId.PARTIAL_FAILURE}
    objections = sum(not says(told) for says in asked.filters)
    if not (asked.wishes.failures_always and failed):
        if objections:
            return Fate.FILTERED, objections
        rocket, provider = told.rocket, told.provider
        assert rocket is not None
        assert provider is not None
        if {Mute(MuteKind.ROCKET, rocket.id), Mute(MuteKind.PROVIDER, provider.id)} & set(mutes):
            return Fate.MUTED, 0
    instant = asked.wishes.frequency is Frequency.INSTANT
    post = posts.get((asked.place.chat_id, told.id, 0 if instant else asked.id))
    if post is not None:
        fate = STATES[post.state]
        return (Fate.IN_DIGEST if fate is Fate.POSTED and not instant else fate), 0
    if asked.created_at > seen_at:
        return Fate.EARLIER, 0
    if instant:
        assert asked.was_paused(seen_at), "what an instant subscription asks for is owed"
        return Fate.PAUSED, 0
    if asked.pauses and asked.pauses[-1][1] is None:
        return Fate.PAUSED, 0
    if any(until is not None and until > seen_at for _since, until in asked.pauses):
        # What a digest has left out may have been posted for another subscription.
        alone = posts.get((asked.place.chat_id, told.id, 0))
        return (Fate.CHANGED if alone is None else STATES[alone.state]), 0
    return Fate.DUE, 0


def _check_post(told: Told, asked: Asked, posts: Posts_) -> None:
    """What is linked is the post that there is, for that subscription or for another one."""
    if told.message_id:
        keys = [(asked.place.chat_id, told.launch.id, number) for number in (asked.id, 0)]
        assert told.message_id in {posts[key].message_id for key in keys if key in posts}
