"""A query in a few characters, for buttons: its view, its ordering, and its filters.

One letter for the view, one for the ordering, then the filters, each a letter and its values, with "_"
between them. Of a property the letter is its `tag` in `definitions.filters`; its values are base-36 numbers
with "-" between, texts as `short_texts` has them, or 0 and 1. Besides, there are `D` days of the month, `H`
months, `Y` years, `G` and `T` from when on and until when (base-36 days since 1970, "N" for minus; after an
"I" minutes, after an "S" seconds), `E` which launch of what it is (a letter for what, a capital for that of
its year; one for the comparison; the number), and last `Q`, the search in base64url, or `W`, one for the
beginnings of words.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from commands.codec.base36 import to_base36
from commands.codec.parameter_values import MAX_ID
from commands.codec.short_texts import FORMS
from commands.definitions.filters import DEFINITIONS, FLAGS, NAMED
from storage.properties import Property
from storage.query import AttemptBound, Attempts, LaunchQuery, Range, Sign, View

PAGE_SIZES = {View.LIST: 10, View.NORMAL: 5, View.DETAILED: 1}
"""Launches on a page of each view, in a chat."""

_VIEWS = {"l": View.LIST, "n": View.NORMAL, "d": View.DETAILED}
_ORDERINGS: dict[str, tuple[str, ...]] = {
    "a": ("-net",), "b": ("net",), "c": ("name",), "d": ("-name",), "e": ("-last_updated",),
}  # fmt: skip
_NUMBER_FIELDS = {
    **{row.tag: row.field for row in NAMED.values() if row.of not in FORMS},
    DEFINITIONS[Property.OUTCOME].tag: "status_ids", "D": "days", "H": "months", "Y": "years",
}  # fmt: skip
_TEXT_FIELDS = {row.tag: row for row in DEFINITIONS.values() if row.of in FORMS}
_FLAG_FIELDS = {DEFINITIONS[kind].tag: DEFINITIONS[kind].field for kind in FLAGS}
_ATTEMPTS = {"a": Attempts.AGENCY, "l": Attempts.LOCATION, "o": Attempts.ORBITAL, "p": Attempts.PAD}
_SIGNS = {"e": Sign.EQUAL, "g": Sign.GREATER, "f": Sign.AT_LEAST, "s": Sign.LESS, "t": Sign.AT_MOST}
_ATTEMPT_LETTERS = {of: letter for letter, of in _ATTEMPTS.items()}
_SIGN_LETTERS = {sign: letter for letter, sign in _SIGNS.items()}
_VIEW_LETTERS = {view: letter for letter, view in _VIEWS.items()}
_ORDERING_LETTERS = {ordering: letter for letter, ordering in _ORDERINGS.items()}
_SAID = {
    *_NUMBER_FIELDS.values(), *(row.field for row in _TEXT_FIELDS.values()),
    *_FLAG_FIELDS.values(), "net", "attempts", "search", "word_starts", "view", "ordering", "limit", "offset",
    "strict",
}  # fmt: skip
_UNSAID = {
    field.name: getattr(LaunchQuery(), field.name) for field in fields(LaunchQuery) if field.name not in _SAID
}
"""The fields that have no letter, with the value in which they say nothing."""

_REMEMBERED = 1024
"""Queries whose short form is remembered: the buttons of a card carry the same few, whatever the page."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY, _MINUTE, _SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
_UNITS = {"": _DAY, "I": _MINUTE, "S": _SECOND}
"""What an instant is counted in: days of UTC where it begins one."""


def shorten(query: LaunchQuery) -> str | None:
    """Return the query in short but for its offset, or None where the short form cannot say it all."""
    # The pages of a list are one query here, which is written once.
    return _shortened(query.at(0))


@lru_cache(_REMEMBERED)
def _shortened(query: LaunchQuery) -> str | None:
    ordering = _ORDERING_LETTERS.get(query.ordering)
    if ordering is None or not _is_sayable(query):
        return None
    said = list(_named(query))
    flags = ((tag, getattr(query, name)) for tag, name in _FLAG_FIELDS.items())
    said += [f"{tag}{int(flag)}" for tag, flag in flags if flag is not None]
    for tag, bound in (("G", query.net.gte), ("T", query.net.lt)):
        if bound is not None:
            said.append(tag + instant_text(bound))
    if query.attempts:
        said.append("E" + "-".join(map(_attempt_text, query.attempts)))
    if query.search:
        said.append(("W" if query.word_starts else "Q") + to_base64(query.search.encode()))
    return _VIEW_LETTERS[query.view] + ordering + "_".join(said)


