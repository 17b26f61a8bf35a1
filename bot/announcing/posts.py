"""From a delivery to the post that goes out."""

from __future__ import annotations

import json
from base64 import b32encode
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import blake2b

from bot.announcing.matching import Matching
from commands.cards.card import Card
from commands.cards.result import Results
from commands.i18n.languages import Languages
from commands.i18n.translation import _, current, speaking
from commands.subscriptions.poster import Post
from storage.errors import StoreError
from storage.models import Launch, Status
from storage.query import MAX_LIMIT, LaunchQuery
from storage.state.chat_settings import Chats
from storage.state.models import Delivery, EventKind

KEY_LENGTH = 25
"""Characters of a nonce. https://docs.discord.com/developers/resources/message#create-message"""

_REMEMBERED = 64
"""Cards kept: one event is drawn once for thousands of places."""


def post_key(delivery: Delivery) -> str:
    """Return what names a delivery to the platform: the same at every attempt, in every process."""
    place = delivery.place
    text = f"{delivery.event.key}|{place.platform}|{place.chat_id}|{place.topic_id}"
    return b32encode(blake2b(text.encode(), digest_size=20).digest()).decode().lower()[:KEY_LENGTH]


@dataclass(slots=True)
class Posts:
    """Draws what is due as it stands now, in the language of its place, so a late post tells the latest."""

    matching: Matching
    results: Results
    chats: Chats
    languages: Languages
    _cards: OrderedDict[tuple[object, ...], Card] = field(default_factory=OrderedDict)

    async def post(self, delivery: Delivery, *, follows: bool = False) -> Post | None:
        """Return the post of a delivery, None when nothing is left to tell; raises `StoreError`.

        With `follows` a correction is a message of its own beside the one it corrects.
        """
        place = delivery.place
        language = self.languages.of(await self.chats.language(place.platform, place.owner_id))
        with speaking(language):
            card = await self._card(delivery, follows=follows)
        if card is None:
            return None
        roles = () if follows else delivery.role_ids
        return Post(post_key(delivery), card, roles, delivery.publish and not follows, language)

    async def _card(self, delivery: Delivery, *, follows: bool) -> Card | None:
        event = delivery.event
        if (await self.matching.catalogue.freshness()).updated_at is None:
            # A file was set aside: its successor does not know yet what the event tells of.
            raise StoreError("the catalogue has not heard from Launch Library yet")
        match event.kind:
            case EventKind.RESULT | EventKind.CORRECTION:
                launch = await self.matching.catalogue.launch(event.launch_id)
                return None if launch is None else await self._of(launch, delivery, follows=follows)
            case EventKind.SUMMARY:
                told = json.loads(event.content)
                launches = await self.matching.wanted_at(delivery.place, tuple(told["launches"]))
                title = _("While I was away")
            case EventKind.DIGEST:
                told = json.loads(event.content)
                launches = await self._listed(tuple(told["launches"]))
                title = (
                    _("Launches of the week") if told["frequency"] == "weekly" else _("Launches of the day")
                )
        return await self.results.digest(launches, title, spoiler=delivery.spoiler) if launches else None

    async def _of(self, launch: Launch, delivery: Delivery, *, follows: bool) -> Card:
        """The card of one launch, drawn once for everybody who gets the same."""
        was = json.loads(delivery.event.content).get("was")
        known = (launch, was, delivery.spoiler, follows, current().code)
        if (card := self._cards.get(known)) is None:
            before = None if was is None else Status(was, "")
            if follows and before is not None:
                card = await self.results.correction(launch, before, spoiler=delivery.spoiler)
            else:
                card = await self.results.result(launch, spoiler=delivery.spoiler, was=before)
            self._cards[known] = card
            if len(self._cards) > _REMEMBERED:
                self._cards.popitem(last=False)
        return card

    async def _listed(self, ids: tuple[str, ...]) -> tuple[Launch, ...]:
        return await self.matching.passing(LaunchQuery(), ids[:MAX_LIMIT])
