"""Pages are kept for all who ask the same, and no answer is ever another than it would be without that."""

from __future__ import annotations

import asyncio
import gc
import random
import tracemalloc
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.render import draw as draw_on_telegram
from bot.app import make_dispatcher
from commands.cards import kept_pages
from commands.cards.addresses import Addresses
from commands.cards.buttons import finished
from commands.cards.card import Card
from commands.cards.kept_pages import KeptPages, Make
from commands.cards.launch_list import Lists
from commands.codec.actions import ShowPage
from commands.codec.callback_data import encode
from commands.codec.layout import Keep
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from commands.parsing.names.resolver import Naming
from storage.catalogue import Catalogue
from storage.catalogue.coverage import EVER, Stretch, noted
from storage.models import StatusId
from storage.query import LaunchQuery
from storage.state.models import Pause, Place, Wishes
from storage.state.state import State
from tests.commands.conftest import Keeper, read
from tests.commands.people import HOME, someone
from tests.launches import NOW, ROSCOSMOS, HandClock, launch, nothing_missing, records
from tests.outside import outside
from tests.states import opened_state

CHAT = Place("telegram", 55, owner_id=55)
ASKERS = (someone(), someone(CHAT, id_=2), Person("discord", 3, "de"), Person("telegram", 4))

QUESTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("previous", {"view": "list"}),
    ("previous", {"provider": "SpaceX"}),
    ("previous", {"since": "yesterday"}),
    ("previous", {"since": "3 hours ago"}),
    ("previous", {"outcome": "failure"}),
    ("search", {"text": "Starlink"}),
)
PAGES = (LaunchQuery(limit=5), LaunchQuery(limit=5, offset=5), LaunchQuery(limit=5, ordering=("name",)))
PARTS = {
    "asked": ("step",),
    "minute": ("wait",),
    "platform": ("connect",),
    "language": ("settle",),
    "zone": ("settle",),
    "addresses": ("connect",),
    "written": ("write",),
    "next NET": ("write", "step"),
    "gaps": ("mark", "step"),
}
"""What a page is found by, each with what happens without which it would not be needed."""


HAPPENINGS = ("write", "mark", "step", "step", "wait", "settle", "connect")


