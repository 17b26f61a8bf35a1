"""What the commands about a place do: subscriptions, time zone, forgetting."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from commands.cards.card import Button, ButtonStyle, Card, Line, Text, Typed
from commands.cards.choices import zone_select
from commands.codec.actions import Deed, ForgetChannel, ForgetHere, Manage
from commands.definitions.command import Arguments, Command, Here, Person, Threads
from commands.i18n.formatting import listed
from commands.i18n.translation import ENGLISH, _, current, marked
from commands.parsing.query import Asking
from commands.parsing.timezones import find_zone, zone_words
from commands.subscriptions.digests import next_digest
from commands.subscriptions.options import IN_FORUM, read_wishes
from commands.subscriptions.views import MAX_SUBSCRIPTIONS, Views, obstacle_of, too_many
from commands.subscriptions.whereabouts import Whereabouts, allowed
from storage.clock import Clock
from storage.errors import AskError
from storage.state.chat_settings import Chats
from storage.state.subscriptions import Subscriptions

WHERE = "channel"
"""The parameter that names another place."""


@dataclass(frozen=True, slots=True)
class Subscribing:
    """One method for each command; all raise `AskError` or `StoreError`."""

    subscriptions: Subscriptions
    chats: Chats
    views: Views
    places: Whereabouts
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
        here = await self.places.named(given.get(WHERE), person, command.right)
        rest = {name: text for name, text in given.items() if name != WHERE}
        wishes = await read_wishes(command, rest, here, self.asking)
        others = await self.subscriptions.of(here.place)
        same = [each for each in others if await self.views.ask_the_same(each.wishes, wishes)]
        wishes = same[0].wishes if same else wishes
        if not same and len(others) >= MAX_SUBSCRIPTIONS:
            raise AskError(too_many(len(others)))
        next_at = next_digest(wishes, await self.views.zone(here), self.clock())
        made = await self.subscriptions.add(here.place, wishes, next_at)
        first = _("Subscribed. This will be posted here:")
        if here.name:
            first = _("Subscribed. This will be posted in {name}:").format(name=here.name)
        if same:
            first = _("This subscription already exists.")
        notes = [(first,), *await obstacle_of(here), *await self._tongue(here)]
        if here.threads is Threads.FORUM and "thread" in given:
            notes.append((_(IN_FORUM),))
        return await self.views.one(made.id, here, *notes)

    async def listing(self, command: Command, given: Arguments, person: Person) -> Card:
        """List the subscriptions of the place."""
        return await self.views.all(await self.places.named(given.get(WHERE), person, command.right))

    async def unsubscribe(self, command: Command, given: Arguments, person: Person) -> Card:
        """Remove the subscription of that number; without one, ask which."""
        here = await self.places.named(given.get(WHERE), person, command.right)
        there = await self.subscriptions.of(here.place)
        if not there:
            raise AskError(_("Nothing is posted here, so there’s nothing to remove."))
        if "number" not in given:
            return await self.views.which(there, here)
        numbers = {str(each.number): each for each in there}
        if (chosen := numbers.get(given["number"].lstrip("#"))) is None:
            sentence = _("There is no subscription {n} here. Choose from {numbers}.")
            raise AskError(sentence.format(n=given["number"][:20], numbers=listed(numbers)))
        return await self.views.remove(chosen, here)

    async def timezone(self, command: Command, given: Arguments, person: Person) -> Card:
        """Set the time zone of the chat or server, or say which it is."""
        here = await allowed(person, command.right)
        if "zone" not in given:
            zone = await self.views.zone(here) or "UTC"
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
        await self.chats.set_zone(place.platform, place.owner_id, zone, place)
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
        label = _("Only this topic") if topic else _("Only this channel")
        alone = Button(label, to=ForgetChannel())
        first = _THIS_TOPIC if topic else _THIS_CHANNEL
        if not await here.may(ForgetHere.right):
            return _forgetting([first, _NOT_ALL], (alone, keep))
        return _forgetting([first, _OR_ALL], (alone, everything, keep))

    async def _tongue(self, here: Here) -> list[Line]:
        """Say which language posts are in, to those who may expect another one."""
        chosen = await self.chats.language(here.place.platform, here.place.owner_id)
        if chosen or current() == ENGLISH:
            return []
        return [(_("Posts are in English. Change that with /language."),)]


_EVERYTHING = marked(
    "This deletes all subscriptions, mutes, the time zone and the language for this whole chat "
    "or server, and my record of what I posted. The posts themselves stay."
)
_THIS_CHANNEL = marked(
    "This deletes the subscriptions and mutes of this channel alone, and my record of what I posted here. "
    "The posts themselves stay, and so do the server’s time zone and language."
)
_THIS_TOPIC = marked(
    "This deletes the subscriptions and mutes of this topic alone, and my record of what I posted here. "
    "The posts themselves stay, and so do the chat’s time zone and language."
)
_OR_ALL = marked(
    "“Delete everything” does the same for the whole chat or server, including its time zone and language."
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


def _said(title: str, text: str) -> Card:
    return Card(title=title, blocks=(Text(((text,),)),), private=True)
