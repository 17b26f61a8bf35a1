"""What tells a message that it answers an interaction."""

from __future__ import annotations

from typing import Any

from .interactions import Interaction, InteractionType
from .payloads import user_payload
from .world import World

CHAT_INPUT_COMMAND_MESSAGE = 20


def answer_type(interaction: Interaction) -> int:
    """Give the message type: answers to slash commands have their own."""
    return CHAT_INPUT_COMMAND_MESSAGE if interaction.type is InteractionType.COMMAND else 0


def answer_extra(world: World, interaction: Interaction) -> dict[str, Any]:
    """Give the fields that say whose interaction with whose application brought the message about."""
    user = user_payload(interaction.user)
    application_id = str(world.bot.id)
    extra: dict[str, Any] = {
        "application_id": application_id,
        "webhook_id": application_id,
        "interaction_metadata": interaction.metadata(user),
    }
    if interaction.type is InteractionType.COMMAND:
        extra["interaction"] = {
            "id": str(interaction.id),
            "type": int(interaction.type),
            "name": interaction.data["name"],
            "user": user,
        }
    return extra