@dataclass
class World:
    """Two bots over one catalogue: `kept` keeps pages, `fresh` keeps none."""

    catalogue: Catalogue
    another: Catalogue
    state: State
    clock: HandClock
    addresses: Addresses
    kept: Dispatcher
    fresh: Dispatcher
    pages: list[str] = field(default_factory=list)
    number: int = 20

    async def ask(self, chance: random.Random) -> None:
        """Ask both the same."""
        who = chance.choice(ASKERS)
        if chance.random() < 0.5:
            action = chance.choice(self.pages)
            await self._same(await self.kept.press(action, who), await self.fresh.press(action, who))
        else:
            await self._type(*chance.choice(QUESTIONS), who)

    async def _type(self, name: str, arguments: dict[str, str], who: Person) -> None:
        await self._same(
            await self.kept.run(name, arguments, who), await self.fresh.run(name, arguments, who)
        )

    async def _same(self, kept: object, fresh: object) -> None:
        assert isinstance(kept, Card)
        assert isinstance(fresh, Card)
        assert kept == fresh
        now = self.clock()
        assert draw_on_telegram(kept, now=now) == draw_on_telegram(fresh, now=now)

    async def write(self, chance: random.Random) -> None:
        """Have a launch told, by this process or by another; it may be one to come."""
        self.number += 1
        net = self.clock() + timedelta(hours=chance.choice((-30, -2, -1, 1, 5)))
        changes: dict[str, Any] = {"provider": ROSCOSMOS} if chance.random() < 0.3 else {}
        ended = chance.choice((StatusId.SUCCESS, StatusId.FAILURE))
        told = records(launch(self.number, ended, net=net, **changes))
        await chance.choice((self.catalogue, self.another)).store(told)

    async def mark(self, chance: random.Random) -> None:
        """Have the sync note how far it has read."""
        seen = self.clock() - timedelta(hours=chance.choice((0, 12, 60)))
        await self.catalogue.store((), marks={"confirmed": noted([Stretch(EVER, seen)])})

    async def step(self, chance: random.Random) -> None:
        """Set the clock on, or back."""
        self.clock.now += timedelta(minutes=chance.choice((1, 1, 59, 200, 1500, 3000, 50_000, -1, -1500)))

    async def wait(self, chance: random.Random) -> None:
        """Ask for the launches of the last hours, and again when those hours have passed."""
        nets = [self.clock() - timedelta(hours=hours) for hours in (1, 1, 1, 2)]
        self.number += len(nets)
        told = (launch(self.number - index, net=net) for index, net in enumerate(nets))
        await self.catalogue.store(records(*told))
        for _ in range(2):
            await self._type("previous", {"since": "3 hours ago"}, chance.choice(ASKERS[:1]))
            self.clock.now += timedelta(minutes=90)

    async def settle(self, chance: random.Random) -> None:
        """Have a chat choose another language or time zone."""
        place = chance.choice((HOME, CHAT))
        if chance.random() < 0.5:
            language = chance.choice(("", "de", "zh"))
            await self.state.chats.set_language(place.platform, place.owner_id, language)
        else:
            zone = chance.choice(("", "Asia/Tokyo", "America/Los_Angeles"))
            await self.state.chats.set_zone(place.platform, place.owner_id, zone)

    async def connect(self, chance: random.Random) -> None:
        """Have Telegram tell what the bot is called there."""
        self.addresses.telegram = chance.choice(("", "launchlog_bot"))
        self.addresses.inline = chance.random() < 0.5

    async def live(self, seed: int, steps: int, names: Sequence[str] = HAPPENINGS) -> None:
        """Have things of those names happen at random, and ask in between."""
        chance = random.Random(seed)
        happenings: list[Callable[[random.Random], Any]] = [getattr(self, name) for name in names]
        for _ in range(steps):
            for _ in range(chance.randint(1, 4)):
                await self.ask(chance)
            await chance.choice(happenings)(chance)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    clock, addresses = HandClock(NOW), Addresses()
    async with AsyncExitStack() as stack:
        path = tmp_path / "catalogue.db"
        catalogue = await stack.enter_async_context(Catalogue.open(path, clock))
        await catalogue.store(records(*map(launch, range(1, 15))), marks=nothing_missing(NOW))
        another = await stack.enter_async_context(Catalogue.open(path, clock))
        state = await stack.enter_async_context(await opened_state(tmp_path / "state.db", clock))
        needs = outside(state, languages=Languages.load(), addresses=addresses)

        def bot(pages: int) -> Dispatcher:
            hours = map(float, count(0, 3600))
            return make_dispatcher(
                catalogue, needs, clock, monotonic=hours.__next__, pages=pages, ahead=pages > 0
            )

        actions = [await encode(ShowPage(page), "0", state.saved_queries.save) for page in PAGES]
        kept = bot(kept_pages.MOST_BYTES)
        yield World(catalogue, another, state, clock, addresses, kept, bot(0), pages=actions)
        await kept.end()


@pytest.mark.parametrize("seed", range(4))
async def test_no_answer_is_another_than_it_would_be_without_kept_pages(world: World, seed: int) -> None:
    await world.live(seed, steps=40)


