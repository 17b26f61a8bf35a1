"""People, channels and messages in the shape in which Discord hands them out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from . import permissions
from .messages import Message
from .places import Channel, ChannelType, Guild, User

REQUIRE_TAG = 1 << 4
"""https://docs.discord.com/developers/resources/channel#channel-object-channel-flags"""

JOINED = "2024-01-01T00:00:00+00:00"


def user_payload(user: User) -> dict[str, Any]:
    """Give a user object."""
    payload: dict[str, Any] = {
        "id": str(user.id),
        "username": user.name.lower().replace(" ", "_"),
        "global_name": None if user.bot else user.name,
        "discriminator": "0000" if user.bot else "0",
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }
    if user.bot:
        payload["bot"] = True
    return payload


def member_payload(user: User, may: int, *, roles: list[str] | None = None) -> dict[str, Any]:
    """Give a guild member object with the member's permissions in the channel at hand."""
    return {
        "user": user_payload(user),
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": roles or [],
        "joined_at": JOINED,
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "permissions": str(may),
    }


def channel_payload(channel: Channel, bot: User) -> dict[str, Any]:
    """Give a channel object: a direct message, a thread, or a guild's text or announcement channel."""
    last = None if channel.last_message_id is None else str(channel.last_message_id)
    payload: dict[str, Any] = {
        "id": str(channel.id),
        "type": int(channel.type),
        "flags": 0,
        "last_message_id": last,
    }
    if channel.guild is None:
        people = channel.people or tuple(filter(None, [channel.recipient]))
        private = {**payload, "recipients": [user_payload(person) for person in people]}
        if channel.type is ChannelType.DM:
            return private
        return private | {"name": None, "icon": None, "owner_id": str(people[0].id)}
    payload |= {
        "guild_id": str(channel.guild.id),
        "name": channel.name,
        "parent_id": None if channel.parent is None else str(channel.parent.id),
        "rate_limit_per_user": 0,
    }
    if channel.is_thread:
        return payload | {
            "owner_id": str((channel.owner or channel.guild.owner).id),
            "message_count": 0,
            "member_count": 1,
            "total_message_sent": 0,
            "thread_metadata": {
                "archived": channel.archived,
                "archive_timestamp": JOINED,
                "auto_archive_duration": 1440,
                "locked": False,
            },
            "applied_tags": [str(each) for each in channel.applied_tags],
        }
    overwrites = [*_bot_overwrites(channel, channel.guild, bot), *_overwrites(channel)]
    payload |= {"position": 0, "topic": None, "nsfw": False, "permission_overwrites": overwrites}
    if channel.type is ChannelType.FORUM:
        payload |= {
            "flags": REQUIRE_TAG if channel.requires_tag else 0,
            "available_tags": [
                {
                    "id": str(tag.id),
                    "name": tag.name,
                    "moderated": tag.moderated,
                    "emoji_id": None,
                    "emoji_name": tag.emoji,
                }
                for tag in channel.tags
            ],
        }
    return payload


def _bot_overwrites(channel: Channel, guild: Guild, bot: User) -> list[dict[str, Any]]:
    """Say how the bot's permissions in a channel differ from those it has in the guild."""
    if channel.bot_permissions in (None, guild.bot_permissions):
        return []
    allow = channel.bot_may() & ~guild.bot_permissions
    deny = guild.bot_permissions & ~channel.bot_may() & ~permissions.ADMINISTRATOR
    return [{"id": str(bot.id), "type": 1, "allow": str(allow), "deny": str(deny)}]


def _overwrites(channel: Channel) -> list[dict[str, Any]]:
    """Say what the channel's settings give to and take from people."""
    return [
        {
            "id": str(user_id),
            "type": 1,
            "allow": str(channel.granted.get(user_id, 0)),
            "deny": str(channel.denied.get(user_id, 0)),
        }
        for user_id in sorted({*channel.granted, *channel.denied})
    ]


def interaction_channel_payload(channel: Channel, user: User, bot: User) -> dict[str, Any]:
    """Give the channel object in an interaction: with the person's permissions, without overwrites."""
    payload = channel_payload(channel, bot) | {"permissions": str(channel.person_may(user))}
    payload.pop("permission_overwrites", None)
    return payload


def message_payload(message: Message) -> dict[str, Any]:
    """Give a message object."""
    return {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "author": user_payload(message.author),
        "type": message.type,
        "content": message.content,
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "attachments": message.attachments,
        "embeds": message.embeds,
        "components": message.components,
        "flags": message.flags,
        "pinned": False,
        "tts": message.tts,
        "timestamp": _stamp(message.created_at),
        "edited_timestamp": None if message.edited_at is None else _stamp(message.edited_at),
        **message.extra,
    }


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
