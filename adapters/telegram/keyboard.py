"""The buttons of a card as an inline keyboard."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import islice

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from adapters.telegram import limits
from adapters.telegram.document import is_visible
from adapters.telegram.text import cut, units
from commands.cards.card import Button, Card, Entry, Select
from commands.cards.safe_text import ELLIPSIS, on_one_line, web_address
from commands.i18n.formatting import number

log = logging.getLogger("launchlog.telegram")

SILENT = "-"
"""Callback data of a button that only tells something; a press on it is answered with nothing."""

_SELECTED = "✓ "
"""Before what is chosen; a screen reader says "check mark"."""

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
    entries = [block for block in card.blocks if isinstance(block, Entry)]
    numbers = (key for entry in entries if entry.compact for key in _key(entry.open, str(entry.number)))
    yield from _in_rows(numbers, limits.NUMBERS_IN_ROW)
    for entry in entries:
        if not entry.compact:
            yield list(_key(entry.open, f"{entry.number} · {entry.name}"))
    # Values with counts are what their card is for; orders and views are an afterthought.
    for select in card.selects:
        if _is_facet(select):
            yield from _in_rows(_choices(select), limits.VALUES_IN_ROW)
    for row in card.buttons:
        yield from _in_rows((key for button in row for key in _key(button)), limits.BUTTONS_IN_ROW)
    openers = (key for select in card.selects if select.open for key in _key(select.open))
    yield from _in_rows(openers, limits.VALUES_IN_ROW)
    for select in card.selects:
        if select.open is None and not _is_facet(select):
            yield from _in_rows(_choices(select), limits.CHOICES_IN_ROW)


def _is_facet(select: Select) -> bool:
    return select.open is None and any(choice.count is not None for choice in select.choices)


def _in_rows(keys: Iterable[InlineKeyboardButton], width: int) -> Iterator[Keys]:
    rest = iter(keys)
    while row := list(islice(rest, width)):
        yield row


def _choices(select: Select) -> Iterator[InlineKeyboardButton]:
    for choice in select.choices:
        mark = _SELECTED if choice.selected else ""
        count = "" if choice.count is None else f" ({number(choice.count)})"
        label = cut(on_one_line(choice.label), limits.LABEL - len(mark + count))
        yield from _key(Button(choice.label, choice.action), f"{mark}{label}{count}")


def _key(button: Button, words: str = "") -> Iterator[InlineKeyboardButton]:
    """Yield the button if Telegram can show it: no form, not disabled, with no address it refuses."""
    text = _label(words or button.label)
    if button.form and not button.keep:
        return
    if button.disabled or button.form:
        if button.keep:
            yield InlineKeyboardButton(text, callback_data=SILENT)
    elif button.share is not None:
        if units(button.share) <= limits.INLINE_QUERY:
            yield InlineKeyboardButton(text, switch_inline_query=button.share)
    elif button.url:
        if address := web_address(button.url):
            yield InlineKeyboardButton(text, url=address)
    elif _fits(button.action):
        yield InlineKeyboardButton(text, callback_data=button.action)
    else:
        log.error("action_refused label=%r action=%r", button.label, button.action)


def _fits(action: str) -> bool:
    return 0 < len(action.encode("utf-8", "replace")) <= limits.CALLBACK_DATA_BYTES


def _label(text: str) -> str:
    label = cut(on_one_line(text), limits.LABEL)
    return label if is_visible(label) else ELLIPSIS
