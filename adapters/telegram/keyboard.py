"""The buttons of a card as an inline keyboard."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import KeyboardButtonStyle

from adapters.telegram import limits
from adapters.telegram.document import is_visible
from adapters.telegram.label_width import fitting, room, width
from adapters.telegram.text import units
from commands.cards.card import Button, ButtonStyle, Card, Entry, Select
from commands.cards.safe_text import ELLIPSIS, on_one_line, web_address
from commands.i18n.formatting import number

log = logging.getLogger("launchlog.telegram")

SILENT = "-"
"""Callback data of buttons that once told the page; a press on one is answered with nothing."""

_SELECTED = "✓ "
"""Before what is chosen; a screen reader says "check mark"."""

_STYLES = {
    ButtonStyle.PRIMARY: KeyboardButtonStyle.PRIMARY,
    ButtonStyle.SUCCESS: KeyboardButtonStyle.SUCCESS,
    ButtonStyle.DANGER: KeyboardButtonStyle.DANGER,
}
"""What is not among them looks as the app likes it."""

Keys = list[InlineKeyboardButton]


def keyboard(card: Card) -> InlineKeyboardMarkup | None:
    """Return the card's buttons within Telegram's limits, launches first, or None when it has none."""
    rows: list[Keys] = []
    room = limits.BUTTONS
    for keys in _rows(card):
        if len(keys) > room:
            log.error("buttons_dropped title=%r limit=%s", card.title, limits.BUTTONS)
            keys = keys[:room]  # noqa: PLW2901
        if keys:
            rows.append(keys)
            room -= len(keys)
    return InlineKeyboardMarkup(rows) if rows else None


def without_switches(keys: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """Return a keyboard without the buttons that start an inline query, or None when no other is left."""
    if keys is None:
        return None
    rows = [[key for key in row if key.switch_inline_query is None] for row in keys.inline_keyboard]
    rows = [row for row in rows if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _rows(card: Card) -> Iterator[Keys]:
    entries = (block for block in card.blocks if isinstance(block, Entry))
    numbers = [key for entry in entries for key in _key(replace(entry.open, short=str(entry.number)))]
    yield from _batches(numbers, limits.NUMBERS_IN_ROW)
    menus = {select.name for select in card.selects if select.open}
    *rows, last = [_keys(row, menus) for row in card.buttons] or [[]]
    values = [select for select in card.selects if select.open is None]
    # Values with counts are what their card is for.
    for select in values:
        yield from in_rows(list(_choices(select)))
    for row in rows:
        yield from in_rows(row)
    openers = [key for select in card.selects if select.open for key in _key(select.open)]
    yield from in_rows([*last, *openers])


def _keys(row: Iterable[Button], menus: Collection[str]) -> Keys:
    """Return the keys of a row without those that stand in a menu of the card."""
    return [key for button in row if button.menu not in menus for key in _key(button)]


def in_rows(keys: Keys) -> Iterator[Keys]:
    """Yield rows in which every label fits its key on a phone: as few as can be, and about equally long."""
    fewest = len(list(_filled(keys, limits.WORDS_IN_ROW)))
    for most in range(-(-len(keys) // max(fewest, 1)), limits.WORDS_IN_ROW + 1):
        rows = list(_filled(keys, most))
        if len(rows) == fewest:
            yield from rows
            return


def _filled(keys: Keys, most: int) -> Iterator[Keys]:
    """Yield rows of at most so many keys, each as long as its labels allow."""
    row: Keys = []
    for key in keys:
        longer = [*row, key]
        fits = len(longer) <= most and max(width(each.text) for each in longer) <= room(len(longer))
        if row and not fits:
            yield row
            longer = [key]
        row = longer
    if row:
        yield row


def _batches(keys: Keys, size: int) -> Iterator[Keys]:
    yield from (keys[at : at + size] for at in range(0, len(keys), size))


def _choices(select: Select) -> Iterator[InlineKeyboardButton]:
    for choice in select.choices:
        mark = _SELECTED if choice.selected else ""
        count = "" if choice.count is None else f" ({number(choice.count)})"
        yield from _key(Button(choice.label, choice.action), mark, count)


def _key(button: Button, before: str = "", after: str = "") -> Iterator[InlineKeyboardButton]:
    """Yield the button if Telegram can show it: no form, not disabled, with no address it refuses."""
    text = _label(before + (button.short or button.label), after)
    style = _STYLES.get(button.style)
    if button.form or button.disabled:
        return
    if button.copied:
        if units(button.copied) <= limits.COPIED:
            yield InlineKeyboardButton(text, copy_text=CopyTextButton(button.copied), style=style)
    elif button.share is not None:
        if units(button.share) <= limits.INLINE_QUERY:
            yield InlineKeyboardButton(text, switch_inline_query=button.share, style=style)
    elif button.url:
        if address := web_address(button.url):
            yield InlineKeyboardButton(text, url=address, style=style)
    elif _fits(button.action):
        yield InlineKeyboardButton(text, callback_data=button.action, style=style)
    else:
        log.error("action_refused label=%r action=%r", button.label, button.action)


def _fits(action: str) -> bool:
    return 0 < len(action.encode("utf-8", "replace")) <= limits.CALLBACK_DATA_BYTES


def _label(text: str, after: str = "") -> str:
    label = fitting(on_one_line(text), after)
    return label if is_visible(label) else ELLIPSIS
