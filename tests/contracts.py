"""Holds what passes between bots and stand-ins, in any test, against the platforms' published contracts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cached_property, wraps
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from playground.discord.referee import Referee as DiscordReferee
from playground.discord.rest import Rest
from playground.discord.server import DiscordServer
from playground.telegram.desk import Desk
from playground.telegram.referee import Referee as TelegramReferee
from playground.telegram.server import TelegramServer
from playground.wire import Exchange, Observer, Platform

Serve = Callable[..., Awaitable[web.StreamResponse]]


class Contracts:
    """Sees every exchange of every stand-in that is made after `watch`, whoever makes it.

    `folder` holds the contracts; judging raises FileNotFoundError where one is missing. Discord's known
    deviations stand with their reasons in its `contract.py`; of Telegram's none is known.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: list[Exchange] = []
        self._served: set[Platform] = set()
        self._judged: set[Platform] = set()

    @cached_property
    def discord(self) -> DiscordReferee:
        """Discord's referee."""
        return DiscordReferee(self.folder)

    @cached_property
    def telegram(self) -> TelegramReferee:
        """Telegram's referee."""
        return TelegramReferee(self.folder)

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Listen to all stand-ins that are made while the patch holds, beside their own observers."""
        for kind in (DiscordServer, TelegramServer):
            patch.setattr(kind, "__init__", self._listening(kind.__init__))
        # What comes in is noted apart from what the observers tell, so that a deaf observer is noticed.
        patch.setattr(Rest, "handle", self._noting("discord", Rest.handle))
        patch.setattr(Desk, "serve", self._noting("telegram", Desk.serve))

    def see(self, exchange: Exchange) -> None:
        """Keep an exchange for the next verdict."""
        self._seen.append(exchange)

    def forget(self) -> None:
        """Forget what was served and judged so far."""
        self._served.clear()
        self._judged.clear()

    @property
    def unchecked(self) -> list[Platform]:
        """Platforms whose stand-ins served requests of which none was judged, since the last `forget`."""
        return sorted(self._served - self._judged)

    def verdict(self, *, errs_on_purpose: bool) -> list[str]:
        """Name every deviation since the last verdict, once each.

        With `errs_on_purpose`, requests that a stand-in refused may be wrong; its replies may not.
        """
        seen, self._seen = self._seen, []
        problems: dict[str, None] = {}
        for exchange in seen:
            referee = self.discord if exchange.platform == "discord" else self.telegram
            if not referee.covers(exchange):
                continue
            self._judged.add(exchange.platform)
            forgiven = errs_on_purpose and not 200 <= exchange.status < 300
            problems |= dict.fromkeys((referee.check_reply if forgiven else referee.check)(exchange))
        return list(problems)

    def _listening(self, original: Callable[..., None]) -> Callable[..., None]:
        @wraps(original)
        def made(server: Any, *, observer: Observer | None = None, **options: Any) -> None:
            def observe(exchange: Exchange) -> None:
                self.see(exchange)
                if observer is not None:
                    observer(exchange)

            original(server, observer=observe, **options)

        return made

    def _noting(self, platform: Platform, original: Serve) -> Serve:
        @wraps(original)
        async def served(*arguments: Any) -> web.StreamResponse:
            self._served.add(platform)
            return await original(*arguments)

        return served
