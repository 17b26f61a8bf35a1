"""What comes after the first response to an interaction: its message again, and follow-ups.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding#endpoints
"""

from __future__ import annotations

from typing import Any

from ..answers import answer_extra
from ..calls import Call, Reply, Route
from ..errors import expired_webhook_token, unknown
from ..interactions import Interaction
from ..messages import EPHEMERAL, Message
from ..payloads import message_payload
from ..rules.messages import check_message
from ..world import World


def _interaction(world: World, call: Call) -> Interaction:
    interaction = world.interaction_by_token(call.params["webhook_token"])
    if interaction is None or interaction.token_expired(world.clock()):
        raise expired_webhook_token()
    if call.id("webhook_id") != world.bot.id or not interaction.answered.is_set():
        raise unknown("webhook")
    return interaction


def _message(world: World, interaction: Interaction, message_id: str) -> Message:
    """Give the interaction's own message (`@original`) or one of its follow-ups."""
    found: Message | None
    if message_id == "@original":
        found = interaction.message
    else:
        ours = (interaction.message, *interaction.followups)
        found = next((each for each in ours if each is not None and str(each.id) == message_id), None)
    if found is None or not world.messages.has(found):
        raise unknown("message")
    return found


def get_message(world: World, call: Call) -> Reply:
    """GET …/messages/{message_id}."""
    interaction = _interaction(world, call)
    return Reply(200, message_payload(_message(world, interaction, call.params["message_id"])))


def edit_message(world: World, call: Call) -> Reply:
    """PATCH …/messages/{message_id}: also how a deferred answer is given."""
    interaction = _interaction(world, call)
    message = _message(world, interaction, call.params["message_id"])
    body = call.record()
    names = world.attachments.names_after(body, call.uploads, message)
    check_message(body, "answer edit", names, message)
    world.messages.edit(message, body, call.uploads)
    if message is interaction.message:
        interaction.settle()
    return Reply(200, message_payload(message))


def delete_message(world: World, call: Call) -> Reply:
    """DELETE …/messages/{message_id}."""
    interaction = _interaction(world, call)
    message = _message(world, interaction, call.params["message_id"])
    world.messages.delete(message)
    if message is interaction.message:
        interaction.message = None
        interaction.settle()
    return Reply(204)


def follow_up(world: World, call: Call) -> Reply:
    """POST /webhooks/…: the first one after a deferral becomes the promised answer."""
    interaction = _interaction(world, call)
    body = call.record()
    check_message(body, "followup", [each.filename for each in call.uploads])
    message = interaction.message
    if message is not None and message.loading:
        world.messages.edit(message, {**body, "flags": (body.get("flags") or 0) & ~EPHEMERAL}, call.uploads)
    else:
        message = world.messages.create(
            interaction.channel,
            world.bot,
            body,
            call.uploads,
            visible_to=interaction.user if (body.get("flags") or 0) & EPHEMERAL else None,
            extra=_followup_extra(world, interaction),
        )
        interaction.followups.append(message)
    interaction.settle()
    return Reply(200, message_payload(message))


def _followup_extra(world: World, interaction: Interaction) -> dict[str, Any]:
    extra = answer_extra(world, interaction)
    if interaction.message is not None:
        extra["interaction_metadata"]["original_response_message_id"] = str(interaction.message.id)
    extra.pop("interaction", None)
    return extra


_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_MESSAGE = "/webhooks/{webhook_id}/{webhook_token}/messages/{message_id}"


def _route(method: str, template: str, handle: Any) -> Route:
    return Route(method, template, handle, bucket="webhook", major="webhook_token", open=True)


ROUTES = (
    _route("POST", _WEBHOOK, follow_up),
    _route("GET", _MESSAGE, get_message),
    _route("PATCH", _MESSAGE, edit_message),
    _route("DELETE", _MESSAGE, delete_message),
)
