"""What Discord's interactions are made of."""

from __future__ import annotations

from typing import Any

BOT, ADA, GUILD, CHANNEL = (
    "100000000000000001",
    "100000000000000007",
    "100000000000000100",
    "100000000000000200",
)
USER = {
    "id": ADA,
    "username": "ada",
    "discriminator": "0",
    "avatar": None,
    "global_name": "Ada",
    "public_flags": 0,
}
ME = {
    "id": BOT,
    "username": "launchlog",
    "discriminator": "0000",
    "avatar": None,
    "global_name": None,
    "bot": True,
}
MEMBER: dict[str, Any] = {
    "user": USER,
    "nick": None,
    "avatar": None,
    "roles": [],
    "joined_at": "2024-01-01T00:00:00+00:00",
    "deaf": False,
    "mute": False,
    "pending": False,
    "flags": 0,
    "permissions": "2147483647",
}
PLACES: tuple[dict[str, Any], ...] = (
    {
        "guild_id": GUILD,
        "guild": {"id": GUILD, "locale": "de", "features": []},
        "guild_locale": "de",
        "member": MEMBER,
        "context": 0,
        "authorizing_integration_owners": {"0": GUILD},
        "channel": {
            "id": CHANNEL,
            "type": 0,
            "guild_id": GUILD,
            "name": "launches",
            "permissions": "0",
            "position": 0,
            "parent_id": None,
            "nsfw": False,
            "topic": None,
            "rate_limit_per_user": 0,
        },
    },
    {
        "user": USER,
        "context": 1,
        "authorizing_integration_owners": {"1": ADA},
        "channel": {"id": CHANNEL, "type": 1, "recipients": [USER], "last_message_id": None, "flags": 0},
    },
)
MESSAGE = {
    "id": "100000000000000300",
    "channel_id": CHANNEL,
    "author": ME,
    "content": "",
    "type": 20,
    "flags": 1 << 15,
    "timestamp": "2026-01-01T00:00:00+00:00",
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "embeds": [],
    "pinned": False,
    "components": [
        {"type": 10, "id": 1, "content": "1. Falcon 9"},
        {
            "type": 1,
            "id": 2,
            "components": [{"type": 2, "id": 3, "style": 2, "label": "Next", "custom_id": "p:2"}],
        },
        {
            "type": 1,
            "id": 4,
            "components": [
                {"type": 3, "id": 5, "custom_id": "order", "options": [{"label": "x", "value": "o:1"}]}
            ],
        },
    ],
    "interaction_metadata": {
        "id": "1",
        "type": 2,
        "user": USER,
        "authorizing_integration_owners": {"1": ADA},
    },
}
ROLE = {
    "id": GUILD,
    "name": "@everyone",
    "color": 0,
    "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
    "hoist": False,
    "position": 0,
    "permissions": "0",
    "managed": False,
    "mentionable": False,
    "flags": 0,
}
