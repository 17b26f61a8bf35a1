"""The subscriptions of a place on one card: to look at, and to choose one that is to go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commands.cards.card import Button, ButtonStyle, Card, Line, Strong, Text
from commands.cards.subscription import SubscriptionCards, placed
from commands.codec.actions import Deed, Manage, ShowFates, ShowMutes, ShowPage, UnmuteHere
from commands.codec.compact import PAGE_SIZES
from commands.i18n.formatting import listed
from commands.i18n.translation import _, ngettext
from storage.query import MAX_LIMIT, LaunchQuery, View
from storage.state.models import Mute, Subscription

ROW = 5
"""Buttons in a row of a list, the most that Discord takes."""

CONTROLS = 38
"""Buttons and rows of them under a list: with its frame and its text, Discord's 40 components."""

WAYS = 5
"""Of these, what is kept for the row of what the list leads to: four at most."""


@dataclass(frozen=True, slots=True)
class SubscriptionLists:
    """Draws all subscriptions of a place. `where` is the place, when the card is read elsewhere."""

    cards: SubscriptionCards

    async def all(
        self, there: tuple[Subscription, ...], mutes: tuple[Mute, ...], zone: str, where: str = ""
    ) -> Card:
        """Return the list of a place's subscriptions, and of what it has muted."""
        blocks, openings = [], []
        for subscription in there:
            lines = await self.cards.lines(subscription, zone, mutes)
            blocks.append(Text(tuple(lines), _("Subscription {n}").format(n=subscription.number)))
            openings.append(Button(f"{subscription.number}", to=Manage(Deed.OPEN, subscription.id)))
        rows = [*_rows(openings)]
        if there:
            fates = ShowFates(there[0].id if where else 0, every=True)
            muting = () if where else (Button(_("Mute"), to=ShowMutes()),)
            rows.insert(0, (Button(_("Why (not) here?"), to=fates), *muting))
        else:
            blocks.append(Text(((_("Nothing is posted here yet. Start with /subscribe."),),)))
        if where:
            blocks += await self._muted(mutes)
        else:
            shown = mutes[: _room(len(there))]
            rows += _rows([await self._unmute(mute) for mute in shown])
            blocks += _more_muted(len(mutes) - len(shown))
        return Card(
            title=placed(_("Subscriptions"), where),
            blocks=tuple(blocks),
            buttons=tuple(rows),
            footer=(_("Press a number to change, pause, test or remove that subscription."),)
            if there
            else (),
            private=True,
        )

    def doubting(self, card: Card, number: int, ids: tuple[str, ...]) -> Card:
        """Return the list with a word on posts that may not have arrived, and a way to what they told."""
        text = ngettext(
            "{n} post may be missing here: I do not know whether it arrived.",
            "{n} posts may be missing here: I do not know whether they arrived.",
            number,
        )
        shown = ids[:MAX_LIMIT]
        query = LaunchQuery(ids=shown, view=View.LIST, limit=PAGE_SIZES[View.LIST])
        label = ngettext("Show {n} launch", "Show {n} launches", len(shown)).format(n=len(shown))
        ways = (Button(label, to=ShowPage(query)),) if shown else ()
        return _led_by(card, text.format(n=number), *ways)

    def removed(self, card: Card, subscription: Subscription) -> Card:
        """Return the list with a word on the subscription that is gone, and a way to have it back."""
        undo = Button(_("Undo"), style=ButtonStyle.PRIMARY, to=Manage(Deed.UNDO, subscription.id))
        return _led_by(card, _("Subscription {n} removed.").format(n=subscription.number), undo)

    async def which(self, there: tuple[Subscription, ...], zone: str, where: str = "") -> Card:
        """Ask which subscription is to be removed."""
        lines: list[Line] = []
        buttons = []
        for subscription in there:
            words = await self.cards.in_one_line(subscription, zone)
            lines.append((Strong(f"{subscription.number}."), " ", *words))
            removal = Manage(Deed.REMOVE, subscription.id)
            buttons.append(Button(f"{subscription.number}", style=ButtonStyle.DANGER, to=removal))
        return Card(
            title=placed(_("Which subscription do you want to remove?"), where),
            blocks=(Text(tuple(lines)),),
            buttons=_rows(buttons),
            private=True,
        )

    async def _muted(self, mutes: Sequence[Mute]) -> list[Text]:
        names = [await self.cards.muted(mute) for mute in mutes]
        return [Text(((_("Muted there: {names}").format(names=listed(names)),),))] if names else []

    async def _unmute(self, mute: Mute) -> Button:
        text = _("Unmute {name}").format(name=await self.cards.muted(mute))
        return Button(text, to=UnmuteHere(mute))


def _room(subscriptions: int) -> int:
    """Return for how many mutes there are buttons under a list of that many subscriptions."""
    left = CONTROLS - WAYS - subscriptions - -(-subscriptions // ROW)
    return max(0, left - -(-left // (ROW + 1)))


def _more_muted(more: int) -> list[Text]:
    if more <= 0:
        return []
    return [Text(((ngettext("{n} more muted.", "{n} more muted.", more).format(n=more),),))]


def _led_by(card: Card, sentence: str, *ways: Button) -> Card:
    """Return a list that begins with a sentence, and whose first row begins with what it leads to."""
    first = Text(((Strong(sentence),),))
    is_way = bool(card.buttons) and not card.buttons[0][0].label.isdigit()
    beside = card.buttons[0] if is_way else ()
    rows = card.buttons[1:] if is_way else card.buttons
    led = ((*ways, *beside),) if ways or beside else ()
    return replace(card, blocks=(first, *card.blocks), buttons=(*led, *rows))


def _rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[i : i + ROW]) for i in range(0, len(buttons), ROW))
