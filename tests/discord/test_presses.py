from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.discord.bot import DiscordBot
from commands.definitions.command import Person
from playground.discord.messages import Message
from playground.discord.server import DiscordServer
from tests.discord.cast import Cast, FakeDispatcher, listing, picture_card, sentence, shown
from tests.discord.conftest import make_bot


async def page(cast: Cast) -> Message:
    """A page that Ada asked for in the channel."""
    message = (await cast.server.slash(cast.ada, cast.channel, "previous")).message
    assert message is not None
    return message


async def test_the_askers_press_changes_the_message(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    message = await page(cast)
    pressed = await cast.server.press(cast.ada, message, "p:2")
    assert (pressed.kind, pressed.message) == ("update", message)
    assert "Launch of p:2" in shown(message)
    assert dispatcher.asked[-1] == ("press", "p:2", Person("discord", cast.ada.id, "en-US"))


async def test_the_button_beside_a_launch_works(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    message = await page(cast)
    await cast.server.press(cast.ada, message, "d:1")
    assert "Launch of d:1" in shown(message)


async def test_a_choice_from_a_menu_changes_the_message(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    message = await page(cast)
    await cast.server.choose(cast.ada, message, "order", ["o:old"])
    assert "Launch of o:old" in shown(message)
    assert dispatcher.asked[-1][:2] == ("press", "o:old")


async def test_each_press_is_asked_once(bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher) -> None:
    message = await page(cast)
    for _turn in range(3):
        await cast.server.press(cast.ada, message, "p:2")
    assert [asked[0] for asked in dispatcher.asked] == ["run", "press", "press", "press"]


async def test_somebody_elses_press_gives_them_a_copy(bot: DiscordBot, cast: Cast) -> None:
    message = await page(cast)
    before = shown(message)
    pressed = await cast.server.press(cast.bo, message, "p:2")
    assert (pressed.kind, pressed.ephemeral) == ("message", True)
    assert "Launch of p:2" in shown(pressed.message)
    assert shown(message) == before


async def test_a_copy_is_paged_by_the_one_who_sees_it(bot: DiscordBot, cast: Cast) -> None:
    copy = (await cast.server.press(cast.bo, await page(cast), "p:2")).message
    assert copy is not None
    again = await cast.server.press(cast.bo, copy, "d:1")
    assert (again.kind, again.message) == ("update", copy)
    assert "Launch of d:1" in shown(copy)


async def test_an_error_leaves_the_askers_message_alone(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    message = await page(cast)
    before = shown(message)
    dispatcher.answer = sentence
    pressed = await cast.server.press(cast.ada, message, "p:2")
    assert (pressed.kind, pressed.ephemeral) == ("message", True)
    assert shown(message) == before


async def test_presses_work_in_a_private_chat(bot: DiscordBot, cast: Cast) -> None:
    message = (await cast.server.slash(cast.ada, cast.dm, "previous")).message
    assert message is not None
    await cast.server.press(cast.ada, message, "p:2")
    assert "Launch of p:2" in shown(message)


async def test_presses_work_where_only_the_person_brought_the_bot(bot: DiscordBot, cast: Cast) -> None:
    message = (await cast.server.slash(cast.ada, cast.elsewhere, "previous")).message
    assert message is not None
    await cast.server.press(cast.ada, message, "p:2")
    assert "Launch of p:2" in shown(message)


async def test_a_post_that_answers_nobody_is_not_changed(bot: DiscordBot, cast: Cast) -> None:
    button = {"type": 2, "style": 2, "label": "Details", "custom_id": "d:9"}
    post = cast.post({"type": 1, "components": [button]})
    pressed = await cast.server.press(cast.ada, post, "d:9")
    assert (pressed.kind, pressed.ephemeral) == ("message", True)
    assert "Launch of d:9" in shown(pressed.message)


async def test_a_post_in_a_private_chat_turns_its_pages(bot: DiscordBot, cast: Cast) -> None:
    button = {"type": 2, "style": 2, "label": "Details", "custom_id": "d:9"}
    post = cast.post({"type": 1, "components": [button]}, channel=cast.dm)
    await cast.server.press(cast.ada, post, "d:9")
    assert "Launch of d:9" in shown(post)


async def test_an_old_message_works_after_a_restart(server: DiscordServer, cast: Cast) -> None:
    async with make_bot(server, FakeDispatcher()) as first:
        await first.wait_ready()
        message = await page(cast)
    async with make_bot(server, FakeDispatcher()) as second:
        await second.wait_ready()
        await server.press(cast.ada, message, "p:2")
        await server.choose(cast.ada, message, "order", ["o:old"])
    assert "Launch of o:old" in shown(message)


@pytest.mark.parametrize("custom_id", ["nonsense", "p:", "\u202e{}", "d:1\nd:2", "x" * 100, "🚀", " "])
async def test_a_forged_button_reaches_the_dispatcher_as_it_is(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher, custom_id: str
) -> None:
    dispatcher.answer = lambda _: sentence("This button no longer works.")
    button = {"type": 2, "style": 2, "label": "Forged", "custom_id": custom_id}
    forged = cast.post({"type": 17, "components": [{"type": 1, "components": [button]}]})
    pressed = await cast.server.press(cast.ada, forged, custom_id)
    assert shown(pressed.message) == "This button no longer works."
    assert dispatcher.asked[-1][:2] == ("press", custom_id)


async def test_a_foreign_menu_is_answered(bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher) -> None:
    dispatcher.answer = sentence
    menu = {"type": 3, "custom_id": "m", "options": [{"label": "a", "value": "foreign"}]}
    forged = cast.post({"type": 1, "components": [menu]})
    pressed = await cast.server.choose(cast.ada, forged, "m", ["foreign"])
    assert shown(pressed.message) == "foreign"


async def test_pictures_come_and_go_with_the_card(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    message = await page(cast)
    dispatcher.answer = picture_card
    await cast.server.press(cast.ada, message, "d:1")
    assert [each["filename"] for each in message.attachments] == ["picture.png"]
    assert message.attachments[0]["description"] == "Launches a year"


async def test_a_card_without_a_picture_takes_the_old_one_away(
    bot: DiscordBot, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    dispatcher.answer = lambda what: replace(picture_card(what), buttons=listing(what).buttons)
    message = await page(cast)
    dispatcher.answer = listing
    await cast.server.press(cast.ada, message, "p:2")
    assert message.attachments == []
