"""What the playground is to know: the bundled history, and what the data folder's catalogue has beyond it."""

from __future__ import annotations

import asyncio
from pathlib import Path

from storage.catalogue import Catalogue
from storage.history import BUNDLED_HISTORY, History, HistoryFile, encode_history
from storage.history.tables import Tables
from storage.models import Record

FILE = "known.json.xz"
"""The file of that history in the playground's folder."""


async def known_history(catalogue: Path, folder: Path) -> HistoryFile:
    """Return the history to play with; one with more than the bundled is written into the folder.

    The stand-in for Launch Library and the bot are given the same, so that what somebody has imported can be
    opened too. Takes some seconds if there is a catalogue. Raises `StoreError`, and `OSError` when nothing
    can be written.
    """
    if not await asyncio.to_thread(catalogue.exists):
        return BUNDLED_HISTORY
    async with Catalogue.open(catalogue, history=BUNDLED_HISTORY) as opened:
        records = await opened.records()
    file = HistoryFile(folder / FILE)
    await asyncio.to_thread(_write, records, folder / FILE)
    return file


def _write(records: tuple[Record, ...], path: Path) -> None:
    # A launch without one of these could not be told by the stand-in.
    launches = [
        record.launch
        for record in records
        if record.launch.provider
        and record.launch.rocket
        and record.launch.pad
        and record.launch.pad.location
    ]
    tables = Tables()
    for launch in launches:
        tables.learn(launch)
    launches.sort(key=lambda launch: (launch.net, launch.id))
    bundled = BUNDLED_HISTORY.read()
    path.write_bytes(encode_history(History(tuple(launches), bundled.made_on, bundled.gaps), tables))
