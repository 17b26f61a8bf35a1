"""Readers of queries and actions as text: query strings, buttons, links, and what a subscription keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from random import Random
from urllib.parse import quote, quote_plus

from bot.announcing.matching import parsed
from commands.codec import callback_data, compact, query_string
from commands.codec.actions import Action
from commands.codec.layout import ACTION_LIMIT
from commands.codec.query_parameters import PARAMETERS
from storage.errors import AskError, StaleButtonError
from storage.query import MAX_TERMS, Landing, LaunchQuery, Range, View
from tests.fuzz import damage
from tests.fuzz.reader import Opening, is_said, plain
from tests.fuzz.seeds import ACTIONS, QUERIES

_VALUES = (
    "1",
    "0",
    "-1",
    "121,44",
    "true",
    "false",
    "2024-01-01",
    "2020-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "0001-01-01",
    "falcon",
    "Low Earth Orbit",
    "-net,name",
    "list",
    "%",
    "9" * 19,
    "9" * 4301,
    "1.5",
    " 7 ",
    "٣",
    "0a1b2c3d-0000-4000-8000-00000000000a",
    "a,b,,c",
    "\ud800",
    "x" * 700,
    "a " * 40,
)

_kept: dict[str, str] = {}
"""Texts under their hashes; those of the input at hand."""


def query_text(random: Random) -> str:
    """Return a query string, spoilt."""
    if random.random() < 0.4:
        return damage.text(random, QUERIES)
    pairs = []
    for _ in range(random.randint(0, 6)):
        value = random.choice(_VALUES)
        if random.random() < 0.3:
            value = damage.text(random, _VALUES)
        name = random.choice(_NAMES)
        if random.random() < 0.05:
            name = damage.text(random, _NAMES)
        write = quote if random.random() < 0.5 else quote_plus
        pairs.append(
            f"{name}={write(value, errors='surrogatepass')}" if random.random() < 0.9 else name + value
        )
    return "&".join(pairs)


_NAMES = (*PARAMETERS, "page", "format", "lsp_id", "limit", "offset", "mode", "ordering", "search")


def _read_query(text: str) -> LaunchQuery | None:
    """Return the query of a text, None where it is refused; what it says can be written and read again."""
    try:
        query = query_string.parse(text)
    except AskError as error:
        is_said(error)
        return None
    said = query_string.write(query)
    assert query_string.parse(said) == query, said
    assert query_string.write(query_string.parse(said)) == said
    assert len(query.terms) <= MAX_TERMS
    short = compact.shorten(query)
    if short is not None:
        assert compact.lengthen(short).at(query.offset) == query, short
    return query


def _query_string(text: str) -> None:
    _read_query(text)
    query_string.unknown_names(query_string.pairs_of(text))


def _subscription(text: str) -> None:
    query = parsed(text)
    assert (query is None) == (_read_query(text) is None)


def action(random: Random) -> str:
    """Return the action string of a button, spoilt."""
    if random.random() < 0.12:
        return damage.text(random, ACTIONS)
    text = random.choice(ACTIONS)
    for _ in range(int(random.expovariate(0.6)) + 1):
        at, to = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        kind = random.randrange(5)
        piece = random.choice(ACTIONS)
        if kind == 0:
            text = text[:at] + random.choice(_ALPHABET) + text[at + 1 :]
        elif kind == 1:
            text = text[:at] + random.choice(_ALPHABET) + text[at:]
        elif kind == 2:
            text = text[:at] + text[to:]
        elif kind == 3:
            text = text[:at] + piece[min(at, len(piece)) :]
        else:
            text = text[:at] + text[at:to] * random.choice((2, 3)) + text[to:]
    return text[:ACTION_LIMIT] if random.random() < 0.95 else text


_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_ZZZ---___NNPQGT"
_KEPT = (*QUERIES, "command?=previous&text=falcon", "compare?P3d_R4k", "command?=launch", "compare?", "x", "")


async def _recall(key: str) -> str | None:
    if key in _kept:
        return _kept[key]
    number = sum(key.encode())
    return None if number % 7 == 0 else _KEPT[number % len(_KEPT)]


async def _keep(text: str) -> str:
    key = hashlib.blake2b(text.encode(), digest_size=6).hexdigest()
    _kept[key] = text
    return key


async def _button(text: str) -> None:
    _kept.clear()
    try:
        meant = await callback_data.decode(text, _recall)
    except StaleButtonError:
        meant = None
    if meant is not None:
        await _comes_back(meant)
    try:
        found = await callback_data.decode_link(text, _recall)
        assert found == meant
    except AskError as error:
        is_said(error)


async def _comes_back(meant: Action) -> None:
    """What a button was read to mean can be put on a button again, and then means the same."""
    written = await callback_data.encode(meant, "a", _keep)
    assert len(written.encode()) <= ACTION_LIMIT, written
    assert await callback_data.decode(written, _recall) == meant, written


def _few(random: Random, most: int) -> tuple[int, ...]:
    return tuple(random.randint(0, most) for _ in range(random.choice((0, 0, 1, 3))))


def _some(random: Random, names: Sequence[str]) -> tuple[str, ...]:
    return tuple(random.sample(names, random.choice((0, 0, 0, 1, 2))))


def _made(random: Random) -> str:
    """Return a query string of a query that buttons can say, so that most are read."""
    start = datetime(random.randint(1, 9998), random.randint(1, 12), 1, tzinfo=UTC)
    query = LaunchQuery(
        provider_ids=_few(random, 3000),
        configuration_ids=_few(random, 600),
        location_ids=_few(random, 300),
        years=_few(random, 3000),
        days=_few(random, 40),
        status_ids=_few(random, 10),
        is_crewed=random.choice((None, None, True, False)),
        strict=random.random() < 0.5,
        net=Range(gte=start) if random.random() < 0.5 else Range(lt=start),
        limit=random.choice((1, 5, 10)),
        view=random.choice(tuple(View)),
        search=random.choice(("", "crew dragon", "союз")),
        serial_numbers=_some(random, ("B1067", "Booster 19", "GS1-SN002")),
        landings=_some(random, tuple(Landing)),
        landing_places=_some(random, ("Of Course I Still Love You", "Landing Zone 1")),
        is_reused=random.choice((None, None, True, False)),
        people=_some(random, ("Yuri Gagarin", "Валентина Терешкова")),
        spacecraft=_some(random, ("Dragon 2", "Soyuz MS")),
        payloads=_some(random, ("starlink", "james webb")),
    )
    return query_string.write(query)


OPENINGS: dict[str, Opening] = {
    "query strings": plain(query_text, _query_string),
    "queries for buttons": plain(_made, _query_string),
    "stored queries": plain(query_text, _subscription),
    "action strings": plain(action, _button),
}
