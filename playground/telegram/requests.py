"""The parameters of every method the stand-in serves, as msgspec structures.

Required ones have a default too: it is the method that refuses their absence, in Telegram's words.
"""

from __future__ import annotations

from typing import Any

from .inputs import (
    BotCommand,
    BotCommandScope,
    InlineQueryResultsButton,
    Input,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    MenuButton,
    ReplyParameters,
)


class Nothing(Input):
    """No parameters."""


class GetUpdates(Input):
    """https://core.telegram.org/bots/api#getupdates. `timeout` in seconds."""

    offset: int | None = None
    limit: int = 100
    timeout: int = 0
    allowed_updates: list[str] | None = None


class SetWebhook(Input):
    """https://core.telegram.org/bots/api#setwebhook, without certificates."""

    url: str = ""
    ip_address: str | None = None
    max_connections: int | None = None
    allowed_updates: list[str] | None = None
    drop_pending_updates: bool = False
    secret_token: str | None = None


class DeleteWebhook(Input):
    """https://core.telegram.org/bots/api#deletewebhook."""

    drop_pending_updates: bool = False


class Send(Input):
    """What all sending methods share."""

    chat_id: int | str | None = None
    message_thread_id: int | None = None
    parse_mode: str | None = None
    disable_notification: bool = False
    protect_content: bool = False
    allow_paid_broadcast: bool = False
    message_effect_id: str | None = None
    reply_parameters: ReplyParameters | None = None
    reply_markup: dict[str, Any] | None = None


class SendMessage(Send):
    """https://core.telegram.org/bots/api#sendmessage."""

    text: str = ""
    entities: list[dict[str, Any]] | None = None
    link_preview_options: LinkPreviewOptions | None = None


class SendFile(Send):
    """What photos and documents share."""

    caption: str = ""
    caption_entities: list[dict[str, Any]] | None = None


class SendPhoto(SendFile):
    """https://core.telegram.org/bots/api#sendphoto."""

    photo: str = ""
    show_caption_above_media: bool = False
    has_spoiler: bool = False


class SendDocument(SendFile):
    """https://core.telegram.org/bots/api#senddocument."""

    document: str = ""
    thumbnail: str | None = None
    disable_content_type_detection: bool = False


class SendChatAction(Input):
    """https://core.telegram.org/bots/api#sendchataction."""

    chat_id: int | str | None = None
    message_thread_id: int | None = None
    action: str = ""


class Edit(Input):
    """What all editing methods share: which message."""

    chat_id: int | str | None = None
    message_id: int | None = None
    inline_message_id: str | None = None
    reply_markup: dict[str, Any] | None = None


class EditMessageText(Edit):
    """https://core.telegram.org/bots/api#editmessagetext."""

    text: str = ""
    parse_mode: str | None = None
    entities: list[dict[str, Any]] | None = None
    link_preview_options: LinkPreviewOptions | None = None


class EditMessageCaption(Edit):
    """https://core.telegram.org/bots/api#editmessagecaption."""

    caption: str = ""
    parse_mode: str | None = None
    caption_entities: list[dict[str, Any]] | None = None
    show_caption_above_media: bool = False


class EditMessageMedia(Edit):
    """https://core.telegram.org/bots/api#editmessagemedia, photos and documents."""

    media: InputMediaPhoto | InputMediaDocument | None = None


class DeleteMessage(Input):
    """https://core.telegram.org/bots/api#deletemessage."""

    chat_id: int | str | None = None
    message_id: int | None = None


class AnswerCallbackQuery(Input):
    """https://core.telegram.org/bots/api#answercallbackquery."""

    callback_query_id: str = ""
    text: str = ""
    show_alert: bool = False
    url: str = ""
    cache_time: int = 0


class AnswerInlineQuery(Input):
    """https://core.telegram.org/bots/api#answerinlinequery. `results` are read by `inline_results`."""

    inline_query_id: str = ""
    results: list[dict[str, Any]] | None = None
    cache_time: int = 300
    is_personal: bool = False
    next_offset: str = ""
    button: InlineQueryResultsButton | None = None


class CommandScope(Input):
    """Which command menu is meant."""

    scope: BotCommandScope | None = None
    language_code: str = ""


class SetMyCommands(CommandScope):
    """https://core.telegram.org/bots/api#setmycommands."""

    commands: list[BotCommand] | None = None


class SetMyName(Input):
    """https://core.telegram.org/bots/api#setmyname."""

    name: str = ""
    language_code: str = ""


class SetMyDescription(Input):
    """https://core.telegram.org/bots/api#setmydescription."""

    description: str = ""
    language_code: str = ""


class SetMyShortDescription(Input):
    """https://core.telegram.org/bots/api#setmyshortdescription."""

    short_description: str = ""
    language_code: str = ""


class SetChatMenuButton(Input):
    """https://core.telegram.org/bots/api#setchatmenubutton."""

    chat_id: int | None = None
    menu_button: MenuButton | None = None


class InLanguage(Input):
    """A look-up of a text in one language."""

    language_code: str = ""


class InChat(Input):
    """A look-up in one chat."""

    chat_id: int | str | None = None


class GetChatMember(Input):
    """https://core.telegram.org/bots/api#getchatmember."""

    chat_id: int | str | None = None
    user_id: int | None = None


class GetFile(Input):
    """https://core.telegram.org/bots/api#getfile."""

    file_id: str = ""
