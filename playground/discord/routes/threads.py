"""Threads: under messages, as posts of forums, and what can be changed of channels.

Source: https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import permissions
from ..calls import Call, Reply, Route
from ..errors import missing_permissions, tag_required, thread_exists, unknown, wrong_channel_type
from ..payloads import channel_payload, message_payload
from ..places import MOST_TAGS, Channel, ChannelType, Tag
from ..rules.fields import Anything, Flag, Items, Number, Rule, Text, check_fields
from ..rules.messages import check_message
from ..rules.problems import Problems
from ..world import World

_POST: Mapping[str, Rule] = {
    "name": Text(1, 100, required=True),
    "auto_archive_duration": Number(60, 10_080),
    "rate_limit_per_user": Number(0, 21_600),
    "applied_tags": Items(0, 5),
    "message": Anything(required=True),
}
_UNDER_MESSAGE: Mapping[str, Rule] = {
    "name": Text(1, 100, required=True),
    "auto_archive_duration": Anything(),
    "rate_limit_per_user": Number(0, 21_600),
}
_DURATIONS = (60, 1440, 4320, 10_080)
_BELOW = {
    ChannelType.TEXT: ChannelType.PUBLIC_THREAD,
    ChannelType.ANNOUNCEMENT: ChannelType.ANNOUNCEMENT_THREAD,
}
"""Where threads are opened under messages, and what these are."""

_TAG: Mapping[str, Rule] = {
    "id": Anything(),
    "name": Text(1, 20, required=True),
    "moderated": Flag(),
    "emoji_id": Anything(),
    "emoji_name": Anything(),
}
_OF_THREAD: Mapping[str, Rule] = {
    "name": Text(1, 100),
    "archived": Flag(),
    "locked": Flag(),
    "auto_archive_duration": Number(60, 10_080),
    "applied_tags": Items(0, 5),
}
_OF_FORUM: Mapping[str, Rule] = {"available_tags": Items(0, MOST_TAGS)}


def create_post(world: World, call: Call) -> Reply:
    """POST /channels/{channel_id}/threads: a post of a forum, a thread that begins with a message."""
    forum = world.channel_for_bot(call.id("channel_id"))
    if forum.type is not ChannelType.FORUM:
        raise wrong_channel_type()
    wanted = permissions.SEND_MESSAGES | (permissions.ATTACH_FILES if call.uploads else 0)
    if not permissions.allows(forum.bot_may(), wanted):
        raise missing_permissions()
    body = call.record()
    problems = Problems(())
    check_fields(problems, (), body, _POST)
    problems.refuse()
    check_message(body["message"], "create", [each.filename for each in call.uploads], root=("message",))
    tags = _applied(forum, body.get("applied_tags") or ())
    if forum.requires_tag and not tags:
        raise tag_required()
    assert forum.guild is not None
    thread = world.add_post(forum, body["name"], tags)
    message = world.messages.create(thread, world.bot, body["message"], call.uploads, id_=thread.id)
    return Reply(201, channel_payload(thread, world.bot) | {"message": message_payload(message)})


def open_thread(world: World, call: Call) -> Reply:
    """POST …/messages/{message_id}/threads: a thread under a message, with the message's id.

    Source: https://docs.discord.com/developers/resources/channel#start-thread-from-message
    """
    channel = world.channel_for_bot(call.id("channel_id"), permissions.CREATE_PUBLIC_THREADS)
    if channel.type not in _BELOW:
        raise wrong_channel_type()
    message = world.message_for_bot(channel, call.id("message_id"))
    body = call.record()
    problems = Problems(())
    check_fields(problems, (), body, _UNDER_MESSAGE)
    if body.get("auto_archive_duration") not in (None, *_DURATIONS):
        problems.add(("auto_archive_duration",), "BASE_TYPE_CHOICES", f"Value must be one of {_DURATIONS}.")
    problems.refuse()
    if message.id in world.channels:
        raise thread_exists()
    assert channel.guild is not None
    thread = world.add_channel(
        channel.guild, body["name"], _BELOW[channel.type], parent=channel, id_=message.id
    )
    thread.owner = world.bot
    world.messages.mark_thread(message)
    return Reply(201, channel_payload(thread, world.bot))


def _applied(forum: Channel | None, asked: Any) -> list[int]:
    """Give the ids of tags that are asked for; ApiError 50035 for one that the forum does not have."""
    known = {str(tag.id) for tag in forum.tags} if forum is not None else set()
    if unknown_ids := [each for each in asked if str(each) not in known]:
        problems = Problems(())
        problems.add(("applied_tags",), "BASE_TYPE_CHOICES", f"Unknown tags {unknown_ids}")
        problems.refuse()
    return [int(each) for each in asked]


def change_channel(world: World, call: Call) -> Reply:
    """PATCH /channels/{channel_id}: a thread's state and tags, or the tags that a forum has."""
    channel = world.channel_for_bot(call.id("channel_id"))
    body, problems = call.record(), Problems(())
    check_fields(problems, (), body, _OF_THREAD if channel.is_thread else _OF_FORUM)
    problems.refuse()
    if channel.is_thread:
        _change_thread(world, channel, body)
    else:
        _change_tags(world, channel, body)
    world.changed(channel)
    return Reply(200, channel_payload(channel, world.bot))


