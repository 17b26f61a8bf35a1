"""Agencies: launch service providers, manufacturers and who takes part in a program."""

from __future__ import annotations

from adapters.launch_library.counters import counters
from adapters.launch_library.pictures import picture
from adapters.launch_library.values import Fields, children, filled, label, number, text
from storage.models import Agency


def agency(fields: Fields | None) -> Agency | None:
    """Return an agency, or None without a usable id and name."""
    if fields is None:
        return None
    agency_id, name = number(fields, "id"), filled(fields, "name")
    if agency_id is None or name is None:
        return None
    return Agency(
        id=agency_id,
        name=name,
        abbrev=text(fields, "abbrev"),
        type=label(fields, "type"),
        country_code=country_code(fields),
        logo=_logo(fields),
        founded=_founded(fields),
        info_url=filled(fields, "info_url"),
        wiki_url=filled(fields, "wiki_url"),
        counters=counters(fields),
    )


def _logo(fields: Fields) -> str | None:
    """Return the link to the logo: `logo_url` until 2.2.0, a picture in 2.3.0."""
    found = picture(fields.get("logo") or fields.get("logo_url"))
    return found.url if found else None


def _founded(fields: Fields) -> int | None:
    """Return the year of the foundation: a text until 2.2.0."""
    year = fields.get("founding_year")
    if isinstance(year, str) and year.isascii() and year.isdecimal() and len(year) == 4:
        return int(year)
    return number(fields, "founding_year")


def agencies(fields: Fields, key: str) -> tuple[Agency, ...]:
    """Return the usable agencies of a list."""
    found = (agency(item) for item in children(fields, key) or ())
    return tuple(item for item in found if item is not None)


def country_code(fields: Fields) -> str | None:
    """Return ISO 3166 alpha-3 codes, several separated by commas.

    Until 2.2.0 they stand in `country_code`; 2.3.0 has one `country` object, or a list of them.
    """
    code = text(fields, "country_code")
    country = fields.get("country")
    if code is not None or country is None:
        return code
    found = [country] if isinstance(country, dict) else children(fields, "country") or []
    codes = (filled(item, "alpha_3_code") for item in found)
    return ",".join(item for item in codes if item is not None) or None
