"""What an operator's machines ask: whether the process lives, whether it is ready, and its figures.

`/healthz` answers while the event loop turns. `/readyz` answers 200 when people can be answered
(`bot.readiness`), else 503 with what is missing. `/metrics` is in Prometheus's text format.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from aiohttp import web
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.platforms import NAMES, Platforms
from bot.readiness import Readiness
from bot.settings import Settings
from commands.cards.system import BudgetReader
from storage.catalogue import Catalogue
from storage.clock import Clock
from storage.errors import SettingsError, StoreError
from storage.measures import Measure, Told, observing
from storage.state.outbox import Outbox

log = logging.getLogger("launchlog.ops")

COUNT_EVERY = 60.0
"""Seconds between two counts of all deliveries, which with millions of them takes a second."""

LATENCIES = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Bounds in seconds: Discord gives up on an answer after 3."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the answers are made of."""

    catalogue: Catalogue
    outbox: Outbox
    budget: BudgetReader
    platforms: Platforms
    readiness: Readiness
    clock: Clock
    monotonic: Callable[[], float]


class Figures:
    """The figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.answers = Counter(
            "launchlog_answers",
            "Commands and presses answered",
            Measure.ANSWER.labels,
            registry=self.registry,
        )
        self.answer_seconds = Histogram(
            "launchlog_answer_seconds", "How long an answer took to make", ("platform", "command"),
            buckets=LATENCIES, registry=self.registry,
        )  # fmt: skip
        self.sends = Counter(
            "launchlog_sends", "Posts tried, by how it went", Measure.SEND.labels, registry=self.registry
        )
        self.rate_limited = Counter(
            "launchlog_rate_limited", "Requests that a platform turned down as too many",
            Measure.RATE_LIMITED.labels, registry=self.registry,
        )  # fmt: skip
        self.log_lines = Counter(
            "launchlog_log_lines", "Lines of the log", ("level",), registry=self.registry
        )
        self.part = self._gauge("part_up", "Whether a part of the bot runs", "part")
        self.deliveries = self._gauge("deliveries", "Posts kept, by state", "platform", "state")
        self.oldest_due = self._gauge(
            "oldest_due_seconds", "How late the post is that waits longest", "platform"
        )
        self.requests_left = self._gauge("requests_left", "Requests left to Launch Library in this hour")
        self.request_limit = self._gauge("request_limit", "Requests allowed to Launch Library an hour")
        self.launches = self._gauge("launches", "Previous launches in the catalogue")
        self.data_age = self._gauge("data_age_seconds", "Since Launch Library was last heard")
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)

    def _gauge(self, name: str, words: str, *labels: str) -> Gauge:
        return Gauge(f"launchlog_{name}", words, labels, registry=self.registry)

    def take(self, told: Told) -> None:
        """Count what happened."""
        match told.measure:
            case Measure.ANSWER:
                self.answers.labels(*told.labels).inc()
                self.answer_seconds.labels(*told.labels[:2]).observe(told.amount)
            case Measure.SEND:
                self.sends.labels(*told.labels).inc(told.amount)
            case Measure.RATE_LIMITED:
                self.rate_limited.labels(*told.labels).inc(told.amount)


class _Lines(logging.Handler):
    """Counts lines of the log."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self._counter = counter

    def emit(self, record: logging.LogRecord) -> None:
        """Count a line."""
        self._counter.labels(record.levelname.lower()).inc()


@dataclass(slots=True)
class Operations:
    """Answers over HTTP."""

    sources: Sources
    figures: Figures = field(default_factory=Figures)
    _counted_at: float | None = None

    @property
    def routes(self) -> tuple[web.RouteDef, ...]:
        """What can be asked."""
        return (
            web.get("/healthz", self.healthz),
            web.get("/readyz", self.readyz),
            web.get("/metrics", self.metrics),
        )

    async def healthz(self, _request: web.Request) -> web.Response:
        """Tell that the event loop turns."""
        return web.Response(text="ok\n")

    async def readyz(self, _request: web.Request) -> web.Response:
        """Tell whether people are answered, and what is missing if not."""
        if missing := await self.sources.readiness.missing():
            return web.Response(status=503, text="".join(f"waiting for {name}\n" for name in missing))
        return web.Response(text="ready\n")

    async def metrics(self, _request: web.Request) -> web.Response:
        """Return all figures; those that cannot be read now keep their last value."""
        for read in (self._read_catalogue, self._read_outbox):
            try:
                await read()
            except StoreError as error:
                log.warning("figures_unknown reason=%s", error)
        if budget := await self.sources.budget():
            self.figures.requests_left.set(budget.left)
            self.figures.request_limit.set(budget.limit)
        for name, runs in self.sources.platforms.parts.items():
            self.figures.part.labels(name).set(runs)
        # It reads files of the system.
        body = await asyncio.to_thread(generate_latest, self.figures.registry)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def _read_catalogue(self) -> None:
        freshness = await self.sources.catalogue.freshness()
        self.figures.launches.set(freshness.launches)
        if freshness.updated_at:
            self.figures.data_age.set(self._since(freshness.updated_at))

    async def _read_outbox(self) -> None:
        for platform in NAMES:
            due = await self.sources.outbox.next_due(platform)
            self.figures.oldest_due.labels(platform).set(max(0.0, self._since(due)) if due else 0.0)
        now = self.sources.monotonic()
        if self._counted_at is None or now - self._counted_at >= COUNT_EVERY:
            counts = await self.sources.outbox.counts()
            self.figures.deliveries.clear()
            for (platform, state), number in counts.items():
                self.figures.deliveries.labels(platform, state.value).set(number)
            self._counted_at = now

    def _since(self, instant: datetime) -> float:
        return (self.sources.clock() - instant).total_seconds()


@asynccontextmanager
async def operations(settings: Settings, sources: Sources) -> AsyncIterator[Operations]:
    """Answer on the settings' address within the block.

    Raises SettingsError where nothing can listen there.
    """
    asked = Operations(sources)
    app = web.Application()
    app.add_routes(asked.routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    with observing(asked.figures.take), _counting_lines(asked.figures.log_lines):
        await runner.setup()
        try:
            await _listen(runner, settings)
            yield asked
        finally:
            await runner.cleanup()


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    host, port = settings.ops_host, settings.ops_port
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as error:
        message = f"LAUNCHLOG_OPS_PORT: nothing can listen on {host}, port {port}: {error.strerror}"
        raise SettingsError(message) from None
    log.info("ops_listens host=%s port=%s", host, runner.addresses[0][1])


@contextmanager
def _counting_lines(counter: Counter) -> Iterator[None]:
    handler, root = _Lines(counter), logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
