"""Charts of figures: drawn off the event loop, kept by what they show, and told in words."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from commands.cards.result import outcome_counts
from commands.i18n.formatting import listed, number, sentences
from commands.i18n.translation import ENGLISH, Language, _, current
from commands.stats.charts.drawing import Bar, Panel, draw_chart, draw_panels
from commands.stats.charts.letters import can_letter
from commands.stats.charts.patterns import OUTCOMES
from storage.catalogue import Counts

MOST_BARS = 80
"""Bars that still are some pixels wide."""

_REMEMBERED = 64


@dataclass(slots=True)
class Charts:
    """Draws charts off the event loop, and keeps the latest by what they show."""

    _drawn: OrderedDict[Hashable, bytes] = field(default_factory=OrderedDict)

    async def language(self) -> Language:
        """Return the current language if charts have letters for it, else English."""
        # The first time, the font is read.
        return await asyncio.to_thread(chart_language) if not self._drawn else chart_language()

    async def draw(self, title: str, bars: Sequence[Bar]) -> bytes:
        """Return a PNG of at most `MOST_BARS` bars, in the current language."""
        shown = tuple(bars[:MOST_BARS])
        return await self._kept((title, shown, current().code), lambda: draw_chart(title, shown))

    async def draw_panels(self, panels: Sequence[Panel]) -> bytes:
        """Return a PNG of charts below each other on the same scale, in the current language."""
        shown = tuple(panels)
        return await self._kept((shown, current().code), lambda: draw_panels(shown))

    async def _kept(self, shown: Hashable, draw: Callable[[], bytes]) -> bytes:
        if (picture := self._drawn.get(shown)) is None:
            picture = self._drawn[shown] = await asyncio.to_thread(draw)
            if len(self._drawn) > _REMEMBERED:
                self._drawn.popitem(last=False)
        return picture


def described(title: str, bars: Sequence[Bar]) -> str:
    """Return what a chart shows in words, for those who cannot see it."""
    if not bars:
        return title
    most = max(bars, key=lambda bar: bar.total)
    text = _("Bar chart: {title}. Highest: {n} ({label}).")
    return text.format(title=title, n=number(most.total), label=most.label)


def panels_described(panels: Sequence[Panel]) -> str:
    """Return what panels of years show in words; every panel has bars, and the same years."""
    bars = panels[0].bars
    text = _("Bar charts of launches by year on the same scale, from {first} to {last}.")
    words = [text.format(first=bars[0].label, last=bars[-1].label)]
    for panel in panels:
        most = max(panel.bars, key=lambda bar: bar.total)
        success, partial, failure, other = (
            sum(each) for each in zip(*(bar.parts for bar in panel.bars), strict=True)
        )
        counts = outcome_counts(Counts(success + partial + failure + other, success, failure, partial))
        highest = _("up to {n} in a year ({label})")
        counts.append(highest.format(n=number(most.total), label=most.label))
        words.append(_("{title}: {counts}.").format(title=panel.title, counts=listed(counts)))
    return sentences(words)


def chart_language() -> Language:
    """Return the current language if charts have letters for it, else English."""
    return current() if can_letter("".join(map(_, OUTCOMES))) else ENGLISH
