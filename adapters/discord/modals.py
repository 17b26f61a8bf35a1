"""Forms as Discord's modals, without anything kept in memory between opening and sending one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import discord

from adapters.discord import limits
from commands.cards.card import ChoiceInput, Choosing, Form, FormChoice, TextInput
from commands.cards.safe_text import plain

Interaction = discord.Interaction[Any]
Offered = TypeVar("Offered")


def draw_form(form: Form) -> discord.ui.Modal:
    """Draw a form; called on a running loop, as discord.py's views ask.

    The modal is finished from the start, so that discord.py does not wait for it: what is filled in
    comes back by its custom_id, after a restart as well.
    """
    modal = discord.ui.Modal(title=plain(form.title, limits.MODAL_TITLE), custom_id=form.action)
    for field in form.inputs:
        modal.add_item(_line(field) if isinstance(field, TextInput) else _choice(field))
    modal.stop()
    return modal


def _choice(field: ChoiceInput) -> discord.ui.Label[Any]:
    choices = field.choices
    component: discord.ui.Item[Any]
    if field.choosing is Choosing.ONE:
        component = discord.ui.RadioGroup(
            custom_id=field.name, options=[_option(each, discord.RadioGroupOption) for each in choices]
        )
    elif field.choosing is Choosing.SEVERAL:
        component = discord.ui.CheckboxGroup(
            custom_id=field.name,
            required=False,
            min_values=0,
            max_values=len(choices),
            options=[_option(each, discord.CheckboxGroupOption) for each in choices],
        )
    else:
        component = discord.ui.Select(
            custom_id=field.name,
            required=False,
            min_values=0,
            max_values=len(choices),
            options=[_option(each, discord.SelectOption) for each in choices],
        )
    return discord.ui.Label(text=plain(field.label, limits.INPUT_LABEL), component=component)


def _option(choice: FormChoice, kind: Callable[..., Offered]) -> Offered:
    description = plain(choice.description, limits.OPTION_TEXT) if choice.description else None
    label = plain(choice.label, limits.OPTION_TEXT)
    return kind(label=label, value=choice.value, description=description, default=choice.selected)


def _line(field: TextInput) -> discord.ui.Label[Any]:
    line: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=field.name,
        required=False,
        default=field.value[: limits.INPUT_VALUE] or None,
        placeholder=plain(field.placeholder, limits.PLACEHOLDER) if field.placeholder else None,
        max_length=limits.INPUT_VALUE,
    )
    hint = plain(field.hint, limits.INPUT_HINT) if field.hint else None
    return discord.ui.Label(text=plain(field.label, limits.INPUT_LABEL), description=hint, component=line)


def filled_in(interaction: Interaction) -> tuple[str, dict[str, str]]:
    """Return the custom_id of a sent modal, and what stands in its inputs by their names.

    Several values of one stand with commas between them.
    """
    data: Mapping[str, Any] = interaction.data or {}
    return str(data.get("custom_id", "")), dict(_values(data.get("components", ())))


def _values(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for component in components:
        name, several = str(component.get("custom_id", "")), component.get("values")
        if isinstance(component.get("value"), str):
            yield name, component["value"]
        elif isinstance(several, list):
            yield name, ",".join(map(str, several))
        inner = component.get("component")
        yield from _values([*component.get("components", ()), *([inner] if inner else ())])