def _change_thread(world: World, thread: Channel, body: dict[str, Any]) -> None:
    """Whoever began a thread may change its state and tags."""
    is_ours = thread.owner is world.bot
    if not is_ours and not permissions.allows(thread.bot_may(), permissions.MANAGE_THREADS):
        raise missing_permissions()
    if "applied_tags" in body:
        thread.applied_tags = _applied(thread.parent, body["applied_tags"])
    if "archived" in body:
        thread.archived = bool(body["archived"])


def _change_tags(world: World, forum: Channel, body: dict[str, Any]) -> None:
    if not permissions.allows(forum.bot_may(), permissions.MANAGE_CHANNELS):
        raise missing_permissions()
    for index, tag in enumerate(body.get("available_tags") or ()):
        problems = Problems(("available_tags", index))
        check_fields(problems, (), tag, _TAG)
        problems.refuse()
    if "available_tags" in body:
        forum.tags = [
            Tag(
                int(each.get("id") or world.snowflakes.next()),
                each["name"],
                emoji=each.get("emoji_name"),
                moderated=bool(each.get("moderated")),
            )
            for each in body["available_tags"]
        ]


def active_threads(world: World, call: Call) -> Reply:
    """GET /guilds/{guild_id}/threads/active: all that the bot sees, newest first."""
    guild = world.guilds.get(call.id("guild_id"))
    if guild is None or not guild.bot_present:
        raise unknown("guild")
    return Reply(200, _listed(world, [each for each in world.channels_of(guild) if each.is_thread]))


def archived_threads(world: World, call: Call) -> Reply:
    """GET /channels/{channel_id}/threads/archived/public: only where the bot may read the history."""
    channel = world.channel_for_bot(call.id("channel_id"), permissions.READ_MESSAGE_HISTORY)
    below = [each for each in world.channels.values() if each.parent is channel]
    return Reply(200, _listed(world, below, archived=True))


def _listed(world: World, threads: list[Channel], *, archived: bool = False) -> dict[str, Any]:
    seen = [
        each
        for each in threads
        if each.archived is archived and permissions.allows(each.bot_may(), permissions.VIEW_CHANNEL)
    ]
    told = [channel_payload(each, world.bot) for each in sorted(seen, key=lambda each: -each.id)]
    return {"threads": told, "members": [], "has_more": False}


ROUTES = (
    Route("POST", "/channels/{channel_id}/threads", create_post, bucket="thread create"),
    Route(
        "POST", "/channels/{channel_id}/messages/{message_id}/threads", open_thread, bucket="thread create"
    ),
    Route("PATCH", "/channels/{channel_id}", change_channel, bucket="channel edit"),
    Route("GET", "/guilds/{guild_id}/threads/active", active_threads, major="guild_id"),
    Route("GET", "/channels/{channel_id}/threads/archived/public", archived_threads),
)
