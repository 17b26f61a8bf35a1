"""sendMessage, sendPhoto, sendDocument, sendChatAction."""

from __future__ import annotations

from typing import Any

from ..chats import Chat, Message, Topic
from ..content import caption_text, message_text, preview
from ..dates import check_dates
from ..errors import bad_request
from ..files import document_field, photo_field
from ..inputs import ReplyParameters
from ..keyboards import check_inline_mode, read_markup
from ..parameters import Upload
from ..requests import Send, SendChatAction, SendDocument, SendFile, SendMessage, SendPhoto
from ..world import World

ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
     "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)  # fmt: skip
"""https://core.telegram.org/bots/api#sendchataction."""


def send_message(world: World, request: SendMessage, _: dict[str, Upload]) -> dict[str, Any]:
    """Send a text; https://core.telegram.org/bots/api#sendmessage."""
    if not request.text:
        raise bad_request("message text is empty")
    chat, topic = open_chat(world, request, "text messages")
    text, entities = message_text(request.text, request.parse_mode, request.entities)
    options = preview(request.link_preview_options)
    return _post(world, chat, topic, request, text=text, entities=entities, link_preview=options)


def send_photo(world: World, request: SendPhoto, uploads: dict[str, Upload]) -> dict[str, Any]:
    """Send a photo; https://core.telegram.org/bots/api#sendphoto."""
    chat, topic = open_chat(world, request, "photos")
    media: dict[str, Any] = photo_field(world.files.resolve(request.photo, uploads, "photo"))
    if request.has_spoiler:
        media["has_media_spoiler"] = True
    if request.show_caption_above_media:
        media["show_caption_above_media"] = True
    return _post(world, chat, topic, request, media=media, **_caption(request))


def send_document(world: World, request: SendDocument, uploads: dict[str, Upload]) -> dict[str, Any]:
    """Send a file; https://core.telegram.org/bots/api#senddocument."""
    chat, topic = open_chat(world, request, "documents")
    media = document_field(world.files.resolve(request.document, uploads, "document"))
    return _post(world, chat, topic, request, media=media, **_caption(request))


def send_chat_action(world: World, request: SendChatAction, _: dict[str, Upload]) -> bool:
    """Show "typing…"; https://core.telegram.org/bots/api#sendchataction."""
    if request.action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = world.find_chat(request.chat_id)
    chat.check_writable(world.bot.id)
    topic = chat.check_topic(request.message_thread_id, world.bot.id)
    world.feed.publish(
        "chat_action", chat.id, action=request.action, message_thread_id=topic.id if topic else None
    )
    return True


def open_chat(world: World, request: Send, what: str) -> tuple[Chat, Topic | None]:
    """Find where a message goes; refuse where the bot may not send."""
    chat = world.find_chat(request.chat_id)
    chat.check_writable(world.bot.id, what)
    return chat, chat.check_topic(request.message_thread_id, world.bot.id)


def _caption(request: SendFile) -> dict[str, Any]:
    text, entities = caption_text(request.caption, request.parse_mode, request.caption_entities)
    return {"text": text or None, "entities": entities}


def _post(world: World, chat: Chat, topic: Topic | None, request: Send, **content: Any) -> dict[str, Any]:
    check_dates(content["entities"], world.clock())
    markup, keyboard = read_markup(request.reply_markup)
    check_inline_mode(markup, switched_on=world.inline_mode)
    replied = _replied(chat, request.reply_parameters)
    topic = topic or (chat.topics.get(replied.thread_id or 0) if replied is not None else None)
    is_channel = chat.type == "channel"
    world.gate.admit(chat.id, is_private=chat.type == "private")
    message = world.add_message(
        chat,
        sender=None if is_channel else world.bot,
        sender_chat=chat if is_channel else None,
        by_bot=True,
        markup=markup,
        keyboard=keyboard,
        reply_to=replied or (topic.root if topic else None),
        thread_id=topic.id if topic else None,
        is_topic_message=topic is not None,
        **content,
    )
    world.announce(message)
    return message.wire()


def _replied(chat: Chat, reply: ReplyParameters | None) -> Message | None:
    """Find the message replied to; replies across chats are taken for plain messages."""
    if reply is None or (reply.chat_id is not None and reply.chat_id != chat.id):
        return None
    message = chat.messages.get(reply.message_id)
    if message is None and not reply.allow_sending_without_reply:
        raise bad_request("message to be replied not found")
    return message
