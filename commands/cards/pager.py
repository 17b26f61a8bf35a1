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

    Pages count from 0. Where phones cut labels, a button says which page it leads to, so that the row stays
    one. `ask` opens a form in which the number of a page is typed: where there are forms, it does for the
    first and the last page too.
    """
    if last == 0:
        return ()

    def key(label: str, short: str, to: int, *, formless: bool = False) -> Button:
        if not 0 <= to <= last or to == page:
            return Button(label, short=short.strip("{} "), disabled=True, formless=formless)
        return Button(label, short=short.format(number(to + 1)), formless=formless, to=turn(to))

    x, y = number(page + 1), number(last + 1)
    where, short = _("Page {x} of {y}").format(x=x, y=y), f"{x} / {y}"
    if ask is None:
        middle = Button(where, short=short, disabled=True, keep=True)
    else:
        middle = Button(where, short=short, form=True, keep=True, to=ask)
    before, after = key("‹ " + _("Previous"), "‹ {}", page - 1), key(_("Next") + " ›", "{} ›", page + 1)
    if last == 1:
        return (before, middle, after)
    first = key("« " + _("First"), "« {}", 0, formless=ask is not None)
    return (first, before, middle, after, key(_("Last") + " »", "{} »", last, formless=ask is not None))
