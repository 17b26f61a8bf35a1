"""Subscriptions keep what was meant: a family that is followed has its new variants posted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.announcing.following import carry_over
from bot.announcing.matching import Matching
from commands.codec.query_string import parse, write
from commands.definitions.command import Person
from commands.parsing.names.resolver import Naming
from commands.parsing.watched import callings_of, watched
from storage.catalogue import Catalogue
from storage.models import Agency, Launch, Rocket
from storage.properties import Property
from storage.query import LaunchQuery
from storage.state.models import Wishes
from storage.state.state import State
from tests.bot.announcing.stage import Stage, World, stage, words
from tests.commands.conftest import read
from tests.commands.people import HOME, someone
from tests.history import HISTORY_NOW, copied, opened
from tests.launches import launch, records
from tests.states import opened_state


@pytest.fixture
async def running(here: World) -> AsyncIterator[Stage]:
    async with stage(here) as opened:
        yield opened


def at(stage: Stage, platform: str) -> Person:
    """Somebody who manages the place in which the stage posts."""
    return someone(stage.place("discord" if platform == "discord" else "telegram"))


async def test_a_variant_that_flies_first_after_the_subscription_is_posted_on_both_platforms(
    running: Stage, here: World
) -> None:
    for platform in ("discord", "telegram"):
        await running.core.dispatcher.run("subscribe", {"rocket": "falcon 9"}, at(running, platform))
    like = here.library.archive.previous({"search": "spacex starlink"})[0]["rocket"]
    configuration = {
        **like["configuration"],
        "id": 9_901,
        "full_name": "Falcon 9 Block 6",
        "variant": "Block 6",
    }
    rocket = {**like, "configuration": configuration}
    new = here.launch("Falcon 9 Block 6 | Starlink Group 99-1", rocket=rocket)
    here.library.archive.conclude(new, "success")
    await running.pass_time(minutes=31)
    await running.settled()
    assert "Falcon 9 Block 6" in "".join(map(words, here.on_discord()))
    assert "Falcon 9 Block 6" in "".join(post.text or "" for post in here.on_telegram())
    for platform in ("discord", "telegram"):
        listed = await running.core.dispatcher.run("subscriptions", {}, at(running, platform))
        assert "rocket Falcon 9\n" in read(listed)


async def later(catalogue: Catalogue, number: int, rocket: Rocket, provider: Agency | None = None) -> Launch:
    """Store a launch of a rocket that has not flown before."""
    like = await catalogue.find(LaunchQuery(search="vulcan", limit=1))
    agency = provider or like.items[0].provider
    net = HISTORY_NOW - timedelta(hours=number)
    new = launch(number, net=net, rocket=rocket, provider=agency, name=f"{rocket.name} | New {number}")
    await catalogue.store(records(new))
    return new


VARIANTS = [
    ("vulcan", Rocket(9_901, "Vulcan VC6L", "Vulcan VC6L", "Vulcan")),
    ("ariane 6", Rocket(9_902, "Ariane 62 Block 2", "Ariane 62 Block 2", None)),
    ("ariane 6", Rocket(9_903, "Ariane 66", "Ariane 66", "Ariane")),
    ("new glenn", Rocket(9_904, "New Glenn 9x4", "New Glenn 9x4", "New Glenn")),
    ("atlas 5", Rocket(9_905, "Atlas V 552", "Atlas V 552", "Atlas")),
]


@pytest.fixture
async def state(tmp_path: Path) -> AsyncIterator[State]:
    opened = await opened_state(tmp_path / "state.db", lambda: HISTORY_NOW)
    yield opened
    await opened.close()


@pytest.fixture
async def catalogue(history_file: Path, tmp_path: Path) -> AsyncIterator[Catalogue]:
    async with opened(copied(history_file, tmp_path)) as catalogue:
        yield catalogue


@pytest.mark.parametrize(("typed", "variant"), VARIANTS)
async def test_what_follows_a_family_lets_a_new_variant_through(
    catalogue: Catalogue, state: State, typed: str, variant: Rocket
) -> None:
    naming = Naming(catalogue)
    text = await text_for(typed, naming)
    await state.subscriptions.add(HOME, Wishes(query=text))
    matching = Matching(catalogue, state.subscriptions, naming)
    new = await later(catalogue, 1, variant)
    assert not await matching.passing(parse(text), (new.id,)), "the ids of today do not know it"
    assert len(await matching.queries_for(new)) == 1
    assert await matching.wanted_at(HOME, (new.id,)) == (new,)
    other = await later(catalogue, 2, Rocket(9_999, "Unheard of", "Unheard of", None))
    assert await matching.queries_for(other) == ()


async def test_one_variant_that_was_chosen_brings_no_other(catalogue: Catalogue, state: State) -> None:
    naming = Naming(catalogue)
    text = await text_for("Vulcan VC4S", naming)
    await state.subscriptions.add(HOME, Wishes(query=text))
    matching = Matching(catalogue, state.subscriptions, naming)
    new = await later(catalogue, 1, Rocket(9_901, "Vulcan VC6L", "Vulcan VC6L", "Vulcan"))
    assert await matching.queries_for(new) == ()


async def test_subscriptions_of_before_are_carried_over_once_and_keep_their_ids(
    catalogue: Catalogue, state: State
) -> None:
    naming = Naming(catalogue)
    ids = await naming.resolve(Property.ROCKET, "vulcan")
    plain = write(LaunchQuery(configuration_ids=ids, status_ids=(3,)))
    made = await state.subscriptions.add(HOME, Wishes(query=plain))
    untouched = await state.subscriptions.add(HOME, Wishes(query="is_crewed=true"))
    assert await carry_over(state.subscriptions, naming) == 1
    assert await carry_over(state.subscriptions, naming) == 0
    kept = await state.subscriptions.get(made.id)
    assert kept is not None
    assert (kept.wishes.query, parse(kept.wishes.query)) == (f"{plain}&rocket__called=Vulcan", parse(plain))
    assert await state.subscriptions.get(untouched.id) == untouched
    matching = Matching(catalogue, state.subscriptions, naming)
    new = await later(catalogue, 1, Rocket(9_901, "Vulcan VC6L", "Vulcan VC6L", "Vulcan"))
    assert len(await matching.queries_for(new)) == 1
    assert (await matching.query_of(kept.wishes) or LaunchQuery()).configuration_ids == (*sorted(ids), 9_901)


async def text_for(name: str, naming: Naming) -> str:
    """Return what a subscription by a name keeps."""
    ids = await naming.resolve(Property.ROCKET, name)
    return watched(LaunchQuery(configuration_ids=ids), await callings_of(naming))
