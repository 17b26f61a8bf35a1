"""`python -m bot query`: the query service on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

from adapters.launch_library.encoding.envelope import envelope
from adapters.launch_library.encoding.record import encode_record
from commands.cards.text import is_timed, net_text, status_words
from commands.caveats import caveats
from commands.codec.query_parameters import PARAMETERS
from commands.codec.query_string import pairs_of, parse, parse_pairs, unknown_names
from storage.catalogue import Catalogue
from storage.clock import Clock
from storage.models import Launch, Mode, Record
from storage.query import Page, View

_MODES = {View.LIST: Mode.LIST, View.NORMAL: Mode.NORMAL, View.DETAILED: Mode.DETAILED}
_SHOWN = 60
"""Characters of an unknown parameter that are shown."""


def warnings_of(text: str) -> list[str]:
    """Return a line for each parameter in a query string that is ignored, as Launch Library ignores it."""
    lines = []
    for name in unknown_names(pairs_of(text)):
        near = get_close_matches(name, PARAMETERS, 1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        lines.append(f"“{_plain(name)[:_SHOWN]}” is not a parameter of Launch Library, and is ignored.{hint}")
    return lines


async def query_as_json(text: str, catalogue: Catalogue, clock: Clock) -> str:
    """Return Launch Library's 2.0.0 envelope for a query string; raises `AskError` or `StoreError`."""
    pairs = pairs_of(text)
    query = parse_pairs(pairs)
    page = await catalogue.find(query)
    raws = await catalogue.verbatim([launch.id for launch in page.items])
    mode = _MODES[query.view]
    now = clock()
    records = [
        Record(launch, "2.0.0" if launch.id in raws else "", Mode.NORMAL, raws.get(launch.id, b""), now)
        for launch in page.items
    ]
    answer = envelope(
        pairs,
        count=page.count,
        limit=page.limit,
        offset=page.offset,
        results=[encode_record(record, mode) for record in records],
    )
    return msgspec.json.format(msgspec.json.encode(answer), indent=4).decode()


async def print_query(text: str, catalogue: Catalogue, console: Console) -> None:
    """Print a table for people; raises `AskError` or `StoreError`."""
    query = parse(text)
    page = await catalogue.find(query)
    console.print(_table(page, (await caveats(query, catalogue)).words))


def _table(page: Page[Launch], notes: Sequence[str]) -> Table:
    first = page.offset + 1 if page.items else 0
    shown = f"{first}-{page.offset + len(page.items)} of {page.count:,} launches"
    table = Table(caption="\n".join([shown, *notes]), caption_justify="left", header_style="bold")
    table.add_column("Date (UTC)", no_wrap=True)
    for heading, share in (("Launch", 4), ("Outcome", 2), ("Provider", 3), ("Place", 3)):
        table.add_column(heading, overflow="fold", ratio=share)
    for launch in page.items:
        pad = launch.pad
        table.add_row(
            f"{launch.net:%Y-%m-%d %H:%M}" if is_timed(launch) else net_text(launch),
            _plain(launch.name),
            _plain(status_words(launch.status)),
            _plain(launch.provider.name if launch.provider else ""),
            _plain(pad.location.name if pad and pad.location else ""),
        )
    return table


def _plain(text: str) -> Text:
    """Return text that the terminal shows as it is, without control characters and without markup."""
    return Text("".join(c if c.isprintable() else " " for c in text))
