"""The form in which texts are kept for the search, and its terms looked up."""

from __future__ import annotations

from storage.text import fold

_NUL, _SIGN_FOR_NUL = "\0", "\N{SYMBOL FOR NULL}"


def searchable(text: str) -> str:
    """Return the text folded, with a sign for each NUL: the index would take that for the end."""
    return fold(text).replace(_NUL, _SIGN_FOR_NUL)
