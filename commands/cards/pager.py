"""The row of buttons that turns pages: the same for launches, days and the values of a filter."""

from __future__ import annotations

from collections.abc import Callable

from commands.cards.card import Button
from commands.codec.actions import Action
from commands.i18n.formatting import number


def pager(
    page: int, last: int, turn: Callable[[int], Action], ask: Action | None = None
) -> tuple[Button, ...]:
    """Return first, back, which page of how many, next and last; empty for a single page.

    Pages count from 0. The labels are short, so that the row stays one on a phone. `ask` opens a form in
    which the number of a page is typed.
    """
    if last == 0:
        return ()

    def key(label: str, to: int) -> Button:
        possible = 0 <= to <= last and to != page
        return Button(label, to=turn(to)) if possible else Button(label, disabled=True)

    where = f"{number(page + 1)} / {number(last + 1)}"
    if ask is None:
        middle = Button(where, disabled=True, keep=True)
    else:
        middle = Button(where, form=True, keep=True, to=ask)
    before, after = key("‹", page - 1), key("›", page + 1)
    if last == 1:
        return (before, middle, after)
    return (key("«", 0), before, middle, after, key("»", last))
