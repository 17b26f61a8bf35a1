"""editMessageText and its siblings, deleteMessage."""

from __future__ import annotations

from typing import Any

from ..chats import Message
from ..content import caption_text, message_text, preview
from ..dates import check_dates
from ..errors import bad_request
from ..files import document_field, photo_field
from ..inputs import InputMediaPhoto
from ..keyboards import check_inline_mode, inline_only
from ..parameters import Upload
from ..requests import DeleteMessage, Edit, EditMessageCaption, EditMessageMedia, EditMessageText
from ..world import World

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, request: EditMessageText, _: dict[str, Upload]) -> dict[str, Any] | bool:
    """Change a text; https://core.telegram.org/bots/api#editmessagetext."""
    if not request.text:
        raise bad_request("message text is empty")
    message = _find(world, request)
    if message.has_caption:
        raise bad_request("there is no text in the message to edit")
    text, entities = message_text(
        request.text, request.parse_mode, request.entities, too_long="MESSAGE_TOO_LONG"
    )
    return _change(
        world,
        message,
        text=text,
        entities=entities,
        markup=inline_only(request.reply_markup),
        link_preview=preview(request.link_preview_options),
    )


def edit_message_caption(
    world: World, request: EditMessageCaption, _: dict[str, Upload]
) -> dict[str, Any] | bool:
    """Change a caption; https://core.telegram.org/bots/api#editmessagecaption."""
    message = _find(world, request)
    if not message.has_caption:
        raise bad_request("there is no caption in the message to edit")
    text, entities = _new_caption(request.caption, request.parse_mode, request.caption_entities)
    return _change(world, message, text=text, entities=entities, markup=inline_only(request.reply_markup))


def edit_message_media(
    world: World, request: EditMessageMedia, uploads: dict[str, Upload]
) -> dict[str, Any] | bool:
    """Change the picture or file; https://core.telegram.org/bots/api#editmessagemedia.

    A text message can be turned into one with media, but never back.
    """
    message = _find(world, request)
    media = request.media
    if media is None:
        raise bad_request("input media is not specified")
    if isinstance(media, InputMediaPhoto):
        field = photo_field(world.files.resolve(media.media, uploads, "photo"))
    else:
        field = document_field(world.files.resolve(media.media, uploads, "document"))
    text, entities = _new_caption(media.caption or "", media.parse_mode, media.caption_entities)
    return _change(
        world,
        message,
        text=text,
        entities=entities,
        media=field,
        markup=inline_only(request.reply_markup),
        link_preview=None,
    )


def edit_message_reply_markup(world: World, request: Edit, _: dict[str, Upload]) -> dict[str, Any] | bool:
    """Change or remove the buttons; https://core.telegram.org/bots/api#editmessagereplymarkup."""
    return _change(world, _find(world, request), markup=inline_only(request.reply_markup))


def delete_message(world: World, request: DeleteMessage, _: dict[str, Upload]) -> bool:
    """Take a message away; https://core.telegram.org/bots/api#deletemessage."""
    chat = world.find_chat(request.chat_id)
    message = chat.messages.get(request.message_id or 0)
    if message is None:
        raise bad_request("message to delete not found")
    if not (message.by_bot or chat.type == "private" or chat.is_admin(world.bot.id)):
        raise bad_request("message can't be deleted")
    world.announce_deletion(message)
    return True


def _find(world: World, request: Edit) -> Message:
    """Find the message to edit; refuse those of others. What was sent via the bot has an id of its own."""
    if request.inline_message_id is not None:
        if (chosen := world.inline_messages.get(request.inline_message_id)) is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return chosen
    chat = world.find_chat(request.chat_id)
    if request.message_id is None:
        raise bad_request("message identifier is not specified")
    chat.check_writable(world.bot.id)
    message = chat.messages.get(request.message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot or message.service:
        raise bad_request("message can't be edited")
    return message


def _new_caption(
    caption: str, parse_mode: str | None, entities: list[dict[str, Any]] | None
) -> tuple[str | None, list[dict[str, Any]]]:
    text, found = caption_text(caption, parse_mode, entities, too_long="MEDIA_CAPTION_TOO_LONG")
    return text or None, found


def _change(world: World, message: Message, **content: Any) -> dict[str, Any] | bool:
    check_inline_mode(content.get("markup"), switched_on=world.inline_mode)
    check_dates(content.get("entities", []), world.clock())
    if all(getattr(message, name) == value for name, value in content.items()):
        raise bad_request(NOT_MODIFIED)
    world.gate.admit_edit()
    for name, value in content.items():
        setattr(message, name, value)
    world.announce_edit(message, shows=set(content) != {"markup"})
    return True if message.inline_message_id else message.wire()
