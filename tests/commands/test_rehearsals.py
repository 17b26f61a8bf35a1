"""What the playground has made up is called so in every answer that has it, be it only counted."""

from __future__ import annotations

import msgspec
import pytest

from adapters.launch_library.pages import decode_page
from bot.cli.rehearsal import made_up
from commands.cards.card import Card
from commands.dispatcher import Dispatcher
from playground.launch_library.records import records
from storage.catalogue import Catalogue
from tests.commands.conftest import DISCORD, NOW, TELEGRAM, buttons, read

pytestmark = pytest.mark.over("own")  # A rehearsal is added.

SAID = "Among these are rehearsals: made up, nothing has flown."


async def rehearse(catalogue: Catalogue) -> None:
    like = next(record for record in records() if "Starlink" in record["name"])
    rehearsed = made_up(like, 1) | {"net": f"{NOW:%Y-%m-%dT%H:%M:%SZ}"}
    page = decode_page(msgspec.json.encode([rehearsed]), "2.3.0", NOW)
    await catalogue.store(page.records)


@pytest.mark.parametrize("is_rehearsed", [True, False])
async def test_every_answer_with_a_rehearsal_in_it_says_so(
    dispatcher: Dispatcher, catalogue: Catalogue, is_rehearsed: bool
) -> None:
    if is_rehearsed:
        await rehearse(catalogue)
    for command, words in (
        ("previous", ""),
        ("previous", "provider:spacex view:list"),
        ("previous", "provider:spacex view:detailed"),
        ("stats", ""),
        ("stats", "provider:spacex by:rocket"),
        ("stats", "how many spacex launches in 2026"),
        ("provider", "SpaceX"),
        ("rocket", "Falcon 9"),
        ("compare", "ULA, SpaceX"),
    ):
        # The menu is what Telegram opens without words.
        answer = await dispatcher.say(command, words or "view:normal" * (command == "previous"), TELEGRAM)
        assert (SAID in read(answer)) is is_rehearsed, (command, words)
    offered = await dispatcher.offer("provider:spacex", "", TELEGRAM)
    assert (SAID in offered.notice) is is_rehearsed
    assert (offered.offers[0].title == "Falcon 9 Block 5 | Rehearsal 1") is is_rehearsed
    for action in ("oc-ty-0-na", "oc-r0-naP3d", "oc-bP3d_P18"):
        chart = await dispatcher.press(action, TELEGRAM)
        assert isinstance(chart, Card)
        assert chart.picture is not None
        assert (SAID in read(chart)) is is_rehearsed
    latest = await dispatcher.run("latest", {}, DISCORD)
    assert ("Rehearsal 1" in read(latest)) is is_rehearsed


async def test_an_answer_without_one_says_nothing_of_them(
    dispatcher: Dispatcher, catalogue: Catalogue
) -> None:
    await rehearse(catalogue)
    for command, words in (
        ("previous", "provider:ula"),
        ("previous", "spacex until:2020"),
        ("previous", 'provider:spacex type:"communications"'),
        ("stats", "provider:spacex until:2025"),
        ("rocket", "Saturn V"),
        ("site", "Baikonur"),
        ("onthisday", ""),
    ):
        assert SAID not in read(await dispatcher.say(command, words, TELEGRAM)), (command, words)
    panel = await dispatcher.press(
        buttons(await dispatcher.say("previous", "provider:spacex", TELEGRAM))["Filters"].action, TELEGRAM
    )
    assert SAID in read(panel)
