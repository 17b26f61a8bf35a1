"""The choice of years under figures: all of them, the last few, this one, and the decades that there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from commands.cards.card import Choice, Select
from commands.cards.menus import opener
from commands.cards.periods import decade_words, year_start
from commands.codec.actions import Menu, Menued
from commands.i18n.formatting import years_words
from commands.i18n.translation import _, ngettext
from storage.query import NO_RANGE, Range

_LAST = (10, 5)
"""Spans of years up to this one that are offered."""

_DECADES = 12
"""Decades that are offered at most, the latest ones: with the rest, they stay below Discord's 25 choices."""


def years_select(
    years: Iterable[int], net: Range, now: datetime, action: Callable[[Range], Menued]
) -> Select:
    """Return the choice of years.

    `years` are those with launches, `net` is the one that holds, `action` what shows one.
    """
    choices = [
        Choice(label, description=hint, selected=wanted == net, to=action(wanted))
        for label, hint, wanted in _spans(sorted(set(years)), now)
    ]
    return Select(
        Menu.YEARS, _("Change the years"), tuple(choices), opener(Menu.YEARS, _("Years"), action(net))
    )


def _spans(years: list[int], now: datetime) -> Iterator[tuple[str, str, Range]]:
    """Yield what each choice is called, a hint to it, and the time it is."""
    yield _("All years"), (years_words(years[0], years[-1]) if years else ""), NO_RANGE
    for count in _LAST:
        first = now.year - count + 1
        label = ngettext("Last {n} year", "Last {n} years", count).format(n=count)
        yield label, years_words(first, now.year), Range(gte=year_start(first))
    yield _("This year"), str(now.year), Range(gte=year_start(now.year))
    decades = sorted({year - year % 10 for year in years})[-_DECADES:]
    for decade in reversed(decades):
        yield (
            decade_words(decade),
            years_words(decade, decade + 9),
            Range(gte=year_start(decade), lt=year_start(decade + 10)),
        )
