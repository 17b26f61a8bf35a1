"""The Discord bot: one connection, from logging in to closing."""

from __future__ import annotations

import asyncio
import logging
import random
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Final, Self

import aiohttp
import discord
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from adapters.discord.client import Client
from adapters.discord.command_sync import sync_commands
from adapters.discord.posting import DiscordPoster
from adapters.discord.responses import GRACE, PATIENCE, Answers, cause
from commands.dispatcher import Dispatcher
from storage.errors import SettingsError

log = logging.getLogger("launchlog.discord")

_CLOSE_SECONDS: Final = 0.8
"""Time for saying goodbye to Discord, in seconds; a server that is gone never answers it."""

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Pauses between attempts to reach Discord, in seconds; each is twice the one before."""

_BAD_TOKEN: Final = 4004
_PRIVILEGED_INTENTS: Final = 4014
"""Close codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway"""

_OUTAGES = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError)


class DiscordBot:
    """Answers on Discord with what the dispatcher says.

    `api_url` and `gateway_url` lead to another server than the public one (a proxy, a stand-in). The
    library keeps both in its own classes, so they hold for the whole process. `patience` is how long, in
    seconds, a card may take before the person is told to wait; `grace` how long answers under way may take
    when the bot is closed.

    Used as `async with bot:`, or by `start` and `close`; started once.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        token: str,
        *,
        api_url: str = "",
        gateway_url: str = "",
        patience: float = PATIENCE,
        grace: float = GRACE,
    ) -> None:
        self._token = token.strip()
        self._api_url = api_url
        self._gateway_url = gateway_url
        self._dispatcher = dispatcher
        self._answers = Answers(patience, grace)
        self._client = Client(dispatcher, self._answers)
        # Logging in may need another client, so the poster asks for the present one.
        self._poster = DiscordPoster(lambda: self._client)
        self._synced = asyncio.Event()
        self._connection: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.close()

    @property
    def client(self) -> discord.Client:
        """The library's client, once started."""
        return self._client

    @property
    def poster(self) -> DiscordPoster:
        """What posts for this bot."""
        return self._poster

    async def start(self) -> None:
        """Log in, however often an unreachable Discord has to be asked, then connect in the background.

        Raises SettingsError when Discord does not accept the token.
        """
        if self._api_url:
            Route.BASE = self._api_url.rstrip("/")
        if self._gateway_url:
            DiscordWebSocket.DEFAULT_GATEWAY = URL(self._gateway_url)
        if not re.fullmatch("[!-~]+", self._token):
            raise _bad_token()
        try:
            await self._log_in()
        except BaseException:
            await self._client.close()
            raise
        self._dispatcher.addresses.discord = self._client.application_id or 0
        self._connection = asyncio.create_task(self._connect(), name="discord-connection")

    async def wait_ready(self) -> None:
        """Wait until the gateway is ready and the commands are registered.

        Raises SettingsError when Discord ends the connection for good before that.
        """
        ready = asyncio.create_task(self._ready())
        ended = asyncio.create_task(self.wait_closed())
        try:
            await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not ready.done():
                await ended
        finally:
            ready.cancel()
            ended.cancel()
            await asyncio.gather(ready, ended, return_exceptions=True)

    async def wait_closed(self) -> None:
        """Wait until the connection has ended; raises SettingsError when Discord ended it for good."""
        if self._connection is not None:
            await asyncio.wait({self._connection})
            if not self._connection.cancelled():
                self._connection.result()

    async def close(self) -> None:
        """Stop answering and disconnect, within four seconds.

        What is under way gets its answer, or else a sentence.
        """
        await self._answers.close()
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._client.close()
        except TimeoutError:
            log.warning("close_timed_out seconds=%s", _CLOSE_SECONDS)
            await self._client.http.close()
        if self._connection is not None:
            self._connection.cancel()
            await asyncio.gather(self._connection, return_exceptions=True)
        self._client.stop_heartbeats()

    async def _ready(self) -> None:
        await self._client.connected.wait()
        await self._synced.wait()

    async def _log_in(self) -> None:
        for pause in _pauses():
            try:
                await self._client.login(self._token)
            except discord.LoginFailure:
                raise _bad_token() from None
            except _OUTAGES as error:
                log.warning("login_failed retry_in_seconds=%.0f cause=%s", pause, cause(error))
            else:
                return
            await self._client.close()
            await asyncio.sleep(pause)
            # The library's session cannot be opened again, so a new client takes its place.
            self._client = Client(self._dispatcher, self._answers)

    async def _connect(self) -> None:
        syncing = asyncio.create_task(self._sync(), name="discord-command-sync")
        try:
            await self._client.connect()
        except discord.PrivilegedIntentsRequired:
            raise _closed_for_good(_PRIVILEGED_INTENTS) from None
        except discord.ConnectionClosed as closed:
            raise _closed_for_good(closed.code) from None
        finally:
            syncing.cancel()
            await asyncio.gather(syncing, return_exceptions=True)

    async def _sync(self) -> None:
        """Tell Discord our commands, again after an outage; a definition it refuses is not repeated."""
        for pause in _pauses():
            try:
                synced = await sync_commands(self._client.tree)
            except app_commands.CommandSyncFailure as refusal:
                log.error("commands_refused cause=%s", " ".join(str(refusal).split()))
                break
            except _OUTAGES as error:
                if _is_refusal(error):
                    log.error("commands_refused cause=%s", cause(error))
                    break
                log.warning("commands_not_synced retry_in_seconds=%.0f cause=%s", pause, cause(error))
            else:
                self._client.command_ids = synced.ids
                log.info("commands_known changed=%s", synced.changed)
                break
            self._synced.set()
            await asyncio.sleep(pause)
        self._synced.set()


def _is_refusal(error: BaseException) -> bool:
    """Tell whether Discord will say the same however often it is asked."""
    passing = {HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
    return (
        isinstance(error, discord.HTTPException) and 400 <= error.status < 500 and error.status not in passing
    )


def _pauses() -> Iterator[float]:
    """Yield the pauses between attempts without end; the spread keeps many bots from knocking at once."""
    longest = _FIRST_PAUSE
    while True:
        yield random.uniform(longest / 2, longest)  # noqa: S311  # nothing secret
        longest = min(longest * 2, _LONGEST_PAUSE)


def _bad_token() -> SettingsError:
    return SettingsError(
        "Discord does not accept DISCORD_TOKEN: copy the token anew from your application's Bot page"
    )


def _closed_for_good(code: int) -> SettingsError:
    if code == _BAD_TOKEN:
        return _bad_token()
    if code == _PRIVILEGED_INTENTS:
        return SettingsError(
            "Discord refuses the privileged intents asked for: switch them on at your application's page"
        )
    return SettingsError(f"Discord has closed the connection for good, with code {code}")
