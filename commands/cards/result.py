"""The cards of posts: a result, its correction, a digest, and what was missed in an outage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from commands.cards.card import (
    Button,
    Card,
    Faint,
    Line,
    Span,
    Spoiler,
    Strong,
    Text,
    Tone,
    WhenStyle,
)
from commands.cards.launch import picture_of
from commands.cards.text import ATTRIBUTION, net_and_age, net_line, place_words, status_words, tone
from commands.codec.actions import MuteHere, ShowLaunch, ShowPage
from commands.codec.compact import PAGE_SIZES
from commands.i18n.formatting import beside, number
from commands.i18n.translation import _, ngettext
from storage.catalogue import Counts
from storage.models import Launch, Outcome, Status
from storage.query import MAX_LIMIT, LaunchQuery, View
from storage.state.models import Mute, MuteKind

LINES = 15
"""Launches named in a digest; the list behind its button has them all."""

SENTENCES = 2
"""Of a mission's description."""

MISSION_LENGTH = 400
"""Characters of a mission's description that has no short sentences."""

_SENTENCE = re.compile(r"\S.*?(?:[.!?][”\"')]*(?=\s+[A-Z0-9“\"])|\Z)", re.DOTALL)


def result_card(launch: Launch, *, spoiler: bool = False, was: Status | None = None) -> Card:
    """Return the result of a launch; `was` is the status that it corrects.

    With `spoiler` the outcome stays hidden until it is tapped: no colour and no picture tell it.
    """
    return Card(
        title=launch.name,
        tone=Tone.NEUTRAL if spoiler else tone(launch.status),
        blocks=tuple(_blocks(launch, was, spoiler=spoiler)),
        picture=None if spoiler else picture_of(launch),
        buttons=(_buttons(launch),),
        footer=(_(ATTRIBUTION),),
    )


def correction_card(launch: Launch, was: Status, *, spoiler: bool = False) -> Card:
    """Return the short card that follows a post which cannot be edited."""
    details = Button(_("Details"), to=ShowLaunch(launch.id))
    return Card(
        title=launch.name,
        tone=Tone.NEUTRAL if spoiler else tone(launch.status),
        blocks=(Text(((_hidden(_corrected(launch.status, was), spoiler=spoiler),),)),),
        buttons=((details,),),
    )


def digest_card(launches: tuple[Launch, ...], title: str, *, spoiler: bool = False) -> Card:
    """Return one card for several launches: how many ended how, and a line for each."""
    lines: list[Line] = [
        (
            Strong(each.name),
            " · ",
            _hidden(status_words(each.status), spoiler=spoiler),
            " · ",
            *net_line(each),
        )
        for each in launches[:LINES]
    ]
    if (more := len(launches) - LINES) > 0:
        lines.append((Faint(ngettext("and {n} more", "and {n} more", more).format(n=more)),))
    return Card(
        title=title,
        blocks=(Text(((_hidden(counts_words(launches), spoiler=spoiler),),)), Text(tuple(lines))),
        buttons=((_all(launches),),),
        footer=(_(ATTRIBUTION),),
    )


def _all(launches: tuple[Launch, ...]) -> Button:
    ids = tuple(launch.id for launch in launches[:MAX_LIMIT])
    query = LaunchQuery(ids=ids, view=View.LIST, limit=PAGE_SIZES[View.LIST])
    text = ngettext("Show {n} launch", "Show {n} launches", len(ids)).format(n=len(ids))
    return Button(text, to=ShowPage(query))


def _buttons(launch: Launch) -> tuple[Button, ...]:
    details = Button(_("Details"), to=ShowLaunch(launch.id))
    buttons = [details]
    if launch.rocket:
        mute = MuteHere(Mute(MuteKind.ROCKET, launch.rocket.id))
        label = _("Mute {name}").format(name=launch.rocket.name)
        buttons.append(Button(label, to=mute, hint=True))
    if launch.provider:
        mute = MuteHere(Mute(MuteKind.PROVIDER, launch.provider.id))
        label = _("Mute {name}").format(name=launch.provider.abbrev or launch.provider.name)
        buttons.append(Button(label, to=mute, hint=True))
    return tuple(buttons)


def counts_words(launches: Iterable[Launch]) -> str:
    """Return how many launches there are and how they ended, in one line."""
    ends = Counter(launch.status.outcome for launch in launches)
    total = sum(ends.values())
    counts = Counts(total, ends[Outcome.SUCCESS], ends[Outcome.FAILURE], ends[Outcome.PARTIAL_FAILURE])
    words = ngettext("{n} launch", "{n} launches", total).format(n=total)
    return beside([words, outcome_counts_words(counts)])


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


def _blocks(launch: Launch, was: Status | None, *, spoiler: bool) -> Iterable[Text]:
    words = status_words(launch.status) if was is None else _corrected(launch.status, was)
    reason = (
        [_("Reason: {reason}").format(reason=launch.failure_reason.strip())] if launch.failure_reason else []
    )
    # Hidden, they are one: a second hidden line would tell that something went wrong.
    lines: list[Line] = (
        [(Spoiler(beside([words, *reason])),)] if spoiler else [(Strong(words),), *((r,) for r in reason)]
    )
    who = [launch.rocket.full_name or launch.rocket.name] if launch.rocket else []
    who += [launch.provider.name] if launch.provider else []
    if who:
        lines.append((beside(who),))
    if place := place_words(launch):
        lines.append((place,))
    lines.append(net_and_age(launch, WhenStyle.DATE_TIME))
    yield Text(tuple(lines))
    if launch.mission and launch.mission.description and (text := opening(launch.mission.description)):
        yield Text(((text,),))


def _corrected(status: Status, was: Status) -> str:
    if status.outcome is None:
        text = _("Corrected: the outcome is under review (it was posted as {was})")
    elif was.outcome is None:
        text = _("Corrected: {status}, after a review")
    else:
        text = _("Corrected: {status} (first posted as {was})")
    return text.format(status=status_words(status), was=status_words(was))


def _hidden(text: str, *, spoiler: bool) -> Span:
    return Spoiler(text) if spoiler else text


def opening(description: str) -> str:
    """Return the first two sentences of a text, or its beginning if they are long."""
    sentences = _SENTENCE.findall(" ".join(description.split()))
    text = " ".join(sentences[:SENTENCES])
    if len(text) <= MISSION_LENGTH:
        return text
    return text[: MISSION_LENGTH - 1].rsplit(" ", 1)[0].rstrip(",.;:") + "…"
