"""`make bench`: every benchmark, one after the other."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from adapters.launch_library.pages import decode_page
from benchmarks import (
    announcing,
    boosters,
    imports,
    marking,
    material,
    queries,
    starting,
    summaries,
    sweeping,
    wire_discord,
    wire_telegram,
)
from benchmarks.report import missed
from storage.catalogue import Catalogue


async def main() -> None:
    records = material.history()
    print(f"Material: the bundled history, {len(records):,} launches.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = msgspec.json.encode(
            {"count": len(records), "next": None, "previous": None, "results": records}
        )
        await imports.run(folder, data, len(records))
        await imports.fill(folder)
        await queries.run(folder / "ours0.db", records, len(records))
        await summaries.run(folder / "ours0.db", len(records))
        await boosters.run(folder / "ours0.db")
        large = material.tenfold(records)
        page = decode_page(msgspec.json.encode(large), "2.0.0", datetime(2026, 8, 23, tzinfo=UTC))
        async with Catalogue.open(folder / "large.db") as catalogue:
            await catalogue.store(page.records)
        await queries.run(folder / "large.db", large, len(large))
        # As a bot has it: filled from the bundled history, whose months are known to be whole.
        await wire_discord.run(folder / "filled0.db")
        await wire_telegram.run(folder / "filled0.db")
        await announcing.run(folder)
        await sweeping.run(folder)
        await marking.run(folder)
        await starting.run(folder)
    print(f"\nMissed: {', '.join(missed()) or 'nothing'}.")


asyncio.run(main())
