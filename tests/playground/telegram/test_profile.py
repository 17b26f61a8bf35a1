"""Command menus, descriptions, chats and files."""

from __future__ import annotations

import struct
from typing import Any

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    InputMediaPhoto,
    LinkPreviewOptions,
    MenuButtonCommands,
)
from telegram.error import BadRequest

from playground.telegram.server import TelegramServer

from .conftest import Call, Connect

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 640, 480) + b"rest"


async def test_the_narrowest_menu_in_the_persons_language_wins(
    server: TelegramServer, connect: Connect
) -> None:
    ann, bob = server.add_user("Ann", language_code="de-AT"), server.add_user("Bob")
    group = server.add_supergroup("Rockets", ann, bob)
    async with connect(polls=False) as app:
        await app.bot.set_my_commands([BotCommand("latest", "The last launch")])
        await app.bot.set_my_commands([BotCommand("latest", "Der letzte Start")], language_code="de")
        await app.bot.set_my_commands([BotCommand("here", "In groups")], BotCommandScopeAllGroupChats())
        assert server.menu(ann) == [{"command": "latest", "description": "Der letzte Start"}]
        assert server.menu(bob) == [{"command": "latest", "description": "The last launch"}]
        assert server.menu(bob, group) == [{"command": "here", "description": "In groups"}]
        scope = BotCommandScopeChat(group.id)
        await app.bot.set_my_commands([BotCommand("only", "Only here")], scope)
        assert server.menu(bob, group) == [{"command": "only", "description": "Only here"}]
        assert (await app.bot.get_my_commands(scope))[0].command == "only"
        await app.bot.delete_my_commands(scope)
        assert server.menu(bob, group) == [{"command": "here", "description": "In groups"}]


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([{"command": "Latest", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "latest", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "latest", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": f"c{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_a_wrong_menu_is_refused(call: Call, commands: list[dict[str, str]], words: str) -> None:
    answer = await call("setMyCommands", commands=commands)
    assert (answer.status, answer.description) == (400, f"Bad Request: {words}")


async def test_texts_about_the_bot_are_kept_by_language(server: TelegramServer, connect: Connect) -> None:
    async with connect(polls=False) as app:
        await app.bot.set_my_description("About launches")
        await app.bot.set_my_description("Über Starts", language_code="de")
        await app.bot.set_my_short_description("Launches")
        await app.bot.set_my_name("Launchpad")
        await app.bot.set_chat_menu_button(menu_button=MenuButtonCommands())
        assert (await app.bot.get_my_description("de")).description == "Über Starts"
        assert (await app.bot.get_my_description("fr")).description == "About launches"
        assert (await app.bot.get_my_short_description()).short_description == "Launches"
        assert (await app.bot.get_my_name()).name == "Launchpad"
        with pytest.raises(BadRequest):
            await app.bot.set_my_short_description("x" * 121)


async def test_members_and_administrators_are_told_apart(server: TelegramServer, connect: Connect) -> None:
    ann, bob, eve = (server.add_user(name) for name in ("Ann", "Bob", "Eve"))
    group = server.add_supergroup("Rockets", ann, bob, username="rockets")
    server.promote(bob, group, anonymous=True)
    async with connect(polls=False) as app:
        standing = [(await app.bot.get_chat_member(group.id, user.id)).status for user in (ann, bob, eve)]
        admins = {member.user.id for member in await app.bot.get_chat_administrators("@Rockets")}
        assert (await app.bot.get_chat(group.id)).title == "Rockets"
        assert await app.bot.get_chat_member_count(group.id) == 3
        assert await app.bot.leave_chat(group.id)
    assert standing == ["creator", "administrator", "left"]
    assert admins == {ann.id, bob.id}


async def test_an_uploaded_photo_can_be_sent_again_and_downloaded(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    async with connect(polls=False) as app:
        sent = await app.bot.send_photo(ann.id, PNG, caption="<b>x</b>", parse_mode="HTML")
        assert [(size.width, size.height) for size in sent.photo] == [(90, 67), (640, 480)]
        assert sent.caption_entities[0].type == "bold"
        again = await app.bot.send_photo(ann.id, sent.photo[-1].file_id)
        file = await app.bot.get_file(again.photo[-1].file_id)
        assert bytes(await file.download_as_bytearray()) == PNG


async def test_a_document_keeps_its_name(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")
    async with connect(polls=False) as app:
        sent = await app.bot.send_document(ann.id, b"a,b\n", filename="launches.csv")
    assert sent.document is not None
    assert sent.document.file_name == "launches.csv"


async def test_media_can_be_changed_by_address_and_by_upload(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    async with connect(polls=False) as app:
        sent = await app.bot.send_photo(ann.id, "https://example.org/a.jpg", caption="a")
        await sent.edit_caption("b")
        await sent.edit_media(InputMediaPhoto(PNG, caption="c"))
    message = server.private(ann).messages[sent.message_id]
    assert (message.text, message.media["photo"][-1]["width"]) == ("c", 640)


@pytest.mark.parametrize(
    ("photo", "words"),
    [
        (b"no picture", "IMAGE_PROCESS_FAILED"),
        (
            PNG.replace(struct.pack(">II", 640, 480), struct.pack(">II", 9_000, 2_000)),
            "PHOTO_INVALID_DIMENSIONS",
        ),
        ("no-such-file-id", "wrong file identifier/http url specified"),
    ],
)
async def test_a_wrong_picture_is_refused(
    server: TelegramServer, connect: Connect, photo: Any, words: str
) -> None:
    ann = server.add_user("Ann")
    async with connect(polls=False) as app:
        with pytest.raises(BadRequest) as error:
            await app.bot.send_photo(ann.id, photo)
    assert error.value.message.lower() == words.lower()


async def test_link_preview_options_stay_with_the_message(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")
    options = LinkPreviewOptions(
        url="https://example.org/a.jpg", prefer_large_media=True, show_above_text=True
    )
    async with connect(polls=False) as app:
        sent = await app.bot.send_message(ann.id, "x", link_preview_options=options)
        assert sent.link_preview_options == options
        with pytest.raises(BadRequest, match="not modified"):
            await sent.edit_text("x", link_preview_options=options)
        assert await sent.edit_text("x")
