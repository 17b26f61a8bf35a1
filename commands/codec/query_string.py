"""The one text form of a `LaunchQuery`: Launch Library's own query string, sorted by name.

`parse` reads what people and programs send to `launch/previous`; `write` is its canonical inverse.
Parameters: https://ll.thespacedevs.com/docs/ (unknown ones are ignored, as there).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

from commands.i18n.translation import _
from storage.errors import AskError
from storage.query import DEFAULT_LIMIT, MAX_TERMS, LaunchQuery, Range, View

MAX_ID = 2**63 - 1
"""Largest id that a database column holds."""

MAX_VALUES = 1000
"""Most ids in one list."""

_ALIASES = {"lsp_id": "lsp__id", "lsp_name": "lsp__name"}

_TEXTS = {
    "name": "name",
    "slug": "slug",
    "lsp__name": "provider_name_contains",
    "rocket__configuration__name": "configuration_name",
    "rocket__configuration__name__icontains": "configuration_name_contains",
    "rocket__configuration__full_name": "configuration_full_name",
    "rocket__configuration__full_name__icontains": "configuration_full_name_contains",
    "rocket__configuration__manufacturer__name": "manufacturer_name",
    "rocket__configuration__manufacturer__name__icontains": "manufacturer_name_contains",
    "mission__orbit__name": "orbit_name",
    "mission__orbit__name__icontains": "orbit_name_contains",
    "serial_number": "serial_number",
    "search": "search",
}
_NUMBERS = {
    "lsp__id": "provider_id",
    "pad": "pad_id",
    "pad__location": "pad_location_id",
    "status": "status_id",
    "rocket__configuration__id": "configuration_id",
}
_NUMBER_LISTS = {
    "lsp__ids": "provider_ids",
    "location__ids": "location_ids",
    "pad__ids": "pad_ids",
    "status__ids": "status_ids",
    "program": "program_ids",
    "launcher_config__id": "configuration_ids",
    "mission__orbit__ids": "orbit_ids",
}
_FLAGS = {"is_crewed": "is_crewed", "include_suborbital": "include_suborbital", "strict_filtering": "strict"}
_RANGES = {
    f"{field}__{bound}": (field, bound)
    for field in ("net", "window_start", "window_end", "last_updated")
    for bound in ("gt", "gte", "lt", "lte")
}


def parse(text: str) -> LaunchQuery:
    """Return the query that a query string asks for, as `parse_pairs` does."""
    return parse_pairs(parse_qsl(text.removeprefix("?"), keep_blank_values=True))


def parse_pairs(pairs: Iterable[tuple[str, str]]) -> LaunchQuery:
    """Return the query that those parameters ask for.

    As in Launch Library, unknown parameters and empty values are ignored, the last of several equal
    names counts, unusable limits, offsets, modes and orderings fall back to their defaults, and a
    value of the wrong type is refused. Raises `AskError`.
    """
    values: dict[str, Any] = {}
    ranges: dict[str, dict[str, datetime]] = {}
    for key, value in pairs:
        name = _ALIASES.get(key, key)
        if value == "":
            continue
        if name in _RANGES:
            field, bound = _RANGES[name]
            ranges.setdefault(field, {})[bound] = _instant(name, value)
        elif name in _READERS:
            field, read = _READERS[name]
            values[field] = read(name, value)
    values |= {field: Range(**bounds) for field, bounds in ranges.items()}
    query = LaunchQuery(**values)
    if len(query.terms) > MAX_TERMS:
        raise AskError(_("A search can have at most {n} words. Use fewer.").format(n=MAX_TERMS))
    return query


def write(query: LaunchQuery) -> str:
    """Return the canonical query string: sorted by name, without what is default."""
    pairs = [
        (name, _written(getattr(query, field)))
        for name, field in _FIELDS.items()
        if getattr(query, field) != getattr(_DEFAULT, field)
    ]
    for name, (field, bound) in _RANGES.items():
        instant = getattr(getattr(query, field), bound)
        if instant is not None:
            pairs.append((name, instant.astimezone(UTC).isoformat().replace("+00:00", "Z")))
    return urlencode(sorted(pairs))


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value)


def _text(_name: str, value: str) -> str:
    return value.strip()


def _number(name: str, value: str) -> int:
    try:
        number = int(value)
    except ValueError:
        number = MAX_ID + 1
    if abs(number) > MAX_ID:
        raise AskError(_("“{name}” takes a whole number, not “{value}”.").format(name=name, value=value[:50]))
    return number


def _pieces(name: str, value: str) -> list[str]:
    pieces = [piece.strip() for piece in value.split(",")]
    if len(pieces) > MAX_VALUES:
        raise AskError(_("“{name}” takes at most {n} values.").format(name=name, n=MAX_VALUES))
    return [piece for piece in pieces if piece]


def _numbers(name: str, value: str) -> tuple[int, ...]:
    return tuple(_number(name, piece) for piece in _pieces(name, value))


def _uuids(name: str, value: str) -> tuple[str, ...]:
    found = []
    for piece in _pieces(name, value):
        try:
            found.append(str(uuid.UUID(piece)))
        except ValueError:
            sentence = _("“{value}” is not the id of a launch: ids look like {example}.")
            example = "e3df2ecd-c239-472f-95e4-2b89b4f75800"
            raise AskError(sentence.format(value=piece[:50], example=example)) from None
    return tuple(found)


def _flag(name: str, value: str) -> bool:
    folded = value.strip().casefold()
    if folded in ("true", "1", "yes"):
        return True
    if folded in ("false", "0", "no"):
        return False
    raise AskError(_("“{name}” is either true or false, not “{value}”.").format(name=name, value=value[:50]))


def _instant(name: str, value: str) -> datetime:
    try:
        # A "+" of a zone that was not percent-encoded arrives as a space.
        instant = datetime.fromisoformat(value.strip().replace(" ", "+" if "T" in value else " "))
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        sentence = _("“{name}” takes a time such as 2024-09-11T16:23:12Z, not “{value}”.")
        raise AskError(sentence.format(name=name, value=value[:50])) from None


def _types(name: str, value: str) -> tuple[str, ...]:
    return tuple(_pieces(name, value))


def _ordering(_name: str, value: str) -> tuple[str, ...]:
    return tuple(piece.strip() for piece in value.split(","))


def _view(_name: str, value: str) -> View:
    return View(value) if value in set(View) else View.NORMAL


def _fallback(default: int) -> Callable[[str, str], int]:
    """A reader of limit or offset, which never refuses a value."""

    def read(name: str, value: str) -> int:
        try:
            return _number(name, value)
        except AskError:
            return default

    return read


_FIELDS = {
    **_TEXTS, **_NUMBERS, **_NUMBER_LISTS, **_FLAGS,
    "id": "ids", "mission__type": "mission_types", "ordering": "ordering", "mode": "view",
    "limit": "limit", "offset": "offset",
}  # fmt: skip
_DEFAULT = LaunchQuery()

_READERS: dict[str, tuple[str, Callable[[str, str], Any]]] = {
    **{name: (field, _text) for name, field in _TEXTS.items()},
    **{name: (field, _number) for name, field in _NUMBERS.items()},
    **{name: (field, _numbers) for name, field in _NUMBER_LISTS.items()},
    **{name: (field, _flag) for name, field in _FLAGS.items()},
    "id": ("ids", _uuids),
    "mission__type": ("mission_types", _types),
    "ordering": ("ordering", _ordering),
    "mode": ("view", _view),
    "limit": ("limit", _fallback(DEFAULT_LIMIT)),
    "offset": ("offset", _fallback(0)),
}
