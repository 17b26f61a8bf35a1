"""From a query back to the words that a person would type for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date

from commands.cards.periods import period_dates, shortest
from commands.definitions.commands import ORDERS, PREVIOUS
from commands.definitions.filters import DEFINITIONS, FLAGS, NAMED
from commands.definitions.outcomes import OUTCOMES
from commands.i18n.local_days import counting_days_in
from commands.i18n.translation import ENGLISH, speaking
from commands.parsing.arguments import EITHER, split_words
from commands.parsing.query import Asking
from storage.errors import AskError
from storage.query import DEFAULT_ORDERING, LaunchQuery


async def typed(query: LaunchQuery, asking: Asking) -> str | None:
    """Return what /previous reads as this query, page and view apart; None where no words say it.

    The words are for any chat: English names, its days where they are UTC's as well, and other times as
    instants. Raises `StoreError`.
    """
    with counting_days_in(UTC), speaking(ENGLISH):
        return await _typed(query, asking)


async def _typed(query: LaunchQuery, asking: Asking) -> str | None:
    filters = " ".join([part async for part in _filters(query, asking)])
    searches = [query.search, f'search:"{query.search}"'] if query.search else [""]
    for search in searches:
        words = f"{filters} {search}".strip()
        if await _says(words, query, asking):
            return words
    return None


async def _says(words: str, query: LaunchQuery, asking: Asking) -> bool:
    """Tell whether those words are read as the query: names may be ambiguous, searches look like filters."""
    try:
        read = await asking.query(PREVIOUS, split_words(PREVIOUS, words))
    except AskError:
        return False
    return read.having(view=query.view, limit=query.limit, offset=query.offset) == query


async def _filters(query: LaunchQuery, asking: Asking) -> AsyncIterator[str]:
    for kind, row in NAMED.items():
        if row.parameter and (values := getattr(query, row.field)):
            yield f"{row.parameter.name}:{_quoted(await asking.naming.label(kind, values))}"
    for words in query.payloads:
        yield f"payload:{_quoted(words)}"
    for word in _choices(query):
        yield word
    since, until = period_dates(query.net)
    if since:
        yield f"since:{shortest(since, date(1, 1, 1))}"
    if until:
        yield f"until:{shortest(until, date(1, 12, 31))}"
    for word, ordering in ORDERS.items():
        if query.ordering == ordering != DEFAULT_ORDERING:
            yield f"order:{word}"


def _choices(query: LaunchQuery) -> Iterator[str]:
    """Yield the filters whose values are few: outcomes, landings, and what is or is not."""
    for word, statuses in OUTCOMES.items():
        if query.status_ids == tuple(sorted(statuses)):
            yield f"outcome:{word}"
    if query.landings:
        yield f"landing:{_quoted(f' {EITHER} '.join(query.landings))}"
    for kind in FLAGS:
        row = DEFINITIONS[kind]
        if row.parameter and (flag := getattr(query, row.field)) is not None:
            yield f"{row.parameter.name}:{'yes' if flag else 'no'}"


def _quoted(name: str) -> str:
    return name if name.isalnum() else f'"{name}"'
