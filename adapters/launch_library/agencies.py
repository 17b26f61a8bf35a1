"""Agencies: launch service providers, manufacturers and who takes part in a program."""

from __future__ import annotations

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
    )


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
