"""From start to close, over the wire: tokens, registration, polling, logs."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator

import pytest

from adapters.telegram.application import TelegramBot
from adapters.telegram.bot_commands import register
from adapters.telegram.profile import introduce
from commands.cards.card import Card
from commands.definitions.commands import COMMANDS
from commands.i18n.languages import Languages
from playground.telegram.errors import unauthorized
from playground.telegram.faults import Refuse, Slow, flood, internal_error, refused
from playground.telegram.server import TelegramServer
from playground.wire import Exchange
from storage.errors import SettingsError
from tests.patience import PATIENCE, SOON
from tests.telegram.conftest import TOKEN, Launch
from tests.telegram.fakes import FakeDispatcher, echo

WRONG = "110201543:wrong-wrong-wrong"


Logged = Callable[[str], Awaitable[None]]


@pytest.fixture
def logged() -> Iterator[Logged]:
    """Waits until our logger has written a line with some words."""
    lines: asyncio.Queue[str] = asyncio.Queue()
    handler = logging.Handler()
    handler.emit = lambda record: lines.put_nowait(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger("launchlog.telegram").addHandler(handler)

    async def wait(words: str) -> None:
        async with asyncio.timeout(PATIENCE):
            while words not in await lines.get():
                pass

    yield wait
    logging.getLogger("launchlog.telegram").removeHandler(handler)


def made(exchanges: list[Exchange], method: str) -> int:
    return sum(exchange.path.endswith(f"/{method}") for exchange in exchanges)


@pytest.mark.parametrize("token", [WRONG, "110201543", "x"])
async def test_a_wrong_token_ends_in_one_line_that_does_not_show_it(launch: Launch, token: str) -> None:
    with pytest.raises(SettingsError) as caught:
        async with launch(token):
            pass
    assert "TELEGRAM_TOKEN" in str(caught.value)
    assert token not in str(caught.value) or token == "x"
    assert "\n" not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize("token", ["", "123:abc def", "123:abc\n", "bot/../x"])
def test_a_token_that_cannot_be_one_is_refused_at_once(dispatcher: FakeDispatcher, token: str) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_TOKEN"):
        TelegramBot(dispatcher, token)


async def test_commands_are_registered_once_and_left_alone_when_nothing_changed(
    launch: Launch, exchanges: list[Exchange]
) -> None:
    for _start in range(2):
        async with launch() as bot:
            await bot.wait_ready()
    assert made(exchanges, "setMyCommands") == 4
    assert made(exchanges, "getMyCommands") == 8


async def test_everybody_is_offered_the_commands_and_told_of_the_bot_in_their_language(
    server: TelegramServer, launch: Launch, dispatcher: FakeDispatcher, exchanges: list[Exchange]
) -> None:
    dispatcher.tongues, dispatcher.has = Languages.load(), COMMANDS
    for _start in range(2):
        async with launch() as bot:
            await bot.wait_ready()
    assert made(exchanges, "setMyCommands") == 4 * 6
    assert made(exchanges, "getMyCommands") == 2 * 4 * 6
    assert made(exchanges, "setMyDescription") == made(exchanges, "setMyShortDescription")
    people = [server.add_user(name, language_code=name) for name in ("de-AT", "zh-hans", "ja", "")]
    latest = [
        next(each["description"] for each in server.menu(person, place) if each["command"] == "latest")
        for person in people
        for place in (None, server.add_group("Space", person))
    ]
    assert latest[::2] == ["Der letzte Start", "最近一次发射", "The latest launch", "The latest launch"]
    assert latest[1::2] == latest[::2]
    managing = [each["command"] for each in server.menu(people[0])]
    assert managing == [command.name for command in COMMANDS]


async def test_what_the_operator_says_of_the_bot_is_left_alone_in_every_language(
    server: TelegramServer, launch: Launch, dispatcher: FakeDispatcher, exchanges: list[Exchange]
) -> None:
    dispatcher.tongues = Languages.load()
    server.world.profile.set_text("description", "The bot of our club", "")
    async with launch() as bot:
        await bot.wait_ready()
    assert made(exchanges, "setMyDescription") == made(exchanges, "setMyShortDescription") == 0
    assert server.world.profile.text("description", "de") == "The bot of our club"


async def test_what_the_operator_says_in_one_language_is_left_alone(
    server: TelegramServer, launch: Launch, dispatcher: FakeDispatcher
) -> None:
    dispatcher.tongues = Languages.load()
    server.world.profile.set_text("description", "Der Bot unseres Vereins", "de")
    async with launch() as bot:
        await bot.wait_ready()
    assert server.world.profile.text("description", "de") == "Der Bot unseres Vereins"
    assert "previous rocket launches" in server.world.profile.text("description", "")


async def test_the_bot_answers_and_closes_while_its_commands_are_still_being_told(
    server: TelegramServer, launch: Launch, dispatcher: FakeDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher.tongues = Languages.load()
    server.faults.add("getMyCommands", Slow())
    async with launch() as bot:
        await (await server.say(server.add_user("Ada"), text="/latest")).reply()
        async with asyncio.timeout(SOON):
            await bot.close()
    assert "introduction_failed" not in caplog.text


async def test_a_limit_during_the_start_costs_no_command_menu(
    server: TelegramServer, launch: Launch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    # As often as the library's limiter tries by itself.
    server.faults.add("setMyCommands", flood(0), 3)
    async with launch() as bot:
        async with asyncio.timeout(SOON):
            assert bot._introduction is not None
            await bot._introduction
    assert caplog.text.count("introduction_put_off") == 1
    assert caplog.text.count("commands_registered") == 4


async def test_each_request_of_the_start_waits_for_its_turn(
    launch: Launch, dispatcher: FakeDispatcher, exchanges: list[Exchange]
) -> None:
    waits = 0

    async def pace() -> None:
        nonlocal waits
        waits += 1

    languages = Languages.load()
    async with launch() as bot:
        await bot.wait_ready()
        before, asked = len(exchanges), bot.application.bot
        await register(asked, dispatcher.commands, languages, pace)
        await introduce(asked, languages, pace)
    told = [each for each in exchanges[before:] if "My" in each.path]
    assert len(told) == waits > 4 * 6


async def test_commands_that_cannot_be_registered_do_not_keep_the_bot_from_answering(
    server: TelegramServer, launch: Launch, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("setMyCommands", refused("BOT_COMMANDS_TOO_MUCH"), 3)
    async with launch() as bot:
        await (await server.say(server.add_user("Ada"), text="/latest")).reply()
        await bot.wait_ready()
    assert caplog.text.count("commands_refused") == 1


async def test_only_the_kinds_of_updates_that_are_answered_are_asked_for(
    server: TelegramServer, launch: Launch, exchanges: list[Exchange]
) -> None:
    async with launch():
        await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    polls = [exchange.request for exchange in exchanges if exchange.path.endswith("/getUpdates")]
    assert polls[0]["allowed_updates"] == [
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "callback_query",
        "my_chat_member",
        "inline_query",
    ]


async def test_closing_is_quick_while_a_poll_is_open(launch: Launch) -> None:
    async with launch() as bot, asyncio.timeout(SOON):
        await bot.close()


async def test_closing_is_quick_while_an_answer_is_being_made(
    server: TelegramServer, launch: Launch, dispatcher: FakeDispatcher
) -> None:
    begun = asyncio.Event()

    async def endless(*_: str) -> None:
        begun.set()
        await asyncio.Event().wait()

    dispatcher.answers = endless  # type: ignore[assignment]
    async with launch() as bot:
        await server.say(server.add_user("Ada"), text="/latest")
        await begun.wait()
        async with asyncio.timeout(SOON):
            await bot.close()


async def test_closing_is_quick_when_telegram_is_gone(server: TelegramServer, launch: Launch) -> None:
    async with launch() as bot:
        await server.stop()
        async with asyncio.timeout(SOON):
            await bot.close()


async def test_an_answered_message_is_not_answered_again_after_a_restart(
    server: TelegramServer, launch: Launch, dispatcher: FakeDispatcher
) -> None:
    ada = server.add_user("Ada")
    async with launch():
        await (await server.say(ada, text="/latest")).reply()
    async with launch():
        await (await server.say(ada, text="/help")).reply()
    assert [call[1] for call in dispatcher.calls] == ["latest", "help"]


async def test_the_start_waits_for_telegram_to_come_back(
    server: TelegramServer, launch: Launch, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("getMe", internal_error())
    async with launch():
        await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    assert "telegram_unreachable" in caplog.text


async def test_a_second_poller_is_told_in_one_line_and_polling_goes_on(
    server: TelegramServer, launch: Launch, caplog: pytest.LogCaptureFixture
) -> None:
    async with launch(), launch():
        with caplog.at_level(logging.INFO, logger="launchlog.telegram"):
            await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    troubles = [record for record in caplog.records if "polling_troubled" in record.message]
    assert troubles
    assert all("same TELEGRAM_TOKEN" in record.message for record in troubles)
    assert len(troubles) <= 2
    assert not [record for record in caplog.records if record.exc_info]


async def test_polling_survives_floods_and_errors_of_the_server(
    server: TelegramServer, launch: Launch, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("getUpdates", internal_error())
    async with launch():
        await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    assert "polling_troubled" in caplog.text


async def test_a_token_refused_while_running_is_told_in_one_line_and_tried_again(
    server: TelegramServer, launch: Launch, logged: Logged, caplog: pytest.LogCaptureFixture
) -> None:
    ada = server.add_user("Ada")
    async with launch():
        server.faults.add("getUpdates", Refuse(unauthorized()))
        await server.say(ada, text="/latest")
        await logged("does not accept TELEGRAM_TOKEN any more")
        await (await server.say(ada, text="/help")).reply()
    assert len([record for record in caplog.records if record.levelname != "INFO"]) == 1


async def test_closing_is_quick_while_waiting_to_poll_again(
    server: TelegramServer, launch: Launch, logged: Logged
) -> None:
    async with launch() as bot:
        server.faults.add("getUpdates", Refuse(unauthorized()), 9)
        await server.say(server.add_user("Ada"), text="/latest")
        await logged("does not accept TELEGRAM_TOKEN any more")
        async with asyncio.timeout(SOON):
            await bot.close()


async def test_a_start_that_is_given_up_leaves_nothing_behind(
    dispatcher: FakeDispatcher, logged: Logged
) -> None:
    bot = TelegramBot(dispatcher, TOKEN, api_url="http://127.0.0.1:9")
    starting = asyncio.ensure_future(bot.start())
    await logged("telegram_unreachable")
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not bot.application.running


async def test_what_is_under_way_when_the_bot_is_closed_is_answered(
    server: TelegramServer, dispatcher: FakeDispatcher, launch: Launch
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(name: str, text: str) -> Card:
        begun.set()
        await go_on.wait()
        return await echo(name, text)

    dispatcher.answers = slow
    async with launch() as bot:
        said = await server.say(server.add_user("Ada"), text="/previous vega")
        await begun.wait()
        closing = asyncio.create_task(bot.close())
        go_on.set()
        assert "previous: vega" in ((await said.reply()).text or "")
        await closing


async def test_what_takes_too_long_when_the_bot_is_closed_gets_a_sentence(
    server: TelegramServer, dispatcher: FakeDispatcher, launch: Launch
) -> None:
    begun, ada = asyncio.Event(), server.add_user("Ada")
    sentence = "I am being restarted. Please ask again in a minute."

    async def never(*_asked: str) -> Card:
        begun.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with launch(grace=0.0) as bot:
        page = await (await server.say(ada, text="/previous")).reply()
        dispatcher.answers = dispatcher.presses = never
        said = await server.say(server.add_user("Bo"), text="/previous vega")
        await begun.wait()
        begun.clear()
        pressed = asyncio.create_task(server.press(ada, page, "p:2"))
        await begun.wait()
        await bot.close()
        assert sentence in ((await said.reply()).text or "")
        assert (await pressed).text == sentence
