"""One request to Launch Library: budget, retries, time-outs, size, and its failures in plain words."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping

import httpx

from adapters.launch_library.budget import Budget, Purpose
from adapters.launch_library.throttle import told_wait
from storage.clock import Clock
from storage.errors import UpstreamError, UpstreamGoneError

CONNECT_SECONDS = 10.0
READ_SECONDS = 60.0
WHOLE_SECONDS = 180.0
"""For one try from connecting to the last byte, against a server that trickles."""

SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes of one answer; a hundred detailed launches are about 1.2 MB."""

RETRIES = 3
"""Tries after the first one."""

BACKOFF_SECONDS = 2.0
"""Most seconds before the first retry, doubled for each further one."""

REDIRECTS = 3
"""Redirects followed within one try."""

USER_AGENT = "Launchlog/0.1.0"

TIMEOUT_STATUSES = frozenset({504, 524})
"""A gateway's words for "the server behind me took too long"."""

Sleep = Callable[[float], Awaitable[None]]
Jitter = Callable[[float], float]
Parameters = Mapping[str, str]

log = logging.getLogger("launchlog.library")


class PassingError(UpstreamError):
    """A failure that may be gone at the next try; `timed_out` when the server took too long."""

    def __init__(self, message: str, *, timed_out: bool = False) -> None:
        super().__init__(message)
        self.timed_out = timed_out


def full_jitter(ceiling: float) -> float:
    """Return a random number of seconds up to a ceiling, so that many clients do not retry in step."""
    return random.uniform(0, ceiling)  # noqa: S311 - nothing secret about a delay


class Transport:
    """Sends GET requests over one `httpx.AsyncClient` and hands back bodies.

    `token` goes into the Authorization header only: no log line and no error shows it.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        budget: Budget,
        clock: Clock,
        token: str | None = None,
        sleep: Sleep = asyncio.sleep,
        jitter: Jitter = full_jitter,
    ) -> None:
        self._http = http
        self._budget = budget
        self._clock = clock
        self._sleep = sleep
        self._jitter = jitter
        self._headers = {"Accept": "application/json", "User-Agent": USER_AGENT}
        if token:
            self._headers["Authorization"] = f"Token {token}"

    async def get(
        self,
        url: str,
        parameters: Callable[[], Parameters],
        purpose: Purpose | None,
        on_timeout: Callable[[], None] = lambda: None,
    ) -> bytes:
        """Return the body of a 200, trying again what may pass.

        Every try is taken from the budget, unless `purpose` is None (free of charge). `parameters` is asked
        before each try and `on_timeout` told of each time-out, so that a page may shrink in between.

        Raises `BudgetError` (none left, or a 429), `UpstreamGoneError` (404), `UpstreamError`.
        """
        attempt = 1
        while True:
            try:
                return await self._try(url, parameters(), purpose)
            except PassingError as error:
                if error.timed_out:
                    on_timeout()
                if attempt > RETRIES:
                    raise UpstreamError(f"{error} ({attempt} tries)") from error
                log.warning("launch_library_retry try=%s reason=%s", attempt, error)
            await self._sleep(self._jitter(BACKOFF_SECONDS * 2 ** (attempt - 1)))
            attempt += 1

    async def _try(self, url: str, parameters: Parameters, purpose: Purpose | None) -> bytes:
        request = self._http.build_request(
            "GET", url, params=parameters, headers=self._headers, timeout=_TIMEOUT
        )
        for _ in range(REDIRECTS + 1):
            if purpose is not None:
                await self._budget.take(purpose)
            response, body = await self._exchange(request)
            if response.next_request is None:
                await self._check(response, body)
                return body
            request = self._same_host(request, response.next_request)
        raise UpstreamError(f"Launch Library redirected more than {REDIRECTS} times")

    async def _exchange(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        """Send one request and read its answer; raises `PassingError` or `UpstreamError`."""
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                response = await self._http.send(request, stream=True, follow_redirects=False)
                try:
                    return response, await _body(response)
                finally:
                    await response.aclose()
        except httpx.ConnectTimeout:
            raise PassingError(f"no connection within {CONNECT_SECONDS:.0f} s") from None
        except (httpx.TimeoutException, TimeoutError):
            raise PassingError("Launch Library took too long to answer", timed_out=True) from None
        except httpx.RequestError as error:
            # Only the kind of failure: the text of the library's error may quote a header.
            raise PassingError(f"the connection failed ({type(error).__name__})") from None

    async def _check(self, response: httpx.Response, body: bytes) -> None:
        """Raise what a status other than 200 means."""
        status = response.status_code
        if status == httpx.codes.OK:
            return
        text = body[:2000].decode("utf-8", "replace")
        if status == httpx.codes.TOO_MANY_REQUESTS:
            raise await self._budget.pause(
                told_wait(response.headers.get("Retry-After"), text, self._clock())
            )
        if status == httpx.codes.NOT_FOUND and text.lstrip().startswith("{"):
            # A proxy's or a wrong server's own page says nothing about the launch.
            raise UpstreamGoneError("Launch Library has nothing there (404)")
        if status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise PassingError(f"Launch Library answers {status}", timed_out=status in TIMEOUT_STATUSES)
        if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            raise UpstreamError(f"Launch Library refuses us ({status}); check the key")
        raise UpstreamError(f"Launch Library answers {status}: {' '.join(text[:200].split())}")

    @staticmethod
    def _same_host(request: httpx.Request, following: httpx.Request) -> httpx.Request:
        """Return the redirected request, unless it leads elsewhere or down from https."""
        old, new = request.url, following.url
        if new.host != old.host or (old.scheme == "https" and new.scheme != "https"):
            raise UpstreamError(
                f"Launch Library redirects to {new.scheme}://{new.host}, which is not followed"
            )
        return following


_TIMEOUT = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)


async def _body(response: httpx.Response) -> bytes:
    """Read a body up to the limit, counted after unpacking."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > SIZE_LIMIT:
            raise UpstreamError(f"the answer is larger than {SIZE_LIMIT} bytes")
        chunks.append(chunk)
    return b"".join(chunks)
