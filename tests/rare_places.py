"""What is said in other places than the walk's: elsewhere on either platform, with other rights."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from adapters.discord.commands import IN_MESSAGE
from bot.app import Outside, make_dispatcher
from commands.cards.addresses import Addresses
from commands.cards.card import Card, Form, Text
from commands.cards.fates import Fate, FatesPage, Told, fates_card
from commands.cards.subscription import SubscriptionCards
from commands.cards.subscription_list import SubscriptionLists
from commands.codec import callback_data
from commands.codec.actions import (
    Action,
    Deed,
    FilterList,
    Manage,
    Menu,
    MuteHere,
    Option,
    SaveFilters,
    SetOption,
    ShowBooster,
    ShowChart,
    ShowFacet,
    ShowFates,
    ShowFilters,
    ShowHelp,
    ShowLaunch,
    ShowMenu,
    ShowOption,
    ShowPage,
    ShowProfile,
    ShowStats,
    Topic,
)
from commands.definitions.command import Elsewhere as Finding
from commands.definitions.command import Here, Person, PlaceKind, Threads
from commands.dispatcher import Dispatcher
from commands.i18n.translation import Language, _, speaking
from commands.parsing.names.resolver import Naming
from commands.subscriptions.poster import Ambiguous, Receipt, Refused, Sent
from commands.subscriptions.views import MAX_SUBSCRIPTIONS
from storage.catalogue import Catalogue
from storage.models import Booster, Mission, Record
from storage.properties import Property
from storage.query import LaunchQuery
from storage.state.models import Mute, MuteKind, Pause, Place, Subscription
from tests.commands.people import someone
from tests.launches import launch, launch_id, records
from tests.rare_launches import flown

Answers = AsyncIterator[tuple[str, Card | Form]]

CHANNEL = Place("discord", 201, owner_id=200)
FULL = Place("discord", 301, owner_id=300)
NAMED = Place("discord", 202, owner_id=200)
GROUP = Place("telegram", -400, owner_id=-400)
FORUM_TOPIC = Place("telegram", -500, 5, owner_id=-500)
ADDRESSES = Addresses("launchlog_bot", inline=True, discord=1)

UNKNOWN_ID = launch_id(999_999)
NOTHING = LaunchQuery(ids=(UNKNOWN_ID,), limit=5)


@dataclass
class Elsewhere:
    """Asks in one language in places that the walk does not come to."""

    catalogue: Catalogue
    outside: Outside
    language: Language
    now: datetime

    def __post_init__(self) -> None:
        self.dispatcher = self._dispatcher()

    async def answers(self) -> Answers:
        """Yield every answer, with what led to it."""
        for steps in (
            self._rights, self._subscriptions, self._named, self._threads, self._muted, self._examples,
            self._buttons, self._sharing,
        ):  # fmt: skip
            async for step in steps():
                yield step

    async def with_nothing(self) -> Answers:
        """Yield what is answered while the catalogue is empty."""
        for name, text in (("previous", ""), ("previous", "provider:x"), ("compare", "a, b"), ("latest", "")):
            yield await self._say(name, text, someone(CHANNEL))

    async def _rights(self) -> Answers:
        owner, steward = someone(CHANNEL), someone(CHANNEL, manages_server=False)
        member, in_topic = someone(GROUP, manages=False), someone(FORUM_TOPIC)
        for name, person in (
            ("forget", owner), ("forget", steward), ("forget", in_topic), ("forget", someone(GROUP)),
            ("language", steward), ("language", member), ("unsubscribe", owner), ("subscriptions", owner),
        ):  # fmt: skip
            yield await self._say(name, "", person)
        for name, text, person in (
            ("subscribe", f"mention:{CHANNEL.owner_id}", owner),
            ("subscribe", "mention:1", someone(GROUP)),
            ("subscribe", "publish:yes crewed:yes", someone(CHANNEL, kind=PlaceKind.ANNOUNCEMENTS)),
            ("subscribe", "provider:ula crewed:yes", owner),
            ("subscribe", "orbit:leo", someone(GROUP)),
            ("previos", "", owner),
            ("previos", "", member),
        ):
            yield await self._say(name, text, person)

    async def _subscriptions(self) -> Answers:
        full = someone(FULL)
        for n in range(MAX_SUBSCRIPTIONS):
            await self.dispatcher.say("subscribe", f"when:{('daily', 'weekly')[n % 2]} hour:{n // 2}", full)
        yield await self._say("subscribe", "crewed:yes", full)
        first, second, *_others = await self.outside.subscriptions.of(FULL)
        await self.outside.subscriptions.change(
            second.id, replace(first.wishes, query="is_crewed=false"), None
        )
        for each in (first, second):
            yield await self._press(SaveFilters(LaunchQuery(is_crewed=True, limit=5), each.id), full)
        for n in range(40):
            await self.outside.subscriptions.mute(FULL, Mute(MuteKind.ROCKET, n))
        yield await self._say("subscriptions", "", full)
        with speaking(self.language):
            lists = SubscriptionLists(SubscriptionCards(self.catalogue, Naming(self.catalogue)))
            doubtful = lists.doubting(Card("…"), 2, (launch_id(1), launch_id(2)))
        yield "posts in doubt", replace(doubtful, buttons=())

    async def _named(self) -> Answers:
        """What is asked of another place than one's own, and what can be set there."""
        owner, steward = someone(NAMED), someone(NAMED, manages=False)
        for there in (owner, steward):
            visitor = replace(someone(CHANNEL), elsewhere=_finding(there))
            yield await self._say("subscribe", "channel:#news when:weekly", visitor)
        for person in (someone(CHANNEL), someone(GROUP)):
            yield await self._say("subscribe", "channel:#nowhere", person)
        visitor = replace(someone(CHANNEL), elsewhere=_finding(owner))
        await self.outside.subscriptions.mute(NAMED, Mute(MuteKind.ROCKET, 164))
        yield await self._say("subscriptions", "channel:#news", visitor)
        followed = someone(NAMED, kind=PlaceKind.ANNOUNCEMENTS)
        yield await self._say("subscribe", "when:daily mention:9", followed)
        first, second, *_others = await self.outside.subscriptions.of(NAMED)
        await self.outside.subscriptions.pause(first.id, Pause.BY_HAND)
        yield await self._say("unsubscribe", "", owner)
        for each in (first, second):
            yield await self._press(Manage(Deed.OPTIONS, each.id), followed)
        await self.outside.subscriptions.change(second.id, replace(first.wishes, spoiler=True), None)
        yield await self._press(SetOption(Option.SPOILER, first.id, 1), owner)
        yield await self._press(Manage(Deed.REMOVE, second.id), owner)
        yield await self._press(Manage(Deed.UNDO, second.id), owner)
        yield await self._press(Manage(Deed.UNDO, 999_999), owner)
        told = tuple(Told(launch(n), fate, ("crewed",), muted="Soyuz") for n, fate in enumerate(Fate, 1))
        told += (Told(launch(50), Fate.MUTED, muted="Soyuz", message_id=5),)
        told += (Told(launch(51), Fate.DUE, due_at=self.now),)
        assert owner.here is not None
        with speaking(self.language):
            fates = fates_card(FatesPage(ShowFates(first.id), first, "SpaceX", told, 1), owner.here)
            yield "every fate", replace(fates, buttons=())
            yield "menu of a message", Card(_(IN_MESSAGE))
        text = "nothing that is known"
        yield "a message", await self.dispatcher.mentioned(text, self._speaking(owner))
        form = await callback_data.encode(
            FilterList(LaunchQuery(limit=5), filled=True), "r", self.outside.keep
        )
        wrong = await self.dispatcher.fill(form, {"when": "soon"}, self._speaking(owner))
        yield "a wrong form", wrong
        yield await self._say("previous", "until:2019", owner)

    async def _threads(self) -> Answers:
        """What is said of threads where they can be opened, where not yet, and where never."""
        yield await self._say("subscribe", "thread:yes", someone(GROUP))
        for number, threads in enumerate(Threads):
            person = someone(Place("discord", 600 + number, owner_id=600))
            assert person.here is not None
            there = replace(person, here=replace(person.here, threads=threads))
            yield await self._say("subscribe", "thread:yes crewed:yes", there)
            for each in await self.outside.subscriptions.of(person.here.place):
                for action in (
                    Manage(Deed.OPEN, each.id), Manage(Deed.OPTIONS, each.id),
                    ShowOption(Option.THREAD, each.id), SetOption(Option.THREAD, each.id, 0),
                    SetOption(Option.THREAD, each.id, 1),
                ):  # fmt: skip
                    yield await self._press(action, there)

    async def _muted(self) -> Answers:
        """What is said where all is muted that a subscription asks for."""
        for number, failures in enumerate(("always", "matching")):
            person = someone(Place("discord", 700 + number, owner_id=700))
            assert person.here is not None
            yield await self._say("subscribe", f"provider:spacex failures:{failures}", person)
            yield await self._press(MuteHere(Mute(MuteKind.PROVIDER, 121)), person)
            for each in await self.outside.subscriptions.of(person.here.place):
                yield await self._press(Manage(Deed.OPEN, each.id), person)

    async def _examples(self) -> Answers:
        (first, *_others) = await self.outside.subscriptions.of(FULL)
        receipts: tuple[Receipt, ...] = (Sent(1), Ambiguous("lost"), Refused("no"))
        for receipt in receipts:

            async def example(_subscription: Subscription, receipt: Receipt = receipt) -> Receipt | None:
                return receipt

            dispatcher = self._dispatcher(example=example)
            yield await self._press(Manage(Deed.TEST, first.id), someone(FULL), dispatcher)

    async def _buttons(self) -> Answers:
        for action in (
            ShowLaunch(UNKNOWN_ID), ShowProfile(Property.ROCKET, (999_999,)), Manage(Deed.OPEN, 999_999),
            ShowBooster("B0000"), ShowChart(ShowStats(NOTHING, (Property.YEAR,))),
            ShowFilters(LaunchQuery(limit=5)),
            ShowFacet(Property.ROCKET, 0, NOTHING), ShowProfile(Property.ROCKET, (164,)),
            ShowProfile(Property.PROVIDER, (121, 124)), ShowProfile(Property.LOCATION, (12, 27)),
            ShowPage(NOTHING.having(ids=(launch_id(1), launch_id(2)))),
        ):  # fmt: skip
            yield await self._press(action, someone(FULL))
        yield "a broken link", await self.dispatcher.follow("???", self._speaking(someone(GROUP)))

    async def _sharing(self) -> Answers:
        dispatcher = self._dispatcher(addresses=ADDRESSES)
        private = someone(Place("telegram", 6, owner_id=6), kind=PlaceKind.PRIVATE)
        for person in (private, someone(CHANNEL)):
            for name, text in (("launch", "Sputnik 1"), ("help", "")):
                yield await self._say(name, text, person, dispatcher)
            yield await self._press(ShowStats(LaunchQuery(limit=5), (Property.YEAR,)), person, dispatcher)
            for topic in Topic:
                for page in range(3):
                    yield await self._press(ShowHelp(topic, page), person, dispatcher)
        # Beside the launches that are like it stands what is done with a launch that only Telegram has.
        _words, opened = await self._say("launch", "Sputnik 1", private, dispatcher)
        (sputnik,) = opened.content.launches
        yield await self._press(ShowMenu(Menu.SIMILAR, ShowLaunch(sputnik.id)), private, dispatcher)
        for text in ("sputnik", "qqzzy xyzzy"):
            offered = await dispatcher.offer(text, "", self._speaking(private))
            yield f"@ {text}", Card("@", blocks=(Text(((offered.notice,),)),))
            for offer in offered.offers[:1]:
                yield f"@ {text}", offer.card

    def _dispatcher(self, **changes: object) -> Dispatcher:
        ticks = map(float, count(0, 600)).__next__
        outside = replace(self.outside, **changes)  # type: ignore[arg-type]
        return make_dispatcher(self.catalogue, outside, lambda: self.now, monotonic=ticks)

    def _speaking(self, person: Person) -> Person:
        return replace(person, locale=self.language.code)

    async def _say(
        self, name: str, text: str, person: Person, dispatcher: Dispatcher | None = None
    ) -> tuple[str, Card]:
        answer = await (dispatcher or self.dispatcher).say(name, text, self._speaking(person))
        return f"/{name} {text} on {person.platform}", answer

    async def _press(
        self, action: Action, person: Person, dispatcher: Dispatcher | None = None
    ) -> tuple[str, Card | Form]:
        pressed = await callback_data.encode(action, "r", self.outside.keep)
        answer = await (dispatcher or self.dispatcher).press(pressed, self._speaking(person))
        return f"{type(action).__name__} on {person.platform}", answer


def _finding(there: Person) -> Finding:
    """Return what finds the place of somebody as #news."""

    async def elsewhere(name: str) -> Here | None:
        return replace(there.here, name="#news") if there.here and name == "#news" else None

    return elsewhere


def little_known(now: datetime) -> list[Record]:
    """Return records of what is seldom there: a rehearsal, a booster's flights, a quiet day years ago."""
    reused = [
        launch(300 + n, name=f"Flight {n}", net=now - timedelta(days=50 - n), boosters=(Booster("B1062", n),))
        for n in (1, 2, 3)
    ]
    years_ago = launch(310, name="Quiet Day", net=now - timedelta(days=731))
    rehearsed = Mission("Made Up", type="Rehearsal")
    made_up = launch(311, name="Made Up", net=now - timedelta(days=5), mission=rehearsed)
    return records(*reused, years_ago, made_up, *flown(now))
