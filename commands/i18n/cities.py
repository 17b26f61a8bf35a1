"""What the cities are called that time zones are named after."""

from __future__ import annotations

from babel.dates import get_timezone_location

from commands.i18n.translation import current


def city_words(zone: str) -> str:
    """Return the city of a zone of the database in the current language; its own name where it has none."""
    if "/" not in zone:
        return zone
    return get_timezone_location(zone, locale=current().locale, return_city=True) or zone
