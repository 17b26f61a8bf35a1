"""The names of a catalogue take a while to read; whoever gives up waiting does not start that anew."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from threading import Event

import pytest

from commands.parsing.names.near_misses import NearMisses
from commands.parsing.names.resolver import Naming
from commands.parsing.names.spellings import Lexicon
from storage.catalogue import Catalogue, Name
from storage.properties import Property
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
