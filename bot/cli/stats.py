"""`python -m bot stats`: figures on the command line."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from commands.caveats import caveats
from commands.codec.query_string import parse
from commands.definitions.closed_lists import value_words
from commands.definitions.filters import NAMED
from commands.stats.charts.charts import Charts
from commands.stats.groups import chart_of
from storage.catalogue import Catalogue, Counts, Group
from storage.errors import FileWriteError
from storage.properties import Property

DEFAULT = (Property.YEAR,)
"""What figures are grouped by when nothing is said."""


async def stats_as_json(text: str, by: Sequence[Property], catalogue: Catalogue) -> str:
    """Return the figures of a query string; raises `AskError` or `StoreError`.

    A group's key has one value for a year, month or outcome, and two, id and name, for the rest.
    """
    query = parse(text)
    stats = await catalogue.stats(query)
    groups = await catalogue.groups(by or DEFAULT, query)
    answer: dict[str, Any] = {
        "total": stats.launches,
        "success": stats.success,
        "failure": stats.failure,
        "partial": stats.partial,
        "other": stats.other,
        "success_rate": stats.success_rate,
        "groups": [
            {
                "key": list(group.key),
                "launches": group.launches,
                "success": group.success,
                "failure": group.failure,
                "partial": group.partial,
            }
            for group in groups
        ],
    }
    return msgspec.json.format(msgspec.json.encode(answer), indent=4).decode()


async def print_stats(text: str, by: Sequence[Property], catalogue: Catalogue, console: Console) -> None:
    """Print a table for people; raises `AskError` or `StoreError`."""
    query = parse(text)
    stats = await catalogue.stats(query)
    dimensions = tuple(by) or DEFAULT
    notes = ("A partial failure doesn’t count as a success.", *(await caveats(query, catalogue)).words)
    table = Table(header_style="bold", caption_justify="left", caption=" ".join(notes))
    for dimension in dimensions:
        table.add_column(dimension.value.capitalize(), overflow="fold")
    for heading in ("Launches", "Success", "Failure", "Partial", "Other", "Success rate"):
        table.add_column(heading, justify="right")
    for group in await catalogue.groups(dimensions, query):
        table.add_row(*_key(group, dimensions), *_numbers(group))
    table.add_section()
    table.add_row("All", *[""] * (len(dimensions) - 1), *_numbers(stats))
    console.print(table)


async def write_chart(text: str, by: Sequence[Property], catalogue: Catalogue, path: Path) -> None:
    """Write the chart as a PNG file; raises `AskError`, `StoreError`, or `FileWriteError`.

    It is by the first dimension; every bar is stacked by outcome.
    """
    query = parse(text)
    first = (by or DEFAULT)[0]
    picture = await chart_of(await catalogue.groups((first,), query), first, "", Charts())
    try:
        await asyncio.to_thread(path.write_bytes, picture.data)
    except OSError as error:
        message = f"The chart {path} cannot be written: {error.strerror}"
        raise FileWriteError(message) from error


def _key(group: Group, by: Sequence[Property]) -> list[Text]:
    values, words = list(group.key), []
    for dimension in by:
        value = values.pop(0)
        shown = value_words(dimension, str(values.pop(0) or "")) if dimension in NAMED else value
        words.append(Text(str(shown or "unknown")))
    return words


def _numbers(counts: Counts) -> list[str]:
    numbers = (counts.launches, counts.success, counts.failure, counts.partial, counts.other)
    rate = "" if counts.success_rate is None else f"{counts.success_rate:.1%}"
    return [*(f"{number:,}" for number in numbers), rate]
