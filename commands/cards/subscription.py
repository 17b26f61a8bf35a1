"""Subscriptions in words and as cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from commands.cards.card import Button, ButtonStyle, Card, Line, Strong, Text, Tone
from commands.cards.launch_lines import one_line
from commands.cards.text import active_filters, filter_words
from commands.codec.actions import Deed, Manage, ShowFilters, ShowPage, UnmuteHere
from commands.codec.compact import PAGE_SIZES
from commands.i18n.formatting import weekday_words
from commands.i18n.translation import _, marked, ngettext
from commands.parsing.names.resolver import Naming
from commands.parsing.timezones import zone_words
from commands.parsing.watched import at_present
from storage.catalogue import Catalogue
from storage.models import OUTCOME_STATUS
from storage.properties import Property
from storage.query import MAX_LIMIT, LaunchQuery, View
from storage.state.models import Frequency, Mute, MuteKind, Pause, Subscription, Wishes

PAUSES = {
    Pause.BY_HAND: marked("Paused. Press Resume to continue."),
    Pause.LEFT: marked("Paused because I was removed from here. Press Resume to continue."),
    Pause.FORBIDDEN: marked(
        "Paused because I’m not allowed to post here. Give me permission, then press Resume."
    ),
    Pause.GONE: marked("Paused because I couldn’t find this chat. Press Resume to try again."),
    Pause.BLOCKED: marked("Paused because I was blocked. Unblock me, then press Resume."),
    Pause.TOPIC_CLOSED: marked("Paused because this topic is closed. Reopen it, then press Resume."),
}
"""Why nothing is posted, and what to do."""

OBSTACLES = {
    Pause.FORBIDDEN: marked(
        "I’m not allowed to post here yet. Let me view this channel and send messages in it."
    ),
    Pause.LEFT: marked("I’m not a member here. Add me so I can post."),
    Pause.TOPIC_CLOSED: marked("This topic is closed. Reopen it so I can post."),
    Pause.BLOCKED: marked("I’m blocked here. Unblock me so I can post."),
    Pause.GONE: marked("I can’t find this chat, so I can’t post in it."),
}
"""Why the bot could not post, and what to do."""

ROW = 5
"""Buttons in a row of a list, the most that Discord takes."""

ROWS = 6
"""Rows of buttons under a list: with what stands around them, just within Discord's 40 components."""


