"""Which place is meant, and whether somebody may decide what is posted there."""

from __future__ import annotations

from dataclasses import dataclass, replace

from commands.definitions.command import Here, Person
from commands.definitions.permissions import Right
from commands.i18n.translation import _
from storage.errors import AskError
from storage.state.subscriptions import Subscriptions


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Finds places; the right that is asked for is always the one there."""

    subscriptions: Subscriptions

    async def named(self, name: str | None, person: Person, right: Right) -> Here:
        """Return the place of that name, or where the person asks; raises `AskError`."""
        if name is None:
            return await allowed(person, right)
        there = await person.elsewhere(name)
        if there is None:
            raise AskError(_unknown(person).format(text=name[:50]))
        if person.here is not None and there.place == person.here.place:
            return await allowed(person, right)
        if not await there.may(right):
            sentence = _("Only people who can manage {name} can do that. Ask one of them.")
            raise AskError(sentence.format(name=there.name))
        return there

    async def of(self, number: int, person: Person, right: Right) -> Here:
        """Return the place of the subscription of that id, there or removed lately; 0 is where they ask.

        Numbers in buttons can be forged: without the right there, one learns nothing. Raises `AskError`.
        """
        place = await self.subscriptions.place_of(number) if number else None
        if place is None or place.platform != person.platform:
            return await allowed(person, right)
        if person.here is None or person.here.place != place:
            there = await person.elsewhere(str(place.chat_id))
            if there is not None and there.place.chat_id == place.chat_id and await there.may(right):
                return replace(there, place=place)
        return await allowed(person, right)


async def allowed(person: Person, right: Right) -> Here:
    """Return where a person asks who has that right there; raises `AskError`."""
    here = person.here
    if here is None:
        raise AskError(_("I’m not a member here, so I can’t post. Add me first, or message me directly."))
    if not await here.may(right):
        raise AskError(_refusal(person, right))
    return here


def _unknown(person: Person) -> str:
    if person.platform == "telegram":
        return _("I can’t see “{text}”. Add me there as an admin first, and write @name or the chat’s id.")
    return _("I can’t see “{text}” in this server. Let me view that channel first.")


def _refusal(person: Person, right: Right) -> str:
    if person.platform == "telegram":
        return _("Only admins of this chat can do that. Ask one of them.")
    if right is Right.SERVER:
        return _("That holds for the whole server, so only people who can manage the server can do it.")
    return _("Only people who can manage this channel can do that. Ask one of them.")
