"""Every test: where LAUNCHLOG_CONTRACTS names the contracts' folder, no exchange may break them."""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import AsyncIterator, Generator, Iterator
from importlib.util import find_spec
from pathlib import Path

import certifi
import pytest
from discord.gateway import DiscordWebSocket, KeepAliveHandler
from discord.http import Route
from hypothesis import HealthCheck, settings

from storage.catalogue import Catalogue
from tests.contracts import Contracts
from tests.history import fill, opened
from tests.run_files import copied_once, share
from tests.spellings import Spellings
from tests.states import drop_states, on_postgresql

# Tests are not about time, and a busy machine takes as long as it takes.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

_QUICK = frozenset({"commands", "storage", "launch_library"})
"""Folders whose files take a few seconds each."""

_GARBAGE = 10_000
"""Things made and not yet gone, at which some of them are looked through for garbage; Python says 700."""

_THREAD_SECONDS = 5
"""Longest wait for a thread that was told to stop, in seconds."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage in what is imported and collected: it stays until the end.

    That is a quarter of what collecting costs, and several per cent of what the tests do.
    """
    gc.disable()
    found = yield
    gc.collect()
    gc.freeze()
    # What is left is young, and would be gone through as a whole every few seconds.
    gc.set_threshold(_GARBAGE, 10, 10)
    gc.enable()
    return found


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put quick files last, so that processes which share the files end at about the same time.

    Tests of the database that this run is not on are left out.
    """
    other = "sqlite" if on_postgresql() else "postgres"
    left_out = [item for item in items if item.get_closest_marker(other)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: not _QUICK.isdisjoint(item.path.parts))


@pytest.fixture(scope="session", autouse=True)
def contracts() -> Iterator[Contracts | None]:
    """The contracts, listening to every stand-in; None where they are not at hand."""
    folder = os.environ.get("LAUNCHLOG_CONTRACTS")
    if not folder:
        yield None
        return
    with pytest.MonkeyPatch.context() as patch:
        found = Contracts(Path(folder))
        found.watch(patch)
        yield found


@pytest.fixture(scope="session", autouse=True)
def _files_are_made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever makes a database that takes long makes it for all processes of the run."""
    share(tmp_path_factory)


@pytest.fixture(scope="session", autouse=True)
def _one_certificate_is_enough(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test speaks with the world, but each client reads all its certificates: 50 ms that one spares."""
    first, end, _others = (
        Path(certifi.where()).read_text(encoding="utf-8").partition("END CERTIFICATE-----\n")
    )
    path = tmp_path_factory.getbasetemp() / "certificate.pem"
    path.write_text(first + end, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(path))
        yield


@pytest.fixture(scope="session", autouse=True)
def _nothing_absent_is_sought() -> Iterator[None]:
    """With each request, HTTPX seeks what is not installed: 2 % of what the tests over the wire cost."""
    with pytest.MonkeyPatch.context() as patch:
        if find_spec("sniffio") is None:
            patch.setitem(sys.modules, "sniffio", None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _spellings_are_built_once() -> Iterator[None]:
    """A question over the history takes five times as long else."""
    with pytest.MonkeyPatch.context() as patch:
        Spellings().watch(patch)
        yield


@pytest.fixture(scope="session")
def history_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of the bundled history, loaded once; nobody writes to it (see `tests.history.copied`)."""
    return copied_once("history.db", fill, tmp_path_factory.getbasetemp() / "history.db")


@pytest.fixture
async def history_catalogue(history_file: Path) -> AsyncIterator[Catalogue]:
    """The catalogue of the bundled history, to be read only; the time is `tests.history.HISTORY_NOW`."""
    async with opened(history_file) as catalogue:
        yield catalogue


@pytest.fixture(autouse=True)
def _states_are_dropped() -> Iterator[None]:
    """On PostgreSQL, a test leaves no database behind."""
    yield
    drop_states()


@pytest.fixture
def errs_on_purpose() -> bool:
    """Whether tests send what a stand-in has to refuse; folders of such tests say so in their conftest."""
    return False


@pytest.fixture(autouse=True)
def _contracts_are_kept(
    contracts: Contracts | None, errs_on_purpose: bool, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Fail the test in whose run a request or a reply broke a contract.

    What a test marked `lies` names is told by a stand-in on purpose; then it has to be told.
    """
    yield
    if contracts is None:
        return
    lies: tuple[str, ...] = tuple(lie for mark in request.node.iter_markers("lies") for lie in mark.args)
    found = contracts.verdict(errs_on_purpose=errs_on_purpose)
    broken = [problem for problem in found if not any(lie in problem for lie in lies)]
    broken += [f"never told: {lie}" for lie in lies if not any(lie in problem for problem in found)]
    if broken:
        pytest.fail("\n".join(broken), pytrace=False)


@pytest.fixture(scope="module", autouse=True)
def _contracts_are_checked(contracts: Contracts | None) -> Iterator[None]:
    """Fail a module whose stand-ins served requests without any being held against a contract."""
    if contracts is not None:
        contracts.forget()
    yield
    if contracts is not None and contracts.unchecked:
        pytest.fail(f"nothing was held against the contracts of {contracts.unchecked}", pytrace=False)


@pytest.fixture(autouse=True)
def _addresses_are_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py keeps its addresses process-wide; the bot changes them."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


@pytest.fixture(autouse=True)
def _discord_connections_have_ended() -> Iterator[None]:
    """Fail the test that leaves a Discord connection's heart beating after its event loop."""
    yield
    beating = [thread for thread in threading.enumerate() if isinstance(thread, KeepAliveHandler)]
    orphans = [thread for thread in beating if thread.ws.loop.is_closed()]
    for thread in orphans:
        thread.join(_THREAD_SECONDS)
    if any(thread.is_alive() for thread in orphans):
        for thread in orphans:
            thread.stop()
        pytest.fail("a Discord connection outlives its event loop", pytrace=False)
