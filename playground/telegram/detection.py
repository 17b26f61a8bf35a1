"""Entities that Telegram finds by itself in plain text: commands, mentions, hashtags, links.

Only the ones a bot meets in practice; e-mail addresses, phone numbers, cashtags and bank cards are
left out on purpose.
"""

from __future__ import annotations

import re

from .links import checked_link
from .text import Entity, sort_entities, utf16_length

PATTERNS = (
    ("bot_command", re.compile(r"(?<![\w/<>&.:])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<![\w@/])@[A-Za-z0-9_]{4,32}(?![\w@])")),
    ("hashtag", re.compile(r"(?<![\w#/&])#(?=\w*[^\W\d])\w{1,256}(?![\w#])")),
    (
        "url",
        re.compile(
            r"(?<![\w@./:-])(?:(?:https?|tg)://[^\s<>\"]+|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}[^\s<>\"]*)"
        ),
    ),
)
KNOWN_DOMAINS = frozenset(
    {"com", "org", "net", "io", "dev", "me", "gov", "edu", "int", "space", "eu", "de", "uk"}
)
"""Top-level domains that make a link of a bare host; with a scheme in front any will do."""

OPAQUE = frozenset({"pre", "code", "text_link", "text_mention", "custom_emoji"})
"""Entities inside which nothing is looked for."""


def find_entities(text: str, present: list[Entity] | None = None) -> list[Entity]:
    """Add the entities found in `text` to those already `present`, in Telegram's order."""
    result = list(present or [])
    taken = [_span(entity) for entity in result if entity["type"] in OPAQUE]
    for kind, pattern in reversed(PATTERNS):
        for found in pattern.finditer(text):
            piece = _trimmed(found.group()) if kind == "url" else found.group()
            if kind == "url" and not _is_url(piece):
                continue
            start = utf16_length(text[: found.start()])
            end = start + utf16_length(piece)
            if all(end <= left or right <= start for left, right in taken):
                taken.append((start, end))
                result.append({"type": kind, "offset": start, "length": end - start})
    return sort_entities(result)


def _span(entity: Entity) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _trimmed(url: str) -> str:
    """Leave the punctuation that ends a sentence out of a link."""
    trimmed = url.rstrip(".,:;!?'\"…")
    while trimmed.endswith(")") and trimmed.count(")") > trimmed.count("("):
        trimmed = trimmed[:-1].rstrip(".,:;!?")
    return trimmed


def _is_url(piece: str) -> bool:
    if checked_link(piece) is None:
        return False
    if "://" in piece:
        return True
    host = re.split(r"[/?#:]", piece, maxsplit=1)[0]
    return host.rpartition(".")[2].lower() in KNOWN_DOMAINS
