"""Questions over the bundled history get the launch, the number or the comparison that they ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from bot.app import make_dispatcher
from commands.cards.card import Card
from commands.dispatcher import Dispatcher
from storage.catalogue import Catalogue
from storage.history import BUNDLED_HISTORY
from storage.models import Launch
from storage.net_precision import NetPrecision, precision_of
from tests.commands.asked_phrases import FACTS
from tests.commands.conftest import DISCORD, TELEGRAM, actions_of, buttons, read
from tests.history import HISTORY_NOW
from tests.outside import outside
from tests.states import opened_state

SUCCESS, FAILURE, PARTIAL = 3, 4, 7

_COARSE = (NetPrecision.DAY, NetPrecision.HOUR, NetPrecision.MINUTE, NetPrecision.SECOND, None)


@pytest.fixture
async def asked(history_catalogue: Catalogue, tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with await opened_state(tmp_path / "state.db", lambda: HISTORY_NOW) as state:
        ticks = map(float, count(0, 600)).__next__
        yield make_dispatcher(history_catalogue, outside(state), lambda: HISTORY_NOW, monotonic=ticks)


@cache
def launches() -> tuple[Launch, ...]:
    """The launches that people mean by previous ones, the newest first."""
    known = [
        each
        for each in BUNDLED_HISTORY.read().launches
        if each.net <= HISTORY_NOW and (each.status.id in (SUCCESS, FAILURE, PARTIAL) or _is_placed(each))
    ]
    return tuple(sorted(known, key=lambda launch: launch.net, reverse=True))


def _is_placed(launch: Launch) -> bool:
    return precision_of(launch) in _COARSE


def counted(status: int) -> list[Launch]:
    return [each for each in launches() if each.status.id == status]


def _nets(card: Card) -> list[object]:
    return [launch.net for launch in card.content.launches]


@pytest.mark.parametrize("phrase", FACTS)
async def test_a_question_about_a_launch_opens_it_headed_by_the_answer(
    phrase: str, asked: Dispatcher
) -> None:
    title, sentence = FACTS[phrase]
    for person in (DISCORD, TELEGRAM):
        card = await asked.say("previous", phrase, person)
        assert read(card).splitlines()[:2] == [title, sentence]


async def test_the_last_chinese_failure_is_opened_with_how_it_was_understood(asked: Dispatcher) -> None:
    card = await asked.say("previous", "last chinese failure", DISCORD)
    assert card.title == "Long March 7A | ChinaSat 4B"
    assert "failures · newest first" in read(card)
    assert "The latest of 35 launches." in read(card)
    whole = await asked.press(buttons(card)["Show this list"].action, DISCORD)
    assert read(whole).splitlines()[0].endswith("failures · 35")


async def test_so_many_launches_are_listed_and_no_more_and_then_all(asked: Dispatcher) -> None:
    found = counted(FAILURE)
    for phrase, most in (("5 latest failures", 5), ("the 10 latest failures", 10), ("last five failures", 5)):
        card = await asked.say("previous", phrase, TELEGRAM)
        assert _nets(card) == [each.net for each in found[:most]]
        assert card.content.count == most
        assert not any("Page" in label for label in buttons(card))
        everything = await asked.press(buttons(card)[f"✕ only these {most} launches"].action, TELEGRAM)
        assert isinstance(everything, Card)
        assert everything.content.count == len(found)


async def test_two_are_compared_where_they_are_set_against_each_other(asked: Dispatcher) -> None:
    for phrase in ("spacex vs ula", "compare spacex and ula", "SpaceX versus ULA since 2000"):
        card = await asked.say("previous", phrase, DISCORD)
        assert card.title.startswith("Comparison · ")
        assert [name for name, _stats in card.content.compared] == ["SpaceX", "ULA"]
        assert read(card).splitlines()[1].startswith("Most launches: SpaceX (")


async def test_a_list_of_one_is_opened(asked: Dispatcher) -> None:
    for command, text in (("previous", "provider:spacex until:2006"), ("search", "falconsat-2")):
        card = await asked.say(command, text, DISCORD)
        assert card.title == "Falcon 1 | FalconSAT-2"
        assert "1 launch · " in read(card)
        assert "Show this list" in buttons(card)


async def test_words_that_say_nothing_to_the_bot_are_named(asked: Dispatcher) -> None:
    card = await asked.say("previous", "electron launches with qqzzy in 2019", DISCORD)
    assert "Not understood, and left out: “qqzzy”" in read(card)
    assert card.content.count == sum(
        each.net.year == 2019 and each.rocket is not None and each.rocket.name == "Electron"
        for each in launches()
    )
    assert "left out: “orbital”" in read(await asked.say("previous", "orbital launches in 2019", DISCORD))
    twice = await asked.say("previous", "since:2020 failures in 1990", DISCORD)
    assert "left out: “in 1990”" in read(twice)


async def test_a_filter_given_twice_takes_either(asked: Dispatcher) -> None:
    both = await asked.say("previous", "provider:spacex provider:ula", TELEGRAM)
    wanted = ("SpaceX", "United Launch Alliance")
    expected = sum(each.provider is not None and each.provider.name in wanted for each in launches())
    assert both.content.count == expected
    listed = await asked.run("previous", {"provider": "SpaceX | ULA"}, DISCORD)
    assert listed.content.count == expected
    ends = await asked.say("previous", "outcome:failure outcome:partial", TELEGRAM)
    assert ends.content.count == sum(each.status.id in (FAILURE, PARTIAL) for each in launches())
    near = await asked.say("previous", "provider:ula provider:spacx", TELEGRAM)
    assert "ULA" in read(await asked.press(actions_of(near)[0], TELEGRAM))


@pytest.mark.parametrize("text", ["since:2020 since:2021", "crewed:yes crewed:no", "order:name order:oldest"])
async def test_what_can_only_be_said_once_is_refused_when_said_twice(text: str, asked: Dispatcher) -> None:
    assert "is there twice" in read(await asked.say("previous", text, TELEGRAM))
