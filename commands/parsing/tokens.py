"""A text as tokens: its words, and what is in quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.text import fold, order_key

_TOKEN = re.compile(r'["“”„«»](?P<quoted>[^"“”„«»]*)["“”«»]|(?P<comma>,)|(?P<plain>[^\s,]+)')
_PUNCTUATION = ".,;:!?()[]{}<>*_~`'’\N{LEFT SINGLE QUOTATION MARK}|"
_POSSESSIVE = re.compile(r"(?<=[^\W\d_])['’]s$", re.IGNORECASE)
_LATIN = "a b v g d e zh z i k l m n o p r s t u f kh ts ch sh shch  y  e yu ya i ye g u"
_CYRILLIC = dict(zip("абвгдежзиклмнопрстуфхцчшщъыьэюяієґў", _LATIN.split(" "), strict=True))
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", **_CYRILLIC})
"""Letters that Unicode does not take apart into a letter and an accent, and Cyrillic ones in Latin."""

_IN_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_COSMOS = re.compile(r"\bcosmos(?=[ -]?\d)", re.IGNORECASE)
"""What English books call the satellites whose numbers Launch Library has after "Kosmos"."""

_HASHTAG = re.compile(r"(?<!\S)#(?=\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or one quotation, with the forms in which it is compared.

    `text` is as typed, without quotes or punctuation around it; `word` is that folded, empty for
    a quotation; `key` is its letters and digits only, empty for a sign or a quotation. `listed` tells that a
    comma stands before it.
    """

    text: str
    word: str
    key: str
    listed: bool = False


def tokens(text: str) -> tuple[Token, ...]:
    """Return the tokens of a text; empty quotations are none."""
    found: list[Token] = []
    listed = False
    for match in _TOKEN.finditer(text):
        if match["comma"]:
            listed = True
            continue
        if match["quoted"] is not None:
            quoted = " ".join(match["quoted"].split())
            made = [Token(quoted, "", "", listed)] if quoted else []
        else:
            made = [_token(match["plain"], listed)]
        found += made
        listed = listed and not made
    return tuple(found)


def _token(text: str, listed: bool) -> Token:
    bare = _POSSESSIVE.sub("", text.strip(_PUNCTUATION))
    word = plain(bare)
    return Token(bare, word, key_of(bare), listed)


def plain(text: str) -> str:
    """Return a text folded, with accents and strokes left out, in Latin letters."""
    return fold(text).translate(_LETTERS)


def as_names_are_written(text: str) -> str:
    """Return a text in the letters of Launch Library's names: Cyrillic in Latin, and no sign of a hashtag."""
    return _COSMOS.sub("Kosmos", _IN_CYRILLIC.sub(lambda match: plain(match[0]), _HASHTAG.sub("", text)))


def key_of(text: str) -> str:
    """Return the letters and digits of a text, folded, so that "N.A.S.A." and "nasa" are equal."""
    return order_key(plain(text))


def words_of(text: str) -> list[str]:
    """Return the folded words of a name, split at everything but letters and digits."""
    return re.findall(r"[^\W_]+", plain(text))


def unquoted(text: str) -> str:
    """Return a text without the quotes around what stands in pairs of them."""
    return _TOKEN.sub(lambda m: m[0] if m["quoted"] is None else m["quoted"], text)
