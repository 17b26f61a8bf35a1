"""What became of results in a place, and why: the card that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from commands.cards.addresses import message_link
from commands.cards.card import Button, Card, Faint, Line, Link, Span, Spoiler, Text, When, WhenStyle
from commands.cards.launch_lines import one_line
from commands.cards.pager import pager
from commands.cards.subscription import placed
from commands.codec.actions import Deed, Manage, ShowFates
from commands.definitions.command import Here, PlaceKind
from commands.i18n.formatting import listed
from commands.i18n.translation import _, marked
from storage.models import Launch
from storage.state.models import Subscription


class Fate(Enum):
    """What became of a result that a subscription could have posted."""

    POSTED = auto()
    IN_DIGEST = auto()
    IN_SUMMARY = auto()
    WAITING = auto()
    HELD = auto()
    FAILED = auto()
    TOO_LATE = auto()
    DUE = auto()
    FILTERED = auto()
    MUTED = auto()
    PAUSED = auto()
    EARLIER = auto()
    NO_NEWS = auto()
    CHANGED = auto()


UNWANTED = frozenset({Fate.FILTERED, Fate.MUTED})
"""What the subscription itself does not ask for."""

WORDS: Mapping[Fate, str] = {
    Fate.POSTED: marked("Posted"),
    Fate.IN_DIGEST: marked("Posted in a digest"),
    Fate.IN_SUMMARY: marked("Posted in the summary after an outage"),
    Fate.WAITING: marked("Still to be posted"),
    Fate.HELD: marked("Held: nobody knows whether the post arrived"),
    Fate.FAILED: marked("Not posted: sending failed"),
    Fate.TOO_LATE: marked("Not posted: it was too old by the time it could be sent"),
    Fate.DUE: marked("Waiting for the next digest:"),
    Fate.PAUSED: marked("Not posted: paused at the time"),
    Fate.EARLIER: marked("Not posted: known before this subscription was made"),
    Fate.NO_NEWS: marked("Not posted: it was old news when I learned of it"),
    Fate.CHANGED: marked("Not posted: it was paused then, or its filters, options or mutes were different"),
}
"""What became of it; a filter and a mute are named instead."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one result for one subscription.

    `filters` are those that say no, in words, `muted` is the name of what is muted, `reason` what the
    platform said. `message_id` is the post, 0 if there is none; with a fate that is unwanted, it was posted
    all the same. `on_outcome` tells that what is said of it gives the outcome away.
    """

    launch: Launch
    fate: Fate
    filters: tuple[str, ...] = ()
    on_outcome: bool = False
    muted: str = ""
    reason: str = ""
    message_id: int = 0
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FatesPage:
    """A page of what became of results for one subscription, of `pages` in all, with its filters in words."""

    action: ShowFates
    subscription: Subscription
    words: str
    told: tuple[Told, ...]
    pages: int


def fates_card(page: FatesPage, here: Here) -> Card:
    """Return the card of a page."""
    action, subscription = page.action, page.subscription
    hides = subscription.wishes.spoiler
    blocks = [Text(_lines(told, here, hides=hides)) for told in page.told]
    heading = _("Subscription {n}").format(n=subscription.number)
    first = Text(((page.words,),), heading)
    if subscription.wishes.frequency.is_memory:
        blocks = [Text(((_("It posts what happened in earlier years, and no results."),),))]
    elif not blocks:
        blocks = [Text(((_("No results are known yet."),),))]
    number = subscription.id if here.name else 0
    back = Manage(Deed.LIST, number) if action.every else Manage(Deed.OPEN, subscription.id)
    turns = pager(
        action.page, page.pages - 1, lambda to: ShowFates(action.subscription, to, every=action.every)
    )
    rows = [turns] if turns else []
    return Card(
        title=placed(_("Why (not) here?"), here.name),
        blocks=(first, *blocks),
        buttons=(*rows, (Button("‹ " + _("Back"), to=back),)),
        footer=(_("The latest results, and what became of them here."),),
        private=True,
    )


def _lines(told: Told, here: Here, *, hides: bool) -> tuple[Line, ...]:
    second = [*_fate(told, here)]
    if hides and told.on_outcome:
        second = [Spoiler(span) if isinstance(span, str) else span for span in second]
    if told.reason:
        second += [" · ", Faint(told.reason)]
    return one_line(told.launch, spoiler=hides), tuple(second)


def _fate(told: Told, here: Here) -> Line:
    link = message_link(here.place, told.message_id, private=here.kind is PlaceKind.PRIVATE)
    match told.fate:
        case Fate.FILTERED:
            words = _("Filtered out by: {filters}").format(filters=listed(told.filters))
        case Fate.MUTED:
            words = _("Muted: {name}").format(name=told.muted)
        case fate:
            words = _(WORDS[fate])
    if told.due_at is not None:
        return words, " ", When(told.due_at, WhenStyle.DATE_TIME)
    if not told.message_id:
        return (words,)
    if told.fate in UNWANTED:
        all_the_same = _("posted for another subscription, or before a change")
        return words, " · ", _linked(all_the_same, link)
    return (_linked(words, link),)


def _linked(words: str, link: str) -> Span:
    return Link(words, link) if link else words
