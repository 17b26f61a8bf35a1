"""The first response to an interaction.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding#responding-to-an-interaction
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..answers import answer_extra, answer_type
from ..calls import Call, Reply, Route
from ..errors import already_acknowledged, unknown
from ..feed import Change
from ..interactions import Interaction, InteractionType, Modal
from ..messages import EPHEMERAL, LOADING, Message
from ..payloads import message_payload
from ..rules.fields import Anything, Number, Record, check_fields
from ..rules.messages import check_message
from ..rules.modals import check_choices, check_modal
from ..rules.problems import Problems
from ..world import World

PONG, MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9

_ALLOWED: Mapping[InteractionType, frozenset[int]] = {
    InteractionType.PING: frozenset({PONG}),
    InteractionType.COMMAND: frozenset({MESSAGE, DEFERRED, MODAL}),
    InteractionType.COMPONENT: frozenset({MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, MODAL}),
    InteractionType.AUTOCOMPLETE: frozenset({CHOICES}),
    InteractionType.MODAL: frozenset({MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE}),
}


def callback(world: World, call: Call) -> Reply:
    """POST /interactions/{interaction_id}/{interaction_token}/callback."""
    interaction = world.interaction(call.id("interaction_id"), call.params["interaction_token"])
    if interaction.answered.is_set():
        raise already_acknowledged()
    if interaction.too_late_for_first_answer(world.clock()):
        raise unknown("interaction")
    body = call.record()
    _check_envelope(interaction, body)
    data = body.get("data") or {}
    match body["type"]:
        case 4:
            _message(world, interaction, data, call)
        case 5:
            _defer(world, interaction, data)
        case 6:
            interaction.message = interaction.source
            interaction.answer("deferred update")
        case 7:
            _update(world, interaction, data, call)
        case 8:
            check_choices(data)
            interaction.choices = data.get("choices") or []
            interaction.answer("choices")
        case 9:
            _open_modal(world, interaction, data)
        case _:
            interaction.answer("pong")
    return Reply(200, _response(interaction)) if call.wants("with_response") else Reply(204)


def _check_envelope(interaction: Interaction, body: dict[str, Any]) -> None:
    problems = Problems()
    check_fields(problems, (), body, {"type": Number(required=True), "data": Anything()})
    if not isinstance(body.get("data") or {}, dict):
        problems.add(("data",), "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
    problems.refuse()
    allowed = set(_ALLOWED[interaction.type])
    if interaction.source is None:
        allowed -= {DEFERRED_UPDATE, UPDATE}
    if body["type"] not in allowed:
        names = ", ".join(map(str, sorted(allowed)))
        problems.add(("type",), "BASE_TYPE_CHOICES", f"Value must be one of ({names}).")
    problems.refuse()


def _message(world: World, interaction: Interaction, data: dict[str, Any], call: Call) -> None:
    check_message(data, "answer", [each.filename for each in call.uploads], root=("data",))
    interaction.message = world.messages.create(
        interaction.channel,
        world.bot,
        data,
        call.uploads,
        type_=answer_type(interaction),
        visible_to=interaction.user if (data.get("flags") or 0) & EPHEMERAL else None,
        extra=answer_extra(world, interaction),
    )
    interaction.answer("message")


def _defer(world: World, interaction: Interaction, data: dict[str, Any]) -> None:
    problems = Problems(("data",))
    Record({"flags": Number(0, EPHEMERAL), "tts": Anything()}).check(problems, (), data)
    problems.refuse()
    interaction.message = world.messages.create(
        interaction.channel,
        world.bot,
        {"flags": LOADING},
        type_=answer_type(interaction),
        visible_to=interaction.user if (data.get("flags") or 0) & EPHEMERAL else None,
        extra=answer_extra(world, interaction),
    )
    interaction.answer("deferred")


def _update(world: World, interaction: Interaction, data: dict[str, Any], call: Call) -> None:
    message = _source(interaction)
    if not world.messages.has(message):
        raise unknown("message")
    names = world.attachments.names_after(data, call.uploads, message)
    check_message(data, "answer edit", names, message, root=("data",))
    world.messages.edit(message, data, call.uploads)
    interaction.message = message
    interaction.answer("update")


def _open_modal(world: World, interaction: Interaction, data: dict[str, Any]) -> None:
    check_modal(data)
    interaction.modal = Modal(data["custom_id"], data["title"], data["components"], interaction)
    interaction.answer("modal")
    world.feed.publish(Change("modal opened", interaction.channel, user=interaction.user))


def _source(interaction: Interaction) -> Message:
    if interaction.source is None:
        raise unknown("message")
    return interaction.source


def _response(interaction: Interaction) -> dict[str, Any]:
    about: dict[str, Any] = {"id": str(interaction.id), "type": int(interaction.type)}
    reply: dict[str, Any] = {"interaction": about}
    message = interaction.message
    if message is not None and interaction.kind != "deferred update":
        about |= {
            "response_message_id": str(message.id),
            "response_message_loading": message.loading,
            "response_message_ephemeral": message.ephemeral,
        }
        if not message.loading:
            kind = MESSAGE if interaction.kind == "message" else UPDATE
            reply["resource"] = {"type": kind, "message": message_payload(message)}
    return reply


ROUTES = (
    Route(
        "POST",
        "/interactions/{interaction_id}/{interaction_token}/callback",
        callback,
        major="interaction_token",
        open=True,
    ),
)