def _named(query: LaunchQuery) -> Iterator[str]:
    for tag, name in _NUMBER_FIELDS.items():
        if ids := getattr(query, name):
            yield tag + "-".join(map(to_base36, ids))
    for tag, row in _TEXT_FIELDS.items():
        if texts := getattr(query, row.field):
            yield tag + "-".join(map(FORMS[row.of].write, texts))


def _is_sayable(query: LaunchQuery) -> bool:
    """Tell whether the short form has a letter for everything that the query says."""
    groups = (query.provider_ids, query.location_ids, query.pad_ids)
    return (
        all(getattr(query, name) == value for name, value in _UNSAID.items())
        and all(all(map(FORMS[row.of].can_write, getattr(query, row.field))) for row in _TEXT_FIELDS.values())
        and query.limit == PAGE_SIZES[query.view]
        and (query.strict or sum(map(bool, groups)) < 2)
        and all(
            min(ids, default=0) >= 0 for ids in (getattr(query, name) for name in _NUMBER_FIELDS.values())
        )
        and all(bound.number >= 0 for bound in query.attempts)
        and query.net == Range(gte=query.net.gte, lt=query.net.lt)
        and all(bound is None or not (bound - _EPOCH) % _SECOND for bound in (query.net.gte, query.net.lt))
        and not any("\ud800" <= letter <= "\udfff" for letter in query.search)
    )


def lengthen(code: str) -> LaunchQuery:
    """Return the query at offset 0; raises ValueError, KeyError, IndexError or OverflowError."""
    query = LaunchQuery(view=_VIEWS[code[0]], limit=PAGE_SIZES[_VIEWS[code[0]]], ordering=_ORDERINGS[code[1]])
    # Strictness counts only together with two groups of ids, so it goes in with them.
    rest, values, net = code[2:], dict[str, object](strict=True), dict[str, datetime]()
    while rest:
        tag = rest[0]
        if tag in "QW":
            values |= {"search": from_base64(rest[1:]).decode(), "word_starts": tag == "W"}
            break
        value, _underscore, rest = rest[1:].partition("_")
        if tag in _NUMBER_FIELDS:
            values[_NUMBER_FIELDS[tag]] = tuple(_number(part) for part in value.split("-"))
        elif tag in _TEXT_FIELDS:
            row = _TEXT_FIELDS[tag]
            values[row.field] = tuple(map(FORMS[row.of].read, value.split("-")))
        elif tag == "E":
            values["attempts"] = tuple(_attempt(part) for part in value.split("-"))
        elif tag in _FLAG_FIELDS:
            values[_FLAG_FIELDS[tag]] = {"0": False, "1": True}[value]
        else:
            net[{"G": "gte", "T": "lt"}[tag]] = instant_of(value)
    if net:
        values["net"] = Range(**net)
    return query.having(**values)


def _number(text: str) -> int:
    number = int(text, 36)
    if number > MAX_ID:
        raise ValueError("a number that SQLite cannot hold")
    return number


def _attempt_text(bound: AttemptBound) -> str:
    letter = _ATTEMPT_LETTERS[bound.of]
    what = letter.upper() if bound.in_year else letter
    return what + _SIGN_LETTERS[bound.sign] + to_base36(bound.number)


def _attempt(text: str) -> AttemptBound:
    what, sign, number = text[0], text[1], text[2:]
    return AttemptBound(_ATTEMPTS[what.lower()], what.isupper(), _SIGNS[sign], _number(number))


def instant_text(instant: datetime) -> str:
    """Return an instant of whole seconds in base 36, counted from 1970."""
    since = instant - _EPOCH
    letter, unit = next((pair for pair in _UNITS.items() if not since % pair[1]), ("S", _SECOND))
    return letter + to_base36(since // unit)


def instant_of(text: str) -> datetime:
    """Return an instant; raises ValueError or OverflowError."""
    letter = text[:1] if text[:1] in ("I", "S") else ""
    return _EPOCH + int(text.removeprefix(letter).replace("N", "-"), 36) * _UNITS[letter]


def to_base64(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_base64(text: str) -> bytes:
    """Return the bytes of base64url without padding; raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
