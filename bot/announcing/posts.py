"""From a delivery to the post that goes out."""

from __future__ import annotations

import json
from base64 import b32encode
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from bot.announcing.matching import Matching
from bot.announcing.memories import ToldMemories
from bot.announcing.told_launches import newer, told_launch, told_launches
from commands.cards.buttons import finished
from commands.cards.card import Card
from commands.cards.result import correction_card, digest_card, result_card
from commands.chat_zone import zone_in
from commands.codec.layout import Keep
from commands.i18n.languages import Languages
from commands.i18n.local_days import counting_days_in, local_zone
from commands.i18n.translation import _, current, speaking
from commands.subscriptions.poster import Post
from storage.errors import LaunchlogError
from storage.models import Launch, Status
from storage.query import MAX_LIMIT, LaunchQuery
from storage.state.chat_settings import Chats
from storage.state.models import Delivery, Event, EventKind, Place

KEY_LENGTH = 25
"""Characters of a nonce. https://docs.discord.com/developers/resources/message#create-message"""

_OF_ONE = (EventKind.RESULT, EventKind.CORRECTION)

_REMEMBERED = 64
"""Cards kept: one event is drawn once for thousands of places."""


def post_key(delivery: Delivery) -> str:
    """Return what names a delivery to the platform: the same at every attempt, in every process."""
    place = delivery.place
    text = f"{delivery.event.key}|{place.platform}|{place.chat_id}|{place.topic_id}"
    return b32encode(blake2b(text.encode(), digest_size=20).digest()).decode().lower()[:KEY_LENGTH]


class UnknownLaunchError(LaunchlogError):
    """The catalogue does not know a launch yet that is to be told: it is being filled."""


@dataclass(slots=True)
class Posts:
    """Draws what is due as it stands now, in the language of its place, so a late post tells the latest.

    `keep` keeps queries that are too long for a button.
    """

    matching: Matching
    keep: Keep
    chats: Chats
    languages: Languages
    _cards: OrderedDict[tuple[object, ...], Card] = field(default_factory=OrderedDict)

    async def post(self, delivery: Delivery, *, follows: bool = False) -> Post | None:
        """Return the post of a delivery, None when nothing is left to tell.

        Raises `StoreError`, or `UnknownLaunchError` while the catalogue is too empty to draw it.

        With `follows` a correction is a message of its own beside the one it corrects; where the outcome is
        the same there is nothing to tell by one.
        """
        if follows and json.loads(delivery.event.content).get("was") is None:
            return None
        place = delivery.place
        language = self.languages.of(await self.chats.language(place.platform, place.owner_id))
        zone = await zone_in(self.chats, place.platform, place.owner_id)
        launch = await self._launch(delivery.event) if delivery.event.kind in _OF_ONE else None
        with speaking(language), counting_days_in(zone):
            card = await self._card(delivery, launch, follows=follows)
        if card is None:
            return None
        roles = () if follows else delivery.role_ids
        status_id = None if launch is None else launch.status.id
        return Post(post_key(delivery), card, roles, status_id, silent=delivery.silent)

    async def example(self, launch: Launch, place: Place, *, spoiler: bool) -> Card:
        """Return the result of a launch, as a subscription of that place would have got it."""
        zone = await zone_in(self.chats, place.platform, place.owner_id)
        precedents = await self.matching.catalogue.precedents(launch)
        with counting_days_in(zone):
            drawn = result_card(launch, spoiler=spoiler, precedents=precedents)
            return await finished(drawn, self.keep)

    async def remembering(self, told: ToldMemories, place: Place) -> Card:
        """Return what happened in earlier years, as a subscription of that place would have got it."""
        zone = await zone_in(self.chats, place.platform, place.owner_id)
        with counting_days_in(zone):
            return await finished(told.card(), self.keep)

    async def _card(self, delivery: Delivery, launch: Launch | None, *, follows: bool) -> Card | None:
        event = delivery.event
        match event.kind:
            case EventKind.RESULT | EventKind.CORRECTION:
                return None if launch is None else await self._of(launch, delivery, follows=follows)
            case EventKind.MEMORY:
                return await finished(ToldMemories.read(event.content).card(), self.keep)
            case EventKind.SUMMARY:
                launches = await self._missed(delivery)
                title = _("While I was away")
            case EventKind.DIGEST:
                known, told = await self._known(event)
                launches = _latest_first((*known, *told))
                weekly = json.loads(event.content)["frequency"] == "weekly"
                title = _("Launches of the week") if weekly else _("Launches of the day")
        if not launches:
            return None
        return await finished(digest_card(launches, title, spoiler=delivery.spoiler), self.keep)

    async def _of(self, launch: Launch, delivery: Delivery, *, follows: bool) -> Card:
        """The card of one launch, drawn once for everybody who gets the same."""
        was = json.loads(delivery.event.content).get("was")
        known = (launch, was, delivery.spoiler, follows, current().code, local_zone())
        if (card := self._cards.get(known)) is None:
            before = None if was is None else Status(was, "")
            if follows and before is not None:
                drawn = correction_card(launch, before, spoiler=delivery.spoiler)
            else:
                precedents = await self.matching.catalogue.precedents(launch)
                drawn = result_card(launch, spoiler=delivery.spoiler, was=before, precedents=precedents)
            card = self._cards[known] = await finished(drawn, self.keep)
            if len(self._cards) > _REMEMBERED:
                self._cards.popitem(last=False)
        return card

    async def _launch(self, event: Event) -> Launch | None:
        """The launch as it stands now; None when Launch Library has it no more."""
        told = told_launch(event.content)
        launch = newer(await self.matching.catalogue.launch(event.launch_id), told)
        if launch is told and await self._is_gone(event, event.launch_id, told):
            return None
        if launch is None:
            raise UnknownLaunchError(event.launch_id)
        return launch

    async def _missed(self, delivery: Delivery) -> tuple[Launch, ...]:
        """The launches of a summary that its place wants to hear of."""
        known, told = await self._known(delivery.event)
        wanted = await self.matching.wanted_at(delivery.place, tuple(launch.id for launch in known))
        matched = json.loads(delivery.event.content).get("matched", {})
        return _latest_first((*wanted, *await self.matching.matched_at(delivery.place, told, matched)))

    async def _known(self, event: Event) -> tuple[tuple[Launch, ...], tuple[Launch, ...]]:
        """The launches of a digest or summary that there still are.

        First those that the catalogue knows, as they stand now, then the others as they were told; raises
        `UnknownLaunchError` for one of which neither is known.
        """
        ids = tuple(json.loads(event.content)["launches"][:MAX_LIMIT])
        known = await self.matching.passing(LaunchQuery(), ids)
        carried = told_launches(event.content)
        told = []
        for launch_id in sorted(set(ids) - {launch.id for launch in known}):
            launch = carried.get(launch_id)
            if await self._is_gone(event, launch_id, launch):
                continue
            if launch is None:
                raise UnknownLaunchError(launch_id)
            told.append(launch)
        return known, tuple(told)

    async def _is_gone(self, event: Event, launch_id: str, told: Launch | None) -> bool:
        """Tell whether Launch Library has a launch no more that was told."""
        net = event.created_at if told is None else told.net
        return await self.matching.is_gone(launch_id, net, event.created_at)


def _latest_first(launches: Iterable[Launch]) -> tuple[Launch, ...]:
    return tuple(sorted(launches, key=lambda launch: launch.net, reverse=True))
