"""What an answer has to admit: launches it cannot judge, months not loaded yet, and rehearsals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from commands.i18n.formatting import listed, months_words, number
from commands.i18n.translation import _, marked, ngettext
from storage.catalogue import Catalogue, Coverage, Fact, Generation, Month, Unknown, asked_facts
from storage.properties import Property
from storage.query import NO_RANGE, LaunchQuery

MOST_SPANS = 2
"""Spans of months told one by one; more are told as one, of which parts are missing."""

REHEARSAL = "Rehearsal"
"""The type of mission of a launch that the playground has made up."""

RETIRED = timedelta(days=15 * 365)
"""After so long without a launch a rocket flies no more.

No rocket of the history flew again after more than 12.4 years (Minotaur C, 1998 to 2011). Providers, sites
and pads did, after up to 47 years, so nothing is concluded from theirs.
"""

_FACT_WORDS = {
    Fact.CREW: marked("the crew"),
    Fact.PEOPLE: marked("the crew"),
    Fact.ORBIT: marked("the orbit"),
    Fact.MISSION_TYPE: marked("the mission type"),
    Fact.PROGRAM: marked("the program"),
    Fact.BOOSTERS: marked("the boosters"),
    Fact.LANDING: marked("the landing"),
    Fact.LANDING_PLACE: marked("where a booster landed"),
    Fact.REUSED: marked("whether a booster was reused"),
    Fact.PROVIDER: marked("the provider"),
    Fact.COUNTRY: marked("the country"),
    Fact.ROCKET: marked("the rocket"),
    Fact.LOCATION: marked("the launch site"),
    Fact.PAD: marked("the pad"),
    Fact.ROCKET_FULL_NAME: marked("the rocket’s full name"),
    Fact.MANUFACTURER: marked("the rocket’s manufacturer"),
    Fact.SPACECRAFT: marked("the spacecraft"),
    Fact.SPACECRAFT_TYPE: marked("the spacecraft"),
    Fact.PAYLOAD: marked("the payload"),
    Fact.VIDEO: marked("the videos"),
    Fact.DESIGNATOR: marked("the designator"),
    Fact.SLUG: marked("the slug"),
    Fact.WINDOW_START: marked("the start of the window"),
    Fact.WINDOW_END: marked("the end of the window"),
    Fact.LAST_UPDATED: marked("the last update"),
}
"""At the end of a sentence, as nothing but a name."""


@dataclass(frozen=True, slots=True)
class Caveats:
    """Sentences that belong to an answer, "" where all is known: of facts, of months, of what is made up."""

    unknown: str = ""
    missing: str = ""
    made_up: str = ""

    def __bool__(self) -> bool:
        """Tell whether the answer cannot be taken for the whole truth."""
        return bool(self.unknown or self.missing)

    @property
    def words(self) -> tuple[str, ...]:
        """The sentences that there are, what bears most on the answer first."""
        return tuple(filter(None, (self.unknown, self.missing, self.made_up)))


async def caveats(query: LaunchQuery, catalogue: Catalogue) -> Caveats:
    """Return what an answer to a query has to admit; raises `StoreError`."""
    unknown = await catalogue.unknown(query)
    # Asked for once: each list has this to say.
    generation = await catalogue.generation()
    # Launches chosen one by one are what they are, whatever else there may be.
    missing = "" if query.ids else await missing_words(catalogue, query, generation=generation)
    made_up = await made_up_words(catalogue, query, generation=generation)
    return Caveats(unknown_words(unknown), missing, made_up)


def unknown_words(unknown: Unknown) -> str:
    """Return for how many launches a filter cannot tell, and what is not known of them."""
    if not unknown.launches:
        return ""
    text = ngettext(
        "Not known for {n} launch: {facts}.", "Not known for {n} launches: {facts}.", unknown.launches
    )
    facts = listed(dict.fromkeys(_(_FACT_WORDS[fact]) for fact in unknown.facts))
    return text.format(n=number(unknown.launches), facts=facts)


async def missing_words(
    catalogue: Catalogue, *questions: LaunchQuery, generation: Generation | None = None
) -> str:
    """Return of which months a match of any of those questions may not be loaded yet; raises `StoreError`.

    `generation` is the catalogue's present one, for whoever knows it.
    """
    coverage = (await catalogue.freshness(generation)).coverage
    if not coverage.unknown:
        return ""
    asked = [await _missing_months(catalogue, coverage, query) for query in questions]
    spans = _spans(sorted({month for months in asked for month in months}))
    if not spans:
        return ""
    if len(spans) > MOST_SPANS:
        months = months_words(spans[0][0].start, spans[-1][1].start)
        return _("Still being loaded: parts of {months}.").format(months=months)
    months = listed(months_words(first.start, last.start) for first, last in spans)
    return _("Still being loaded: {months}.").format(months=months)


async def _missing_months(catalogue: Catalogue, coverage: Coverage, query: LaunchQuery) -> tuple[Month, ...]:
    months = tuple(
        month
        for month in coverage.gaps_within(query.net)
        if month.year in (query.years or (month.year,)) and month.month in (query.months or (month.month,))
    )
    return () if months and await _is_retired(catalogue, coverage, query) else months


async def _is_retired(catalogue: Catalogue, coverage: Coverage, query: LaunchQuery) -> bool:
    """Tell whether a query names rockets that last flew long before the first of what is not loaded."""
    rockets = asked_facts(query).get(Fact.ROCKET)
    if rockets is None:
        return False
    latest = (await catalogue.flown(rockets.having(limit=1))).items
    return bool(latest) and latest[0].net + RETIRED < coverage.unknown[0].start


async def made_up_words(
    catalogue: Catalogue, *questions: LaunchQuery, generation: Generation | None = None
) -> str:
    """Return that there are rehearsals in an answer, or "" where there are none; raises `StoreError`.

    `generation` as for `missing_words`.
    """
    kinds = {name.name for name in await catalogue.names(Property.MISSION_TYPE, generation)}
    for query in questions if REHEARSAL in kinds else ():
        if REHEARSAL in (query.mission_types or kinds):
            rehearsed = query.at(0).having(mission_types=(REHEARSAL,), limit=1)
            if (await catalogue.flown(rehearsed)).count:
                return _("Among these are rehearsals: made up, nothing has flown.")
    return ""


async def or_not_loaded(sentence: str, catalogue: Catalogue) -> str:
    """Return the sentence that nothing is called so, with a doubt about it while months are missing.

    Raises `StoreError`.
    """
    coverage = (await catalogue.freshness()).coverage
    if not coverage.gaps_within(NO_RANGE):
        return sentence
    return _("{sentence} Perhaps it is not loaded yet.").format(sentence=sentence)


def _spans(months: Sequence[Month]) -> list[tuple[Month, Month]]:
    """Return the first and the last of each run of months one after another."""
    if not months:
        return []
    breaks = [(before, after) for before, after in pairwise(months) if before.following() != after]
    firsts = [months[0], *(after for _before, after in breaks)]
    lasts = [*(before for before, _after in breaks), months[-1]]
    return list(zip(firsts, lasts, strict=True))
