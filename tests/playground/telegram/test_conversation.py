"""People and an unmodified application talking to each other."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden
from telegram.ext import (
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from playground.telegram.server import TelegramServer

from .conftest import Connect, Ledger

Context = ContextTypes.DEFAULT_TYPE
BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Next", callback_data="page:2")]])


async def echo(update: Update, context: Context) -> None:
    message = update.effective_message
    assert message is not None
    words = " ".join(context.args or [])
    await message.reply_text(f"<b>{words or 'nothing'}</b>", parse_mode=ParseMode.HTML, reply_markup=BUTTONS)


async def turn_page(update: Update, _: Context) -> None:
    query = update.callback_query
    assert query is not None
    await query.answer("turned")
    await query.edit_message_text(f"you pressed {query.data}")


async def test_a_command_is_answered_in_the_private_chat(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann", "ann", "de")
    async with connect(CommandHandler("previous", echo)):
        said = await server.say(ann, None, "/previous provider:spacex")
        reply = await said.reply()
    assert reply.text == "provider:spacex"
    assert reply.entities == [{"type": "bold", "offset": 0, "length": 15}]
    assert [button["text"] for button in reply.buttons] == ["Next"]


async def test_a_press_is_answered_and_edits_the_message(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")
    async with connect(CommandHandler("previous", echo), CallbackQueryHandler(turn_page)):
        reply = await (await server.say(ann, None, "/previous x")).reply()
        answer = await server.press(ann, reply, "page:2")
        await server.edited(reply)
    assert (answer.text, answer.show_alert) == ("turned", False)
    assert (reply.text, reply.buttons) == ("you pressed page:2", [])


async def test_pressing_what_is_not_there_needs_to_be_forged(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    async with connect(CommandHandler("previous", echo), CallbackQueryHandler(turn_page)):
        reply = await (await server.say(ann, None, "/previous")).reply()
        with pytest.raises(LookupError, match="page:2"):
            await server.press(ann, reply, "page:9")
        await server.press(ann, reply, "page:9", forged=True)
        assert (await server.edited(reply)).text == "you pressed page:9"


async def test_a_bot_that_does_not_answer_a_press_is_noticed(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    async with connect(CommandHandler("previous", echo)):
        reply = await (await server.say(ann, None, "/previous")).reply()
        with pytest.raises(TimeoutError):
            await server.press(ann, reply, "page:2", seconds=0.05)


async def test_an_edit_to_the_same_content_is_refused(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")
    async with connect(polls=False) as app:
        sent = await app.bot.send_message(ann.id, "<i>same</i>", parse_mode="HTML", reply_markup=BUTTONS)
        with pytest.raises(BadRequest, match="Message is not modified"):
            await sent.edit_text("<em>same</em>", parse_mode="HTML", reply_markup=BUTTONS)
        assert await sent.edit_text("<em>same</em>", parse_mode="HTML")


async def test_a_deep_link_arrives_as_a_start_command(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")
    async with connect(CommandHandler("start", echo)):
        said = await server.follow_link(ann, "q_abc-123")
        assert (await said.reply()).text == "q_abc-123"


async def test_a_topic_is_answered_in_the_topic(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")
    forum = server.add_supergroup("Rockets", ann, is_forum=True)
    first, second = (server.add_topic(forum, name, ann) for name in ("Falcon", "Ariane"))
    async with connect(CommandHandler("previous", echo)):
        said = await server.say(ann, forum, "/previous a", thread_id=second.id)
        reply = await said.reply()
    assert (reply.thread_id, reply.is_topic_message) == (second.id, True)
    assert first.id != second.id


async def test_messages_of_a_topic_reply_to_the_one_that_opened_it(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    forum = server.add_supergroup("Rockets", ann, is_forum=True)
    topic = server.add_topic(forum, "Falcon", ann)
    seen: list[Update] = []

    async def note(update: Update, context: Context) -> None:
        seen.append(update)
        await echo(update, context)

    async with connect(CommandHandler("previous", note)):
        await (await server.say(ann, forum, "/previous", thread_id=topic.id)).reply()
    message = seen[0].effective_message
    assert message is not None
    assert message.reply_to_message is not None
    assert message.reply_to_message.forum_topic_created is not None


async def test_an_edited_command_arrives_as_an_edit(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")
    async with connect(CommandHandler("previous", echo)):
        said = await server.say(ann, None, "/previous spaecx")
        assert (await said.reply()).text == "spaecx"
        again = await server.edit(ann, said, "/previous spacex")
        replies = await again.replies(2)
    assert replies[1].text == "spacex"


async def test_a_channel_post_can_be_answered_in_the_channel(
    server: TelegramServer, connect: Connect
) -> None:
    channel = server.add_channel("Launches", username="launches")
    handler = MessageHandler(filters.UpdateType.CHANNEL_POST & filters.COMMAND, echo)
    async with connect(handler):
        reply = await (await server.post(channel, "/previous")).reply()
    assert reply.sender is None
    assert reply.sender_chat is channel


async def test_an_anonymous_administrator_speaks_as_the_group(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    group = server.add_supergroup("Rockets", ann)
    seen: list[Update] = []

    async def note(update: Update, context: Context) -> None:
        seen.append(update)
        await echo(update, context)

    async with connect(CommandHandler("previous", note)):
        await (await server.say(ann, group, "/previous", anonymous=True)).reply()
    message = seen[0].effective_message
    assert message is not None
    assert message.from_user is not None
    assert message.from_user.username == "GroupAnonymousBot"
    assert message.sender_chat is not None
    assert message.sender_chat.id == group.id


async def test_privacy_mode_hides_chatter_and_foreign_commands(server: TelegramServer) -> None:
    ann = server.add_user("Ann")
    group = server.add_supergroup("Rockets", ann)
    texts = ["hello", "/previous@other_bot", "/previous", "/previous@playground_bot", "hey @playground_bot"]
    shown = [(await server.say(ann, group, text)).update_id is not None for text in texts]
    assert shown == [False, False, True, True, True]


async def test_an_administrator_bot_sees_everything(server: TelegramServer) -> None:
    ann = server.add_user("Ann")
    group = server.add_supergroup("Rockets", ann)
    await server.add_bot(ann, group, admin=True)
    assert (await server.say(ann, group, "/previous@other_bot")).update_id is not None


async def test_a_location_arrives_as_one(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")

    async def where(update: Update, _: Context) -> None:
        assert update.message is not None
        assert update.message.location is not None
        await update.message.reply_text(str(update.message.location.latitude))

    async with connect(MessageHandler(filters.LOCATION, where)):
        said = await server.say(ann, location=(28.5, -80.6))
        assert (await said.reply()).text == "28.5"


async def test_an_inline_query_gets_its_results(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")

    async def suggest(update: Update, _: Context) -> None:
        assert update.inline_query is not None
        content = InputTextMessageContent("Falcon 9")
        await update.inline_query.answer([InlineQueryResultArticle("1", update.inline_query.query, content)])

    async with connect(InlineQueryHandler(suggest)):
        answer = await server.inline(ann, "falcon")
    assert [result["title"] for result in answer.results] == ["falcon"]


async def test_the_bot_is_told_when_somebody_takes_its_right_to_write(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    group = server.add_supergroup("Rockets", ann)
    changes: list[str] = []

    async def note(update: Update, context: Context) -> None:
        assert update.my_chat_member is not None
        change = update.my_chat_member
        changes.append(f"{change.old_chat_member.status} {change.new_chat_member.status}")
        await context.bot.send_message(ann.id, changes[-1])

    said = await server.say(ann, None, "watch")
    async with connect(ChatMemberHandler(note, ChatMemberHandler.MY_CHAT_MEMBER)):
        server.silence_bot(group, by=ann)
        server.silence_bot(group, silent=False)
        server.silence_bot(group)
        server.silence_bot(group, silent=False, by=ann)
        await said.replies(2)
    assert changes == ["member restricted", "restricted member"]


async def test_the_bot_is_told_when_it_is_added_and_thrown_out(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    group = server.add_supergroup("Rockets", ann, with_bot=False)
    changes: list[str] = []

    async def note(update: Update, context: Context) -> None:
        assert update.my_chat_member is not None
        changes.append(update.my_chat_member.new_chat_member.status)
        await context.bot.send_message(ann.id, changes[-1])

    said = await server.say(ann, None, "watch")
    async with connect(ChatMemberHandler(note, ChatMemberHandler.MY_CHAT_MEMBER)) as app:
        await server.add_bot(ann, group)
        await said.reply()
        await server.add_bot(ann, group, admin=True)
        await said.reply()
        await server.remove_bot(ann, group)
        await said.reply()
        with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
            await app.bot.send_message(group.id, "hello?")
    assert changes == ["member", "administrator", "kicked"]


async def test_a_blocked_bot_is_forbidden_to_write_until_unblocked(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    async with connect(polls=False) as app:
        await server.block(ann)
        with pytest.raises(Forbidden, match="bot was blocked by the user"):
            await app.bot.send_message(ann.id, "hello?")
        await server.unblock(ann)
        assert await app.bot.send_message(ann.id, "hello!")


async def test_a_migrated_group_names_its_successor(server: TelegramServer, connect: Connect) -> None:
    ann = server.add_user("Ann")
    group = server.add_group("Rockets", ann)
    async with connect(polls=False) as app:
        upgraded = await server.migrate(group)
        with pytest.raises(ChatMigrated) as error:
            await app.bot.send_message(group.id, "hello?")
        assert error.value.new_chat_id == upgraded.id
        assert await app.bot.send_message(upgraded.id, "hello!")


async def test_both_halves_of_a_migration_tell_the_bot(server: TelegramServer, call: Any) -> None:
    group = server.add_group("Rockets", server.add_user("Ann"))
    upgraded = await server.migrate(group)
    updates = (await call("getUpdates")).result
    told = [update["message"] for update in updates]
    assert told[0]["migrate_to_chat_id"] == upgraded.id
    assert told[1]["migrate_from_chat_id"] == group.id


async def test_the_token_appears_in_no_exchange(
    server: TelegramServer, connect: Connect, ledger: Ledger
) -> None:
    ann = server.add_user("Ann")
    async with connect(polls=False) as app:
        await app.bot.send_message(ann.id, f"my token is {server.token}")
    assert ledger.exchanges
    assert not any(server.token in repr(exchange) for exchange in ledger.exchanges)
