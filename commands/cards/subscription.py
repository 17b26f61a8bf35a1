"""Subscriptions in words and as cards."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from commands.cards.card import Button, ButtonStyle, Card, Line, RoleName, Span, Strong, Text, Tone
from commands.cards.launch_lines import one_line
from commands.cards.silence import is_silenced
from commands.cards.text import active_filters, filter_words
from commands.codec.actions import Deed, Manage, ShowFates, ShowFilters
from commands.codec.compact import PAGE_SIZES
from commands.i18n.formatting import weekday_words
from commands.i18n.translation import _, marked
from commands.parsing.names.resolver import Naming
from commands.parsing.timezones import zone_words
from commands.parsing.watched import at_present
from storage.catalogue import Catalogue
from storage.models import ENDED
from storage.properties import Property
from storage.query import LaunchQuery, View
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


@dataclass(frozen=True, slots=True)
class SubscriptionCards:
    """Draws subscriptions. `where` is the place of one, when the card is read elsewhere."""

    catalogue: Catalogue
    naming: Naming

    async def one(
        self,
        subscription: Subscription,
        zone: str,
        notes: Iterable[Line] = (),
        mutes: Collection[Mute] = (),
        where: str = "",
    ) -> Card:
        """Return the card of one subscription: what is posted and when, and what can be done about it."""
        query = await self.filters(subscription)
        lines = [*notes, *await self.lines(subscription, zone, mutes)]
        if newest := await self._newest(query, spoiler=subscription.wishes.spoiler):
            lines.append((Strong(_("Most recent match:")), " ", *newest))
        else:
            lines.append((_("No launch matches these filters yet."),))
        return Card(
            title=placed(_("Subscription {n}").format(n=subscription.number), where),
            tone=Tone.PENDING if subscription.paused else Tone.SUCCESS,
            blocks=(Text(tuple(lines)),),
            buttons=self._buttons(subscription, query, elsewhere=bool(where)),
            private=True,
        )

    async def filters(self, subscription: Subscription) -> LaunchQuery:
        """Return the filters of a subscription; raises `AskError` where this version cannot read them."""
        return await at_present(subscription.wishes.query, self.naming)

    async def words(self, query: LaunchQuery) -> str:
        """Return the filters of a query in words."""
        filters = await active_filters(query, self.naming)
        return filter_words(filters) or _("all launches")

    async def lines(self, subscription: Subscription, zone: str, mutes: Collection[Mute]) -> list[Line]:
        """Return what a subscription posts and how, and what keeps it from posting anything."""
        wishes, query = subscription.wishes, await self.filters(subscription)
        lines: list[Line] = [
            (Strong(_("Posts:")), " " + await self.words(query)),
            (Strong(_("When:")), " " + when_words(wishes, zone)),
            *_options(wishes),
        ]
        if subscription.paused:
            lines.append((Strong(_(PAUSES[subscription.paused])),))
        if await is_silenced(query, mutes, self.catalogue):
            lines.append((Strong(_silence(wishes)),))
        return lines

    async def in_one_line(self, subscription: Subscription, zone: str) -> Line:
        """Return all that tells a subscription from others of its place, in one line."""
        wishes = subscription.wishes
        spans: list[Span] = [await self.words(await self.filters(subscription))]
        if wishes.frequency is not Frequency.INSTANT:
            spans += [" · ", when_words(wishes, zone)]
        for option in _options(wishes):
            spans += [" · ", *option]
        if subscription.paused:
            spans += [" · ", _("paused")]
        return tuple(spans)

    def _buttons(
        self, subscription: Subscription, query: LaunchQuery, *, elsewhere: bool
    ) -> tuple[tuple[Button, ...], ...]:
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
                Button(_("Change options"), to=Manage(Deed.OPTIONS, number)),
            ),
            (
                Button(_("Post an example"), to=Manage(Deed.TEST, number)),
                Button(_("Why (not) here?"), to=ShowFates(number)),
            ),
            (turn, removal),
            (Button("‹ " + _("All subscriptions"), to=Manage(Deed.LIST, number if elsewhere else 0)),),
        )

    async def _newest(self, query: LaunchQuery, *, spoiler: bool) -> Line | None:
        page = await self.catalogue.flown(query.having(status_ids=query.status_ids or ENDED, limit=1))
        return one_line(page.items[0], spoiler=spoiler) if page.items else None

    async def muted(self, mute: Mute) -> str:
        """Return the name of what is muted."""
        kind = Property.ROCKET if mute.kind is MuteKind.ROCKET else Property.PROVIDER
        return await self.naming.label(kind, (mute.id,))


def obstacle_words(why: Pause) -> str:
    """Return what keeps the bot from posting, and what to do about it."""
    return _(OBSTACLES.get(why, OBSTACLES[Pause.FORBIDDEN]))


def placed(title: str, where: str) -> str:
    """Return a title with the place that a card is about, where it is another one."""
    return f"{title} · {where}" if where else title


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
        case Frequency.MEMORY_DAILY:
            text = _("what happened on this day, every day at {hour} ({zone})")
            return text.format(hour=hour, zone=zone_words(zone))
        case Frequency.MEMORY_WEEKLY:
            day = weekday_words(wishes.weekday)
            text = _("what happened on these days, every {day} at {hour} ({zone})")
            return text.format(day=day, hour=hour, zone=zone_words(zone))


def _silence(wishes: Wishes) -> str:
    if wishes.failures_always:
        return _("Only failures get through: everything it asks for is muted here.")
    return _("Muted to silence: everything it asks for is muted here.")


def _options(wishes: Wishes) -> Iterable[Line]:
    if wishes.role_id:
        yield (_("Mentions:"), " ", RoleName(_("a role"), wishes.role_id))
    if wishes.spoiler:
        yield (_("The outcome stays hidden until it is tapped."),)
    if wishes.failures_always:
        yield (_("Failures are always posted, whatever the filters."),)
    if wishes.publish:
        yield (_("Posts are published to the channel's followers."),)
    if wishes.thread:
        yield (_("A thread is opened under each result."),)
    if wishes.silent:
        yield (_("Posts make no sound."),)
