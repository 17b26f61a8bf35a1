"""What countries are called, by the Unicode CLDR (https://cldr.unicode.org)."""

from __future__ import annotations

from babel import Locale
from babel.core import get_global

from commands.i18n.languages import TRANSLATED
from commands.i18n.translation import ENGLISH, Language, _, current, marked
from storage.countries import EUROPE, SOVIET_UNION

_OURS = {SOVIET_UNION: marked("Soviet Union"), EUROPE: marked("Europe")}
"""What the CLDR has no country for."""


def country_words(code: str) -> str:
    """Return the name of a country, given its ISO 3166 alpha-3 code, in the current language."""
    return _(_OURS[code]) if code in _OURS else _called(code, current())


def english_country(code: str) -> str:
    """Return the name of a country in English, in which everybody can type it."""
    return _OURS.get(code) or _called(code, ENGLISH)


def country_spellings(code: str) -> tuple[str, ...]:
    """Return the names of a country in all the languages that the bot speaks, and its code."""
    return tuple({english_country(code), *(_called(code, each) for each in TRANSLATED), code})


def _called(code: str, language: Language) -> str:
    # Codes of states that are no more stand for several of today.
    alpha_2 = get_global("territory_aliases").get(code, ())
    if len(alpha_2) != 1:
        return code
    return str(Locale.parse(language.locale).territories.get(alpha_2[0], code))
