"""The cards of posts: a result, its correction, a digest, and what was missed in an outage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from commands.cards.card import Button, Card, Faint, Text, Tone
from commands.cards.fitting import PHONE, fitted, line_rows
from commands.cards.launch import picture_of
from commands.cards.launch_lines import one_line
from commands.cards.result_facts import other_facts, outcome_facts, title_of, title_rows
from commands.cards.sources import replay, source, source_name
from commands.cards.text import ATTRIBUTION, tone
from commands.cards.width import first_fitting
from commands.codec.actions import ShowLaunch, ShowPage
from commands.codec.compact import PAGE_SIZES
from commands.i18n.formatting import beside, listed, number
from commands.i18n.translation import _, ngettext
from storage.catalogue import NO_PRECEDENTS, Counts, Precedents
from storage.models import Launch, Outcome, Status
from storage.query import MAX_LIMIT, LaunchQuery, View

LINES = 15
"""Launches named in a digest; the list behind its button has them all."""

MOST_ROWS = 8
"""Lines of a phone that a result takes, so that it is read at a glance; its details have the rest."""


_LIBRARY = "Launch Library 2"


def result_card(
    launch: Launch,
    *,
    spoiler: bool = False,
    was: Status | None = None,
    precedents: Precedents = NO_PRECEDENTS,
) -> Card:
    """Return the result of a launch in at most `MOST_ROWS` lines of a phone.

    `was` is the status that it corrects, `precedents` what the launch is among those before it. With
    `spoiler` nothing tells how it ended until the bar is tapped that hides the outcome: no colour, no landing
    and no milestone, and the picture, which may show it, is hidden as well.
    """
    footer = (_footer(launch),)
    title = title_of(launch, spoiler=spoiler)
    facts = [
        *outcome_facts(launch, was, spoiler=spoiler),
        *other_facts(launch, precedents, spoiler=spoiler),
    ]
    picture = picture_of(launch)
    return Card(
        title=title,
        name=launch.name,
        tone=Tone.NEUTRAL if spoiler else tone(launch.status),
        blocks=(Text(fitted(facts, MOST_ROWS - title_rows(title) - line_rows(footer))),),
        picture=picture and replace(picture, spoiler=spoiler),
        buttons=(_buttons(launch),),
        footer=footer,
    )


def correction_card(launch: Launch, was: Status, *, spoiler: bool = False) -> Card:
    """Return the short card that follows a post which cannot be edited: what of it has changed."""
    title = title_of(launch, spoiler=spoiler)
    facts = tuple(outcome_facts(launch, was, spoiler=spoiler))
    details = Button(_("Details"), to=ShowLaunch(launch.id))
    return Card(
        title=title,
        name=launch.name,
        tone=Tone.NEUTRAL if spoiler else tone(launch.status),
        blocks=(Text(fitted(facts, MOST_ROWS - title_rows(title))),),
        buttons=((details,),),
    )


def digest_card(launches: tuple[Launch, ...], title: str, *, spoiler: bool = False) -> Card:
    """Return one card for several launches: how many ended how, and a line for each."""
    lines = [one_line(each, spoiler=spoiler) for each in launches[:LINES]]
    if (more := len(launches) - LINES) > 0:
        lines.append((Faint(ngettext("and {n} more", "and {n} more", more).format(n=more)),))
    counts = total_words(len(launches)) if spoiler else counts_words(launches)
    return Card(
        title=title,
        blocks=(Text(((counts,),)), Text(tuple(lines))),
        buttons=((_all(launches),),),
        footer=(_(ATTRIBUTION),),
    )


def _all(launches: tuple[Launch, ...]) -> Button:
    ids = tuple(launch.id for launch in launches[:MAX_LIMIT])
    query = LaunchQuery(ids=ids, view=View.LIST, limit=PAGE_SIZES[View.LIST])
    text = ngettext("Show {n} launch", "Show {n} launches", len(ids)).format(n=len(ids))
    return Button(text, to=ShowPage(query))


def _buttons(launch: Launch) -> tuple[Button, ...]:
    buttons = [Button(_("Details"), to=ShowLaunch(launch.id))]
    if film := replay(launch):
        buttons.append(Button(_("Replay"), url=film.url))
    if page := source(launch):
        buttons.append(Button(_("Source"), url=page))
    return tuple(buttons)


def _footer(launch: Launch) -> str:
    """Return in one line where the news is from: Launch Library has it from somewhere, if it says so."""
    names = [source_name(page)] if (page := source(launch)) else []
    label = _("Source: {name}")
    fullest = label.format(name=listed([*names, _LIBRARY]))
    return first_fitting((fullest, beside([*names, _LIBRARY]), label.format(name=_LIBRARY)), PHONE)


def counts_words(launches: Iterable[Launch]) -> str:
    """Return how many launches there are and how they ended, in one line."""
    ends = Counter(launch.status.outcome for launch in launches)
    total = sum(ends.values())
    counts = Counts(total, ends[Outcome.SUCCESS], ends[Outcome.FAILURE], ends[Outcome.PARTIAL_FAILURE])
    return beside([total_words(total), outcome_counts_words(counts)])


def total_words(n: int) -> str:
    """Return how many launches there are."""
    return ngettext("{n} launch", "{n} launches", n).format(n=n)


def outcome_counts_words(counts: Counts) -> str:
    """Return how many launches ended how, in one line; what there is none of is left out."""
    return beside(outcome_counts(counts))


def outcome_counts(counts: Counts) -> list[str]:
    """Return how many launches ended how, each in words; what there is none of is left out."""
    ends = ((Outcome.SUCCESS, counts.success), (Outcome.FAILURE, counts.failure),
            (Outcome.PARTIAL_FAILURE, counts.partial))  # fmt: skip
    words = [_outcome_count(outcome, n) for outcome, n in ends if n]
    if counts.other:
        words.append(_("{n} without outcome").format(n=number(counts.other)))
    return words


def _outcome_count(outcome: Outcome, n: int) -> str:
    match outcome:
        case Outcome.SUCCESS:
            text = ngettext("{n} success", "{n} successes", n)
        case Outcome.FAILURE:
            text = ngettext("{n} failure", "{n} failures", n)
        case Outcome.PARTIAL_FAILURE:
            text = ngettext("{n} partial failure", "{n} partial failures", n)
    return text.format(n=number(n))
