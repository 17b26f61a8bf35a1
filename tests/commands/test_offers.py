"""What is offered while somebody types in any chat: which launches, in which order, or why none."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from bot.app import Outside, make_dispatcher
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from commands.sharing.inline_results import BURST, KEPT_SECONDS, Offer, Offered
from storage.catalogue import Catalogue
from storage.errors import StoreError
from storage.query import LaunchQuery
from tests.commands.conftest import NOW, TELEGRAM, actions_of, read
from tests.launches import launch, records
from tests.raw_history import by, latest_first

TWINS = "Smart Dragon 3 | 10 x CentiSpace-1"
"""A name that two launches have."""


@pytest.fixture(autouse=True)
def _at_home(needs: Outside) -> None:
    needs.addresses.telegram, needs.addresses.inline = "Launchlog_Bot", True


def titles(page: Offered) -> list[str]:
    return [offer.title for offer in page.offers]


async def test_no_words_offer_the_latest_launches(dispatcher: Dispatcher, catalogue: Catalogue) -> None:
    page = await dispatcher.offer("  ", "", TELEGRAM)
    (latest,) = (await catalogue.flown(LaunchQuery(limit=1))).items
    assert page.offers[0].launch_id == latest.id
    assert len(page.offers) == 20


async def test_words_and_filters_are_read_as_previous_reads_them(dispatcher: Dispatcher) -> None:
    page = await dispatcher.offer("provider:spacex since:2015 outcome:failure order:oldest", "", TELEGRAM)
    assert titles(page)[0] == "Falcon 9 v1.1 | SpX CRS-7"
    assert {offer.line.split(" · ")[0] for offer in page.offers} == {"Failure"}


async def test_an_offer_tells_outcome_date_and_provider_in_the_askers_language(
    dispatcher: Dispatcher,
) -> None:
    page = await dispatcher.offer("Apollo 11", "", TELEGRAM)
    assert page.offers[0].line == "Success · 16 July 1969 · NASA"
    assert "Success" in read(page.offers[0].card)


async def test_pages_lead_through_every_launch_once(dispatcher: Dispatcher) -> None:
    seen: list[str] = []
    offset = ""
    for _page in range(60):
        page = await dispatcher.offer("provider:spacex", offset, TELEGRAM)
        seen += [offer.launch_id for offer in page.offers]
        offset = page.next_offset
        if not offset:
            break
    assert seen == [record["id"] for record in latest_first(by("SpaceX"))]


async def test_a_launch_named_exactly_comes_first_and_only_once(dispatcher: Dispatcher) -> None:
    everything = titles(await dispatcher.offer("sputnik", "", TELEGRAM))
    page = await dispatcher.offer("Sputnik 1", "", TELEGRAM)
    assert "| Sputnik 1" in titles(page)[0]
    assert len(set(titles(page))) == len(titles(page))
    assert len(everything) >= 2


async def test_an_id_finds_exactly_its_launch(dispatcher: Dispatcher) -> None:
    wanted = (await dispatcher.offer("Apollo 11", "", TELEGRAM)).offers[0]
    page = await dispatcher.offer(wanted.launch_id, "", TELEGRAM)
    assert [offer.launch_id for offer in page.offers] == [wanted.launch_id]
    assert page.next_offset == ""


@pytest.mark.parametrize("offset", ["", "x", "-5", "99999999999999999999", "٣", "1.5", "20; DROP TABLE"])
async def test_an_offset_that_no_page_gave_starts_anew(dispatcher: Dispatcher, offset: str) -> None:
    page = await dispatcher.offer("falcon", offset, TELEGRAM)
    assert titles(page) == titles(await dispatcher.offer("falcon", "", TELEGRAM))


async def test_an_offset_beyond_the_end_is_an_empty_last_page(dispatcher: Dispatcher) -> None:
    page = await dispatcher.offer("falcon", "9999999999", TELEGRAM)
    assert (page.offers, page.next_offset, page.notice) == ((), "", "")


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("provider:xqzzq", "No provider is called “xqzzq”."),
        ("colour:red", "/previous has no filter “colour”."),
        ("since:someday", "I don’t understand the date “someday”."),
        ("zxqzxq", "Still being loaded: parts of September 2024"),
        ("word " * 50, "A search can have up to 32 words."),
    ],
)
async def test_where_nothing_is_offered_a_sentence_says_why_and_leads_on(
    dispatcher: Dispatcher, text: str, notice: str
) -> None:
    page = await dispatcher.offer(text, "", TELEGRAM)
    assert page.offers == ()
    assert page.notice.startswith(notice)
    assert read(await dispatcher.follow(page.action, TELEGRAM))


async def test_a_filter_that_is_just_being_typed_is_not_complained_about(dispatcher: Dispatcher) -> None:
    page = await dispatcher.offer("falcon since:", "", TELEGRAM)
    assert titles(page) == titles(await dispatcher.offer("falcon", "", TELEGRAM))


@pytest.mark.parametrize("text", ["\x00", "'\"“", "d0-" + "A" * 22, "p0-0-Zabcdefghijkl", "😀" * 128, "%_\\"])
async def test_whatever_is_typed_gets_an_answer(dispatcher: Dispatcher, text: str) -> None:
    page = await dispatcher.offer(text, "", TELEGRAM)
    assert page.offers or page.notice


async def test_the_cards_buttons_work_in_chats_without_the_bot(dispatcher: Dispatcher) -> None:
    for offer in (await dispatcher.offer("", "", TELEGRAM)).offers:
        assert actions_of(offer.card) == []
        opening, share = offer.card.buttons[0][:2]
        assert opening.url.startswith("https://t.me/Launchlog_Bot?start=")
        opened = await dispatcher.follow(opening.url.partition("?start=")[2], TELEGRAM)
        assert opened.title == offer.title
        again = await dispatcher.offer(share.share or "", "", TELEGRAM)
        assert again.offers[0].launch_id == offer.launch_id


async def test_launches_of_one_name_are_shared_such_that_each_is_found(dispatcher: Dispatcher) -> None:
    twins = (await dispatcher.offer(TWINS, "", TELEGRAM)).offers[:2]
    assert [twin.title for twin in twins] == [TWINS, TWINS]
    shared = [twin.card.buttons[0][1].share or "" for twin in twins]
    assert shared[0] == TWINS
    for twin, words in zip(twins, shared, strict=True):
        assert (await dispatcher.offer(words, "", TELEGRAM)).offers[0].launch_id == twin.launch_id


@pytest.mark.over("own")  # Launches are added.
async def test_names_that_look_like_filters_or_are_too_long_are_found_when_shared(
    dispatcher: Dispatcher, catalogue: Catalogue
) -> None:
    names = ("Rocket: colour=red | Test:", "Long " * 80 + "name", "two  spaces", "…", "word " * 40)
    nets = {n: NOW - timedelta(hours=n) for n in range(1, 1 + len(names))}
    told = [launch(90 + n, name=name, net=nets[n]) for n, name in enumerate(names, 1)]
    await catalogue.store(records(*told))
    page = await dispatcher.offer("", "", TELEGRAM)
    found: dict[str, Offer] = {offer.title: offer for offer in page.offers if offer.title in names}
    assert found.keys() == set(names)
    for offer in found.values():
        words = next(b.share for b in offer.card.buttons[0] if b.share is not None)
        assert len(words) <= 256
        assert (await dispatcher.offer(words, "", TELEGRAM)).offers[0].launch_id == offer.launch_id


def paced(catalogue: Catalogue, needs: Outside, seconds: list[float]) -> Dispatcher:
    return make_dispatcher(catalogue, needs, lambda: NOW, monotonic=lambda: seconds[0])


async def test_quick_typing_is_answered_and_leaves_the_commands_alone(
    catalogue: Catalogue, needs: Outside
) -> None:
    dispatcher = paced(catalogue, needs, [0.0])
    text = "falcon heavy | psyche"
    for end in range(1, len(text) + 1):
        assert (await dispatcher.offer(text[:end], "", TELEGRAM)).offers
    assert "Status" in read(await dispatcher.run("status", {}, TELEGRAM))


async def test_a_flood_of_queries_is_held_up_for_its_sender_alone_and_only_for_a_moment(
    catalogue: Catalogue, needs: Outside
) -> None:
    seconds = [0.0]
    dispatcher = paced(catalogue, needs, seconds)
    for n in range(BURST):
        await dispatcher.offer(f"page {n}", "", TELEGRAM)
    page = await dispatcher.offer("falcon", "", TELEGRAM)
    assert page.notice == "You’re going a bit fast. Try again in 1 second."
    assert not page.lasting
    assert (await dispatcher.offer("falcon 9", "", Person("telegram", 3))).offers
    assert (await dispatcher.run("latest", {}, TELEGRAM)).subject is not None
    seconds[0] += 1
    assert (await dispatcher.offer("falcon", "", TELEGRAM)).offers


@pytest.mark.over("own")  # A launch is added.
async def test_a_page_is_looked_up_once_until_the_catalogue_changes_or_a_minute_has_gone(
    catalogue: Catalogue, needs: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = count()
    find = catalogue.find

    async def counted(query: LaunchQuery, *, placeholders: bool = True) -> object:
        next(looked_up)
        return await find(query, placeholders=placeholders)

    monkeypatch.setattr(catalogue, "find", counted)
    seconds = [0.0]
    dispatcher = paced(catalogue, needs, seconds)

    async def asked(text: str, person: Person = TELEGRAM) -> bool:
        """Tell whether a query was looked up."""
        before = repr(looked_up)
        assert (await dispatcher.offer(text, "", person)).offers
        return repr(looked_up) != before

    assert await asked("falcon")
    assert not await asked(" falcon ")
    assert not await asked("falcon", Person("telegram", 3))
    await catalogue.store(records(launch(90, name="Falcon 9 | New")))
    assert await asked("falcon")
    assert not await asked("falcon")
    seconds[0] += KEPT_SECONDS
    assert await asked("falcon")


async def test_trouble_with_the_catalogue_is_said_and_not_kept(
    dispatcher: Dispatcher, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_query: object, **_how: object) -> None:
        raise StoreError("disk")

    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "find", broken)
        page = await dispatcher.offer("falcon", "", TELEGRAM)
    assert page.notice == "I can’t read the catalogue right now. Try again in a minute."
    assert not page.lasting
    assert (await dispatcher.offer("falcon", "", TELEGRAM)).offers
