"""`python -m bot history`: what the bundled history covers, and making a new one."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from rich.console import Console

from adapters.launch_library.pages import decode_page
from storage.catalogue import Catalogue
from storage.errors import FileWriteError, LaunchlogError, SettingsError
from storage.history import BUNDLED_HISTORY, History
from storage.history.builder import Built, build_history
from storage.models import Record

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""When every record counts as received: the same files make the same history, whenever they were copied."""

_YEARS_A_LINE = 6


async def print_history(console: Console) -> None:
    """Print what the bundled history covers; raises `StoreError`."""
    history = await asyncio.to_thread(BUNDLED_HISTORY.read)
    _say(console, *_summary(history))


async def build(
    paths: Sequence[Path], out: Path, made_on: date | None, catalogue: Catalogue | None, console: Console
) -> None:
    """Make a history of recorded answers and of a catalogue, and print what it holds and left out.

    Raises `SettingsError` for a file that cannot be read or is no answer: half a history is none.
    """
    records = [record for path in paths for record in await asyncio.to_thread(_read, path)]
    if catalogue is not None:
        records += await catalogue.records()
    if not records:
        raise SettingsError("there is nothing to make a history of: name files, or --from-catalogue")
    built = await asyncio.to_thread(build_history, records, made_on)
    try:
        await asyncio.to_thread(out.write_bytes, built.file)
    except OSError as error:
        raise FileWriteError(f"{out} cannot be written: {error.strerror}") from error
    _say(console, *_report(built, out))


def _read(path: Path) -> tuple[Record, ...]:
    try:
        page = decode_page(path.read_bytes(), None, _LONG_AGO)
    except (OSError, LaunchlogError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise SettingsError(f"{path.name} cannot be used: {reason}") from error
    if page.rejects:
        raise SettingsError(f"{path.name} cannot be used: in a record {page.rejects[0].reason}")
    return page.records


def _report(built: Built, out: Path) -> Iterable[str]:
    yield f"{out.name}: {len(built.file):,} bytes"
    yield from _summary(built.history)
    yield "Launches by year:"
    years = Counter(launch.net.year for launch in built.history.launches)
    yield from _lines(years)
    for reason, number in sorted(built.left_out.items()):
        yield f"Left out: {number:,} {reason}"


def _lines(years: Counter[int]) -> Iterable[str]:
    listed = [f"{year}: {years[year]:>3}" for year in sorted(years)]
    for start in range(0, len(listed), _YEARS_A_LINE):
        yield "  " + "   ".join(listed[start : start + _YEARS_A_LINE])


def _summary(history: History) -> Iterable[str]:
    first, last = history.launches[0], history.launches[-1]
    yield f"Launches: {len(history.launches):,}"
    yield f"First: {first.net:%Y-%m-%d} {first.name}"
    yield f"Last: {last.net:%Y-%m-%d} {last.name}"
    yield f"As of: {history.made_on}"
    yield f"Months with gaps: {', '.join(history.gaps) or 'none'}"


def _say(console: Console, *lines: str) -> None:
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
