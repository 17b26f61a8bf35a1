"""Menus behind a button, where a platform draws the choices of a menu as many buttons."""

from __future__ import annotations

from dataclasses import replace

from commands.cards.card import Block, Button, Card, Entry
from commands.codec.actions import Menu, Menued, ShowMenu
from commands.i18n.translation import _

_CLOSED = Button("", disabled=True)


def opener(menu: Menu, label: str, of: Menued) -> Button:
    """Return the button that opens a menu of what that action shows."""
    return Button(label, to=ShowMenu(menu, of))


def with_open_menu(card: Card) -> Card:
    """Return the card with the choices of its `open_menu` in place of all else that can be pressed.

    One without that menu stays as it is.
    """
    wanted = card.open_menu
    found = [select for select in card.selects if wanted and select.name == wanted.menu]
    if wanted is None or not found:
        return card
    rows = [tuple(button for button in row if button.menu == wanted.menu) for row in card.buttons]
    back = Button("‹ " + _("Back"), to=wanted.of)
    return replace(
        card,
        blocks=tuple(map(_closed, card.blocks)),
        selects=(replace(found[0], open=None),),
        buttons=(*filter(None, rows), (back,)),
    )


def _closed(block: Block) -> Block:
    return replace(block, open=_CLOSED) if isinstance(block, Entry) else block
