"""Posts: messages that answer nobody, sent once each, at Discord's pace."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Final

import aiohttp
import discord

from adapters.discord import limits
from adapters.discord.forum import Forum
from adapters.discord.history import find_post
from adapters.discord.marks import MARK
from adapters.discord.render import Drawing, draw
from adapters.discord.send_results import NO_WAIT_SECONDS, BadRequests, receipt, receipt_of_edit
from adapters.discord.trail import Trail, following
from commands.cards.card import Button, Card
from commands.cards.safe_text import plain
from commands.subscriptions.poster import (
    Failed,
    Later,
    MessageGone,
    Post,
    Receipt,
    Refused,
    Scope,
    Sent,
    Unreadable,
    or_plainer,
)
from storage.state.models import Place

log = logging.getLogger("launchlog.discord")

POSTS_PER_SECOND: Final = 45
"""Of the 50 requests a second that a bot may make; the rest is for edits of answers and commands.
https://docs.discord.com/developers/topics/rate-limits#global-rate-limit"""

AT_ONCE: Final = 20
"""Requests for posts under way: enough for 45 a second at 400 ms an answer."""

CLOSED_SECONDS: Final = 5.0
"""How long to wait for a client in place of one that was closed."""

_PUBLISHED: Final = 40033
"""The post was passed on before. https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""

_OPENED: Final = 160004
"""The post has a thread already, from the same page."""

_ARCHIVED_AFTER: Final = 4320
"""Minutes without a message after which Discord puts a thread away: three days.
https://docs.discord.com/developers/resources/channel#start-thread-from-message"""

_NAMELESS: Final = "🚀"
"""What a thread is called of whose launch nothing is known: Discord asks for one character."""

_TROUBLES = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


