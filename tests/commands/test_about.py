"""What the bot says of itself: what it keeps, what it promises, and where the operator says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.app import Outside
from commands.cards.help import FIRST, SECTIONS
from commands.definitions.command import Person
from commands.definitions.commands import COMMANDS
from commands.dispatcher import Dispatcher
from tests.commands.conftest import DISCORD, TELEGRAM, buttons, read

DOCS = Path(__file__).parents[2] / "docs"
DAYS = re.compile(r"\d+ days")


@pytest.mark.parametrize("person", [DISCORD, TELEGRAM], ids=lambda person: person.platform)
async def test_without_an_address_the_policies_are_told_in_the_chat(
    dispatcher: Dispatcher, person: Person
) -> None:
    about = await dispatcher.run("about", {}, person)
    privacy = await dispatcher.press(buttons(about)["Privacy"].action, person)
    written = (DOCS / "privacy.md").read_text("utf-8")
    assert (
        set(DAYS.findall(read(privacy))) == {"400 days", "90 days", "30 days"} <= set(DAYS.findall(written))
    )
    assert "your own ID" in read(privacy)
    assert ("location" in read(privacy)) is (person.platform == "telegram")
    terms = await dispatcher.press(buttons(about)["Terms of service"].action, person)
    assert "wrong, late or incomplete" in read(terms)
    assert "wrong, late or" in (DOCS / "terms.md").read_text("utf-8")
    back = await dispatcher.press(buttons(terms)["About Launchlog"].action, person)
    assert read(back) == read(about)


async def test_an_operators_own_policies_are_linked(dispatcher: Dispatcher, needs: Outside) -> None:
    needs.addresses.privacy, needs.addresses.terms = (
        "https://example.org/privacy",
        "https://example.org/terms",
    )
    about = await dispatcher.run("about", {}, TELEGRAM)
    assert {each.label: each.url for row in about.buttons for each in row} == {
        "Privacy": "https://example.org/privacy",
        "Terms of service": "https://example.org/terms",
    }


def test_every_command_is_listed_in_one_section() -> None:
    listed = [name for _heading, names in SECTIONS for name in names]
    assert sorted(listed) == sorted(command.name for command in COMMANDS)
    assert set(FIRST) <= set(listed)


async def test_the_greeting_shows_the_latest_launch_of_which_the_outcome_is_known(
    dispatcher: Dispatcher,
) -> None:
    greeted = await dispatcher.run("start", {}, TELEGRAM)
    (example,) = greeted.content.launches
    assert example.status.outcome is not None
    rocket, mission = example.name.split(" | ")
    assert f"\n{mission}\n✅ Success · " in read(greeted)
    assert f"\n{rocket} · " in read(greeted)
    listed = await dispatcher.say("previous", "view:list", TELEGRAM)
    ended = [launch for launch in listed.content.launches if launch.status.outcome is not None]
    assert ended[0].id == example.id
