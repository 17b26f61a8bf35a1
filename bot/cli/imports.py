"""`python -m bot import`: recorded Launch Library answers into the catalogue."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from adapters.launch_library.pages import DecodedPage, decode_page
from storage.catalogue import Catalogue, Stored
from storage.errors import LaunchlogError
from storage.models import UNKNOWN_TIME, Reject

STEP = 500
"""Records between two moves of the progress bar."""


async def import_files(paths: Sequence[Path], catalogue: Catalogue, console: Console) -> bool:
    """Load the files, print what came of each, and return whether everything was taken.

    A file that is no Launch Library answer is told in one line, and the others are loaded all the same.
    Raises `StoreError`.
    """
    complete = True
    for path in paths:
        try:
            page = await asyncio.to_thread(_read, path)
        except (OSError, LaunchlogError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            console.print(
                f"{path.name}: cannot be loaded: {reason}", markup=False, highlight=False, soft_wrap=True
            )
            complete = False
            continue
        stored = await _store(page, catalogue, console, path.name)
        console.print(_sentence(path.name, stored), markup=False, highlight=False, soft_wrap=True)
        for reason, count in _reasons(page.rejects):
            console.print(f"  {count} × {reason}", markup=False, highlight=False, soft_wrap=True)
        complete = complete and not page.rejects
    return complete


def _read(path: Path) -> DecodedPage:
    # Neither the file's own time nor now says when Launch Library told this.
    return decode_page(path.read_bytes(), None, UNKNOWN_TIME)


async def _store(page: DecodedPage, catalogue: Catalogue, console: Console, name: str) -> Stored:
    stored = Stored()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=len(page.records))
        for start in range(0, len(page.records), STEP):
            stored += await catalogue.store(page.records[start : start + STEP])
            bar.update(task, completed=start + STEP)
    return stored + await catalogue.store((), page.rejects)


def _sentence(name: str, stored: Stored) -> str:
    return (
        f"{name}: {stored.new} new, {stored.changed} changed, "
        f"{stored.unchanged} unchanged, {stored.rejected} rejected"
    )


def _reasons(rejects: Sequence[Reject]) -> list[tuple[str, int]]:
    return Counter(reject.reason for reject in rejects).most_common()
