"""The door of the core: all that people say, press, fill in and type, over the whole history.

Every answer is drawn for both platforms, within what each of them takes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from adapters.discord.modals import draw_form
from adapters.discord.render import draw as draw_on_discord
from adapters.telegram.document import is_visible
from adapters.telegram.render import draw as draw_on_telegram
from adapters.telegram.render import toast
from bot.app import make_dispatcher
from commands.cards.card import Card, Form
from commands.definitions.command import Person, PlaceKind
from commands.definitions.commands import COMMANDS
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from playground.discord.rules.messages import check_message
from storage.state.models import Place
from tests.commands.people import someone
from tests.fuzz import damage
from tests.fuzz.reader import Opening, Reader
from tests.fuzz.readers.codec import action
from tests.fuzz.seeds import ACTIONS, DATES, PHRASES, TYPED, ZONES, history
from tests.fuzz.watch import watching
from tests.history import HISTORY_NOW, opened
from tests.outside import outside
from tests.states import opened_state
from tests.telegram.reading import read as read_html
from tests.telegram.reading import utf16

_NAMES = tuple(command.name for command in COMMANDS)
_LOCALES = ("en-US", "de", "es-ES", "fr", "ru", "zh-CN", "xx", "")
_PEOPLE = (
    Person("discord", 1),
    Person("telegram", 2),
    someone(Place("telegram", 5, owner_id=5), kind=PlaceKind.PRIVATE),
    someone(Place("discord", 100, owner_id=7)),
)


@asynccontextmanager
async def _room() -> AsyncIterator[Dispatcher]:
    """Give a dispatcher over the history, in all languages."""
    with TemporaryDirectory() as folder:
        async with (
            opened(history()) as catalogue,
            await opened_state(Path(folder) / "state.db", lambda: HISTORY_NOW) as state,
        ):
            needs = outside(state, languages=Languages.load())
            # Everything is asked minutes after what was asked before, so that nobody is too fast.
            ticks = map(float, count(0, 600)).__next__
            yield make_dispatcher(catalogue, needs, lambda: HISTORY_NOW, monotonic=ticks)


Ask = Callable[[Dispatcher, Person, list[Any]], Awaitable[Card | Form | None]]


def _any(random: Random) -> list[Any]:
    """Give a way to ask, who asks in which language, and what."""
    way = random.choices(tuple(_WAYS), [weight for _make, _ask, weight in _WAYS.values()])[0]
    return [way, random.randrange(len(_PEOPLE)), random.choice(_LOCALES), *_WAYS[way][0](random)]


@asynccontextmanager
async def _opened() -> AsyncIterator[Reader]:
    async with _room() as dispatcher:
        with watching("launchlog") as watch:

            async def read(value: list[Any]) -> None:
                # Other readers log what they refuse.
                watch.errors.clear()
                way, who, locale, *rest = value
                person = replace(_PEOPLE[who], locale=locale)
                answer = await _WAYS[way][1](dispatcher, person, rest)
                watch.check()
                if answer is not None:
                    draw(answer)

            await read(["complete", 0, "", "previous", "provider", "spa"])
            await read(["say", 0, "", "previous", "falcon 9 from kourou"])
            yield Reader(_any, read)


def draw(answer: Card | Form) -> None:
    """Draw an answer on both platforms, and hold it against their limits."""
    if isinstance(answer, Form):
        modal = draw_form(answer).to_dict()
        assert 0 < len(modal["title"]) <= 45
        assert 0 < len(modal["custom_id"]) <= 100
        return
    drawing = draw_on_discord(answer)
    body: dict[str, Any] = {
        "components": [item.to_component_dict() for item in drawing.view.children],
        "flags": 1 << 15,
        "attachments": [file.to_dict(index) for index, file in enumerate(drawing.files)],
    }
    check_message(body, "answer", [file.filename for file in drawing.files])
    message = draw_on_telegram(answer, now=HISTORY_NOW)
    assert read_html(message.html).text == message.plain
    assert utf16(message.plain) <= (1024 if message.photo else 4096)
    assert is_visible(message.plain)
    assert utf16(toast(answer, now=HISTORY_NOW)) <= 200
    for row in message.keyboard.inline_keyboard if message.keyboard else ():
        for key in row:
            assert is_visible(key.text)
            assert not key.callback_data or len(str(key.callback_data).encode()) <= 64


def _said(random: Random) -> list[Any]:
    name = random.choice(_NAMES) if random.random() < 0.6 else "previous"
    seeds = random.choice((PHRASES, PHRASES, TYPED, DATES, ZONES))
    text = damage.text(random, seeds)
    return [name, text.partition(" ")[2] if text.startswith("/") and random.random() < 0.9 else text]


async def _say(dispatcher: Dispatcher, person: Person, value: list[Any]) -> Card | Form | None:
    name, text = value
    return await dispatcher.say(name, text, person)


def _given(random: Random) -> list[Any]:
    """Give a command and its options, as Discord hands them over."""
    command = random.choice(COMMANDS)
    arguments = {}
    for parameter in command.parameters:
        if random.random() < 0.4:
            seeds = tuple(value for value, _label in parameter.choices) or random.choice(
                (PHRASES, DATES, ZONES)
            )
            arguments[parameter.name] = (
                damage.text(random, seeds) if random.random() < 0.7 else random.choice(seeds)
            )
    return [command.name, arguments]


async def _run(dispatcher: Dispatcher, person: Person, value: list[Any]) -> Card | Form | None:
    name, arguments = value
    return await dispatcher.run(name, arguments, person)


async def _press(dispatcher: Dispatcher, person: Person, value: list[Any]) -> Card | Form | None:
    (action,) = value
    return await dispatcher.press(action, person)


async def _follow(dispatcher: Dispatcher, person: Person, value: list[Any]) -> Card | Form | None:
    (payload,) = value
    return await dispatcher.follow(payload, person)


def _filled(random: Random) -> list[Any]:
    values = {name: damage.text(random, (*DATES, *PHRASES)) for name in ("search", "since", "until", "x")}
    return [random.choice([each for each in ACTIONS if each[0] in "mw"]), values]


async def _fill(dispatcher: Dispatcher, person: Person, value: list[Any]) -> Card | Form | None:
    action, values = value
    return await dispatcher.fill(action, values, person)


def _begun(random: Random) -> list[Any]:
    command = random.choice([each for each in COMMANDS if any(one.source for one in each.parameters)])
    parameter = random.choice([each for each in command.parameters if each.source])
    text = damage.text(random, ZONES if parameter.source == "zone" else PHRASES)
    return [command.name, parameter.name, text[: random.randint(0, len(text))]]


async def _complete(dispatcher: Dispatcher, person: Person, value: list[Any]) -> Card | Form | None:
    name, parameter, typed = value
    found = await dispatcher.complete(name, parameter, typed, {}, person)
    assert len(found) <= 25
    assert all(len(each.value) > 0 and each.label.strip() for each in found)
    return None


def _inline(random: Random) -> list[Any]:
    offset = random.choice(("", "", "5", "-1", "x", "9" * 30, "10-abc"))
    return [damage.text(random, (*PHRASES, *ACTIONS))[:256], offset]


async def _offer(dispatcher: Dispatcher, person: Person, value: list[Any]) -> Card | Form | None:
    text, offset = value
    page = await dispatcher.offer(text, offset, person)
    assert len(page.next_offset.encode()) <= 64
    assert len(page.offers) <= 50
    for offer in page.offers[:3]:
        draw(offer.card)
    return None


def _button(random: Random) -> list[Any]:
    return [action(random)]


_WAYS: dict[str, tuple[Callable[[Random], list[Any]], Ask, int]] = {
    "say": (_said, _say, 8),
    "run": (_given, _run, 4),
    "press": (_button, _press, 4),
    "follow": (_button, _follow, 1),
    "fill": (_filled, _fill, 2),
    "complete": (_begun, _complete, 3),
    "offer": (_inline, _offer, 2),
}
"""The ways to ask: what is asked, how, and how often."""

OPENINGS: dict[str, Opening] = {"what people ask": _opened}
