"""Comparisons of times: the figures of the same launches in one year and another, side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from commands.cards.card import Button, Card, Content, Text
from commands.cards.interpretation import Understood
from commands.cards.periods import period_name
from commands.cards.text import ATTRIBUTION, faint_lines
from commands.caveats import made_up_words, missing_words, unknown_words
from commands.codec.actions import ShowPage
from commands.i18n.formatting import beside, listed
from commands.i18n.translation import _
from commands.stats.comparison import side_by_side
from storage.catalogue import Catalogue
from storage.query import LaunchQuery, Range


@dataclass(frozen=True, slots=True)
class PeriodComparisons:
    """Draws comparisons of times. All raise `StoreError`."""

    catalogue: Catalogue

    async def card(self, query: LaunchQuery, times: Sequence[Range], understood: Understood) -> Card:
        """Return the figures of a query in each of those times, in their order, with ways to the launches."""
        queries = [query.at(0).having(net=net) for net in times]
        stats = await asyncio.gather(*map(self.catalogue.stats, queries))
        compared = tuple(zip(map(period_name, times), stats, strict=True))
        admitted = [await words(self.catalogue, *queries) for words in (missing_words, made_up_words)]
        admitted += {unknown_words(await self.catalogue.unknown(each)): None for each in queries}
        launches = _("{name}: launches")
        ways = tuple(
            Button(launches.format(name=name), to=ShowPage(each))
            for (name, _stats), each in zip(compared, queries, strict=True)
        )
        lines = (*understood.lines, *side_by_side(compared), *faint_lines(*filter(None, admitted)))
        return Card(
            title=beside([_("Comparison"), listed(name for name, _stats in compared)]),
            blocks=(Text(lines),),
            buttons=(ways[:2], ways[2:], understood.literal),
            footer=(_(ATTRIBUTION),),
            content=Content(compared=compared),
        )