class DiscordPoster:
    """Posts with the client that `client` gives. Nothing raises but cancellation.

    `monotonic` gives seconds that never run backwards, `sleep` waits for some.
    """

    retries_safely = True
    at_once = AT_ONCE

    def __init__(
        self,
        client: Callable[[], discord.Client],
        *,
        per_second: float = POSTS_PER_SECOND,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._interval = 1 / per_second
        self._monotonic = monotonic
        self._sleep = sleep
        self._next = 0.0
        self._bad = BadRequests(monotonic)

    async def turn(self, place: Place) -> None:
        """Wait until one more post may leave; answers to people never wait here."""
        del place
        start = max(self._monotonic(), self._next)
        self._next = start + self._interval
        if (rest := start - self._monotonic()) > 0:
            await self._sleep(rest)

    async def post(self, place: Place, post: Post) -> Receipt:
        """Send a post; with its key as nonce, Discord gives back the message it has made of it before."""
        return await or_plainer(
            post, post.without_picture, lambda each: self._tried(lambda: self._send(place, each))
        )

    async def edit(self, place: Place, message_id: int, post: Post) -> Receipt:
        """Make a message show another post; nobody is mentioned again."""
        came = await or_plainer(
            post,
            post.without_picture,
            lambda each: self._tried(lambda: self._change(place, message_id, each), edits=True),
        )
        return MessageGone(came.reason) if isinstance(came, Refused) else came

    async def publish(self, place: Place, message_id: int) -> Receipt:
        """Publish a post to the followers of its announcement channel."""
        return await self._tried(lambda: self._publish(place, message_id))

    async def open_thread(self, place: Place, message_id: int, name: str) -> Receipt:
        """Open a thread under a post; a forum's post is one already."""
        return await self._tried(lambda: self._open_thread(place, message_id, name))

    async def is_known(self) -> bool | None:
        """Ask Discord who we are."""
        try:
            await self._client().http.request(discord.http.Route("GET", "/users/@me"))
        except discord.HTTPException as error:
            return False if error.status == HTTPStatus.UNAUTHORIZED else None
        except Exception:  # noqa: BLE001 - whatever it is, Discord has not said no
            return None
        return True

    async def find(self, place: Place, key: str, since: datetime) -> int | Unreadable | Later | None:
        """Look through the history of a place for the post of that key."""
        with following() as trail:
            try:
                mark = f"{MARK}{key}"
                return await find_post(self._client(), place.chat_id, mark, since, lambda: self.turn(place))
            except Exception as error:  # noqa: BLE001 - looking again later does no harm
                self._bad.count(error)
                match receipt(error, trail) if isinstance(error, _TROUBLES) else None:
                    case Later() as later:
                        return later
                    case _:
                        return Later(30.0, f"{type(error).__name__}")

    async def _tried(self, request: Callable[[], Awaitable[int]], *, edits: bool = False) -> Receipt:
        if (wait := self._bad.wait()) > 0:
            reason = "too many requests were refused; Discord would soon ban this address"
            return Later(wait, reason, counts=False, scope=Scope.ADDRESS)
        with following() as trail:
            try:
                return Sent(await request())
            except _TROUBLES as error:
                self._bad.count(error)
                return receipt_of_edit(error, trail) if edits else receipt(error, trail)
            except Exception as error:  # noqa: BLE001 - logged there
                return self._unforeseen(error, trail)

    def _unforeseen(self, error: Exception, trail: Trail) -> Receipt:
        """What the library lets through: its client was closed, or an answer has another shape."""
        name = type(error).__name__
        if trail.status == HTTPStatus.TOO_MANY_REQUESTS and not trail.is_out:
            scope = Scope.PLATFORM if trail.is_global else Scope.PLACE
            return Later(NO_WAIT_SECONDS, "too many requests", counts=False, scope=scope, left=trail.left)
        if self._client().is_closed() or "is closed" in str(error):
            return Later(CLOSED_SECONDS, "the client is closed", counts=False, left=trail.may_be_done)
        log.error("post_failed error=%s", name, exc_info=error)
        return Failed(f"{name}: {error}"[:200], left=trail.may_be_done)

    async def _send(self, place: Place, post: Post) -> int:
        client, drawing = self._client(), draw_post(post)
        roles = [discord.Object(role_id) for role_id in post.role_ids]
        mentions = discord.AllowedMentions(everyone=False, users=False, roles=roles)
        if forum := self._forum(place):
            return await forum.post(post.card, drawing, f"{MARK}{post.key}", mentions)
        channel = client.get_partial_messageable(place.chat_id)
        message = await channel.send(
            view=drawing.view,
            files=drawing.files,
            nonce=post.key,
            silent=post.silent,
            allowed_mentions=mentions,
        )
        return message.id

    def _forum(self, place: Place) -> Forum | None:
        """Return the forum that a place is; of one that Discord has not told yet, nobody knows."""
        client = self._client()
        channel = client.get_channel(place.chat_id)
        if not isinstance(channel, discord.ForumChannel):
            return None
        return Forum(client, channel, lambda: self.turn(place))

    async def _publish(self, place: Place, message_id: int) -> int:
        message = self._client().get_partial_messageable(place.chat_id).get_partial_message(message_id)
        try:
            await message.publish()
        except discord.HTTPException as error:
            if error.code != _PUBLISHED:
                raise
        return message_id

    async def _open_thread(self, place: Place, message_id: int, name: str) -> int:
        if self._forum(place):
            return message_id
        try:
            await self._client().http.start_thread_with_message(
                place.chat_id,
                message_id,
                name=plain(name, limits.THREAD_NAME) or _NAMELESS,
                auto_archive_duration=_ARCHIVED_AFTER,
            )
        except discord.HTTPException as error:
            if error.code != _OPENED:
                raise
        return message_id

    async def _change(self, place: Place, message_id: int, post: Post) -> int:
        client, drawing = self._client(), draw_post(post)
        chat_id = place.chat_id
        if forum := self._forum(place):
            await forum.reopen(message_id, post.card)
            chat_id = message_id
        elif client.get_channel(chat_id) is None and not client.is_ready():
            raise discord.ClientException("Discord has not told what this place is")
        message = client.get_partial_messageable(chat_id).get_partial_message(message_id)
        nobody = discord.AllowedMentions.none()
        await message.edit(view=drawing.view, attachments=drawing.files, allowed_mentions=nobody)
        return message_id


def draw_post(post: Post) -> Drawing:
    """Draw a post: the roles it mentions above its card, and its key in every button."""
    drawing = draw(_keyed(post.card, post.key))
    if post.role_ids:
        text = " ".join(f"<@&{role_id}>" for role_id in post.role_ids)
        container = drawing.view.children[0]
        drawing.view.clear_items()
        drawing.view.add_item(discord.ui.TextDisplay(text)).add_item(container)
    return drawing


def _keyed(card: Card, key: str) -> Card:
    def keyed(button: Button) -> Button:
        return replace(button, action=f"{button.action}{MARK}{key}") if button.action else button

    return replace(card, buttons=tuple(tuple(map(keyed, row)) for row in card.buttons))
