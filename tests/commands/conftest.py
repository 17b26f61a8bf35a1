"""A dispatcher over the bundled history, at a fixed instant, with kept queries in a dict."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import Outside, make_dispatcher
from commands.cards.card import Button, Card, Entry, Form, Link, Text, When
from commands.cards.system import Budget
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from storage.catalogue import Catalogue
from storage.state.state import State
from tests.history import HISTORY_NOW, copied, opened
from tests.outside import outside
from tests.sample import SAMPLE_NOW, write_sample
from tests.states import opened_state

NOW = SAMPLE_NOW
DISCORD, TELEGRAM = Person("discord", 1), Person("telegram", 2)


@dataclass
class Keeper:
    """Keeps queries and wishes where a test can look at them."""

    texts: dict[str, str] = field(default_factory=dict)
    wishes: list[str] = field(default_factory=list)

    async def keep(self, text: str) -> str:
        key = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
        self.texts[key] = text
        return key

    async def recall(self, key: str) -> str | None:
        return self.texts.get(key)

    async def wish(self, launch_id: str) -> None:
        self.wishes.append(launch_id)

    async def budget(self) -> Budget | None:
        return Budget(12, 15)


@pytest.fixture
async def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Catalogue]:
    """The bundled history, to be read only.

    The marker `over` names another: "own" is a copy of it that may be written to, and "sample" a copy of
    the playground's detailed launches; each test that has this says why.
    """
    marker = request.node.get_closest_marker("over")
    over = marker.args[0] if marker else "history"
    if over == "sample":
        path = write_sample(tmp_path / "catalogue.db")
    else:
        path = request.getfixturevalue("history_file")
        if over == "own":
            path = copied(path, tmp_path)
    async with opened(path, NOW) as found:
        yield found


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@pytest.fixture
async def state(tmp_path: Path) -> AsyncIterator[State]:
    async with await opened_state(tmp_path / "state.db", lambda: NOW) as opened:
        yield opened


@pytest.fixture
def needs(keeper: Keeper, state: State) -> Outside:
    """What the commands need from elsewhere."""
    return outside(
        state,
        keep=keeper.keep,
        recall=keeper.recall,
        wish=keeper.wish,
        budget=keeper.budget,
        version="1.2.3",
    )


@pytest.fixture
def dispatcher(catalogue: Catalogue, needs: Outside) -> Dispatcher:
    """A dispatcher to whom every request comes minutes after the one before."""
    return make_dispatcher(catalogue, needs, lambda: NOW, monotonic=map(float, count(0, 600)).__next__)


def read(card: Card | Form) -> str:
    """Return what a person reads on a card, a line each, buttons left out."""
    assert isinstance(card, Card)
    lines = [card.title]
    for block in card.blocks:
        lines += [block.heading] if isinstance(block, Text) and block.heading else []
        for line in block.lines:
            lines.append("".join(_words(span) for span in line))
    return "\n".join([*lines, "".join(_words(span) for span in card.footer)])


def _words(span: object) -> str:
    if isinstance(span, str):
        return span
    if isinstance(span, When):
        return f"{span.instant:%Y-%m-%d}"
    if isinstance(span, Link):
        return f"{span.text} <{span.url}>"
    return str(getattr(span, "text", ""))


def buttons(card: Card | Form) -> dict[str, Button]:
    """Return the buttons that can be pressed, by their labels."""
    assert isinstance(card, Card)
    return {b.label: b for row in card.buttons for b in row if b.action and not b.disabled}


def actions_of(card: Card | Form) -> list[str]:
    """Return every action that a card offers."""
    assert isinstance(card, Card)
    found = [b.action for row in card.buttons for b in row if b.action]
    opened = [block.open for block in card.blocks if isinstance(block, Entry)]
    found += [each.action for each in opened if not each.disabled]
    for select in card.selects:
        found += [choice.action for choice in select.choices]
        found += [select.open.action] if select.open else []
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asked(history_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Dispatcher]:
    """A dispatcher over the bundled history, shared by what a module asks: that only reads."""
    path = tmp_path_factory.mktemp("state") / "state.db"
    async with (
        opened(history_file) as catalogue,
        await opened_state(path, lambda: HISTORY_NOW) as state,
    ):
        ticks = map(float, count(0, 600)).__next__
        yield make_dispatcher(catalogue, outside(state), lambda: HISTORY_NOW, monotonic=ticks)
