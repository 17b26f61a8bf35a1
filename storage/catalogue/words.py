"""The form in which texts are kept for the search, and its terms looked up."""

from __future__ import annotations

import re

from storage.text import fold

_NUL, _SIGN_FOR_NUL = "\0", "\N{SYMBOL FOR NULL}"


def searchable(text: str) -> str:
    """Return the text folded, with a sign for each NUL: the index would take that for the end."""
    return fold(text).replace(_NUL, _SIGN_FOR_NUL)


WORDS_TO_START = "(' ' || replace(words, 'people''s', '') || ' ') GLOB ?"
"""The condition with which a pattern of `starting` is held against the words of a launch, in SQL.

The People's Republic is no word for people.
"""

_LETTER = "a-z\N{LATIN SMALL LETTER SHARP S}-\uffff"
_WILD = re.compile(r"[*?\[]")


def starting(term: str) -> str:
    """Return the GLOB pattern of texts in which a word begins with a folded term.

    A number ends where it ends: 9 does not begin 90. A term that begins with a sign may stand anywhere.
    """
    escaped = _WILD.sub(lambda match: f"[{match[0]}]", term)
    if term.isdecimal():
        return f"*[^0-9]{escaped}[^0-9]*"
    if term[:1].isdecimal():
        return f"*[^0-9]{escaped}*"
    return f"*[^{_LETTER}]{escaped}*" if term[:1].isalpha() else f"*{escaped}*"
