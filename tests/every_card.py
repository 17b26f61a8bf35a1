"""A walk through every command, every kind of button and every sentence for bad input, in one language.

The steps are the same in every language, so what one language shows can be held against the English.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import count, islice
from pathlib import Path

import msgspec
from msgspec import structs

from adapters.launch_library.pages import decode_page
from bot.app import Outside, make_dispatcher
from commands.cards.buttons import finished
from commands.cards.card import Card, Form
from commands.cards.result import correction_card, digest_card, result_card
from commands.codec import callback_data
from commands.codec.actions import Deed, ForgetChannel, ForgetHere, Manage, ShowPage
from commands.definitions.command import Person, PlaceKind
from commands.definitions.commands import COMMANDS
from commands.i18n.languages import Languages
from commands.i18n.translation import Language, speaking
from playground.launch_library.records import records as sample
from storage.catalogue import Catalogue
from storage.models import Status, StatusId
from storage.net_precision import NetPrecision
from storage.query import LaunchQuery
from storage.state.models import Pause, Place
from tests.commands.people import HOME, someone
from tests.fate_cards import every_fate
from tests.launches import launch, nothing_missing, records
from tests.outside import outside
from tests.rare_cards import TYPED, rare_cards
from tests.rare_places import Elsewhere, little_known
from tests.states import opened_state

Answer = Card | Form

BAD = (
    ("previous", "provider:spacx"),
    ("previous", "provider:" + "x" * 60),
    ("previous", f"rocket:{'y' * 60} crewed:yes"),
    ("previous", "outcome:" + "z" * 60),
    ("previous", "crewed:maybe"),
    ("previous", "since:" + "soon" * 15),
    ("previous", "since:2024 until:2019"),
    ("previous", "page:999"),
    ("previous", "page:" + "9" * 60),
    ("previous", "w" * 60 + ":1"),
    ("previous", "provider:spacex outcome:failure crewed:yes since:2024 nothing at all"),
    ("previous", "a b c d e f g h i j k l m n o p q r s t u v w x y z"),
    ("launch", ""),
    ("launch", "z" * 60),
    ("launch", "sputnk 1"),
    ("launch", "00000000-0000-0000-0000-000000000000"),
    ("latest", "some words"),
    ("status", "provider:spacex"),
    ("onthisday", "d" * 60),
    ("onthisday", "July 20"),
    ("onthisday", "3 March"),
    ("rocket", "falcon"),
    ("rocket", "falkon 9"),
    ("site", "q" * 60),
    ("booster", "B1067"),
    ("booster", "B1069"),
    ("boosters", ""),
    ("boosters", "turnaround"),
    ("boosters", "active"),
    ("stats", "by:booster"),
    ("stats", "landed:ocisly"),
    ("stats", "by:year then:reused"),
    ("previous", "landing:none reused:no"),
    ("stats", "by:year then:outcome provider:spacex"),
    ("stats", "outcome:pending crewed:yes since:2030"),
    ("stats", "soyuz"),
    ("previous", "spacex failures since 2020"),
    ("previous", "american launches from 2020"),
    ("previous", "first crewed soyuz launches from baikonur in the 80s to the iss"),
    ("compare", "SpaceX"),
    ("compare", "SpaceX, SpaceX"),
    ("compare", "falcn 9, soyuz"),
    ("compare", "SpaceX, " + "u" * 60),
    ("compare", "SpaceX, ULA, NASA, Arianespace, JAXA"),
    ("compare", "SpaceX, ULA since:2030"),
    ("timezone", "v" * 60),
    ("timezone", "berln"),
    ("timezone", "Europe/Berlin"),
    ("language", "k" * 60),
    ("subscribe", "hour:99"),
    ("subscribe", "mention:1"),
    ("subscribe", "publish:yes"),
    ("subscribe", "outcome:pending"),
    ("subscribe", "crewed:yes when:weekly day:wednesday hour:18 failures:always spoiler:yes"),
    ("subscribe", 'rocket:"Falcon Heavy" when:daily'),
    ("subscribe", 'rocket:"Falcon Heavy" when:daily'),
    ("subscribe", "crewed:yes when:onthisday"),
    ("subscribe", "crewed:yes when:onthisday-weekly day:friday"),
    ("unsubscribe", "77"),
    ("unsubscribe", ""),
    ("subscriptions", ""),
    ("no_such_command", ""),
)
"""What people type wrongly, or seldom, with the longest of their words that an answer repeats."""

UNCERTAIN = (
    ("previous", ""),
    ("previous", "crewed:yes since:2026"),
    ("previous", "provider:spacex crewed:yes orbit:leo since:2030"),
    ("previous", "provider:spacex rocket:falcon site:kennedy orbit:gto type:tourism crewed:yes"),
    ("previous", "program:apollo crewed:no since:2026"),
    ("launch", "z" * 60),
    ("launch", "sputnk 1"),
    ("launch", "Nothing Known"),
    ("rocket", "falkon 9"),
    ("provider", "SpaceX"),
    ("stats", "crewed:yes"),
    ("stats", "crewed:yes orbit:gto since:2030"),
    ("compare", "SpaceX, ULA"),
    ("compare", "SpaceX, ULA since:2030"),
    ("compare", "falcn 9, soyuz"),
    ("onthisday", "July 20"),
    ("latest", ""),
    ("launch", "Flight 2"),
    ("booster", "B9001"),
    ("boosters", "turnaround"),
    ("astronaut", "Ada Jones"),
    ("astronaut", "Jones"),
    ("spacecraft", "Capsule One"),
    ("previous", "mission:Rehearsal"),
    ("previous", "when did starlink launch"),
    ("stats", "by:orbit"),
    ("stats", "orbit:gto since:2024-11"),
    ("compare", "SpaceX, ULA since:2024-11"),
    ("status", ""),
)
"""What is asked while little is known and months are missing."""

MOST_PRESSES = 300
"""Far more than there are kinds of buttons."""


@dataclass(frozen=True, slots=True)
class Step:
    """One answer: what led to it, and whether that was a press."""

    words: str
    answer: Answer
    pressed: bool = False


class Walk:
    """Asks and presses in one language, over a state that nobody else uses."""

    def __init__(
        self, catalogue: Catalogue, empty: Catalogue, outside: Outside, language: Language, now: datetime
    ) -> None:
        self._catalogue, self._empty, self._outside, self._now = catalogue, empty, outside, now
        # Everything is asked minutes after what was asked before, so that nobody is too fast.
        ticks = map(float, count(0, 600)).__next__
        self._dispatcher = make_dispatcher(catalogue, outside, lambda: now, monotonic=ticks)
        self._language = language
        self._seen: set[object] = set()

    async def steps(self) -> AsyncIterator[Step]:
        """Yield every answer."""
        waiting: list[str] = ["garbage"]
        async for step in self._typed():
            waiting += _actions(step.answer)
            yield step
        async for step in self._posted():
            waiting += _actions(step.answer)
            yield step
        last: list[str] = []
        for _n in range(MOST_PRESSES):
            if (pressed := await self._next(waiting, last)) is None:
                break
            words, action = pressed
            answer = await self._dispatcher.press(action, self._person())
            waiting += _actions(answer)
            yield Step(words, answer, pressed=True)
        else:
            raise AssertionError("there is no end of new kinds of buttons")
        async for step in self._paused():
            yield step
        for action in dict.fromkeys(last):
            answer = await self._dispatcher.press(action, self._person())
            yield Step(action, answer, pressed=True)
            for undo in [each for each in _actions(answer) if each.startswith(f"s0-{Deed.UNDO}")]:
                yield Step(undo, await self._dispatcher.press(undo, self._person()), pressed=True)
        async for step in self._rare():
            yield step
        async for step in self._uncertain():
            yield step

    async def _rare(self) -> AsyncIterator[Step]:
        with speaking(self._language):
            for words, card in rare_cards(self._now):
                yield Step(words, await self._post(card))
        async for words, answer in Elsewhere(
            self._catalogue, self._outside, self._language, self._now
        ).answers():
            yield Step(words, answer)
        async for words, answer in Elsewhere(
            self._empty, self._outside, self._language, self._now
        ).with_nothing():
            yield Step(words, answer)

    def _person(self, place: Place = HOME, **changes: object) -> Person:
        return replace(someone(place, **changes), locale=self._language.code)  # type: ignore[arg-type]

    async def _typed(self) -> AsyncIterator[Step]:
        telegram = self._person(Place("telegram", 5, owner_id=5), kind=PlaceKind.PRIVATE)
        asked = [
            *((command.name, example) for command in COMMANDS for example in (command.examples or ("",))),
            *BAD,
            *TYPED,
        ]
        for name, text in asked:
            said = self._language.code if (name, text) == ("language", "de") else text
            yield Step(f"/{name} {text}", await self._dispatcher.say(name, said, self._person()))
        for name in ("previous", "timezone", "help"):
            yield Step(f"/{name} on Telegram", await self._dispatcher.say(name, "", telegram))
        for outsider in (replace(self._person(), here=None), self._person(manages=False)):
            yield Step("/subscribe", await self._dispatcher.say("subscribe", "", outsider))
        for why in Pause:
            elsewhere = self._person(Place("telegram", 6, owner_id=6), obstacle=why)
            yield Step(f"/subscribe {why}", await self._dispatcher.say("subscribe", "", elsewhere))

    async def _next(self, waiting: list[str], last: list[str]) -> tuple[str, str] | None:
        """Take the next button of a kind not pressed before; those that take things away come last."""
        while waiting:
            action = waiting.pop(0)
            if action == "garbage":
                return action, action
            decoded = await callback_data.decode(action, self._outside.recall)
            kind = _kind(decoded)
            if kind in self._seen:
                continue
            self._seen.add(kind)
            if isinstance(decoded, ForgetChannel | ForgetHere) or (
                isinstance(decoded, Manage) and decoded.deed is Deed.REMOVE
            ):
                last.append(action)
                continue
            return str(kind), action
        return None

    async def _paused(self) -> AsyncIterator[Step]:
        (first, *_others) = await self._outside.subscriptions.of(HOME)
        for why in Pause:
            # What is paused already stays so, for the reason that it had.
            await self._outside.subscriptions.resume(first.id)
            await self._outside.subscriptions.pause(first.id, why)
            action = await callback_data.encode(Manage(Deed.OPEN, first.id), "o", self._outside.keep)
            yield Step(f"paused {why}", await self._dispatcher.press(action, self._person()), pressed=True)

    async def _posted(self) -> AsyncIterator[Step]:
        page = await self._catalogue.find(LaunchQuery(limit=100))
        ended = {each.status.id: each for each in page.items if each.status.outcome}
        with speaking(self._language):
            for launch in ended.values():
                for was in (None, Status(StatusId.GO, ""), Status(StatusId.SUCCESS, "")):
                    for spoiler in (False, True):
                        words = f"result {launch.status.id} {was} {spoiler}"
                        yield Step(words, await self._post(result_card(launch, spoiler=spoiler, was=was)))
            reviewed = structs.replace(page.items[0], status=Status(StatusId.GO, "Go"))
            yield Step(
                "correction", await self._post(correction_card(reviewed, Status(StatusId.FAILURE, "")))
            )
            yield Step("digest", await self._post(digest_card(page.items[:40], "Digest")))
            for words, card in every_fate(page.items[0], self._now):
                yield Step(words, await self._post(card))

    async def _post(self, card: Card) -> Card:
        return await finished(card, self._outside.keep)

    async def _uncertain(self) -> AsyncIterator[Step]:
        """Ask about launches of which little is known, while months are missing from the catalogue."""
        vague = [
            launch(number, net=self._now - timedelta(days=number), net_precision=precision)
            for number, precision in enumerate(NetPrecision, 1)
        ]
        nameless = launch(
            90, name="Nothing Known", is_crewed=None, boosters=None, programs=None, mission=None, pad=None,
            provider=None, rocket=None, net=self._now - timedelta(days=90),
        )  # fmt: skip
        for gaps in ("2024-09 2024-10", "2024-09 2025-01 2025-11"):
            marks = {
                "confirmed": "",
                "history": f"{self._now + timedelta(days=1):%Y-%m-%d}",
                "history_gaps": gaps,
            }
            await self._catalogue.store([*records(*vague, nameless), *little_known(self._now)], marks=marks)
            quiet = f"{self._now - timedelta(days=731):%d %B}"
            for name, text in (*UNCERTAIN, ("onthisday", quiet)):
                yield Step(f"/{name} {text}", await self._dispatcher.say(name, text, self._person()))
        with speaking(self._language):
            for told in vague:
                yield Step(f"{told.net_precision}", await self._post(result_card(told)))
            yield Step("vague digest", await self._post(digest_card(tuple(vague), "Digest")))


async def walk(language: Language, languages: Languages, folder: Path, now: datetime) -> AsyncIterator[Step]:
    """Yield every answer in one language, over a state and catalogues of its own in that folder."""
    page = decode_page(msgspec.json.encode(sample()), "2.3.0", now)
    async with (
        await opened_state(folder / f"{language.code}.db", lambda: now) as state,
        Catalogue.open(folder / f"{language.code}-catalogue.db", lambda: now) as catalogue,
        Catalogue.open(folder / f"{language.code}-empty.db", lambda: now) as empty,
    ):
        await catalogue.store(page.records, marks=nothing_missing(now))
        needs = outside(state, languages=languages)
        async for step in Walk(catalogue, empty, needs, language, now).steps():
            yield step


def _actions(answer: Answer) -> list[str]:
    """Return what can be pressed on an answer."""
    if isinstance(answer, Form):
        return []
    found = [button.action for row in answer.buttons for button in row if not button.disabled]
    found += [block.open.action for block in answer.blocks if hasattr(block, "open")]
    for select in answer.selects:
        found += [choice.action for choice in islice(select.choices, 3)]
        found += [select.open.action] if select.open else []
    return [action for action in found if action]


def _kind(value: object) -> object:
    """Return what a value is like: two buttons that are alike lead to the same kind of card."""
    if isinstance(value, LaunchQuery):
        return (value.view, value.offset > 0)
    if is_dataclass(value):
        # A filter's values are offered alike whatever the list looks like that they are for.
        names = [
            field.name for field in fields(value) if field.name != "query" or isinstance(value, ShowPage)
        ]
        return (type(value).__name__, *(_kind(getattr(value, name)) for name in names))
    if isinstance(value, Enum | bool | str) and not _is_id(value):
        return value
    return bool(value)


def _is_id(value: object) -> bool:
    return isinstance(value, str) and value.count("-") == 4
