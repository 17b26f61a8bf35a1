"""Cards about the bot itself: status, about, and apologies."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from commands.cards.addresses import Addresses
from commands.cards.card import Button, Card, Content, Faint, Line, Link, Strong, Text, Tone, When, WhenStyle
from commands.cards.lines import fact
from commands.cards.text import ATTRIBUTION
from commands.cards.typography import spaced
from commands.codec.actions import ShowHelp, Topic
from commands.i18n.formatting import listed, number
from commands.i18n.translation import _, ngettext
from storage.catalogue import Freshness
from storage.errors import AskError, UnknownCommandError
from storage.query import NO_RANGE

STALE_AFTER = timedelta(hours=6)
"""Age of the data from which on a status card warns."""

SOURCE_URL = "https://thespacedevs.com/llapi"


@dataclass(frozen=True, slots=True)
class Budget:
    """Requests to Launch Library: how many are left in the hour, of how many."""

    left: int
    limit: int


BudgetReader = Callable[[], Awaitable[Budget | None]]
"""Tells what is left of the request budget; None where no sync is running. Never raises."""


def status_card(
    freshness: Freshness, budget: Budget | None, now: datetime, troubles: Sequence[str] = ()
) -> Card:
    """Return how fresh and complete the data is, and which parts of the bot (`troubles`) do not run."""
    old = freshness.updated_at is not None and now - freshness.updated_at > STALE_AFTER
    return Card(
        title=_("Status"),
        tone=Tone.PENDING if old or freshness.trouble or troubles else Tone.NEUTRAL,
        blocks=(Text((*_trouble_lines(troubles), *_status_lines(freshness, budget))),),
        footer=(_(ATTRIBUTION),),
    )


def _trouble_lines(troubles: Sequence[str]) -> Iterable[Line]:
    if troubles:
        # The causes are for the operator, and in the log.
        parts = listed(troubles)
        yield (Strong(_("Not running at the moment: {parts}. I am starting it again.").format(parts=parts)),)


def _status_lines(freshness: Freshness, budget: Budget | None) -> Iterable[Line]:
    known = number(freshness.launches)
    if freshness.total and freshness.total > freshness.launches:
        yield fact(_("Launches: {n} of about {all}"), n=known, all=number(freshness.total))
    else:
        yield fact(_("Launches: {n}"), n=known)
    if freshness.oldest and freshness.newest:
        first, last = When(freshness.oldest), When(freshness.newest)
        yield fact(_("Period: {first} – {last}"), first=first, last=last)
    yield from _coverage_lines(freshness)
    if freshness.updated_at:
        when = When(freshness.updated_at, WhenStyle.DATE_TIME)
        ago = When(freshness.updated_at, WhenStyle.RELATIVE)
        yield fact(_("Last updated: {when} ({ago})"), when=when, ago=ago)
    else:
        yield fact(_("Last updated: by an import (Launch Library hasn’t been contacted yet)"))
    if freshness.trouble:
        # Its cause is for the operator, and in the log.
        yield (_("The last update failed, so answers may be out of date."),)
    if freshness.rejected:
        text = ngettext("{n} record could not be read", "{n} records could not be read", freshness.rejected)
        yield (text.format(n=freshness.rejected),)
    if budget:
        text = _("Launch Library requests left: {left} of {limit} this hour")
        yield fact(text, left=number(budget.left), limit=number(budget.limit))


def _coverage_lines(freshness: Freshness) -> Iterable[Line]:
    """Tell what stands behind the launches: the bundled history, Launch Library, or not all of either yet."""
    coverage = freshness.coverage
    if coverage.history_as_of is None:
        if freshness.complete_since:
            yield fact(_("Complete: from {year} on"), year=str(freshness.complete_since.year))
        return
    # Noon, so that it is the same day wherever the reader is.
    until = When(coverage.history_as_of + timedelta(hours=12))
    yield fact(_("Bundled history up to: {date}"), date=until)
    confirmed, known = number(freshness.confirmed), number(freshness.launches)
    yield fact(_("Confirmed by Launch Library: {n} of {all}"), n=confirmed, all=known)
    if months := len(coverage.gaps_within(NO_RANGE)):
        text = ngettext(
            "Launches of {n} month may be missing.", "Launches of {n} months may be missing.", months
        )
        yield (text.format(n=number(months)),)


def about_card(version: str, addresses: Addresses) -> Card:
    """Return what the bot is, where its data comes from, and the ways to what it keeps and promises."""
    policies = (
        (Topic.PRIVACY, _("Privacy"), addresses.privacy),
        (Topic.TERMS, _("Terms of service"), addresses.terms),
    )
    return Card(
        title=_("About Launchlog"),
        blocks=(
            Text(
                (
                    (_("Launchlog answers questions about previous rocket launches."),),
                    (_("It looks them up in its own copy of Launch Library 2 by The Space Devs:"),),
                    (Link(SOURCE_URL.removeprefix("https://"), SOURCE_URL),),
                )
            ),
        ),
        buttons=(
            tuple(
                Button(label, url=url) if url else Button(label, to=ShowHelp(topic))
                for topic, label, url in policies
            ),
        ),
        footer=(Faint(_("Version {version}, MIT licence").format(version=version)),),
    )


def apology(error: AskError) -> Card:
    """Return the one plain sentence that answers what cannot be answered otherwise."""
    return spaced(
        Card(
            title="" if isinstance(error, UnknownCommandError) else _("That didn’t work"),
            blocks=(Text(((error.sentence,),)),),
            private=True,
            notice=error.sentence,
            content=Content(suggestions=error.suggestions, apology=True),
        )
    )


def trouble_card() -> Card:
    """Return the answer where the fault is ours; its cause is in the operator's log."""
    sentence = _("I can’t read the catalogue right now. Try again in a minute.")
    return apology(AskError(sentence))


def failure_card() -> Card:
    """Return the answer when the bot itself has failed."""
    return apology(AskError(_("Something went wrong on my end. I’ve logged it; please try again later.")))
