"""Pages of launches, kept for whoever asks the same: drawn once, shown as long as nothing has changed.

A page is the same for everybody: it names nobody, and its buttons carry only what was asked.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from commands.cards.addresses import Addresses
from commands.cards.card import Card, Form
from commands.codec.actions import ShowPage
from commands.codec.layout import Keep
from commands.i18n.local_days import local_zone
from commands.i18n.translation import current
from storage.catalogue import Catalogue
from storage.clock import Clock
from storage.errors import AskError, StoreError
from storage.query import LaunchQuery, View

log = logging.getLogger("launchlog.commands")

MOST_BYTES = 8 * 1024 * 1024
"""About so much memory is taken by all that is kept."""

PAUSE = 0.2
"""Seconds after an answer before the next page is made: the answer has left by then."""

_CARD, _CONTROL, _LAUNCH = 4_000, 1_200, 6_000
"""About the bytes of a card itself, of each of its controls, and of each launch on it."""

Page = ShowPage | tuple[str, ...]
"""A page by its query, or a command with its arguments, which mean something else at another time."""

_NAMES = attrgetter(*(each.name for each in fields(Addresses)))

Make = Callable[[Keep], Awaitable[Card | Form]]


@dataclass(slots=True)
class _Kept:
    """A page: its card, the texts that its buttons need with their hashes, and its size in bytes."""

    card: Card
    texts: dict[str, str]
    size: int


class KeptPages:
    """Keeps pages in memory, those that were asked for last; a page is found by all that it depends on.

    `most_bytes` bounds their size, 0 keeps none. Whoever has pages made `ahead` calls `end` before the
    catalogue is closed.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        addresses: Addresses,
        clock: Clock,
        most_bytes: int = MOST_BYTES,
        *,
        ahead: bool = False,
    ) -> None:
        self._catalogue = catalogue
        self._addresses = addresses
        self._clock = clock
        self._most_bytes = most_bytes
        self._ahead, self._ended = ahead, asyncio.Event()
        self._warming: asyncio.Task[None] | None = None
        self._pages: OrderedDict[Hashable, _Kept] = OrderedDict()
        self.size = 0

    async def find(self, asked: Page, platform: str, keep: Keep, make: Make) -> Card | Form:
        """Return the answer to what is asked in the language and the time zone of now: kept, or made now.

        `make` is given what keeps the texts of queries that are too long for a button, as `keep` does; a page
        that is shown again uses them again. Raises what `make` raises.
        """
        try:
            key = await self._key(asked, platform)
        except StoreError:
            # Who has to read the launches will tell; not every answer does.
            return await make(keep)
        page = self._pages.get(key)
        if page is not None and await _uses(page, keep):
            self._pages.move_to_end(key)
            return page.card
        texts: dict[str, str] = {}

        async def noting(text: str) -> str:
            texts[text] = await keep(text)
            return texts[text]

        answer = await make(noting)
        # What was made while something changed may be of before or after.
        if isinstance(answer, Card) and is_page(answer) and await self._is_now(key, asked, platform):
            return self._put(key, answer, texts)
        return answer

    async def _is_now(self, key: Hashable, asked: Page, platform: str) -> bool:
        try:
            return await self._key(asked, platform) == key
        except StoreError:
            return False

    def warm(self, find: Callable[[], Awaitable[object]]) -> None:
        """Have a page found while nobody waits for it; one at a time, others are left to whoever asks."""
        if self._ahead and (self._warming is None or self._warming.done()):
            self._warming = asyncio.create_task(self._find_later(find))

    async def end(self) -> None:
        """Have no more pages made ahead, and wait for the one under way: it uses the catalogue."""
        self._ahead = False
        self._ended.set()
        if self._warming is not None:
            await asyncio.wait({self._warming})

    async def _find_later(self, find: Callable[[], Awaitable[object]]) -> None:
        try:
            async with asyncio.timeout(PAUSE):
                await self._ended.wait()
        except TimeoutError:
            await _found(find)

    async def _key(self, asked: Page, platform: str) -> tuple[Hashable, ...]:
        """Return all that an answer depends on: without any of these, some answer would be an old one."""
        return (
            asked,
            self._minute() if isinstance(asked, tuple) else None,
            platform,
            current().code,
            local_zone(),
            _NAMES(self._addresses),
            *await self._catalogue.moment(),
        )

    def _minute(self) -> datetime:
        """Return the present minute: nothing that is typed is understood more finely."""
        return self._clock().replace(second=0, microsecond=0)

    def _put(self, key: Hashable, card: Card, texts: dict[str, str]) -> Card:
        self._drop(key)
        page = _Kept(card, texts, _size(card))
        page.card = replace(card, drawings=_Drawings(self, page))
        self._pages[key] = page
        self.grow(page.size)
        return page.card

    def _drop(self, key: Hashable) -> None:
        if page := self._pages.pop(key, None):
            self.size -= page.size
            # Somebody may be drawing it: what is dropped grows no more.
            page.size = 0

    def grow(self, size: int) -> None:
        """Take so many bytes more, and drop what was asked for longest ago where they are too many."""
        self.size += size
        while self.size > self._most_bytes:
            self._drop(next(iter(self._pages)))


@dataclass(slots=True)
class _Drawings:
    """What was drawn of a kept page, for as long as that is kept."""

    pages: KeptPages
    page: _Kept
    drawn: dict[Hashable, Any] = field(default_factory=dict)

    def find(self, how: Hashable) -> Any:
        return self.drawn.get(how)

    def keep(self, how: Hashable, drawing: object, size: int) -> None:
        if self.page.size and how not in self.drawn:
            self.drawn[how] = drawing
            self.page.size += size
            self.pages.grow(size)


async def _uses(page: _Kept, keep: Keep) -> bool:
    """Use the kept texts of a page again; tell whether they still have the hashes that its buttons carry."""
    for text, key in page.texts.items():
        if await keep(text) != key:
            return False
    return True


async def _found(find: Callable[[], Awaitable[object]]) -> None:
    try:
        await find()
    except (AskError, StoreError) as error:
        log.info("page_not_warmed reason=%s", error)
    except Exception:
        # Nobody has asked for it: whoever does will get their answer, or an apology.
        log.exception("page_not_warmed")


def next_page(answer: Card | Form) -> ShowPage | None:
    """Return the page after the one that a card shows, None if there is none."""
    if not isinstance(answer, Card) or not is_page(answer):
        return None
    query = answer.content.query
    following = query and query.at(query.offset + query.limit)
    return ShowPage(following) if following and following.offset < (answer.content.count or 0) else None


def is_page(card: Card) -> bool:
    """Tell whether a card is a page of launches alone: nothing else was done when it was made."""
    query = card.subject
    return isinstance(query, LaunchQuery) and query.view is not View.DETAILED and card.content.query == query


def _size(card: Card) -> int:
    controls = sum(map(len, card.buttons)) + sum(len(select.choices) + 1 for select in card.selects)
    return _CARD + _CONTROL * (controls + len(card.blocks)) + _LAUNCH * len(card.content.launches)
