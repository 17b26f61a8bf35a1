"""Posts in forums: a thread for each, with the outcome as its tag.

Discord has no nonce for them. So a post is looked for among the forum's newest threads before it is made, by
its key in a button as in `history`; its id is that of its thread and of the message that begins it.
Source: https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import Any, Final

import aiohttp
import discord
from discord.http import Route, handle_message_parameters

from adapters.discord import limits
from adapters.discord.forum_tags import tags_of
from adapters.discord.marks import has_mark
from adapters.discord.render import Drawing
from commands.cards.card import Card
from commands.cards.safe_text import plain
from commands.subscriptions.poster import Unreadable

log = logging.getLogger("launchlog.discord")

MOST_THREADS: Final = 50
"""Threads of ours whose first message is looked at; of a forum with more in that time, nobody can tell."""

_EVER: Final = datetime.min.replace(tzinfo=UTC)

Turn = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Forum:
    """One forum; every request waits for its `turn`. Raises what discord.py raises."""

    client: discord.Client
    channel: discord.ForumChannel
    turn: Turn

    async def post(self, card: Card, drawing: Drawing, mark: str, mentions: discord.AllowedMentions) -> int:
        """Create the post of a card unless it exists, and return its ID."""
        found = await self.find(mark, _EVER, title(card))
        if isinstance(found, int):
            return found
        if found is not None:
            raise AskedOnceError("nobody can tell whether this post is there")
        await self.turn()
        tags = await tags_of(card, self.channel)
        with handle_message_parameters(
            view=drawing.view,
            files=drawing.files,
            allowed_mentions=mentions,
            channel_payload={"name": title(card), "applied_tags": [str(tag.id) for tag in tags]},
        ) as parameters:
            route = Route("POST", "/channels/{channel_id}/threads", channel_id=self.channel.id)
            body: dict[str, Any] = (
                {"form": parameters.multipart} if parameters.files else {"json": parameters.payload}
            )
            once: Any = [*(parameters.files or ()), _Once()]
            made: Any = await self.client.http.request(route, files=once, **body)
        return int(made["id"])

    async def reopen(self, thread_id: int, card: Card) -> None:
        """Give a post the tag of another card, which can then be shown: no archived one can be edited."""
        tags = [str(tag.id) for tag in await tags_of(card, self.channel)]
        try:
            await self.client.http.edit_channel(thread_id, archived=False, applied_tags=tags)
        except discord.Forbidden as error:
            log.warning("post_not_tagged forum=%s code=%s", self.channel.id, error.code)

    async def find(self, mark: str, since: datetime, named: str = "") -> int | Unreadable | None:
        """Return the ID of our post marked `mark` and begun at `since` or later, or None.

        With `named`, only posts of that title are looked at.
        """
        looked_at = 0
        async for thread in self._threads(since):
            if named and thread.name != named:
                continue
            if (looked_at := looked_at + 1) > MOST_THREADS:
                return Unreadable()
            await self.turn()
            try:
                first = await thread.fetch_message(thread.id)
            except discord.NotFound:
                continue
            except discord.Forbidden:
                return Unreadable()
            if has_mark(first, mark):
                return thread.id
        return None

    async def _threads(self, since: datetime) -> AsyncIterator[discord.Thread]:
        """Yield the threads of ours that were begun since then, archived ones as far as we may read them."""
        us = self.client.user
        await self.turn()
        everywhere = await self.channel.guild.active_threads()
        active = [each for each in everywhere if each.parent_id == self.channel.id]
        archived = []
        me = self.channel.guild.me
        if self.channel.permissions_for(me).read_message_history:
            await self.turn()
            archived = [each async for each in self.channel.archived_threads(limit=MOST_THREADS)]
        for thread in chain(active, archived):
            begun = discord.utils.snowflake_time(thread.id)
            if us is not None and thread.owner_id == us.id and begun >= since:
                yield thread


class AskedOnceError(aiohttp.ClientError):
    """A post may have been made: Discord's answer was an error, or the forum's posts cannot be read."""


class _Once:
    """Keeps the library, among the files of a request, from repeating it: that might make two posts."""

    def reset(self, *, seek: int | bool = True) -> None:
        """Called before each attempt, with how many there were."""
        if seek:
            raise AskedOnceError("the post was not confirmed")


def title(card: Card) -> str:
    """Return what the thread of a card is called."""
    return plain(card.name or card.title, limits.THREAD_NAME)
