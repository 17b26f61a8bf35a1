"""What a result tells, line by line: each fact in the words that there is room for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commands.cards.card import Line, Strong, WhenStyle
from commands.cards.fitting import PHONE, Fact, line_rows, shortened
from commands.cards.landings import landing_words
from commands.cards.launch_lines import mission_name
from commands.cards.lines import filled
from commands.cards.milestones import milestones
from commands.cards.outcome_bar import outcome_bar
from commands.cards.text import marked_status, net_line, place_words, status_words
from commands.cards.width import rows
from commands.caveats import REHEARSAL
from commands.i18n.formatting import beside, capitalised, labelled, listed, ordinal
from commands.i18n.translation import _
from storage.catalogue import Precedents
from storage.models import Counts, Launch, Status
from storage.text import order_key

TITLE_ROWS = 2
"""Lines of a phone that a title takes at most."""

TITLE_WIDTH = 28
"""Latin letters of a title on a phone, where titles are larger than text."""

MISSION_ROWS = 5
"""Lines of a phone that the words about a mission take at most, whatever room there is."""

REASON_ROWS = 3
"""The same of why a launch failed."""

PLACE_ROWS = 2
"""The same of where and when it was."""

SENTENCES = 2
"""Of a mission's description."""

_SENTENCE = re.compile(r"\S.*?(?:[.!?][”\"')]*(?=\s+[A-Z0-9“\"])|\Z)", re.DOTALL)

_ALWAYS, _REASON, _LANDING, _MILESTONE, _MISSION, _ORDINALS, _MORE = range(7)
"""What gets room first."""

_BEFORE_ALL, _AFTER_ALL = -1, 9
"""When a fact is told more fully, where that is not as early as it gets room."""


def title_of(launch: Launch, *, spoiler: bool = False) -> str:
    """Return what a post is called: the outcome, in words and sign, and the launch.

    With `spoiler` it is the launch alone. The rocket is left out where there is no room for all.
    """
    title = ""
    for name in (launch.name, mission_name(launch)):
        title = name if spoiler else labelled(marked_status(launch.status), name)
        if rows(title, TITLE_WIDTH) <= TITLE_ROWS:
            return title
    return shortened(title, TITLE_ROWS, TITLE_WIDTH)


def title_rows(title: str) -> int:
    """Return how many lines of a phone a title takes."""
    return rows(title, TITLE_WIDTH)


def outcome_facts(launch: Launch, was: Status | None, *, spoiler: bool) -> Iterator[Fact]:
    """Yield what tells the outcome beside the title: what it corrects, or a bar with it; and the reason."""
    if spoiler:
        bar = outcome_bar(launch.status, corrected=was is not None)
        yield Fact((filled(_("Outcome: {status}"), status=bar),), _ALWAYS, _BEFORE_ALL)
        return
    if was is not None:
        yield Fact(((Strong(corrected_words(launch.status, was)),),), _ALWAYS, _BEFORE_ALL)
    if launch.failure_reason and (reason := " ".join(launch.failure_reason.split())):
        sentence = _("Reason: {reason}").format(reason=reason)
        yield _cut_fact(sentence, REASON_ROWS, _REASON, _REASON)


def other_facts(launch: Launch, precedents: Precedents, *, spoiler: bool) -> Iterator[Fact]:
    """Yield what else is told, the landing first; with `spoiler` nothing that rests on the outcome."""
    if not spoiler and (landing := landing_words(launch)):
        yield _fact(landing, _LANDING)
    if words := _ordinals(launch, precedents):
        yield _fact(words, _ORDINALS)
    if not spoiler:
        for number, milestone in enumerate(milestones(launch, precedents)):
            yield Fact(((Strong(milestone),),), rank := _MORE if number else _MILESTONE, rank)
    if launch.mission and launch.mission.description and (text := opening(launch.mission.description)):
        # That nothing has flown has to be read, however much else there is to tell.
        is_rehearsal = launch.mission.type == REHEARSAL
        whole = Fact(((text,),), _ALWAYS, _BEFORE_ALL)
        yield whole if is_rehearsal else _cut_fact(text, MISSION_ROWS, _MISSION, _AFTER_ALL)
    yield Fact(tuple(_place_and_time(launch)), _ALWAYS, _MORE)


def corrected_words(status: Status, was: Status) -> str:
    """Return what a correction says, in one sentence."""
    if status.outcome is None:
        text = _("Corrected: the outcome is under review (it was posted as {was})")
    elif was.outcome is None:
        text = _("Corrected: {status}, after a review")
    else:
        text = _("Corrected: {status} (first posted as {was})")
    return text.format(status=status_words(status), was=status_words(was))


def opening(description: str) -> str:
    """Return the first two sentences of a text."""
    return " ".join(_SENTENCE.findall(" ".join(description.split()))[:SENTENCES])


def _fact(variants: tuple[str, ...], rank: int) -> Fact:
    return Fact(tuple((each,) for each in variants), rank, rank)


def _cut_fact(text: str, most: int, rank: int, grows: int) -> Fact:
    """Return a fact that may be cut to any number of lines up to that."""
    most = min(most, rows(text, PHONE))
    return Fact(tuple((shortened(text, n),) for n in range(most, 0, -1)), rank, grows)


def _ordinals(launch: Launch, precedents: Precedents) -> tuple[str, ...]:
    """Return which launch of its provider it is, and which orbital one of its year."""
    told = launch.counts or Counts()
    agency = told.agency or precedents.counts.agency
    of_year = None if _is_suborbital(launch) else told.orbital_year or precedents.counts.orbital_year
    words = list(_who(launch)[-1:])
    if agency and launch.provider:
        provider = launch.provider.shown
        words = [_("{n} {provider} launch").format(n=ordinal(agency), provider=provider)]
    if of_year:
        orbital = _("{n} orbital launch of {year}").format(n=ordinal(of_year), year=launch.net.year)
        words.append(orbital if words else capitalised(orbital))
    return tuple(dict.fromkeys((listed(words), *words[:1]))) if words else ()


def _is_suborbital(launch: Launch) -> bool:
    mission = launch.mission
    if mission is None:
        return False
    return "suborbital" in {
        (mission.type or "").casefold(),
        (mission.orbit.name if mission.orbit else "").casefold(),
    }


def _who(launch: Launch) -> tuple[str, ...]:
    """Return the provider, after the rocket where the launch is not called after that."""
    rocket = launch.rocket.shown if launch.rocket else ""
    if order_key(rocket) in order_key(launch.name):
        rocket = ""
    words = beside([rocket, launch.provider.shown if launch.provider else ""])
    return (words,) if words else ()


def _place_and_time(launch: Launch) -> Iterator[Line]:
    """Yield where and when it was, the fullest first that is not too long."""
    pad = launch.pad
    site = pad.location.name.partition(",")[0] if pad and pad.location else ""
    named = _("{pad}, {location}").format(pad=pad.name, location=site) if pad and pad.name and site else ""
    when = net_line(launch, WhenStyle.DATE_TIME)
    for place in dict.fromkeys(filter(None, (place_words(launch), named, site))):
        if line_rows(line := (place, " · ", *when)) <= PLACE_ROWS:
            yield line
    if site:
        yield (site, " · ", *net_line(launch))
    else:
        yield when