@pytest.mark.parametrize("part", PARTS)
async def test_all_that_a_page_is_found_by_is_needed(
    world: World, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = KeptPages._key

    async def without(self: KeptPages, asked: kept_pages.Page, platform: str) -> tuple[object, ...]:
        key = await whole(self, asked, platform)
        assert len(key) == len(PARTS)
        return tuple(each for name, each in zip(PARTS, key, strict=True) if name != part)

    monkeypatch.setattr(KeptPages, "_key", without)
    with pytest.raises(AssertionError):
        await world.live(0, steps=100, names=PARTS[part])


async def test_a_page_is_read_and_drawn_once_for_all_who_ask_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[LaunchQuery] = []
    flown = Catalogue.flown

    async def counting(self: Catalogue, query: LaunchQuery) -> Any:
        looked.append(query)
        return await flown(self, query)

    monkeypatch.setattr(Catalogue, "flown", counting)
    first = await world.kept.run("previous", {"provider": "SpaceX"}, Person("telegram", 1))
    drawn, asked = draw_on_telegram(first, now=NOW), len(looked)
    assert asked
    again = await world.kept.say("previous", "provider:SpaceX", Person("telegram", 2))
    assert draw_on_telegram(again, now=NOW) is drawn
    assert len(looked) == asked


async def test_whoever_turns_pages_finds_the_next_one_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pages, "PAUSE", 0)
    made = []
    put = KeptPages._put

    def noting(self: KeptPages, key: Any, card: Card, texts: dict[str, str]) -> Card:
        made.append(card.content.query)
        return put(self, key, card, texts)

    monkeypatch.setattr(KeptPages, "_put", noting)
    await world.kept.press(world.pages[0], ASKERS[0])
    assert world.kept._pages._warming
    await world.kept._pages._warming
    assert made == [PAGES[0], PAGES[1]]
    await world.kept.press(world.pages[1], ASKERS[0])
    assert made == [PAGES[0], PAGES[1]]


async def test_who_ends_waits_for_the_page_under_way_and_for_no_other(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pages, "PAUSE", 0)
    await world.kept.press(world.pages[0], ASKERS[0])
    under_way = world.kept._pages._warming
    assert under_way is not None
    await asyncio.sleep(0)
    await world.kept.end()
    assert under_way.done()
    assert not under_way.cancelled()
    await world.kept.press(world.pages[1], ASKERS[0])
    assert world.kept._pages._warming is under_way


async def test_a_page_that_is_not_begun_yet_keeps_nobody_waiting(world: World) -> None:
    await world.kept.press(world.pages[0], ASKERS[0])
    made = len(world.kept._pages._pages)
    await world.kept.end()
    assert len(world.kept._pages._pages) == made


async def test_queries_that_buttons_need_are_used_again_with_a_kept_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper()
    monkeypatch.setattr(world.kept, "_keep", keeper.keep)
    many = LaunchQuery(limit=5, ids=tuple(launch(number).id for number in range(1, 12)))
    action = await encode(ShowPage(many), "0", world.state.saved_queries.save)
    await world.kept.press(action, ASKERS[2])
    kept = dict(keeper.texts)
    assert kept
    keeper.texts.clear()
    await world.kept.press(action, ASKERS[2])
    assert keeper.texts == kept


async def test_what_a_place_is_to_be_told_is_told_beside_a_kept_page(world: World) -> None:
    await world.kept.press(world.pages[0], ASKERS[0])
    await world.state.subscriptions.add(HOME, Wishes(query=""))
    await world.state.subscriptions.pause_place(HOME, Pause.FORBIDDEN)
    for told in (True, False):
        card = await world.kept.press(world.pages[0], ASKERS[0])
        assert isinstance(card, Card)
        assert ("Posts here were paused" in read(card)) is told


async def test_pages_take_no_more_memory_than_they_may(world: World) -> None:
    most = 1024 * 1024
    lists = Lists(world.catalogue, Naming(world.catalogue))

    def of(query: LaunchQuery) -> Make:
        async def make(keep: Keep) -> Card:
            return await finished(await lists.card(query), keep)

        return make

    async def fill(pages: KeptPages) -> None:
        for limit, search in product(range(7, 11), ("falcon", "starlink", "group", "block")):
            query = LaunchQuery(limit=limit, search=search)
            card = await pages.find(ShowPage(query), "telegram", world.state.saved_queries.save, of(query))
            assert isinstance(card, Card)
            draw_on_telegram(card, now=NOW)
            assert 0 < pages.size <= most

    # What else is kept in memory is there after the first time.
    await fill(KeptPages(world.catalogue, world.addresses, world.clock, most))
    pages = KeptPages(world.catalogue, world.addresses, world.clock, most)
    gc.collect()
    tracemalloc.start()
    try:
        await fill(pages)
        gc.collect()
        taken, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert 5 < len(pages._pages) < 16
    assert taken < most
