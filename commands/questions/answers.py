"""Answers to questions: one launch opened, so many launches, a number with its figures, a comparison."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from commands.cards.card import Button, Card, Line, Strong, Text
from commands.cards.interpretation import Understanding, Understood, literal_button
from commands.cards.launch_list import Lists, headline
from commands.cards.text import active_filters, faint_lines
from commands.caveats import caveats
from commands.codec.actions import ShowComparison, ShowPage, ShowProfile
from commands.codec.compact import PAGE_SIZES
from commands.codec.comparison import COMPARED
from commands.definitions.command import Arguments
from commands.definitions.commands import ORDERS, PREVIOUS
from commands.definitions.filters import NAMED
from commands.i18n.formatting import beside, listed, number, ordinal
from commands.i18n.local_days import local_zone
from commands.i18n.translation import _, ngettext
from commands.launch_lookup import Finding
from commands.parsing.names.resolver import Naming
from commands.parsing.plain_words.facts import Fact, FactQuestion, bare, fact_question
from commands.parsing.plain_words.meanings import SEARCH
from commands.parsing.plain_words.question_words import MOST
from commands.parsing.plain_words.questions import Wanted
from commands.parsing.plain_words.reading import Reading
from commands.parsing.query import Asking
from commands.parsing.tokens import as_names_are_written, key_of, unquoted
from commands.questions.sentences import (
    comparison_sentence,
    fact_sentence,
    figures_sentence,
    people_sentence,
    which_sentence,
)
from commands.stats.groups import key_words
from commands.stats.handlers import Summaries
from commands.stats.period_comparison import PeriodComparisons
from commands.stats.related import Details
from storage.catalogue import Catalogue, Group
from storage.errors import AskError
from storage.models import Launch
from storage.properties import Property
from storage.query import NO_RANGE, LaunchQuery, Page, View

_COMPARED = {NAMED[kind].field: kind for kind in COMPARED}
_PAGE = LaunchQuery(limit=PAGE_SIZES[View.NORMAL], strict=True)
_EVER = "ever"
"""Asks whether there is any launch like that, not how a certain one ended."""

MOST_NAMED = 3
"""Groups of one size that an answer names."""

_AS_TYPED = ("order", "view", "page")
"""Whoever types these wants a list."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers what is no mere list. All raise `AskError` or `StoreError`."""

    catalogue: Catalogue
    naming: Naming
    lists: Lists
    asking: Asking
    understanding: Understanding
    finding: Finding
    summaries: Summaries
    details: Details
    periods: PeriodComparisons

    async def fact(self, given: Arguments) -> Card | None:
        """Return the launch a question is about, below the answer; None if it is not about one launch."""
        asked = fact_question(given["search"]) if set(given) == {"search"} else None
        if asked is None or not MOST.isdisjoint(asked.launch.split()):
            return None
        called = await self.finding.called(bare(asked.launch))
        if len(called) == 1:
            return await self._named(asked, called[0])
        reading = await self.asking.read(PREVIOUS, {"search": asked.launch})
        if asked.fact is Fact.CREW and not await self._is_one(reading):
            # Who flew in a year or on a rocket is a question of many.
            return None
        if reading.upcoming or _EVER in asked.launch.casefold().split():
            return None
        if reading.understood and not reading.unread and set(reading.fields) != {SEARCH}:
            return await self._one(reading, asked)
        try:
            found = await self.finding.find(bare(asked.launch))
        except AskError:
            return None
        if isinstance(found, Launch):
            return await self._named(asked, found)
        line: Line = (Strong(_("Several launches are called so. Which one?")),)
        return await self.lists.card(found, Understood(lines=(line,)))

    async def _is_one(self, reading: Reading) -> bool:
        return (await self.catalogue.flown(reading.query.at(0).having(limit=1))).count == 1

    async def question(self, reading: Reading, given: Collection[str]) -> Card | None:
        """Return the answer to what was read; None where that is a list of launches."""
        question = reading.question
        match question.wanted:
            case Wanted.COMPARISON:
                return await self._comparison(reading)
            case Wanted.PEOPLE:
                return await self._people(reading)
            case Wanted.COUNT | Wanted.SUCCESS_RATE | Wanted.FAILURE_RATE | Wanted.FIGURES:
                return await self._figures(reading)
        if any(name in given for name in _AS_TYPED):
            return None
        if question.wanted is Wanted.ONE:
            return await self._one(reading)
        if question.most:
            return await self._few(reading, question.most)
        return await self.alone(reading)

    async def named(self, given: Arguments) -> Card | None:
        """Return the one launch that is called as all the words are, None where none or more is."""
        text = bare(as_names_are_written(unquoted(given["search"]))) if set(given) == {"search"} else ""
        labels = (await self.finding.names()).named(text) if text else ()
        if len(labels) != 1 or key_of(text) in (await self.naming.lexicon()).names:
            return None
        launch = await self.catalogue.launch(labels[0].id)
        if launch is None:
            return None
        query = _PAGE.having(search=text, word_starts=True)
        more = (await self.catalogue.flown(query)).count > 1
        card = await self.details.card(launch, ((literal_button(ShowPage(query)),),) if more else ())
        return replace(card, content=replace(card.content, query=LaunchQuery(ids=(launch.id,)), count=1))

    async def alone(self, reading: Reading) -> Card | None:
        """Return the launch of a list of one, opened; None for every other list."""
        page = await self.catalogue.flown(reading.query.at(0).having(limit=2))
        return await self._opened(reading, page) if page.count == 1 else None

    async def _one(self, reading: Reading, asked: FactQuestion | None = None) -> Card | None:
        nth = reading.question.nth
        page = await self.catalogue.flown(reading.query.having(limit=1).at(nth - 1))
        if page.count and not page.items:
            text = ngettext(
                "There is only {n} such launch, so there is no {nth} one.",
                "There are only {n} such launches, so there is no {nth} one.",
                page.count,
            )
            raise AskError(text.format(n=number(page.count), nth=ordinal(nth)))
        return await self._opened(reading, page, asked) if page.items else None

    async def _opened(self, reading: Reading, page: Page[Launch], asked: FactQuestion | None = None) -> Card:
        """Open the first launch of a page, headed by how it was understood, with a way to the list."""
        launch, query = page.items[0], reading.query
        understood = await self.understanding.told(reading)
        is_oldest = query.ordering == ORDERS["oldest"]
        which = which_sentence(page.count, reading.question.nth, oldest=is_oldest)
        answer: list[Line] = [(Strong(fact_sentence(asked.fact, launch)),)] if asked else []
        admitted = (await caveats(query, self.catalogue)).words
        filters = await active_filters(query, self.naming)
        typed = [each for each in filters if each.field not in understood.fields]
        told = [headline(page.count, typed)] if typed else []
        lines = (*answer, *told, *understood.lines, *([(which,)] if which else []), *faint_lines(*admitted))
        whole = Button(_("Show this list"), to=ShowPage(query))
        rows = (*understood.drops, *understood.choices, (whole, *understood.literal))
        card = await self.details.card(launch, rows, query)
        nth = reading.question.nth
        one = query if nth == 1 else query.having(limit=1).at(nth - 1)
        content = replace(card.content, query=one, count=page.count)
        blocks = (*([Text(lines)] if lines else []), *card.blocks)
        return replace(card, blocks=blocks, content=content)

    async def _named(self, asked: FactQuestion, launch: Launch) -> Card:
        card = await self.details.card(launch)
        return _headed(card, fact_sentence(asked.fact, launch))

    async def _few(self, reading: Reading, most: int) -> Card | None:
        """Return a list of so many launches, named one by one: the list behind it goes on."""
        page = await self.catalogue.flown(reading.query.at(0).having(limit=most))
        if page.count <= most:
            return None
        query = reading.query.having(ids=tuple(launch.id for launch in page.items))
        few = replace(reading, query=query, fields=(*reading.fields, "ids"))
        understood = await self.understanding.told(few)
        # What is not loaded yet would come before those named.
        admitted = faint_lines(*(await caveats(reading.query, self.catalogue)).words)
        card = await self.lists.card(query, replace(understood, lines=(*understood.lines, *admitted)))
        return replace(card, content=replace(card.content, query=reading.query.having(limit=most)))

    async def _figures(self, reading: Reading) -> Card:
        question = reading.question
        by = (Property(question.by or "year"),)
        if by == (Property.PERSON,):
            reading = _with_people(reading)
        card, groups = await asyncio.gather(
            self.summaries.figures(reading, by),
            self.catalogue.groups(by, reading.query.at(0), local_zone()),
        )
        stats = card.content.figures
        if stats is None or not stats.launches:
            return card
        # What is not known of many launches is no group of theirs.
        known = (group for group in groups if None not in group.key)
        sizes = sorted(known, key=lambda group: -group.launches)
        most = [group for group in sizes if group.launches == sizes[0].launches]
        name = _each(most, by) if most and question.wanted is Wanted.FIGURES and question.by else ""
        return _headed(card, figures_sentence(question.wanted, stats, name, most[0].launches if most else 0))

    async def _people(self, reading: Reading) -> Card:
        """Return how many people flew, above the figures of the launches that carried some."""
        reading = _with_people(reading)
        card = await self.summaries.figures(reading, (Property.YEAR,))
        return _headed(card, people_sentence(await self.catalogue.people(reading.query)))

    async def _comparison(self, reading: Reading) -> Card:
        if reading.question.times:
            return await self._times(reading)
        profiles = tuple(ShowProfile(_COMPARED[field], ids) for field, ids in reading.question.compared)
        card = await self.summaries.comparison(ShowComparison(profiles, reading.query.net))
        return _headed(card, comparison_sentence(card.content.compared))

    async def _times(self, reading: Reading) -> Card:
        """Return the same launches in several times side by side."""
        query = reading.query.having(net=NO_RANGE)
        fields = tuple(field for field in reading.fields if field != "net")
        understood = await self.understanding.told(replace(reading, query=query, fields=fields, choices=()))
        card = await self.periods.card(query, reading.question.times, understood)
        return _headed(card, comparison_sentence(card.content.compared))


def _with_people(reading: Reading) -> Reading:
    """Return a reading of launches with people aboard, unless it tells of others itself."""
    if reading.query.is_crewed is not None:
        return reading
    return replace(reading, query=reading.query.having(is_crewed=True))


def _each(groups: Sequence[Group], by: tuple[Property, ...]) -> str:
    """Return what the largest groups are called, where several are equally large."""
    names = [key_words(group, by) for group in groups[:MOST_NAMED]]
    if (more := len(groups) - MOST_NAMED) > 0:
        text = ngettext("{name} and {n} more", "{name} and {n} more", more)
        return text.format(name=beside(names), n=number(more))
    return listed(names)


def _headed(card: Card, sentence: str) -> Card:
    """Return a card that begins with a sentence."""
    return replace(card, blocks=(Text(((Strong(sentence),),)), *card.blocks)) if sentence else card
