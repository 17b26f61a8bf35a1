"""The words that times are made of."""

from __future__ import annotations

import unicodedata

LONGEST = 80
"""Most characters that are looked at; no time is longer."""

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
MONTH = rf"(?:{'|'.join(MONTHS)}|{'|'.join(name[:3] for name in MONTHS)}|sept)\.?"

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_COUNTS = {
    "a couple of": 2, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100,
}  # fmt: skip
COUNT = rf"(?:\d{{1,5}}|{'|'.join(_COUNTS)})"
UNIT = r"(?:hour|day|week|fortnight|month|quarter|year|decade)"

DECADES = {
    "noughties": 0, "twenties": 2, "thirties": 3, "forties": 4, "fifties": 5, "sixties": 6, "seventies": 7,
    "eighties": 8, "nineties": 9,
}  # fmt: skip

ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1,
}  # fmt: skip

CENTURIES = {"20th": 1901, "twentieth": 1901, "21st": 2001, "twenty-first": 2001}
"""The first year of the centuries in which rockets fly."""

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month with which a season of the northern half of the Earth begins."""

_SIGNS = str.maketrans(
    dict.fromkeys("’‘‛`´ʼʹ′＇", "'")  # noqa: RUF001 - what people type
    | dict.fromkeys("‐‑‒–—―−", "-")  # noqa: RUF001 - what people type
)


def folded(text: str) -> str:
    """Return a text with its words as the grammar has them: small letters, plain signs, single spaces."""
    whole = unicodedata.normalize("NFKC", text.translate(_SIGNS)).casefold().translate(_SIGNS)
    return " ".join(whole.replace(",", " ").split())


def count_of(word: str | None) -> int:
    """Return the number that a counting word is, 1 for none."""
    if word is None:
        return 1
    return _COUNTS[word] if word in _COUNTS else int(word)


def month_of(word: str) -> int:
    """Return the number of a month, counted from 1."""
    return next(number for number, name in enumerate(MONTHS, 1) if name.startswith(word[:3]))
