"""The names of a catalogue take a while to read; whoever gives up waiting does not start that anew."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import timedelta
from threading import Event
from types import SimpleNamespace
from typing import cast

import pytest
from msgspec import structs

from bot.app import Core, look, read_names
from commands.launch_lookup import Finding as LaunchLookup
from commands.parsing.names.near_misses import NearMisses
from commands.parsing.names.resolver import Naming
from commands.parsing.names.spellings import Lexicon
from storage.catalogue import Catalogue, Name
from storage.errors import StoreError
from storage.properties import Property
from tests.launches import NOW, SPACEX, launch, record
from tests.patience import PATIENCE


async def test_what_was_read_for_somebody_who_gave_up_is_there_for_who_asks_next(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, build, built = asyncio.Event(), Event(), NearMisses.build, []
    loop = asyncio.get_running_loop()

    def slow(lexicon: Lexicon, names: Mapping[Property, Sequence[Name]]) -> NearMisses:
        built.append(lexicon)
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(PATIENCE)
        return build(lexicon, names)

    monkeypatch.setattr(NearMisses, "build", slow)
    naming = Naming(catalogue)
    first = asyncio.create_task(naming.complete(Property.PROVIDER, "spac"))
    await begun.wait()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    second = asyncio.create_task(naming.complete(Property.PROVIDER, "spac"))
    go_on.set()
    assert "SpaceX" in [each.value for each in await second]
    assert len(built) == 1


async def test_names_are_read_before_anybody_asks_while_all_else_goes_on(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, build, built = asyncio.Event(), Event(), NearMisses.build, []
    loop = asyncio.get_running_loop()

    def slow(lexicon: Lexicon, names: Mapping[Property, Sequence[Name]]) -> NearMisses:
        built.append(lexicon)
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(PATIENCE)
        return build(lexicon, names)

    monkeypatch.setattr(NearMisses, "build", slow)
    naming = Naming(catalogue)
    reading = asyncio.create_task(read_names(naming))
    await begun.wait()
    # The loop answers while names are read: nothing but a thread waits for them.
    assert (await catalogue.freshness()).launches
    go_on.set()
    await reading
    go_on.clear()
    assert "SpaceX" in [each.value for each in await naming.complete(Property.PROVIDER, "spac")]
    assert len(built) == 1


@pytest.mark.over("own")  # A name of it is changed.
async def test_names_that_changed_are_read_after_a_look_at_launch_library(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, built = NearMisses.build, []

    def counted(lexicon: Lexicon, names: Mapping[Property, Sequence[Name]]) -> NearMisses:
        built.append(names)
        return build(lexicon, names)

    async def rename() -> bool:
        renamed = structs.replace(SPACEX, name="Starfleet Yards")
        await catalogue.store([record(launch(1, provider=renamed))])
        return True

    async def nothing() -> None: ...

    monkeypatch.setattr(NearMisses, "build", counted)
    naming = Naming(catalogue)
    parts = SimpleNamespace(detect=nothing, round=rename)
    core = SimpleNamespace(announcer=parts, sync=parts, naming=naming)
    await read_names(naming)
    await look(cast(Core, core))
    assert len(built) == 2
    assert "Starfleet Yards" in [each.value for each in await naming.complete(Property.PROVIDER, "starf")]
    assert len(built) == 2


@pytest.mark.over("own")  # Something is written to it.
async def test_what_changes_no_launch_has_no_names_read_again(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    await catalogue.store([record(launch(1))])
    reads: list[str] = []

    def noted(name: str) -> None:
        read = getattr(catalogue, name)

        async def reading(*asked: object) -> object:
            reads.append(name)
            return await read(*asked)

        monkeypatch.setattr(catalogue, name, reading)

    for name in ("names", "labels", "launch_names"):
        noted(name)
    naming = Naming(catalogue)
    lookup = LaunchLookup(catalogue, naming)

    async def ask() -> list[str]:
        assert await naming.complete(Property.PROVIDER, "spac")
        assert await naming.near((Property.PROVIDER, None), "spacx")
        assert await lookup.complete("starl")
        return reads[:]

    asked = await ask()
    assert {"names", "labels", "launch_names"} == set(asked)
    await catalogue.store((), marks={"trouble": "Launch Library is away."})
    assert await ask() == asked
    # What it tells was known already.
    await catalogue.store([record(launch(1), received_at=NOW + timedelta(hours=1))])
    assert await ask() == asked
    await catalogue.store([record(launch(2_000))])
    assert len(await ask()) > len(asked)


async def test_a_look_goes_on_where_names_cannot_be_read(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def lost(*_: object) -> None:
        raise StoreError("the catalogue cannot be read")

    monkeypatch.setattr(Naming, "_read_spellings", lost)
    await read_names(Naming(catalogue))
    assert "names_unread" in caplog.text


async def test_names_that_could_not_be_read_are_read_again(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> None:
        raise sqlite3.OperationalError("database is locked")

    naming = Naming(catalogue)
    with monkeypatch.context() as patch:
        patch.setattr(Lexicon, "build", locked)
        with pytest.raises(sqlite3.OperationalError):
            await naming.complete(Property.PROVIDER, "spac")
    assert "SpaceX" in [each.value for each in await naming.complete(Property.PROVIDER, "spac")]