@dataclass(frozen=True, slots=True)
class SubscriptionCards:
    """Draws subscriptions."""

    catalogue: Catalogue
    naming: Naming

    async def one(self, subscription: Subscription, zone: str, notes: Iterable[Line] = ()) -> Card:
        """Return the card of one subscription: what is posted and when, and what can be done about it."""
        query = await self._filters(subscription)
        lines = [*notes, *await self._lines(subscription, zone)]
        if newest := await self._newest(query):
            lines.append((Strong(_("Most recent match:")), " ", *newest))
        else:
            lines.append((_("No launch matches these filters yet."),))
        return Card(
            title=_("Subscription {n}").format(n=subscription.id),
            tone=Tone.PENDING if subscription.paused else Tone.SUCCESS,
            blocks=(Text(tuple(lines)),),
            buttons=self._buttons(subscription, query),
            private=True,
        )

    async def all(self, subscriptions: tuple[Subscription, ...], mutes: tuple[Mute, ...], zone: str) -> Card:
        """Return the list of a place's subscriptions, and of what it has muted."""
        blocks, openings = [], []
        for subscription in subscriptions:
            lines = await self._lines(subscription, zone)
            blocks.append(Text(tuple(lines), _("Subscription {n}").format(n=subscription.id)))
            opening = Manage(Deed.OPEN, subscription.id)
            openings.append(Button(f"{subscription.id}", to=opening))
        if not subscriptions:
            blocks.append(Text(((_("Nothing is posted here yet. Start with /subscribe."),),)))
        rows = _rows(openings)
        unmutes = [await self._unmute(mute) for mute in mutes[: (ROWS - len(rows)) * ROW]]
        if (more := len(mutes) - len(unmutes)) > 0:
            text = ngettext("{n} more muted.", "{n} more muted.", more)
            blocks.append(Text(((text.format(n=more),),)))
        return Card(
            title=_("Subscriptions"),
            blocks=tuple(blocks),
            buttons=(*rows, *_rows(unmutes)),
            footer=(_("Press a number to change, pause, test or remove that subscription."),)
            if subscriptions
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
        ways = ((Button(label, to=ShowPage(query)),),) if shown else ()
        first = Text(((Strong(text.format(n=number)),),))
        # What is muted is at the end, and gives way where there is no room.
        return replace(card, blocks=(first, *card.blocks), buttons=(*ways, *card.buttons)[:ROWS])

    async def which(self, subscriptions: tuple[Subscription, ...]) -> Card:
        """Ask which subscription is to be removed."""
        lines: list[Line] = []
        buttons = []
        for subscription in subscriptions:
            words = await self.words(await self._filters(subscription))
            lines.append((Strong(f"{subscription.id}"), f" {words}"))
            removal = Manage(Deed.REMOVE, subscription.id)
            buttons.append(Button(f"{subscription.id}", style=ButtonStyle.DANGER, to=removal))
        return Card(
            title=_("Which subscription do you want to remove?"),
            blocks=(Text(tuple(lines)),),
            buttons=_rows(buttons),
            private=True,
        )

    async def _filters(self, subscription: Subscription) -> LaunchQuery:
        """Return the filters of a subscription; raises `AskError` where this version cannot read them."""
        return await at_present(subscription.wishes.query, self.naming)

    async def words(self, query: LaunchQuery) -> str:
        """Return the filters of a query in words."""
        filters = await active_filters(query, self.naming)
        return filter_words(filters) or _("all launches")

    async def _lines(self, subscription: Subscription, zone: str) -> list[Line]:
        wishes = subscription.wishes
        lines: list[Line] = [
            (Strong(_("Posts:")), " " + await self.words(await self._filters(subscription))),
            (Strong(_("When:")), " " + when_words(wishes, zone)),
            *((text,) for text in _options(wishes)),
        ]
        if subscription.paused:
            lines.append((Strong(_(PAUSES[subscription.paused])),))
        return lines

    def _buttons(self, subscription: Subscription, query: LaunchQuery) -> tuple[tuple[Button, ...], ...]:
        number = subscription.id
        if subscription.paused:
            resume = Manage(Deed.RESUME, number)
            turn = Button(_("Resume"), style=ButtonStyle.SUCCESS, to=resume)
        else:
            turn = Button(_("Pause"), to=Manage(Deed.PAUSE, number))
        removal = Button(_("Remove"), style=ButtonStyle.DANGER, to=Manage(Deed.REMOVE, number))
        # In pages of the size that the short form of a query has, so that none of them has to be kept.
        editing = ShowFilters(query.having(limit=PAGE_SIZES[View.NORMAL]), number)
        return (
            (
                Button(_("Edit filters"), to=editing),
                Button(_("Post an example"), to=Manage(Deed.TEST, number)),
            ),
            (turn, removal),
            (Button("‹ " + _("All subscriptions"), to=Manage(Deed.LIST)),),
        )

    async def _newest(self, query: LaunchQuery) -> Line | None:
        ended = tuple(int(status) for status in OUTCOME_STATUS.values())
        page = await self.catalogue.flown(query.having(status_ids=query.status_ids or ended, limit=1))
        return one_line(page.items[0]) if page.items else None

    async def _unmute(self, mute: Mute) -> Button:
        text = _("Unmute {name}").format(name=await self.muted(mute))
        return Button(text, to=UnmuteHere(mute))

    async def muted(self, mute: Mute) -> str:
        """Return the name of what is muted."""
        kind = Property.ROCKET if mute.kind is MuteKind.ROCKET else Property.PROVIDER
        return await self.naming.label(kind, (mute.id,))


def _rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[i : i + ROW]) for i in range(0, len(buttons), ROW))


def when_words(wishes: Wishes, zone: str) -> str:
    """Return when a subscription posts."""
    hour = f"{wishes.hour:02}:00"
    match wishes.frequency:
        case Frequency.INSTANT:
            return _("as soon as a result is known")
        case Frequency.DAILY:
            return _("a digest every day at {hour} ({zone})").format(hour=hour, zone=zone_words(zone))
        case Frequency.WEEKLY:
            day = weekday_words(wishes.weekday)
            text = _("a digest every {day} at {hour} ({zone})")
            return text.format(day=day, hour=hour, zone=zone_words(zone))


def _options(wishes: Wishes) -> Iterable[str]:
    if wishes.role_id:
        yield _("Mentions a role.")
    if wishes.spoiler:
        yield _("The outcome stays hidden until it is tapped.")
    if wishes.failures_always:
        yield _("Failures are always posted, whatever the filters.")
    if wishes.publish:
        yield _("Posts are published to the channel's followers.")
    if wishes.silent:
        yield _("Posts make no sound.")
