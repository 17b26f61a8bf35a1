"""What leads from a card to elsewhere: sharing, links between the platforms, links into the bot."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.app import Outside
from commands.cards.card import Button, Card
from commands.codec.actions import ShowComparison, ShowPage, ShowProfile
from commands.codec.callback_data import encode
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from storage.properties import Property
from storage.query import LaunchQuery
from tests.commands.conftest import DISCORD, TELEGRAM, Keeper, read
from tests.commands.people import someone

NOWHERE = "This link doesn’t work here. See /help for what you can ask."


@pytest.fixture(autouse=True)
def _on_both_platforms(needs: Outside) -> None:
    needs.addresses.telegram, needs.addresses.inline, needs.addresses.discord = "Launchlog_Bot", True, 42


def labelled(card: object, label: str) -> Button | None:
    assert isinstance(card, Card)
    return next((b for row in card.buttons for b in row if b.label == label), None)


def payload_of(url: str) -> str:
    return parse_qs(urlsplit(url).query)["start"][0]


FILTERS: tuple[Mapping[str, str], ...] = (
    {},
    {"provider": "SpaceX"},
    {"rocket": "Falcon 9 Block 5", "since": "2020", "until": "2023"},
    {"location": "Baikonur", "crewed": "yes", "since": "1969-07-16"},
    {"outcome": "unsuccessful", "order": "oldest"},
    {"search": "crew dragon"},
    {"search": "provider:x"},
    {"search": "since 2024", "orbit": "Low Earth Orbit"},
    {"until": "June 1999", "crewed": "no", "search": '"quoted" words'},
)


@pytest.mark.parametrize(("filters", "view"), list(product(FILTERS, ["list", "normal"])))
async def test_a_shared_list_offers_the_same_launches_in_the_same_order(
    dispatcher: Dispatcher, filters: Mapping[str, str], view: str
) -> None:
    card = await dispatcher.run("previous", {**filters, "view": view}, TELEGRAM)
    share = labelled(card, "Share")
    if card.subject is None:
        assert share is None
        return
    assert share is not None
    assert share.share is not None
    assert isinstance(card.subject, LaunchQuery)
    listed = [block.name for block in card.blocks if hasattr(block, "name")]
    offered = await dispatcher.offer(share.share, "", TELEGRAM)
    assert [offer.title for offer in offered.offers][: len(listed)] == listed


async def test_what_is_shared_can_be_read_by_people(dispatcher: Dispatcher) -> None:
    arguments = {"provider": "spacex", "since": "2020", "search": "starlink"}
    card = await dispatcher.run("previous", arguments, TELEGRAM)
    share = labelled(card, "Share")
    assert share is not None
    assert share.share == "provider:SpaceX since:2020 starlink"
    detail = labelled(await dispatcher.run("launch", {"launch": "Sputnik 1"}, TELEGRAM), "Share")
    assert detail is not None
    assert "Sputnik 1" in (detail.share or "")


async def test_a_list_that_no_words_say_is_shared_by_its_action(
    dispatcher: Dispatcher, keeper: Keeper
) -> None:
    query = LaunchQuery(provider_ids=(199, 265), limit=5)
    card = await dispatcher.press(await encode(ShowPage(query), "p", keeper.keep), TELEGRAM)
    share = labelled(card, "Share")
    assert share is not None
    assert (share.share or "").startswith("px-0-")
    offered = await dispatcher.offer(share.share or "", "", TELEGRAM)
    assert {offer.line.split(" · ")[-1] for offer in offered.offers} == {
        "Virgin Orbit",
        "Firefly Aerospace",
    }


async def test_without_inline_mode_a_link_to_the_bot_is_shared(
    dispatcher: Dispatcher, needs: Outside
) -> None:
    needs.addresses.inline = False
    for command, arguments in (("launch", {"launch": "Sputnik 1"}), ("previous", {"provider": "SpaceX"})):
        card = await dispatcher.run(command, arguments, TELEGRAM)
        share = labelled(card, "Share")
        assert share is not None
        assert share.share is None
        values = parse_qs(urlsplit(share.url).query)
        assert share.url.startswith("https://t.me/share/url?")
        assert values["text"] == [card.title]
        opened = await dispatcher.follow(payload_of(values["url"][0]), TELEGRAM)
        assert read(opened) == read(card)


async def test_a_long_query_is_shared_by_a_link_too(
    dispatcher: Dispatcher, needs: Outside, keeper: Keeper
) -> None:
    needs.addresses.inline = False
    words = "falcon 9 block 5 starlink group falcon 9 block 5 starlink group falcon"
    card = await dispatcher.run("search", {"text": words}, TELEGRAM)
    share = labelled(card, "Share")
    assert share is not None
    assert keeper.texts
    payload = payload_of(parse_qs(urlsplit(share.url).query)["url"][0])
    assert len(payload) <= 64
    assert read(await dispatcher.follow(payload, TELEGRAM)) == read(card)


async def test_discord_leads_to_the_same_launch_on_telegram_and_shares_nothing(
    dispatcher: Dispatcher,
) -> None:
    card = await dispatcher.run("launch", {"launch": "Sputnik 1"}, DISCORD)
    assert labelled(card, "Share") is None
    link = labelled(card, "On Telegram")
    assert link is not None
    assert link.url.startswith("https://t.me/Launchlog_Bot?start=")
    assert (await dispatcher.follow(payload_of(link.url), TELEGRAM)).title == card.title


async def test_telegram_leads_to_discord_and_says_what_to_type_there(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("launch", {"launch": "Sputnik 1"}, TELEGRAM)
    link = labelled(card, "On Discord")
    assert link is not None
    assert link.url == "https://discord.com/oauth2/authorize?client_id=42"
    _before, _hint, name = read(card).partition("On Discord, type: /launch launch:")
    assert (await dispatcher.run("launch", {"launch": name.split("\n")[0]}, DISCORD)).title == card.title


ACROSS = {"On Discord", "On Telegram"}


@pytest.mark.parametrize("person", [DISCORD, TELEGRAM], ids=lambda person: person.platform)
async def test_only_the_details_of_a_launch_lead_to_the_other_platform(
    dispatcher: Dispatcher, needs: Outside, person: Person
) -> None:
    def across(card: Card) -> set[str]:
        return {b.label for row in card.buttons for b in row} & ACROSS

    details = await dispatcher.run("launch", {"launch": "Sputnik 1"}, person)
    assert across(details)
    for view in ("list", "normal", "detailed"):
        listed = await dispatcher.run("previous", {"provider": "SpaceX", "view": view}, person)
        assert not across(listed), view
        assert "On Discord" not in read(listed)
    needs.addresses.across = False
    details = await dispatcher.run("launch", {"launch": "Sputnik 1"}, person)
    assert not across(details)
    assert "On Discord" not in read(details)


async def test_a_platform_that_is_off_is_not_led_to(dispatcher: Dispatcher, needs: Outside) -> None:
    needs.addresses.telegram, needs.addresses.inline, needs.addresses.discord = "", False, 0
    for person in (DISCORD, TELEGRAM):
        card = await dispatcher.run("launch", {"launch": "Sputnik 1"}, person)
        assert {b.label for row in card.buttons for b in row} & {
            "Share",
            "On Discord",
            "On Telegram",
        } == set()
        assert "On Discord" not in read(card)


async def test_the_help_tells_by_which_name_the_bot_is_asked_in_any_chat(
    dispatcher: Dispatcher, needs: Outside
) -> None:
    assert "@Launchlog_Bot falcon heavy" in read(await dispatcher.run("help", {}, TELEGRAM))
    needs.addresses.inline = False
    assert "@Launchlog_Bot" not in read(await dispatcher.run("help", {}, TELEGRAM))


@pytest.mark.parametrize(
    "payload",
    ["p:1", "x" * 65, "два", "a b", "utm_source-news", "d0-short", "p0-0-Zabcdefghijkl", "c0-nosuch"],
)
async def test_a_broken_or_foreign_link_gets_a_plain_sentence(dispatcher: Dispatcher, payload: str) -> None:
    card = await dispatcher.follow(payload, TELEGRAM)
    assert isinstance(card, Card)
    assert card.notice == NOWHERE


@pytest.mark.parametrize(
    "payload",
    ["x0-forget", "s0-x1", "s0-p1", "q0-r4", "u0-p4", "c0-forget", "c0-subscribe", "v0-1-na", "f0-1-na"],
)
async def test_a_link_that_somebody_else_has_made_changes_nothing(
    dispatcher: Dispatcher, payload: str
) -> None:
    person = someone()
    await dispatcher.run("subscribe", {"provider": "SpaceX"}, person)
    before = read(await dispatcher.run("subscriptions", {}, person))
    card = await dispatcher.follow(payload, person)
    assert isinstance(card, Card)
    assert card.notice == NOWHERE
    assert read(await dispatcher.run("subscriptions", {}, person)) == before


async def test_a_link_opens_a_comparison(dispatcher: Dispatcher, keeper: Keeper) -> None:
    contenders = tuple(ShowProfile(Property.PROVIDER, (number,)) for number in (121, 124))
    payload = await encode(ShowComparison(contenders), "c", keeper.keep)
    opened = await dispatcher.follow(payload, TELEGRAM)
    assert read(opened).startswith("Comparison · SpaceX, ULA\nSpaceX: 589 launches")
