"""What the commands and buttons about a place do: subscriptions, mutes, time zone, forgetting."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from commands.cards.card import Button, ButtonStyle, Card, Line, Strong, Text, Typed
from commands.cards.choices import zone_select
from commands.cards.subscription import OBSTACLES, SubscriptionCards
from commands.codec.actions import (
    Deed,
    ForgetChannel,
    ForgetHere,
    Manage,
    MuteHere,
    SaveFilters,
    UnmuteHere,
)
from commands.definitions.command import Arguments, Command, Here, Person
from commands.definitions.permissions import Right
from commands.i18n.formatting import listed
from commands.i18n.translation import ENGLISH, _, current, marked, ngettext
from commands.parsing.query import Asking
from commands.parsing.timezones import find_zone, zone_words
from commands.parsing.watched import at_present, callings_of, watched
from commands.subscriptions.digests import next_digest
from commands.subscriptions.options import read_wishes
from commands.subscriptions.poster import Ambiguous, Closed, Receipt, Sent
from storage.clock import Clock
from storage.errors import AskError
from storage.query import LaunchQuery
from storage.state.chat_settings import Chats
from storage.state.models import Pause, Subscription, Wishes
from storage.state.subscriptions import Subscriptions

MAX_SUBSCRIPTIONS = 25
"""Subscriptions of one place; they are listed on one card."""

DOUBTED = timedelta(days=14)
"""How long a place is told of posts that may not have arrived."""

Example = Callable[[Subscription], Awaitable[Receipt | None]]
"""Posts the newest result that a subscription would have got; None when there is none."""

Managing = Manage | SaveFilters | MuteHere | UnmuteHere | ForgetHere | ForgetChannel
"""The actions that are about a place."""


@dataclass(frozen=True, slots=True)
class Subscribing:
    """One method for each command; all raise `AskError` or `StoreError`."""

    subscriptions: Subscriptions
    chats: Chats
    example: Example
    cards: SubscriptionCards
    asking: Asking
    clock: Clock

    @property
    def commands(self) -> Mapping[str, Callable[[Command, Arguments, Person], Awaitable[Card]]]:
        """The commands by their names."""
        return {
            "subscribe": self.subscribe,
            "subscriptions": self.listing,
            "unsubscribe": self.unsubscribe,
            "timezone": self.timezone,
            "forget": self.forget,
        }

    async def subscribe(self, command: Command, given: Arguments, person: Person) -> Card:
        """Subscribe the place, and say what will be posted there."""
        here = await allowed(person, command.right)
        wishes = await read_wishes(command, given, here, self.asking)
        others = await self.subscriptions.of(here.place)
        same = [each for each in others if await self._asks_the_same(each.wishes, wishes)]
        wishes = same[0].wishes if same else wishes
        if not same and len(others) >= MAX_SUBSCRIPTIONS:
            sentence = _("You already have {n} subscriptions here, the maximum. Remove one: /unsubscribe")
            raise AskError(sentence.format(n=len(others)))
        zone = await self._zone(here)
        next_at = next_digest(wishes, zone, self.clock())
        made = await self.subscriptions.add(here.place, wishes, next_at)
        first = _("This subscription already exists.") if same else _("Subscribed. This will be posted here:")
        return await self.cards.one(made, zone, [(first,), *await _obstacle(here), *await self._tongue(here)])

    async def listing(self, command: Command, _given: Arguments, person: Person) -> Card:
        """List the subscriptions of the place."""
        return await self._list(await allowed(person, command.right))

    async def unsubscribe(self, command: Command, given: Arguments, person: Person) -> Card:
        """Remove the subscription of that number; without one, ask which."""
        here = await allowed(person, command.right)
        there = await self.subscriptions.of(here.place)
        if not there:
            raise AskError(_("Nothing is posted here, so there’s nothing to remove."))
        if "number" not in given:
            return await self.cards.which(there)
        numbers = {str(each.id): each for each in there}
        if (chosen := numbers.get(given["number"].lstrip("#"))) is None:
            sentence = _("There is no subscription {n} here. Choose from {numbers}.")
            raise AskError(sentence.format(n=given["number"][:20], numbers=listed(numbers)))
        return await self._remove(chosen, here)

    async def timezone(self, command: Command, given: Arguments, person: Person) -> Card:
        """Set the time zone of the chat or server, or say which it is."""
        here = await allowed(person, command.right)
        if "zone" not in given:
            zone = await self._zone(here) or "UTC"
            told = _("Digests come, and days begin, in this time zone: {zone}.")
            lines: list[Line] = [
                (told.format(zone=zone_words(zone)),),
                (_("Pick another one below, or name a city:"), " ", Typed("/timezone Berlin")),
            ]
            if here.place.platform == "telegram":
                lines.append((_("Or share a location (in a group, reply to this message with it)."),))
            card = _said(_("Time zone"), "")
            return replace(card, blocks=(Text(tuple(lines)),), selects=(zone_select(zone),))
        return await self.set_zone(here, await asyncio.to_thread(find_zone, given["zone"]))

    async def set_zone(self, here: Here, zone: str) -> Card:
        """Keep a time zone, which moves the digests of the chat or server."""
        place = here.place
        await self.chats.set_zone(place.platform, place.owner_id, zone)
        for digest in await self.subscriptions.digests(place.platform, place.owner_id):
            if next_at := next_digest(digest.wishes, zone, self.clock()):
                await self.subscriptions.schedule(digest.id, next_at)
        text = _(
            "Digests now come, and days begin, in this time zone: {zone}. Everyone sees times in their own."
        )
        return _said(_("Time zone"), text.format(zone=zone_words(zone)))

    async def forget(self, command: Command, _given: Arguments, person: Person) -> Card:
        """Ask what is to be deleted: what is kept about this channel, or about all of the server."""
        here = await allowed(person, command.right)
        keep = Button(_("Keep everything"), to=Manage(Deed.LIST))
        everything = Button(_("Delete everything"), to=ForgetHere())
        if not here.place.is_part:
            return _forgetting([_EVERYTHING], (everything, keep))
        topic = here.place.platform == "telegram"
        label = _("Delete this topic's") if topic else _("Delete this channel's")
        alone = Button(label, to=ForgetChannel())
        first = _THIS_TOPIC if topic else _THIS_CHANNEL
        if not await here.may(ForgetHere.right):
            return _forgetting([first, _NOT_ALL], (alone, keep))
        return _forgetting([first, _OR_ALL], (alone, everything, keep))

    async def act(self, action: Managing, person: Person) -> Card:
        """Answer a button."""
        here = await allowed(person, action.right)
        match action:
            case MuteHere(mute):
                await self.subscriptions.mute(here.place, mute)
                text = _("Muted {name}. Undo it in /subscriptions.")
                return _hint(text.format(name=await self.cards.muted(mute)))
            case UnmuteHere(mute):
                await self.subscriptions.unmute(here.place, mute)
                return await self._list(here)
            case ForgetHere():
                return _forgotten(await self.subscriptions.forget(here.place.platform, here.place.owner_id))
            case ForgetChannel():
                return _forgotten(await self.subscriptions.forget_place(here.place))
            case SaveFilters(query, number):
                return await self._save(query, await self._own(number, here), here)
            case Manage(Deed.LIST):
                return await self._list(here)
            case Manage(deed, number):
                return await self._manage(deed, await self._own(number, here), here)

    async def _save(self, query: LaunchQuery, subscription: Subscription, here: Here) -> Card:
        text = watched(query, await callings_of(self.asking.naming))
        wishes = replace(subscription.wishes, query=text)
        for other in await self.subscriptions.of(here.place):
            if other.id != subscription.id and await self._asks_the_same(other.wishes, wishes):
                raise AskError(_("Subscription {n} already has exactly these filters.").format(n=other.id))
        await self.subscriptions.change(subscription.id, wishes, subscription.next_at)
        return await self._show(subscription.id, here, _("Filters saved."))

    async def _asks_the_same(self, one: Wishes, other: Wishes) -> bool:
        """Tell whether two subscriptions come to the same, whenever each was made."""
        if replace(one, query="") != replace(other, query=""):
            return False
        naming = self.asking.naming
        return await at_present(one.query, naming) == await at_present(other.query, naming)

    async def _manage(self, deed: Deed, subscription: Subscription, here: Here) -> Card:
        match deed:
            case Deed.PAUSE:
                await self.subscriptions.pause(subscription.id, Pause.BY_HAND)
            case Deed.RESUME:
                zone = await self._zone(here)
                next_at = next_digest(subscription.wishes, zone, self.clock())
                await self.subscriptions.resume(subscription.id, next_at)
                return await self._show(subscription.id, here, "", *await _obstacle(here))
            case Deed.TEST:
                return await self._test(subscription, here)
            case Deed.REMOVE:
                return await self._remove(subscription, here)
        return await self._show(subscription.id, here)

    async def _test(self, subscription: Subscription, here: Here) -> Card:
        receipt = await self.example(subscription)
        match receipt:
            case Sent():
                text = _("Example posted.")
            case None:
                text = _("No launch matches these filters yet, so there’s no example.")
            case Closed(why, _reason):
                text = _(OBSTACLES.get(why, OBSTACLES[Pause.FORBIDDEN]))
            case Ambiguous():
                text = _("I can’t tell whether the example arrived. Check the chat before trying again.")
            case _:
                text = _("I couldn’t post the example. Try again in a minute.")
        return await self._show(subscription.id, here, text)

    async def _remove(self, subscription: Subscription, here: Here) -> Card:
        await self.subscriptions.remove(subscription.id)
        card = await self._list(here)
        text = _("Subscription {n} removed.").format(n=subscription.id)
        return replace(card, blocks=(Text(((Strong(text),),)), *card.blocks))

    async def _show(self, number: int, here: Here, note: str = "", *notes: Line) -> Card:
        subscription = await self._own(number, here)
        first: list[Line] = [(Strong(note),)] if note else []
        return await self.cards.one(subscription, await self._zone(here), [*first, *notes])

    async def _list(self, here: Here) -> Card:
        there = await self.subscriptions.of(here.place)
        mutes = await self.subscriptions.mutes(here.place)
        card = await self.cards.all(there, mutes, await self._zone(here))
        number, ids = await self.subscriptions.in_doubt(here.place, self.clock() - DOUBTED)
        return self.cards.doubting(card, number, ids) if number else card

    async def _own(self, number: int, here: Here) -> Subscription:
        """Return a subscription of this place: numbers in buttons can be forged."""
        subscription = await self.subscriptions.get(number)
        if subscription is None or subscription.place != here.place:
            raise AskError(_("This subscription no longer exists. See /subscriptions."))
        return subscription

    async def _tongue(self, here: Here) -> list[Line]:
        """Say which language posts are in, to those who may expect another one."""
        chosen = await self.chats.language(here.place.platform, here.place.owner_id)
        if chosen or current() == ENGLISH:
            return []
        return [(_("Posts are in English. Change that with /language."),)]

    async def _zone(self, here: Here) -> str:
        return await self.chats.zone(here.place.platform, here.place.owner_id)


async def allowed(person: Person, right: Right) -> Here:
    """Return where a person asks who has that right there; raises `AskError`."""
    here = person.here
    if here is None:
        raise AskError(_("I’m not a member here, so I can’t post. Add me first, or message me directly."))
    if not await here.may(right):
        raise AskError(_refusal(person, right))
    return here


def _refusal(person: Person, right: Right) -> str:
    if person.platform == "telegram":
        return _("Only admins of this chat can do that. Ask one of them.")
    if right is Right.SERVER:
        return _("That holds for the whole server, so only people who can manage the server can do it.")
    return _("Only people who can manage this channel can do that. Ask one of them.")


_EVERYTHING = marked(
    "This deletes all subscriptions, mutes, the time zone and the language for this whole chat "
    "or server, and my record of what I posted. The posts themselves stay."
)
_THIS_CHANNEL = marked(
    "For this channel alone, its subscriptions and mutes are deleted, and what I know of posts made here."
    " The posts stay, and so do the time zone and language of the server."
)
_THIS_TOPIC = marked(
    "For this topic alone, its subscriptions and mutes are deleted, and what I know of posts made here."
    " The posts stay, and so do the time zone and language of the chat."
)
_OR_ALL = marked(
    "“Delete everything” does so for all of the chat or server, and for its time zone and language as well."
)
_NOT_ALL = marked("Only people who can manage the server can have all of it deleted.")


def _forgetting(sentences: Iterable[str], buttons: tuple[Button, ...]) -> Card:
    """Ask; the last button keeps all, and the others delete."""
    dangers = (replace(button, style=ButtonStyle.DANGER) for button in buttons[:-1])
    return Card(
        title=_("Delete everything?"),
        blocks=(Text(tuple((_(sentence),) for sentence in sentences)),),
        buttons=((*dangers, buttons[-1]),),
        private=True,
    )


def _forgotten(number: int) -> Card:
    text = ngettext(
        "Done. Deleted {n} subscription and everything else about this chat.",
        "Done. Deleted {n} subscriptions and everything else about this chat.",
        number,
    )
    return _said(_("Deleted"), text.format(n=number))


async def _obstacle(here: Here) -> list[Line]:
    why = await here.obstacle()
    return [] if why is None else [(Strong(_(OBSTACLES.get(why, OBSTACLES[Pause.FORBIDDEN]))),)]


def _said(title: str, text: str) -> Card:
    return Card(title=title, blocks=(Text(((text,),)),), private=True)


def _hint(text: str) -> Card:
    return Card(title=text, private=True, notice=text)
