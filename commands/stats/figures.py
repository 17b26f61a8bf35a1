"""Figures in words, as every summary tells them: totals, success rate, streaks, years."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, date, datetime

from commands.cards.card import Line, Strong
from commands.cards.lines import fact
from commands.cards.periods import year_start
from commands.cards.result import outcome_counts_words
from commands.cards.text import faint_lines, net_spans
from commands.caveats import unknown_words
from commands.i18n.formatting import number, percent_words
from commands.i18n.local_days import in_zone, local_zone
from commands.i18n.translation import _, ngettext
from commands.parsing.dates.periods import MINUTE, start_of
from storage.catalogue import Catalogue, Counts, Fact, Landings, Stats
from storage.properties import Property
from storage.query import Landing, LaunchQuery, Range


def totals(stats: Stats, query: LaunchQuery) -> Iterable[Line]:
    """Yield how many launches there are, how they ended, and the first and the latest of them."""
    yield (Strong(launches_words(stats.launches)), " · ", outcome_counts_words(stats))
    if stats.success_rate is not None and is_rated(query):
        ended = stats.launches - stats.other
        text = _(
            "Success rate: {rate} ({n} of {m} with an outcome; partial failures don’t count as successes)"
        )
        yield fact(text, rate=percent(stats), n=number(stats.success), m=number(ended))
        yield from streaks(stats)
    yield from first_and_latest(stats)


def is_rated(query: LaunchQuery) -> bool:
    """Tell whether successes among its launches say anything: not where they were chosen by their outcome."""
    return not query.status_ids


def streaks(stats: Stats) -> Iterable[Line]:
    """Yield the current and the longest run of successes; nothing if there is none.

    After a failure there is no current one, and one success makes no run that is worth telling of.
    """
    if not stats.streak:
        if stats.longest_streak > 1:
            text = ngettext(
                "Longest streak: {n} success in a row",
                "Longest streak: {n} successes in a row",
                stats.longest_streak,
            )
            yield fact(text, n=number(stats.longest_streak))
    else:
        text = ngettext(
            "Streak: {n} success in a row · longest {longest}",
            "Streak: {n} successes in a row · longest {longest}",
            stats.streak,
        )
        yield fact(text, n=number(stats.streak), longest=number(stats.longest_streak))


def first_and_latest(stats: Stats) -> Iterable[Line]:
    """Yield when the first and the latest launch were."""
    if stats.first and stats.latest:
        first = net_spans(stats.first, stats.first_precision)
        latest = net_spans(stats.latest, stats.latest_precision)
        yield (*fact(_("First: {date}"), date=first), " · ", *fact(_("Latest: {date}"), date=latest))


async def this_year(query: LaunchQuery, catalogue: Catalogue, now: datetime) -> list[Line]:
    """Return the line comparing this year with the same date last year, unless the query has dates."""
    if query.net != Range():
        return []
    local = in_zone(now, local_zone())
    this = Range(gte=year_start(local.year))
    last = Range(gte=year_start(local.year - 1), lt=_a_year_before(local))
    here, before = await asyncio.gather(
        catalogue.stats(query.having(net=this)), catalogue.stats(query.having(net=last))
    )
    text = _("This year so far: {n} ({m} by this date last year)")
    return [fact(text, n=number(here.launches), m=number(before.launches))]


def landing_streak(told: Landings) -> Line:
    """Return the current and the longest run of landings; the longest alone where the latest failed."""
    longest = number(told.longest_streak)
    if not told.streak:
        text = ngettext(
            "Longest landing streak: {n} in a row",
            "Longest landing streak: {n} in a row",
            told.longest_streak,
        )
        return fact(text, n=longest)
    text = ngettext(
        "Landing streak: {n} in a row · longest {longest}",
        "Landing streak: {n} in a row · longest {longest}",
        told.streak,
    )
    return fact(text, n=number(told.streak), longest=longest)


async def landing_lines(query: LaunchQuery, catalogue: Catalogue) -> list[Line]:
    """Return the lines that tell how landings went, and for how many launches that is not known.

    Nothing where no landing is known to have been tried.
    """
    told = (await catalogue.landings(query)).all
    if not told.tried:
        return []
    lines: list[Line] = [fact(landings_words(told))]
    if told.longest_streak > 1:
        lines.append(landing_streak(told))
    if not query.landings:
        # Of launches that are counted: of those that may not be, the answer as a whole tells.
        tried = query.having(landings=(Landing.SUCCESS, Landing.FAILURE))
        unknown = await catalogue.unknown(tried, only=Fact.LANDING)
        lines += faint_lines(unknown_words(unknown))
    return lines


def landings_words(told: Landings) -> str:
    """Return how many landings were tried and succeeded, and the share of those whose end is known."""
    text = landings_text(told.tried, told.landed)
    if told.rate is None:
        return text
    rate = percent_words(100.0 if told.rate == 1 else min(99.9, round(told.rate * 100, 1)))
    ended = told.landed + told.failed
    if ended == told.tried:
        return _("{landings} ({rate})").format(landings=text, rate=rate)
    return _("{landings} ({rate} of {n} with a known outcome)").format(
        landings=text, rate=rate, n=number(ended)
    )


def landings_text(tried: int, landed: int) -> str:
    """Return how many landings were tried, and how many of them succeeded."""
    text = ngettext("Landings: {m} tried, {n} succeeded", "Landings: {m} tried, {n} succeeded", tried)
    return text.format(n=number(landed), m=number(tried))


async def busiest_site(query: LaunchQuery, catalogue: Catalogue) -> list[Line]:
    """Return the line with the launch site of most launches of a query."""
    return await _largest(query, Property.LOCATION, _("Busiest launch site: {name} ({launches})"), catalogue)


async def most_used_rocket(query: LaunchQuery, catalogue: Catalogue) -> list[Line]:
    """Return the line with the rocket used for most launches of a query."""
    return await _largest(query, Property.ROCKET, _("Most used rocket: {name} ({launches})"), catalogue)


async def _largest(query: LaunchQuery, by: Property, text: str, catalogue: Catalogue) -> list[Line]:
    known = [group for group in await catalogue.groups((by,), query) if group.key[0] is not None]
    if not known:
        return []
    return [fact(text, name=str(known[0].key[1]), launches=launches_words(known[0].launches))]


def launches_words(n: int) -> str:
    """Return "1 launch", "2,345 launches"."""
    return ngettext("{n} launch", "{n} launches", n).format(n=number(n))


def percent(counts: Counts) -> str:
    """Return the success rate in percent; never 100 unless all succeeded, never 0 unless none did."""
    rate = counts.success_rate or 0.0
    shown = min(99.9, round(rate * 100, 1)) if rate < 1 else 100.0
    return percent_words(max(shown, 0.1) if rate else 0.0)


def _a_year_before(now: datetime) -> datetime:
    """Return the end of the same minute a year before; on a leap day the whole of 28 February is over.

    With every instant another, no count that is kept were ever asked for again.
    """
    if (now.month, now.day) == (2, 29):
        return start_of(date(now.year - 1, 3, 1), now.tzinfo or UTC)
    return now.replace(year=now.year - 1, second=0, microsecond=0).astimezone(UTC) + MINUTE
