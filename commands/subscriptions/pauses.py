"""Pauses that nobody at a place has made: they end when the bot works there again, and are told of once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from commands.cards.card import Card, Strong, Text
from commands.cards.subscription import obstacle_words
from commands.definitions.command import Here
from commands.i18n.formatting import sentences
from commands.i18n.translation import _, marked
from storage.errors import StoreError
from storage.state.models import Pause
from storage.state.standing import Standing

log = logging.getLogger("launchlog.commands")

REASONS: Final[Mapping[Pause, str]] = {
    Pause.LEFT: marked("Posts here were paused, as I had been removed."),
    Pause.FORBIDDEN: marked("Posts here were paused, as I was not allowed to write."),
    Pause.GONE: marked("Posts here were paused, as I couldn’t find this chat."),
    Pause.BLOCKED: marked("Posts here were paused, as I was blocked."),
    Pause.TOPIC_CLOSED: marked("Posts here were paused, as this topic was closed."),
}
"""Why posts were paused, for the next answer."""


@dataclass(frozen=True, slots=True)
class Pauses:
    """Looks at how the place of an answer stands."""

    standing: Standing

    async def has_news(self, here: Here | None) -> bool:
        """Tell whether there may be anything to say or to do at the place of an answer; never raises."""
        try:
            return here is not None and await self.standing.stand(here.place) is not None
        except StoreError as error:
            log.warning("pauses_unknown reason=%s", error)
            return False

    async def beside(self, card: Card, here: Here | None) -> Card:
        """Return the answer, with what there is to say at its place; never raises."""
        try:
            return card if here is None else await self._beside(card, here)
        except StoreError as error:
            log.warning("pauses_unknown reason=%s", error)
            return card

    async def _beside(self, card: Card, here: Here) -> Card:
        """Return the answer, with a note about a pause nobody there was told of yet; raises `StoreError`.

        That somebody is answered there shows that we are in there: what was paused as the place refused posts
        goes on, unless something is still in the way.
        """
        stand = await self.standing.stand(here.place)
        if stand is None:
            return card
        obstacle = await here.obstacle()
        goes_on = obstacle is None and await self.standing.regained(here.place)
        if stand.notice is None or card.notice:
            return card
        await self.standing.tell(here.place)
        if goes_on:
            now = _("They go on now.")
        elif obstacle is not None:
            now = obstacle_words(obstacle)
        else:
            return card
        words = sentences([_(REASONS.get(stand.notice, REASONS[Pause.FORBIDDEN])), now])
        return replace(card, blocks=(Text(((Strong(words),),)), *card.blocks))
