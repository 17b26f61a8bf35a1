"""The cards of a place's subscriptions, with all that stands on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from commands.cards.card import Card, Line, Strong
from commands.cards.subscription import SubscriptionCards, obstacle_words
from commands.cards.subscription_list import SubscriptionLists
from commands.cards.subscription_options import CHOSEN, option_card, options_card
from commands.codec.actions import Option
from commands.definitions.command import Here
from commands.i18n.translation import _
from commands.parsing.names.resolver import Naming
from commands.parsing.watched import at_present
from commands.subscriptions.options import has_followers, may_have_threads, thread_notes
from storage.clock import Clock
from storage.errors import AskError
from storage.state.chat_settings import Chats
from storage.state.models import Subscription, Wishes
from storage.state.subscriptions import Subscriptions

MAX_SUBSCRIPTIONS = 25
"""Subscriptions of one place; they are listed on one card."""

DOUBTED = timedelta(days=14)
"""How long a place is told of posts that may not have arrived."""


@dataclass(frozen=True, slots=True)
class Views:
    """Reads what a card of a place shows; all raise `AskError` or `StoreError`."""

    subscriptions: Subscriptions
    chats: Chats
    cards: SubscriptionCards
    lists: SubscriptionLists
    naming: Naming
    clock: Clock

    async def one(self, number: int, here: Here, *notes: Line) -> Card:
        """Return the card of the subscription of that id, led by notes."""
        return await self._card(await self.own(number, here), here, *notes)

    async def all(self, here: Here) -> Card:
        """Return the list of a place's subscriptions."""
        there = await self.subscriptions.of(here.place)
        mutes = await self.subscriptions.mutes(here.place)
        card = await self.lists.all(there, mutes, await self.zone(here), here.name)
        number, ids = await self.subscriptions.in_doubt(here.place, self.clock() - DOUBTED)
        return self.lists.doubting(card, number, ids) if number else card

    async def which(self, there: tuple[Subscription, ...], here: Here) -> Card:
        """Ask which of the subscriptions is to be removed."""
        return await self.lists.which(there, await self.zone(here), here.name)

    async def remove(self, subscription: Subscription, here: Here) -> Card:
        """Remove a subscription; return the list of what is left, with a way to undo that."""
        await self.subscriptions.remove(subscription.id)
        return self.lists.removed(await self.all(here), subscription)

    async def options(self, number: int, here: Here, *notes: Line) -> Card:
        """Return the card on which a subscription's options are changed."""
        subscription = await self.own(number, here)
        card = await self._card(subscription, here, *notes)
        roles = here.place.platform == "discord" and here.place.is_part
        followers, threads = has_followers(here), may_have_threads(here)
        return options_card(card, subscription, roles=roles, followers=followers, threads=threads)

    async def option(self, number: int, option: Option, here: Here) -> Card:
        """Return the values of one option, where there are some to choose from."""
        if option not in CHOSEN:
            return await self.options(number, here)
        subscription = await self.own(number, here)
        return option_card(await self._card(subscription, here), subscription, option)

    async def _card(self, subscription: Subscription, here: Here, *notes: Line) -> Card:
        zone, mutes = await self.zone(here), await self.subscriptions.mutes(here.place)
        notes = (*notes, *thread_notes(subscription.wishes, here))
        return await self.cards.one(subscription, zone, notes, mutes, here.name)

    async def own(self, number: int, here: Here) -> Subscription:
        """Return a subscription of this place: numbers in buttons can be forged."""
        subscription = await self.subscriptions.get(number)
        if subscription is None or subscription.place != here.place:
            raise AskError(_("This subscription no longer exists. See /subscriptions."))
        return subscription

    async def twin(self, number: int, wishes: Wishes, here: Here) -> Subscription | None:
        """Return another subscription of a place than that one, if one comes to the same as these wishes."""
        for other in await self.subscriptions.of(here.place):
            if other.id != number and await self.ask_the_same(other.wishes, wishes):
                return other
        return None

    async def ask_the_same(self, one: Wishes, other: Wishes) -> bool:
        """Tell whether two subscriptions come to the same, whenever each was made."""
        if replace(one, query="") != replace(other, query=""):
            return False
        return await at_present(one.query, self.naming) == await at_present(other.query, self.naming)

    async def zone(self, here: Here) -> str:
        """Return the time zone of a place."""
        return await self.chats.zone(here.place.platform, here.place.owner_id)


async def obstacle_of(here: Here) -> list[Line]:
    """Return what keeps the bot from posting at a place, if anything does."""
    why = await here.obstacle()
    return [] if why is None else [(Strong(obstacle_words(why)),)]


def too_many(number: int) -> str:
    """Return what somebody is told whose place has as many subscriptions as it may have."""
    sentence = _("You already have {n} subscriptions here, the maximum. Remove one: /unsubscribe")
    return sentence.format(n=number)
