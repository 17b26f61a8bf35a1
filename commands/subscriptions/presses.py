"""What the buttons about a place do: changing, pausing, removing, muting, forgetting."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from commands.cards.card import Card, Line, Strong, Text
from commands.cards.subscription import obstacle_words
from commands.codec.actions import (
    Deed,
    ForgetChannel,
    ForgetHere,
    Manage,
    MuteHere,
    SaveFilters,
    SetOption,
    ShowFates,
    ShowMutes,
    ShowOption,
    UnmuteHere,
)
from commands.definitions.command import Here, Person
from commands.i18n.translation import _, ngettext
from commands.parsing.query import Asking
from commands.parsing.watched import callings_of, watched
from commands.subscriptions.digests import next_digest
from commands.subscriptions.fates import Fates
from commands.subscriptions.mutes import mutes_card
from commands.subscriptions.option_changes import changed
from commands.subscriptions.poster import Ambiguous, Closed, Receipt, Sent
from commands.subscriptions.views import MAX_SUBSCRIPTIONS, Views, obstacle_of, too_many
from commands.subscriptions.whereabouts import Whereabouts
from storage.clock import Clock
from storage.errors import AskError
from storage.query import LaunchQuery
from storage.state.models import Frequency, Pause, Subscription, Wishes
from storage.state.subscriptions import Subscriptions

Example = Callable[[Subscription], Awaitable[Receipt | None]]
"""Posts the newest result that a subscription would have got; None when there is none."""

Changing = Manage | ShowOption | SetOption | SaveFilters
"""The actions that are about one subscription."""

Managing = Changing | ShowFates | ShowMutes | MuteHere | UnmuteHere | ForgetHere | ForgetChannel
"""The actions that are about a place."""


@dataclass(frozen=True, slots=True)
class SubscriptionPresses:
    """Answers buttons; all raise `AskError` or `StoreError`."""

    subscriptions: Subscriptions
    views: Views
    places: Whereabouts
    fates: Fates
    example: Example
    asking: Asking
    clock: Clock

    async def act(self, action: Managing, person: Person) -> Card:
        """Answer a button, which may stand elsewhere than in the place that it is about."""
        here = await self.places.of(getattr(action, "subscription", 0), person, action.right)
        match action:
            case MuteHere(mute):
                await self.subscriptions.mute(here.place, mute)
                text = _("Muted {name}. Undo it in /subscriptions.")
                return _hint(text.format(name=await self.views.cards.muted(mute)))
            case ShowMutes():
                return mutes_card(
                    await self.fates.posted(here.place), await self.subscriptions.mutes(here.place)
                )
            case UnmuteHere(mute):
                await self.subscriptions.unmute(here.place, mute)
                return await self.views.all(here)
            case ForgetHere():
                return _forgotten(await self.subscriptions.forget(here.place.platform, here.place.owner_id))
            case ForgetChannel():
                return _forgotten(await self.subscriptions.forget_place(here.place))
            case Manage(Deed.LIST):
                return await self.views.all(here)
            case Manage(Deed.UNDO, number):
                return await self._undo(number, here)
            case ShowFates():
                return await self._fates(action, here)
            case _:
                return await self._change(action, await self.views.own(action.subscription, here), here)

    async def _change(self, action: Changing, subscription: Subscription, here: Here) -> Card:
        match action:
            case SaveFilters(query):
                return await self._save(query, subscription, here)
            case ShowOption(option):
                return await self.views.option(subscription.id, option, here)
            case SetOption():
                return await self._set(action, subscription, here)
            case Manage(deed):
                return await self._manage(deed, subscription, here)

    async def _save(self, query: LaunchQuery, subscription: Subscription, here: Here) -> Card:
        text = watched(query, await callings_of(self.asking.naming))
        wishes = replace(subscription.wishes, query=text)
        if twin := await self.views.twin(subscription.id, wishes, here):
            raise AskError(_("Subscription {n} already has exactly these filters.").format(n=twin.number))
        await self.subscriptions.change(subscription.id, wishes, subscription.next_at)
        return await self._show(subscription.id, here, _("Filters saved."))

    async def _set(self, action: SetOption, subscription: Subscription, here: Here) -> Card:
        before, wishes = subscription.wishes, changed(subscription.wishes, action, here)
        if twin := await self.views.twin(subscription.id, wishes, here):
            raise AskError(_("Subscription {n} is already just like that.").format(n=twin.number))
        next_at = subscription.next_at
        if _times(before) != _times(wishes):
            next_at = next_digest(wishes, await self.views.zone(here), self.clock())
        instant = Frequency.INSTANT
        anew = (before.frequency is instant) is not (wishes.frequency is instant)
        await self.subscriptions.change(subscription.id, wishes, next_at, anew=anew)
        return await self.views.options(subscription.id, here)

    async def _undo(self, number: int, here: Here) -> Card:
        """Make a subscription again that was removed, if its place has room for it."""
        others = await self.subscriptions.of(here.place)
        if len(others) >= MAX_SUBSCRIPTIONS:
            raise AskError(too_many(len(others)))
        if all(each.id != number for each in others) and not await self._restored(number, here):
            raise AskError(_("That’s too long ago to be undone. Subscribe again with /subscribe."))
        restored = await self.views.own(number, here)
        if twin := await self.views.twin(number, restored.wishes, here):
            await self.subscriptions.remove(number)
            return await self._show(twin.id, here, _("This subscription already exists."))
        if restored.next_at is not None and restored.next_at <= self.clock():
            zone = await self.views.zone(here)
            if next_at := next_digest(restored.wishes, zone, self.clock()):
                await self.subscriptions.schedule(number, next_at)
        return await self._show(number, here, _("Subscription {n} is back.").format(n=restored.number))

    async def _restored(self, number: int, here: Here) -> bool:
        """Restore a subscription of this place: numbers in buttons can be forged."""
        return await self.subscriptions.place_of(number) == here.place and await self.subscriptions.restore(
            number
        )

    async def _fates(self, action: ShowFates, here: Here) -> Card:
        if action.every:
            chosen = await self.subscriptions.of(here.place)
        else:
            chosen = (await self.views.own(action.subscription, here),)
        return await self.fates.card(action, chosen, here)

    async def _manage(self, deed: Deed, subscription: Subscription, here: Here) -> Card:
        match deed:
            case Deed.OPTIONS:
                return await self.views.options(subscription.id, here)
            case Deed.PAUSE:
                await self.subscriptions.pause(subscription.id, Pause.BY_HAND)
            case Deed.RESUME:
                zone = await self.views.zone(here)
                next_at = next_digest(subscription.wishes, zone, self.clock())
                await self.subscriptions.resume(subscription.id, next_at)
                return await self._show(subscription.id, here, "", *await obstacle_of(here))
            case Deed.TEST:
                return await self._test(subscription, here)
            case Deed.REMOVE:
                return await self.views.remove(subscription, here)
        return await self._show(subscription.id, here)

    async def _test(self, subscription: Subscription, here: Here) -> Card:
        receipt = await self.example(subscription)
        match receipt:
            case Sent():
                text = _("Example posted.")
            case None:
                text = _("No launch matches these filters yet, so there’s no example.")
            case Closed(why, _reason):
                text = obstacle_words(why)
            case Ambiguous():
                text = _("I can’t tell whether the example arrived. Check the chat before trying again.")
            case _:
                text = _("I couldn’t post the example. Try again in a minute.")
        return await self._show(subscription.id, here, text)

    async def _show(self, number: int, here: Here, note: str = "", *notes: Line) -> Card:
        first: list[Line] = [(Strong(note),)] if note else []
        return await self.views.one(number, here, *first, *notes)


def _times(wishes: Wishes) -> tuple[Frequency, int, int]:
    return wishes.frequency, wishes.hour, wishes.weekday


def _forgotten(number: int) -> Card:
    text = ngettext(
        "Done. Deleted {n} subscription and everything else about this chat.",
        "Done. Deleted {n} subscriptions and everything else about this chat.",
        number,
    )
    return Card(title=_("Deleted"), blocks=(Text(((text.format(n=number),),)),), private=True)


def _hint(text: str) -> Card:
    return Card(title=text, private=True, notice=text)
