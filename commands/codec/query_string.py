"""The one text form of a `LaunchQuery`: Launch Library's own query string, sorted by name.

`parse` reads what people and programs send to `launches/previous`; `write` is its canonical inverse.
Parameters stand in `query_parameters`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from commands.codec.query_parameters import ALIASES, PARAMETERS, REFUSED, attempt_name, is_known
from commands.i18n.translation import _
from storage.errors import AskError
from storage.query import MAX_TERMS, LaunchQuery, Range
from storage.text import whole


def pairs_of(text: str) -> list[tuple[str, str]]:
    """Return the parameters of a query string, in their order; a "?" before them is left out."""
    return parse_qsl(text.removeprefix("?"), keep_blank_values=True)


def parse(text: str) -> LaunchQuery:
    """Return the query that a query string asks for, as `parse_pairs` does."""
    return parse_pairs(pairs_of(text))


def unknown_names(pairs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the names of parameters that Launch Library does not know either, each once."""
    return tuple(dict.fromkeys(name for name, _value in pairs if not is_known(name)))


def parse_pairs(pairs: Iterable[tuple[str, str]]) -> LaunchQuery:
    """Return the query that those parameters ask for.

    As in Launch Library, unknown parameters and empty values are ignored, the last of several equal
    names counts (of programs, all), unusable limits, offsets, modes and orderings fall back to their
    defaults, and a value of the wrong type is refused. So is a parameter that is known there but cannot be
    answered here. Raises `AskError`.
    """
    found: dict[str, Any] = {}
    ranges: dict[str, dict[str, datetime]] = {}
    for given, text in pairs:
        # Halves of characters can be kept nowhere, and no query string can say them.
        name, value = ALIASES.get(given, given), whole(text)
        if value == "":
            continue
        if name in REFUSED:
            raise AskError(_(REFUSED[name]).format(name=name))
        parameter = PARAMETERS.get(name)
        if parameter is None:
            continue
        read = parameter.read(name, value)
        if parameter.bound:
            ranges.setdefault(parameter.field, {})[parameter.bound] = read
        elif parameter.adds:
            found[parameter.field] = (*found.get(parameter.field, ()), *read)
        else:
            found[parameter.field] = read
    found |= {field: Range(**bounds) for field, bounds in ranges.items()}
    query = LaunchQuery(**found)
    if len(query.terms) > MAX_TERMS:
        raise AskError(_("A search can have up to {n} words. Use fewer.").format(n=MAX_TERMS))
    return query


def write(query: LaunchQuery) -> str:
    """Return the canonical query string: sorted by name, without what is default."""
    pairs = [(attempt_name(*bound[:3]), str(bound.number)) for bound in query.attempts]
    for name, parameter in PARAMETERS.items():
        value = getattr(query, parameter.field)
        if parameter.field == "attempts" or value == getattr(_DEFAULT, parameter.field):
            continue
        if not parameter.bound:
            pairs.append((name, _written(value)))
        elif (instant := getattr(value, parameter.bound)) is not None:
            pairs.append((name, instant.astimezone(UTC).isoformat().replace("+00:00", "Z")))
    return urlencode(sorted(pairs))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value)


_DEFAULT = LaunchQuery()
