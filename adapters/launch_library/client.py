"""Asks Launch Library 2 for previous launches, and for those to come."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpx

from adapters.launch_library.budget import KEYLESS_LIMIT, PERIOD_SECONDS, Budget, Purpose, RequestLedger
from adapters.launch_library.page_size import PageSize
from adapters.launch_library.pages import DecodedPage, decode_page
from adapters.launch_library.throttle import Throttle, decode_throttle
from adapters.launch_library.transport import Jitter, Sleep, Transport, full_jitter
from adapters.launch_library.values import UUID
from storage.clock import Clock, system_clock
from storage.errors import RecordError, UpstreamError, UpstreamGoneError
from storage.models import Record

BASE_URL = "https://ll.thespacedevs.com"

PATHS = {"2.0.0": "launch", "2.2.0": "launch", "2.3.0": "launches"}
"""The supported versions, and where each keeps its launches."""

DEFAULT_VERSION = "2.3.0"

MAX_LIMIT = 100
"""Most launches on a page: https://ll.thespacedevs.com/docs/"""

_PRINTABLE = re.compile(r"[!-~]+")


class LaunchLibrary:
    """Launch Library 2 in one version, within its request budget.

    An async context manager. `token` is an API key, `ledger` remembers the requests across restarts, `http`
    is closed by whoever made it. Raises ValueError for a version, base URL or token that cannot work.
    """

    def __init__(
        self,
        base_url: str = BASE_URL,
        version: str = DEFAULT_VERSION,
        token: str | None = None,
        *,
        ledger: RequestLedger,
        clock: Clock = system_clock,
        http: httpx.AsyncClient | None = None,
        sleep: Sleep = asyncio.sleep,
        jitter: Jitter = full_jitter,
    ) -> None:
        if version not in PATHS:
            raise ValueError(f"version {version!r} is none of {', '.join(PATHS)}")
        _check_address(base_url)
        if token and not _PRINTABLE.fullmatch(token):
            # The value stays unsaid: it is a secret, and the HTTP library's own error would quote it.
            raise ValueError("the Launch Library key holds spaces or characters that no key has")
        self.version = version
        self.budget = Budget(ledger, clock)
        self._keyed = bool(token)
        self._root = f"{base_url.rstrip('/')}/{version}"
        self._clock = clock
        self._page_size = PageSize(clock)
        self._borrowed = http is not None
        self._http = http or httpx.AsyncClient()
        self._transport = Transport(self._http, self.budget, clock, token, sleep, jitter)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._borrowed:
            await self._http.aclose()

    @property
    def tells_updates(self) -> bool:
        """Whether this version knows when a launch was last updated: 2.0.0 does not."""
        return self.version != "2.0.0"

    async def previous(
        self,
        *,
        limit: int = MAX_LIMIT,
        offset: int = 0,
        ordering: str = "-net",
        updated_since: datetime | None = None,
        net_gte: datetime | None = None,
        net_lte: datetime | None = None,
        mode: str = "detailed",
        purpose: Purpose,
    ) -> DecodedPage:
        """Return one page of launches whose NET is past.

        The page may hold fewer than `limit` launches though more follow: after a time-out, smaller pages are
        asked for during an hour. So the next offset is `offset + page.size`, and the end is where
        `has_next` is false. Raises `BudgetError` or `UpstreamError`, and ValueError for `updated_since` in
        a version that would silently ignore it.
        """
        if updated_since and not self.tells_updates:
            raise ValueError(f"version {self.version} cannot tell what was updated")
        filters = {
            "ordering": ordering,
            "mode": mode,
            **_instants(last_updated__gte=updated_since, net__gte=net_gte, net__lte=net_lte),
            **({"offset": str(offset)} if offset > 0 else {}),
        }
        return await self._list("previous", min(max(limit, 1), MAX_LIMIT), filters, purpose)

    async def upcoming(self, *, limit: int = MAX_LIMIT, net_gte: datetime, purpose: Purpose) -> DecodedPage:
        """Return the launches to come from a NET on, the next one first, each told briefly.

        Raises `BudgetError` or `UpstreamError`.
        """
        filters = {"ordering": "net", "mode": "list", **_instants(net__gte=net_gte)}
        return await self._list("upcoming", min(max(limit, 1), MAX_LIMIT), filters, purpose)

    async def _list(self, name: str, wanted: int, filters: dict[str, str], purpose: Purpose) -> DecodedPage:
        try:
            body = await self._transport.get(
                f"{self._root}/{PATHS[self.version]}/{name}/",
                lambda: {"limit": str(self._page_size.fit(wanted)), **filters},
                purpose,
                lambda: self._page_size.shrink(self._page_size.fit(wanted)),
            )
        except UpstreamGoneError as error:
            # Here it is the list that is missing, and no launch.
            raise UpstreamError(f"{self._root} has no list of launches; check the address") from error
        return await asyncio.to_thread(decode_page, body, self.version, self._clock())

    async def launch(self, launch_id: str, purpose: Purpose) -> Record:
        """Return one launch in full.

        Raises `UpstreamGoneError` when there is none of that id, `RecordError` when it cannot be decoded,
        `BudgetError` or `UpstreamError`.
        """
        if UUID.fullmatch(launch_id) is None:
            raise UpstreamGoneError("Launch Library has no launch without a UUID for its id")
        url = f"{self._root}/{PATHS[self.version]}/{launch_id.lower()}/"
        body = await self._transport.get(url, dict, purpose)
        page = await asyncio.to_thread(decode_page, body, self.version, self._clock())
        if page.rejects:
            raise RecordError(page.rejects[0].reason)
        if page.size != 1 or page.records[0].launch.id != launch_id.lower():
            raise UpstreamError("Launch Library answered another launch than the one asked for")
        return page.records[0]

    async def throttle(self) -> Throttle:
        """Ask for the request limit, which costs no request, and go by the answer from then on.

        Without a key the budget never grows beyond what is known to be allowed. Raises `UpstreamError`.
        """
        told = decode_throttle(await self._transport.get(f"{self._root}/api-throttle/", dict, None))
        if self._keyed:
            self.budget.learn(told.limit, told.period_seconds)
        else:
            self.budget.learn(min(told.limit, KEYLESS_LIMIT), max(told.period_seconds, PERIOD_SECONDS))
        if told.used >= told.limit and told.next_use_seconds > 0:
            await self.budget.pause(told.next_use_seconds)
        return told


def _check_address(base_url: str) -> None:
    """Raise ValueError for what is no plain http(s) address; the text never shows a password in it."""
    try:
        url = httpx.URL(base_url)
    except httpx.InvalidURL:
        raise ValueError("the Launch Library address is not a URL") from None
    if url.scheme not in {"http", "https"} or not url.host or url.userinfo or url.query or url.fragment:
        raise ValueError("the Launch Library address is not of the form http(s)://host/path")


def _instants(**moments: datetime | None) -> dict[str, str]:
    """Return the given times by name as Launch Library writes them."""
    return {
        name: moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
        for name, moment in moments.items()
        if moment is not None
    }
