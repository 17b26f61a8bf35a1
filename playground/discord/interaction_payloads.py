"""INTERACTION_CREATE events.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object
"""

from __future__ import annotations

from typing import Any

from .interactions import Interaction
from .payloads import interaction_channel_payload, member_payload, message_payload, user_payload
from .places import Channel
from .world import World

GUILD_CONTEXT, BOT_DM_CONTEXT, PRIVATE_CHANNEL_CONTEXT = 0, 1, 2
ATTACHMENT_BYTES = 10 * 1024 * 1024


def context_of(channel: Channel) -> int:
    """Say what kind of place a channel is for an interaction.

    Source: https://docs.discord.com/developers/interactions/receiving-and-responding
    """
    if channel.guild is not None:
        return GUILD_CONTEXT
    return PRIVATE_CHANNEL_CONTEXT if channel.people else BOT_DM_CONTEXT


def interaction_payload(world: World, interaction: Interaction) -> dict[str, Any]:
    """Give the event that tells the bot of an interaction."""
    channel, user, guild = interaction.channel, interaction.user, interaction.channel.guild
    payload: dict[str, Any] = {
        "version": 1,
        "id": str(interaction.id),
        "application_id": str(world.bot.id),
        "type": int(interaction.type),
        "token": interaction.token,
        "data": interaction.data,
        "channel_id": str(channel.id),
        "channel": interaction_channel_payload(channel, user, world.bot),
        "app_permissions": str(channel.bot_may()),
        "locale": user.locale,
        "context": context_of(channel),
        "authorizing_integration_owners": interaction.owners,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": ATTACHMENT_BYTES,
    }
    if guild is None:
        payload["user"] = user_payload(user)
    else:
        payload["guild_id"] = str(guild.id)
        payload["guild"] = {"id": str(guild.id), "locale": guild.locale, "features": []}
        payload["guild_locale"] = guild.locale
        payload["member"] = member_payload(user, channel.person_may(user))
    if interaction.source is not None:
        payload["message"] = message_payload(interaction.source)
    return payload
