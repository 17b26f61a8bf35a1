"""The detailed launches that the playground brings, as a catalogue: stored once, and copied."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from adapters.launch_library.pages import decode_page
from playground.launch_library.records import records
from storage.catalogue import Catalogue
from tests.launches import nothing_missing
from tests.run_files import copied_once, in_a_thread

SAMPLE_NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""When tests over the sample take place."""


def write_sample(path: Path) -> Path:
    """Put the catalogue of the sample into that file."""
    return copied_once("sample.db", lambda made: in_a_thread(_store(made)), path)


async def _store(path: Path) -> None:
    page = decode_page(msgspec.json.encode(records()), "2.3.0", SAMPLE_NOW)
    assert not page.rejects
    async with Catalogue.open(path, lambda: SAMPLE_NOW) as catalogue:
        await catalogue.store(page.records, marks=nothing_missing(SAMPLE_NOW))
