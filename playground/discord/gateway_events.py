"""The gateway's events about the bot and its guilds, and the guild object that REST shares with them."""

from __future__ import annotations

from typing import Any

from .gateway_session import Session
from .payloads import JOINED, channel_payload, member_payload, user_payload
from .places import Channel, Guild, User
from .world import World

TIMED_OUT_UNTIL = "2999-01-01T00:00:00+00:00"
"""Long after everything that happens here."""


def _role(role_id: int, name: str, bits: int, position: int, bot: User | None = None) -> dict[str, Any]:
    role: dict[str, Any] = {
        "id": str(role_id),
        "name": name,
        "permissions": str(bits),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": bot is not None,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if bot is not None:
        role["tags"] = {"bot_id": str(bot.id)}
    return role


def guild_payload(guild: Guild, bot: User) -> dict[str, Any]:
    """Give a guild object as REST has it; the bot holds a role of its own (id: the guild's plus one)."""
    nothing = dict.fromkeys(
        (
            "icon",
            "description",
            "home_header",
            "splash",
            "discovery_splash",
            "banner",
            "application_id",
            "afk_channel_id",
            "widget_channel_id",
            "max_presences",
            "vanity_url_code",
            "rules_channel_id",
            "safety_alerts_channel_id",
            "public_updates_channel_id",
            "incidents_data",
        )
    )
    return {
        **nothing,
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner.id),
        "system_channel_id": str(guild.system_channel) if guild.system_channel else None,
        "features": [],
        "region": "deprecated",
        "afk_timeout": 300,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "verification_level": 0,
        "roles": [
            everyone_payload(guild),
            bot_role_payload(guild, bot),
            *(role_payload(role_id, name) for role_id, name in guild.roles.items()),
        ],
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": guild.locale,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
    }


def everyone_payload(guild: Guild) -> dict[str, Any]:
    """Give the role that everybody in a guild has."""
    return _role(guild.id, "@everyone", guild.everyone, 0)


def bot_role_payload(guild: Guild, bot: User) -> dict[str, Any]:
    """Give the role that a guild has for the bot, with what the bot may do in all of it."""
    return _role(guild.id + 1, bot.name, guild.bot_permissions, 1, bot)


def bot_member_payload(guild: Guild, bot: User) -> dict[str, Any]:
    """Give the bot as a member of a guild."""
    member = member_payload(bot, guild.bot_permissions, roles=[str(guild.id + 1)])
    del member["permissions"]
    if guild.bot_timed_out:
        member["communication_disabled_until"] = TIMED_OUT_UNTIL
    return member


def role_payload(role_id: int, name: str) -> dict[str, Any]:
    """Give a role without any right that everybody may mention."""
    return {**_role(role_id, name, 0, 1), "mentionable": True}


def guild_create_payload(guild: Guild, channels: list[Channel], bot: User) -> dict[str, Any]:
    """Give the GUILD_CREATE event; the bot is the only member it knows of."""
    return {
        **guild_payload(guild, bot),
        "joined_at": JOINED,
        "large": False,
        "unavailable": False,
        "member_count": 2 + len(guild.member_permissions),
        "voice_states": [],
        "members": [bot_member_payload(guild, bot)],
        "channels": [channel_payload(each, bot) for each in channels if not each.is_thread],
        "threads": [channel_payload(each, bot) for each in channels if each.is_thread],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def ready_payload(world: World, session: Session, guilds: list[Guild]) -> dict[str, Any]:
    """Give the READY event; the guilds follow as GUILD_CREATE."""
    return {
        "v": 10,
        "user": user_payload(world.bot) | {"verified": True, "mfa_enabled": False, "email": None},
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": world.gateway_url,
        "shard": list(session.shard),
        "application": {"id": str(world.bot.id), "flags": 0},
        "private_channels": [],
        "relationships": [],
        "presences": [],
        "user_settings": {},
        "geo_ordered_rtc_regions": [],
        "_trace": [],
    }
