"""Buttons and menus of one card, each with a custom_id that no other on the card has.

A button's custom_id is its action; a menu's is its name, and its options carry the actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Any, TypeVar

import discord

from adapters.discord import limits
from commands.cards.card import Button, ButtonStyle, Choice, Entry, RoleMenu, Select, Sign
from commands.cards.safe_text import plain, web_address
from commands.i18n.formatting import number
from commands.i18n.translation import ngettext

Row = discord.ui.ActionRow[Any]

_STYLES = {
    ButtonStyle.PRIMARY: discord.ButtonStyle.primary,
    ButtonStyle.SECONDARY: discord.ButtonStyle.secondary,
    ButtonStyle.SUCCESS: discord.ButtonStyle.success,
    ButtonStyle.DANGER: discord.ButtonStyle.danger,
}

T = TypeVar("T")


class Controls:
    """Draws the controls of one card and remembers which custom_ids are taken."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def button(self, button: Button) -> discord.ui.Button[Any]:
        """Draw a button; one whose action or address Discord would refuse is drawn disabled."""
        label = plain(button.short or button.label, limits.BUTTON_LABEL)
        address = web_address(button.url, limits.BUTTON_URL)
        if address and not button.action:
            return discord.ui.Button(label=label, url=address, disabled=button.disabled)
        works = _usable(button.action, limits.CUSTOM_ID) and button.action not in self._taken
        return discord.ui.Button(
            label=label,
            style=_STYLES[button.style],
            custom_id=self._free(button.action if works else "idle"),
            disabled=button.disabled or not works,
        )

    def rows(self, buttons: Iterable[Button]) -> Iterator[Row]:
        """Draw a row of buttons, as several rows where it is too long for one.

        Those that share something are left out, as Discord has no such buttons, and those in place of forms.
        """
        drawn = [
            self.button(each) for each in buttons if each.share is None and not (each.formless or each.copied)
        ]
        for part in batches(drawn, limits.ROW_BUTTONS):
            yield discord.ui.ActionRow(*part)

    def menus(self, select: Select) -> Iterator[Row]:
        """Draw a menu in a row of its own, as several menus where it has too many choices for one."""
        for part in batches(_distinct(select.choices), limits.OPTIONS):
            default = next((choice for choice in part if choice.selected), None)
            menu: discord.ui.Select[Any] = discord.ui.Select(
                custom_id=self._free(plain(select.name, limits.CUSTOM_ID - 8)),
                placeholder=plain(select.placeholder, limits.PLACEHOLDER),
                options=[_option(choice, default=choice is default) for choice in part],
            )
            yield discord.ui.ActionRow(menu)

    def role_menu(self, roles: RoleMenu) -> Iterator[Row]:
        """Draw a menu of the server's roles; its custom_id is what the picked one comes back with."""
        if not _usable(roles.action, limits.CUSTOM_ID):
            return
        menu: discord.ui.RoleSelect[Any] = discord.ui.RoleSelect(
            custom_id=self._free(roles.action), placeholder=plain(roles.placeholder, limits.PLACEHOLDER)
        )
        yield discord.ui.ActionRow(menu)

    def opener(self, entries: Sequence[Entry], placeholder: str) -> Iterator[Row]:
        """Draw the menu from which entries of one line each are opened."""
        choices = (
            Choice(f"{entry.number}. {entry.name}", entry.open.action, sign=_sign(entry))
            for entry in entries
            if not entry.open.disabled
        )
        return self.menus(Select("open", placeholder, tuple(choices)))

    def _free(self, wanted: str) -> str:
        names = (f"{wanted}~{number}" for number in count(2))
        name = wanted if wanted not in self._taken else next(n for n in names if n not in self._taken)
        self._taken.add(name)
        return name


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Split items into lists of at most `size`, in their order."""
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part


def _distinct(choices: Iterable[Choice]) -> Iterator[Choice]:
    seen: set[str] = set()
    for choice in choices:
        if _usable(choice.action, limits.OPTION_TEXT) and choice.action not in seen:
            seen.add(choice.action)
            yield choice


def _sign(entry: Entry) -> str:
    """Return what the outcome of a launch is known by at a glance, where its lines tell it."""
    return next((span.text for line in entry.lines for span in line if isinstance(span, Sign)), "")


def _option(choice: Choice, *, default: bool) -> discord.SelectOption:
    hint = choice.description
    if not hint and choice.count is not None:
        hint = ngettext("{n} launch", "{n} launches", choice.count).format(n=number(choice.count))
    return discord.SelectOption(
        label=plain(choice.label, limits.OPTION_TEXT),
        value=choice.action,
        description=plain(hint, limits.OPTION_TEXT) if hint else None,
        emoji=choice.sign or None,
        default=default,
    )


def _usable(action: str, limit: int) -> bool:
    return 0 < len(action) <= limit and action.isprintable() and action == action.strip()
