"""Inline queries over the wire: launches offered in any chat, sent when chosen, and what goes wrong."""

from __future__ import annotations

import asyncio

import pytest

from adapters.telegram.application import TelegramBot
from commands.cards.card import Button, Card, Picture, Text
from commands.sharing.inline_results import Offer, Offered
from playground.telegram.faults import Reset, refused
from playground.telegram.server import TelegramServer
from playground.wire import Exchange
from tests.telegram.conftest import TOKEN, Launch
from tests.telegram.fakes import FakeDispatcher

LATE = "query is too old and response timeout expired or query ID is invalid"
PICTURE = "https://example.org/a.jpg"
LINKS = (Button("Open in the bot", url="https://t.me/x?start=d"), Button("Share", share="Falcon 1"))


async def pictured(_text: str, _offset: str) -> Offered:
    card = Card("Falcon 1", picture=Picture("Alt", PICTURE), buttons=(LINKS,))
    return Offered((Offer("id-1", "Falcon 1", "Failure · 24 March 2006", card, PICTURE),), "20")


def answers(exchanges: list[Exchange]) -> list[Exchange]:
    return [exchange for exchange in exchanges if exchange.path.endswith("/answerInlineQuery")]


@pytest.mark.usefixtures("bot")
async def test_what_is_offered_says_in_words_how_a_launch_ended(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    dispatcher.offered = pictured
    answer = await server.inline(server.add_user("Ada", language_code="de"), "falcon", offset="40")
    assert dispatcher.calls == [("offer", "falcon", "40")]
    assert dispatcher.people[0].locale == "de"
    (result,) = answer.results
    assert (result["title"], result["description"]) == ("Falcon 1", "Failure · 24 March 2006")
    assert result["thumbnail_url"] == PICTURE
    assert answer.next_offset == "20"


@pytest.mark.usefixtures("bot")
async def test_answers_are_kept_for_the_asker_alone_since_they_are_in_one_language(
    server: TelegramServer, exchanges: list[Exchange]
) -> None:
    await server.inline(server.add_user("Ada"), "falcon")
    (sent,) = answers(exchanges)
    assert sent.request is not None
    assert sent.request["is_personal"] in (True, "true")
    assert int(sent.request["cache_time"]) == 60


@pytest.mark.usefixtures("bot")
async def test_a_chosen_launch_is_sent_as_its_card_with_links_that_work_anywhere(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    dispatcher.offered = pictured
    ada = server.add_user("Ada")
    club = server.add_supergroup("Space", ada, with_bot=False)
    said = await server.choose(ada, await server.inline(ada, "falcon", chat_type="supergroup"), "id-1", club)
    message = said.message
    assert message.text == "Falcon 1"
    assert message.via_bot is server.world.bot
    assert (message.link_preview or {})["url"] == PICTURE
    assert message.button("Open in the bot")["url"] == "https://t.me/x?start=d"
    assert message.button("Share")["switch_inline_query"] == "Falcon 1"


@pytest.mark.usefixtures("bot")
async def test_a_launch_chosen_in_our_own_chat_is_not_taken_for_a_question(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada = server.add_user("Ada")
    said = await server.choose(ada, await server.inline(ada, "falcon"), "id-0")
    assert said.update_id is not None
    reply = await (await server.say(ada, text="/latest")).reply()
    assert reply.message_id == said.message.message_id + 2
    assert [call[0] for call in dispatcher.calls] == ["offer", "say"]


@pytest.mark.usefixtures("bot")
async def test_a_long_card_fits_into_one_message(server: TelegramServer, dispatcher: FakeDispatcher) -> None:
    async def long(_text: str, _offset: str) -> Offered:
        card = Card("Long", blocks=(Text((("many words & <more> " * 500,),)),))
        return Offered((Offer("id-1", "Long " * 200, "words " * 200, card),))

    dispatcher.offered = long
    ada = server.add_user("Ada")
    said = await server.choose(ada, await server.inline(ada, "long"), "id-1")
    assert 3000 < len(said.message.text or "") <= 4096


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("name", ["", " ", "\x00", "\u202e<b>x</i> & @everyone tg://x", "\ud800", "😀" * 500])
@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/a.png", "http://", "x" * 9000])
async def test_whatever_launch_library_sends_is_offered_safely(
    server: TelegramServer, dispatcher: FakeDispatcher, name: str, address: str
) -> None:
    async def hostile(_text: str, _offset: str) -> Offered:
        link = (Button(name, url=address), Button("Share", share=name))
        card = Card(name, picture=Picture(name, address), buttons=(link,))
        return Offered((Offer("id-1", name, name, card, address),))

    dispatcher.offered = hostile
    (result,) = (await server.inline(server.add_user("Ada"), "x")).results
    assert result["title"].strip()
    assert "thumbnail_url" not in result
    assert "url" not in str(result.get("reply_markup"))


@pytest.mark.usefixtures("bot")
async def test_where_there_are_no_launches_a_button_says_why_and_leads_to_the_bot(
    server: TelegramServer, dispatcher: FakeDispatcher, exchanges: list[Exchange]
) -> None:
    async def wrong(_text: str, _offset: str) -> Offered:
        sentence = "/previous has no filter “colour”. Try provider:, rocket:, location:, orbit:, outcome:."
        return Offered(notice=sentence, action="cx-help", lasting=False)

    dispatcher.offered = wrong
    ada = server.add_user("Ada")
    answer = await server.inline(ada, "colour:red")
    assert answer.results == []
    assert answer.button == {
        "text": "/previous has no filter “colour”. Try provider:, rocket:,…",
        "start_parameter": "cx-help",
    }
    assert int((answers(exchanges)[0].request or {}).get("cache_time", 300)) == 0
    await (await server.follow_link(ada, answer.button["start_parameter"])).reply()
    assert dispatcher.calls[-1] == ("follow", "cx-help", "")


@pytest.mark.usefixtures("bot")
async def test_what_is_typed_next_does_not_wait_for_what_was_typed_before(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    first_may_go = asyncio.Event()

    async def slow_first(text: str, offset: str) -> Offered:
        if text == "f":
            await first_may_go.wait()
        return await pictured(text, offset)

    dispatcher.offered = slow_first
    ada = server.add_user("Ada")
    slow = asyncio.create_task(server.inline(ada, "f"))
    assert (await server.inline(ada, "fa")).results
    assert (await (await server.say(ada, text="/latest")).reply()).text
    assert not slow.done()
    first_may_go.set()
    assert (await slow).results


@pytest.mark.usefixtures("bot")
async def test_an_answer_that_comes_too_late_is_one_quiet_line(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    ada = server.add_user("Ada")
    server.faults.add("answerInlineQuery", refused(LATE))
    with pytest.raises(TimeoutError), caplog.at_level("INFO", "launchlog.telegram"):
        await server.inline(ada, "falcon", seconds=0.3)
    assert (await server.inline(ada, "falcon 9")).results
    told = [record for record in caplog.records if record.name == "launchlog.telegram"]
    assert [record.getMessage().split()[0] for record in told] == ["inline_answered_late"]
    assert told[0].levelname == "INFO"


@pytest.mark.usefixtures("bot")
async def test_a_picture_that_telegram_refuses_costs_the_pictures_and_no_launch(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    dispatcher.offered = pictured
    server.faults.add("answerInlineQuery", refused("WEBDOCUMENT_URL_INVALID"))
    (result,) = (await server.inline(server.add_user("Ada"), "falcon")).results
    assert result["title"] == "Falcon 1"
    assert "thumbnail_url" not in result
    assert result["input_message_content"]["link_preview_options"] == {"is_disabled": True}


@pytest.mark.usefixtures("bot")
async def test_an_answer_lost_on_the_way_is_sent_again(server: TelegramServer) -> None:
    server.faults.add("answerInlineQuery", Reset(after=False))
    assert (await server.inline(server.add_user("Ada"), "falcon")).results


@pytest.mark.usefixtures("bot")
async def test_a_press_under_a_sent_launch_opens_what_it_leads_to_in_our_own_chat(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada, bob = server.add_user("Ada"), server.add_user("Bob")
    dispatcher.offered = pictured
    club = server.add_supergroup("Space", ada, bob, with_bot=False)
    message = (await server.choose(ada, await server.inline(ada, "falcon"), "id-1", club)).message
    answer = await server.press(bob, message, "dx-Zm9v", forged=True)
    assert answer.url == "https://t.me/Launchlog_Bot?start=dx-Zm9v"


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("data", ["p:2", "no such thing", "💥" * 16])
async def test_a_forged_press_under_a_sent_launch_is_answered_in_a_sentence(
    server: TelegramServer, dispatcher: FakeDispatcher, caplog: pytest.LogCaptureFixture, data: str
) -> None:
    ada = server.add_user("Ada")
    dispatcher.offered = pictured
    message = (await server.choose(ada, await server.inline(ada, "falcon"), "id-1")).message
    assert (await server.press(ada, message, data, forged=True)).text
    assert message.revision == 0
    assert "ERROR" not in caplog.text


@pytest.mark.usefixtures("bot")
async def test_the_commands_learn_by_which_name_people_find_the_bot(dispatcher: FakeDispatcher) -> None:
    assert (dispatcher.addresses.telegram, dispatcher.addresses.inline) == ("Launchlog_Bot", True)


async def test_without_inline_mode_the_bot_starts_and_answers_and_says_how_to_switch_it_on(
    exchanges: list[Exchange], dispatcher: FakeDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    async with TelegramServer(observer=exchanges.append, token=TOKEN, inline_mode=False) as server:
        api_url = server.base_url.removesuffix("/bot")
        with caplog.at_level("INFO", "launchlog.telegram"):
            async with TelegramBot(dispatcher, TOKEN, api_url=api_url):
                await server.wait_for_poll()
                assert (await (await server.say(server.add_user("Ada"), text="/latest")).reply()).text
    assert not dispatcher.addresses.inline
    assert "/setinline" in caplog.text


async def test_queries_typed_while_the_bot_was_off_are_answered_when_it_is_back(
    server: TelegramServer, launch: Launch
) -> None:
    ada = server.add_user("Ada")
    waiting = asyncio.create_task(server.inline(ada, "falcon"))
    async with launch():
        assert (await waiting).results
