"""How text is compared: without regard to case, accents or, for ordering, punctuation."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return `text` for "contains" comparisons: NFKD, case folded, without combining marks."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def whole(text: str) -> str:
    """Return `text` with U+FFFD for lone surrogates, which cannot be encoded as UTF-8."""
    return text if text.isprintable() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def order_key(text: str) -> str:
    """Return the key that orders names as Launch Library does: folded letters and digits only."""
    return "".join(filter(str.isalnum, fold(text)))
