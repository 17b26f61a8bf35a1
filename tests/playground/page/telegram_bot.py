"""A bot on the unmodified python-telegram-bot that shows everything the page can draw."""

from __future__ import annotations

from typing import Any

from telegram import (
    BotCommand,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from playground.telegram.server import TelegramServer

from .discord_bot import png

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE

TEXT = (
    "<b>Bold 🚀 <i>both</i></b> <code>code</code> <tg-spoiler>hidden</tg-spoiler> &lt;img src=x&gt;\n"
    '<blockquote>quoted</blockquote> <a href="https://example.org/x">link</a> /help\n'
    '<tg-time unix="1647531900" format="Dt">17 March 2022, 15:45 UTC</tg-time>\n'
    f"<blockquote expandable>{'A long story. ' * 40}</blockquote>"
)


def keyboard() -> InlineKeyboardMarkup:
    """A button of each kind."""
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton("Toast", callback_data="toast"),
                InlineKeyboardButton("Alert", callback_data="alert"),
            ],
            [
                InlineKeyboardButton("Edit it", callback_data="edit"),
                InlineKeyboardButton("Home", callback_data="home"),
            ],
            [
                InlineKeyboardButton("Wiki", url="https://example.org/wiki"),
                InlineKeyboardButton("Talk", url="https://t.me/playground_bot?start=talk"),
            ],
            [
                InlineKeyboardButton("Share", switch_inline_query="falcon"),
                InlineKeyboardButton("Copy", copy_text=CopyTextButton("5461"), style="danger"),
            ],
            [
                InlineKeyboardButton(f"{number} much too long for a phone", callback_data="x")
                for number in range(5)
            ],
        ]
    )


async def show(update: Update, context: Context) -> None:
    """Show entities, a preview and buttons."""
    assert update.effective_message is not None
    preview = LinkPreviewOptions(
        url="https://example.org/far.png", show_above_text=True, prefer_large_media=True
    )
    await update.effective_message.reply_html(TEXT, reply_markup=keyboard(), link_preview_options=preview)


async def start(update: Update, context: Context) -> None:
    """Repeat the payload."""
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"started with {context.args}")


async def photo(update: Update, context: Context) -> None:
    """Send a picture."""
    assert update.effective_message is not None
    await update.effective_message.reply_photo(png(), caption="A chart")


async def short(update: Update, context: Context) -> None:
    """Send a word above keys that are wider."""
    assert update.effective_message is not None
    row = [InlineKeyboardButton(label, callback_data="x") for label in ("By launch site", "By year")]
    await update.effective_message.reply_text("Hi", reply_markup=InlineKeyboardMarkup([row]))


async def echo(update: Update, context: Context) -> None:
    """Repeat a text, also a changed one, but not what was chosen from our own results."""
    assert update.effective_message is not None
    if update.effective_message.via_bot:
        return
    word = "heard again" if update.edited_message else "heard"
    await update.effective_message.reply_text(f"{word}: {update.effective_message.text}")


async def pressed(update: Update, context: Context) -> None:
    """Answer each button its way."""
    query = update.callback_query
    assert query is not None
    match query.data:
        case "toast":
            await query.answer("a passing word")
        case "alert":
            await query.answer("look here", show_alert=True)
        case "home":
            await query.answer(url="https://t.me/playground_bot?start=home")
        case _:
            await query.answer()
            await query.edit_message_text("changed", reply_markup=keyboard())


async def offer(update: Update, context: Context) -> None:
    """Offer three things on two pages; for "nothing" a button alone."""
    query = update.inline_query
    assert query is not None
    if query.query == "nothing":
        await query.answer([], button=InlineQueryResultsButton("Nothing found", start_parameter="lost"))
        return
    content = InputTextMessageContent(f"<b>{query.query}</b> was chosen", parse_mode="HTML")
    first = InlineQueryResultArticle(
        "a",
        f"{query.query} one",
        content,
        description="The first",
        reply_markup=keyboard(),
        thumbnail_url="https://example.org/far.png",
    )
    second = InlineQueryResultArticle("b", f"{query.query} two", content)
    third = InlineQueryResultArticle("c", f"{query.query} three", content)
    if query.offset:
        await query.answer([third])
    else:
        await query.answer([first, second], next_offset="2")


def build(server: TelegramServer) -> App:
    """Make the application; the caller starts it."""
    builder = Application.builder().token(server.token)
    app = builder.base_url(server.base_url).base_file_url(server.base_file_url).build()
    app.add_handler(CommandHandler("show", show))
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CommandHandler("photo", photo))
    app.add_handler(CommandHandler("short", short))
    app.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    app.add_handler(CallbackQueryHandler(pressed))
    app.add_handler(InlineQueryHandler(offer))
    return app


COMMANDS = [BotCommand("show", "Shows everything"), BotCommand("photo", "Sends a picture")]
