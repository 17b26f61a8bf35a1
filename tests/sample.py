"""The detailed launches that the playground brings, as a catalogue: stored once in a process, and copied."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from adapters.launch_library.pages import decode_page
from playground.launch_library.records import records
from storage.catalogue import Catalogue
from tests.launches import nothing_missing
from tests.run_files import settle

SAMPLE_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""When tests over the sample take place."""


def write_sample(path: Path) -> Path:
    """Put the catalogue of the sample into that file."""
    path.write_bytes(_stored())
    return path


@cache
def _stored() -> bytes:
    """Return the file; made in a thread, for a test's event loop is running."""

    async def store(path: Path) -> None:
        page = decode_page(msgspec.json.encode(records()), "2.3.0", SAMPLE_NOW)
        assert not page.rejects
        async with Catalogue.open(path, lambda: SAMPLE_NOW) as catalogue:
            await catalogue.store(page.records, marks=nothing_missing(SAMPLE_NOW))

    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:
        path = Path(folder) / "catalogue.db"
        thread.submit(asyncio.run, store(path)).result()
        settle(path)
        return path.read_bytes()
