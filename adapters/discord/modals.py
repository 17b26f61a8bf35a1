"""Forms as Discord's modals, without anything kept in memory between opening and sending one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import discord

from adapters.discord import limits
from commands.cards.card import Form, TextInput
from commands.cards.safe_text import plain

Interaction = discord.Interaction[Any]


def draw_form(form: Form) -> discord.ui.Modal:
    """Draw a form; called on a running loop, as discord.py's views ask.

    The modal is finished from the start, so that discord.py does not wait for it: what is filled in
    comes back by its custom_id, after a restart as well.
    """
    modal = discord.ui.Modal(title=plain(form.title, limits.MODAL_TITLE), custom_id=form.action)
    for field in form.inputs:
        modal.add_item(_input(field))
    modal.stop()
    return modal


def _input(field: TextInput) -> discord.ui.Label[Any]:
    line: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=field.name,
        required=False,
        default=field.value[: limits.INPUT_VALUE] or None,
        placeholder=plain(field.placeholder, limits.PLACEHOLDER) if field.placeholder else None,
        max_length=limits.INPUT_VALUE,
    )
    return discord.ui.Label(text=plain(field.label, limits.INPUT_LABEL), component=line)


def filled_in(interaction: Interaction) -> tuple[str, dict[str, str]]:
    """Return the custom_id of a sent modal, and what stands in its lines by their names."""
    data: Mapping[str, Any] = interaction.data or {}
    return str(data.get("custom_id", "")), dict(_values(data.get("components", ())))


def _values(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        if isinstance(component.get("value"), str):
            yield str(component.get("custom_id", "")), component["value"]
        inner = component.get("component")
        yield from _values([*component.get("components", ()), *([inner] if inner else ())])
