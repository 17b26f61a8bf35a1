"""The row of buttons that turns pages: the same for launches, days and the values of a filter."""

from __future__ import annotations

from collections.abc import Callable

from commands.cards.card import Button
from commands.codec.actions import Action
from commands.i18n.formatting import number
from commands.i18n.translation import _


def pager(
    page: int, last: int, turn: Callable[[int], Action], ask: Action | None = None
) -> tuple[Button, ...]:
    """Return first, back, which page of how many, next and last; empty for a single page.

    Pages count from 0. The labels are short, so that the row stays one on a phone. `ask` opens a form in
    which the number of a page is typed. In short, each says which page it leads to.
    """
    if last == 0:
        return ()

    def key(label: str, to: int, short: str = "{sign} {page}") -> Button:
        if not 0 <= to <= last or to == page:
            return Button(label, disabled=True)
        return Button(label, short=short.format(sign=label, page=number(to + 1)), to=turn(to))

    where = f"{number(page + 1)} / {number(last + 1)}"
    words = _("Page {x} of {y}").format(x=number(page + 1), y=number(last + 1))
    if ask is None:
        middle = Button(where, short=words, disabled=True, keep=True)
    else:
        middle = Button(where, short=words, form=True, keep=True, to=ask)
    forward = "{page} {sign}"
    before, after = key("‹", page - 1), key("›", page + 1, forward)
    if last == 1:
        return (before, middle, after)
    return (key("«", 0), before, middle, after, key("»", last, forward))
