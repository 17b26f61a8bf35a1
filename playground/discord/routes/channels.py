"""Channels and the messages in them.

Source: https://docs.discord.com/developers/resources/message
"""

from __future__ import annotations

from typing import Any

from .. import permissions
from ..calls import Call, Reply, Route
from ..errors import (
    already_crossposted,
    cannot_message_user,
    missing_permissions,
    no_text_channel,
    not_the_author,
    thread_archived,
    unknown,
    wrong_channel_type,
)
from ..feed import Change
from ..messages import CROSSPOSTED, Message
from ..payloads import channel_payload, message_payload
from ..places import Channel, ChannelType
from ..rules.fields import Anything, Flag, check_fields
from ..rules.messages import check_message
from ..rules.problems import Problems
from ..world import World

PAGE = 50
MAX_PAGE = 100


def get_channel(world: World, call: Call) -> Reply:
    """GET /channels/{channel_id}."""
    return Reply(200, channel_payload(world.channel_for_bot(call.id("channel_id")), world.bot))


def open_dm(world: World, call: Call) -> Reply:
    """POST /users/@me/channels."""
    recipient = str(call.record().get("recipient_id"))
    user = world.users.get(int(recipient)) if recipient.isdecimal() else None
    if user is None:
        raise unknown("user")
    if user.bot:
        raise cannot_message_user()
    return Reply(200, channel_payload(world.dm(user), world.bot))


def list_messages(world: World, call: Call) -> Reply:
    """GET /channels/{channel_id}/messages: newest first; nothing where the bot may not read the history."""
    channel = world.channel_for_bot(call.id("channel_id"))
    if not permissions.allows(channel.bot_may(), permissions.READ_MESSAGE_HISTORY):
        return Reply(200, [])
    messages = [
        each for each in world.messages.in_channel(channel) if not each.ephemeral and not each.loading
    ]
    page = _page(messages, call.query)
    return Reply(200, [message_payload(each) for each in page])


def _page(messages: list[Message], query: Any) -> list[Message]:
    """Choose from messages, oldest first, what before, after, around and limit ask for; newest first."""
    asked = query.get("limit", "")
    limit = min(int(asked), MAX_PAGE) if asked.isdecimal() and int(asked) else PAGE
    marks = {
        name: int(query[name]) for name in ("before", "after", "around") if query.get(name, "").isdecimal()
    }
    if "around" in marks:
        nearest = sorted(messages, key=lambda each: abs(each.id - marks["around"]))[:limit]
        return sorted(nearest, key=lambda each: -each.id)
    if "after" in marks:
        return [each for each in messages if each.id > marks["after"]][:limit][::-1]
    older = [each for each in messages if "before" not in marks or each.id < marks["before"]]
    return older[-limit:][::-1]


def get_message(world: World, call: Call) -> Reply:
    """GET /channels/{channel_id}/messages/{message_id}."""
    channel = world.channel_for_bot(call.id("channel_id"), permissions.READ_MESSAGE_HISTORY)
    return Reply(200, message_payload(world.message_for_bot(channel, call.id("message_id"))))


def create_message(world: World, call: Call) -> Reply:
    """POST /channels/{channel_id}/messages: sent again with the same nonce, the message of the first time."""
    channel = world.channel_for_bot(call.id("channel_id"))
    if channel.type is ChannelType.FORUM:
        raise no_text_channel()
    thread = permissions.SEND_MESSAGES_IN_THREADS if channel.is_thread else permissions.SEND_MESSAGES
    wanted = thread | (permissions.ATTACH_FILES if call.uploads else 0)
    if not permissions.allows(channel.bot_may(), wanted):
        raise missing_permissions()
    if channel.recipient is not None and not channel.recipient.accepts_dms:
        raise cannot_message_user()
    body = call.record()
    check_message(body, "create", [each.filename for each in call.uploads])
    nonce = body.get("nonce")
    repeated = (
        world.messages.with_nonce(str(nonce)) if nonce is not None and body.get("enforce_nonce") else None
    )
    # Writing in a thread opens it again.
    channel.archived = False
    message = repeated or _create(world, channel, body, call)
    if nonce is not None:
        world.messages.remember_nonce(str(nonce), message)
        return Reply(200, message_payload(message) | {"nonce": nonce})
    return Reply(200, message_payload(message))


def _create(world: World, channel: Channel, body: dict[str, Any], call: Call) -> Message:
    reference = body.get("message_reference")
    if reference is None:
        return world.messages.create(channel, world.bot, body, call.uploads)
    problems = Problems(("message_reference",))
    fields = dict.fromkeys(("message_id", "channel_id", "guild_id", "type"), Anything())
    check_fields(problems, (), reference, {**fields, "fail_if_not_exists": Flag()})
    problems.refuse()
    number = str(reference.get("message_id"))
    if number not in {str(each.id) for each in world.messages.in_channel(channel)}:
        if reference.get("fail_if_not_exists", True):
            problems.add((), "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", "Unknown message")
            problems.refuse()
        return world.messages.create(channel, world.bot, body, call.uploads)
    extra = {"message_reference": {"type": 0, "channel_id": str(channel.id), "message_id": number}}
    return world.messages.create(channel, world.bot, body, call.uploads, type_=19, extra=extra)


def _own_message(world: World, call: Call, wanted: int = 0) -> Message:
    channel = world.channel_for_bot(call.id("channel_id"), wanted)
    return world.message_for_bot(channel, call.id("message_id"))


def edit_message(world: World, call: Call) -> Reply:
    """PATCH /channels/{channel_id}/messages/{message_id}."""
    message = _own_message(world, call)
    if message.author is not world.bot:
        raise not_the_author()
    if message.channel.archived:
        raise thread_archived()
    body = call.record()
    names = world.attachments.names_after(body, call.uploads, message)
    check_message(body, "edit", names, message)
    world.messages.edit(message, body, call.uploads)
    return Reply(200, message_payload(message))


def delete_message(world: World, call: Call) -> Reply:
    """DELETE /channels/{channel_id}/messages/{message_id}."""
    message = _own_message(world, call)
    may = permissions.allows(message.channel.bot_may(), permissions.MANAGE_MESSAGES)
    if message.author is not world.bot and not may:
        raise missing_permissions()
    world.messages.delete(message)
    return Reply(204)


def crosspost(world: World, call: Call) -> Reply:
    """POST …/crosspost: publish an announcement to the channels that follow."""
    message = _own_message(world, call, permissions.SEND_MESSAGES)
    if message.channel.type is not ChannelType.ANNOUNCEMENT:
        raise wrong_channel_type()
    if message.flags & CROSSPOSTED:
        raise already_crossposted()
    world.messages.crosspost(message)
    return Reply(200, message_payload(message))


def typing(world: World, call: Call) -> Reply:
    """POST /channels/{channel_id}/typing."""
    world.feed.publish(Change("typing", world.channel_for_bot(call.id("channel_id"))))
    return Reply(204)


_MESSAGES = "/channels/{channel_id}/messages"
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"

ROUTES = (
    Route("GET", "/channels/{channel_id}", get_channel),
    Route("POST", "/users/@me/channels", open_dm),
    Route("GET", _MESSAGES, list_messages, bucket="message history"),
    Route("POST", _MESSAGES, create_message, bucket="message create"),
    Route("GET", _MESSAGE, get_message),
    Route("PATCH", _MESSAGE, edit_message, bucket="message edit"),
    Route("DELETE", _MESSAGE, delete_message, bucket="message delete"),
    Route("POST", f"{_MESSAGE}/crosspost", crosspost, bucket="crosspost"),
    Route("POST", "/channels/{channel_id}/typing", typing),
)
