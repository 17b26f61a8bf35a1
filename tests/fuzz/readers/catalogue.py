"""The catalogue: records of any kind are stored and found again, and any query is answered."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from adapters.launch_library.pages import decode_page
from bot.announcing.matching import Matching, parsed
from commands.definitions.filters import GROUPS, MENUS
from commands.parsing.names.resolver import Naming
from storage.catalogue import Catalogue
from storage.query import LaunchQuery
from storage.state.models import Mute, MuteKind, Wishes
from tests.fuzz import damage
from tests.fuzz.reader import Opening, Reader
from tests.fuzz.readers.codec import query_text
from tests.fuzz.seeds import history, told
from tests.history import opened
from tests.launch_library.shapes import NOW

_GROUPS, _MENUS = tuple(GROUPS), tuple(MENUS)


def _records(random: Random) -> list[Any]:
    """Give a version and a few of its records, most with something wrong."""
    version = random.choice(("2.0.0", "2.2.0", "2.3.0"))
    chosen = [text for each, _mode, text in random.sample(told(), 12) if each == version][:3]
    return [version, [damage.json_value(random, json.loads(text)) for text in chosen]]


@asynccontextmanager
async def _storing() -> AsyncIterator[Reader]:
    with TemporaryDirectory() as folder:
        async with Catalogue.open(Path(folder) / "catalogue.db", lambda: NOW) as catalogue:

            async def read(value: list[Any]) -> None:
                version, given = value
                page = decode_page(damage.encoded({"results": given}), version, NOW)
                assert page.size == len(given)
                await catalogue.store(page.records, page.rejects)
                for record in page.records:
                    found = await catalogue.launch(record.launch.id)
                    assert found is not None, "a record is lost"
                    assert found.name
                await catalogue.remove([record.launch.id for record in page.records])

            yield Reader(_records, read)


@asynccontextmanager
async def _asking() -> AsyncIterator[Reader]:
    async with opened(history()) as catalogue:
        newest = await catalogue.find(LaunchQuery(limit=5))
        ids = tuple(launch.id for launch in newest.items)
        # It is asked for nothing that is subscribed to.
        matching = Matching(catalogue, None, Naming(catalogue))  # type: ignore[arg-type]

        async def read(text: str) -> None:
            watched = parsed(text)
            if watched is None:
                return
            query = watched.query
            page = await catalogue.find(query)
            assert len(page.items) <= query.limit
            assert len(page.items) <= page.count <= 8000
            number = len(text)
            await catalogue.facet(_MENUS[number % len(_MENUS)], query)
            await catalogue.groups((_GROUPS[number % len(_GROUPS)],), query)
            await catalogue.unknown(query)
            await _is_posted(matching, text, ids)

        yield Reader(query_text, read)


async def _is_posted(matching: Matching, text: str, ids: Sequence[str]) -> None:
    """What a subscription keeps is held against launches that have just flown."""
    wishes = Wishes(query=text, failures_always=len(text) % 2 == 0)
    found = await matching.wanted(wishes, (Mute(MuteKind.PROVIDER, 121),), tuple(ids))
    assert {launch.id for launch in found} <= set(ids)


OPENINGS: dict[str, Opening] = {"records to store": _storing, "queries to answer": _asking}
