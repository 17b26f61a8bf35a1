"""Lengths and offsets as Telegram counts them, and the tidying it does to every text.

Entities count UTF-16 code units: https://core.telegram.org/api/entities#entity-length. Message and
caption limits count characters after the markup is parsed.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

Entity = dict[str, Any]
"""A MessageEntity as it goes over the wire: `type`, `offset`, `length` (UTF-16 units), and extras."""

KEEPS_SPACE = frozenset({"pre", "code"})
"""Entities at whose edges white space stays."""

DROPPED = frozenset({"\r", *map(chr, range(0x2028, 0x202F))})
"""Characters Telegram takes out: carriage returns, line separators, text direction overrides."""


ORDER = {"blockquote": 0, "expandable_blockquote": 0, "pre": 10, "code": 20, "text_link": 49, "bold": 90}
ORDER |= {"italic": 91, "underline": 92, "strikethrough": 93, "spoiler": 94, "custom_emoji": 99}
OTHER_ORDER = 50


def utf16_length(text: str) -> int:
    """Count UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def slice_utf16(text: str, offset: int, length: int) -> str:
    """Cut `length` UTF-16 units out of `text` from `offset` on: what an entity covers."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def sort_entities(entities: list[Entity]) -> list[Entity]:
    """Order entities as Telegram does: by start, longer ones first, then by rank of their type."""
    return sorted(
        entities,
        key=lambda entity: (entity["offset"], -entity["length"], ORDER.get(entity["type"], OTHER_ORDER)),
    )


def tidy(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Clean control characters and trim white space, moving the entities along.

    Control characters become spaces, `DROPPED` ones vanish, white space at both ends goes unless
    a `pre` or `code` entity covers it. Entities left empty are dropped.
    """
    first, last = _kept_span(text, entities)
    kept: list[str] = []
    moved = [0]
    units = 0
    for index, character in enumerate(text):
        if first <= index < last and character not in DROPPED:
            clean = " " if character < " " and character != "\n" else character
            kept.append(clean)
            units += 1 + (clean > "\uffff")
        moved.extend([units] * (1 + (character > "\uffff")))
    result = []
    for entity in entities:
        start, end = moved[entity["offset"]], moved[entity["offset"] + entity["length"]]
        if end > start:
            result.append({**entity, "offset": start, "length": end - start})
    return "".join(kept), result


def _kept_span(text: str, entities: list[Entity]) -> tuple[int, int]:
    """Say which characters remain after trimming, as a half-open range of indexes."""
    solid = [entity for entity in entities if entity["type"] in KEEPS_SPACE]
    units = [0]
    for character in text:
        units.append(units[-1] + 1 + (character > "\uffff"))
    blank = "".join(" " if character < " " or character in DROPPED else character for character in text)
    first, last = len(blank) - len(blank.lstrip()), len(blank.rstrip())
    for entity in solid:
        start = bisect_left(units, entity["offset"])
        end = bisect_left(units, entity["offset"] + entity["length"])
        if text[start:end].strip():
            first, last = min(first, start), max(last, end)
    return first, last
