"""The objects a bot sends inside its parameters, as msgspec structures.

Field names are those of https://core.telegram.org/bots/api; a field that is not here is refused.
What the stand-in has no use for (games, payments, web apps' log-in…) is left out on purpose.
"""

from __future__ import annotations

from typing import Any, Literal

from msgspec import Struct


class Input(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all: an unknown field is an error, an unset one does not come back."""


class LinkPreviewOptions(Input):
    """How the preview of a link looks."""

    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class ReplyParameters(Input):
    """Which message is replied to."""

    message_id: int
    chat_id: int | str | None = None
    allow_sending_without_reply: bool | None = None
    quote: str | None = None
    quote_parse_mode: str | None = None
    quote_entities: list[dict[str, Any]] | None = None
    quote_position: int | None = None


class WebAppInfo(Input):
    """Where a web app is."""

    url: str


class CopyTextButton(Input):
    """What a press puts on the clipboard."""

    text: str


class SwitchInlineQueryChosenChat(Input):
    """Which chats a press offers for an inline query."""

    query: str | None = None
    allow_user_chats: bool | None = None
    allow_bot_chats: bool | None = None
    allow_group_chats: bool | None = None
    allow_channel_chats: bool | None = None


class InlineKeyboardButton(Input):
    """A button under a message; exactly one field beside the text and its looks."""

    text: str
    icon_custom_emoji_id: str | None = None
    style: str | None = None
    url: str | None = None
    callback_data: str | None = None
    web_app: WebAppInfo | None = None
    switch_inline_query: str | None = None
    switch_inline_query_current_chat: str | None = None
    switch_inline_query_chosen_chat: SwitchInlineQueryChosenChat | None = None
    copy_text: CopyTextButton | None = None
    pay: bool | None = None


class InlineKeyboardMarkup(Input):
    """Rows of buttons under a message."""

    inline_keyboard: list[list[InlineKeyboardButton]]


class KeyboardButton(Input):
    """A key of a reply keyboard."""

    text: str
    icon_custom_emoji_id: str | None = None
    style: str | None = None
    request_contact: bool | None = None
    request_location: bool | None = None
    web_app: WebAppInfo | None = None


class ReplyKeyboardMarkup(Input):
    """A keyboard in place of the person's own."""

    keyboard: list[list[KeyboardButton | str]]
    is_persistent: bool | None = None
    resize_keyboard: bool | None = None
    one_time_keyboard: bool | None = None
    input_field_placeholder: str | None = None
    selective: bool | None = None


class ReplyKeyboardRemove(Input):
    """Take the reply keyboard away."""

    remove_keyboard: bool
    selective: bool | None = None


class ForceReply(Input):
    """Open the person's reply box."""

    force_reply: bool
    input_field_placeholder: str | None = None
    selective: bool | None = None


class InputMediaPhoto(Input, tag_field="type", tag="photo"):
    """A photo put in place of another; `media` is a file_id, an address or attach://NAME."""

    media: str
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[dict[str, Any]] | None = None
    show_caption_above_media: bool | None = None
    has_spoiler: bool | None = None


class InputMediaDocument(Input, tag_field="type", tag="document"):
    """A document put in place of another."""

    media: str
    thumbnail: str | None = None
    caption: str | None = None
    parse_mode: str | None = None
    caption_entities: list[dict[str, Any]] | None = None
    disable_content_type_detection: bool | None = None


class BotCommand(Input):
    """One line of the command menu."""

    command: str
    description: str


class BotCommandScope(Input):
    """Who sees a command menu; the most specific scope wins."""

    type: Literal[
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
    chat_id: int | str | None = None
    user_id: int | None = None


class MenuButton(Input):
    """The button beside the text field of a private chat."""

    type: Literal["commands", "web_app", "default"]
    text: str | None = None
    web_app: WebAppInfo | None = None


class InputTextMessageContent(Input):
    """The text that a chosen inline result becomes."""

    message_text: str
    parse_mode: str | None = None
    entities: list[dict[str, Any]] | None = None
    link_preview_options: LinkPreviewOptions | None = None


class InlineQueryResultArticle(Input, tag_field="type", tag="article"):
    """A result of an inline query that is sent as a text."""

    id: str
    title: str
    input_message_content: InputTextMessageContent
    reply_markup: dict[str, Any] | None = None
    url: str | None = None
    description: str | None = None
    thumbnail_url: str | None = None
    thumbnail_width: int | None = None
    thumbnail_height: int | None = None


class InlineQueryResultsButton(Input):
    """The button above the results of an inline query."""

    text: str
    web_app: WebAppInfo | None = None
    start_parameter: str | None = None
