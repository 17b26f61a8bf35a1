"""Launch Library's query parameters: THE table of what each is read into, or why it is refused.

They are those of `launches/previous` in 2.3.0, with the older names of 2.0.0 and some of our own
(`search__word_starts`, and what `definitions.filters` names).
Source: https://ll.thespacedevs.com/2.3.0/swagger/
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from commands.codec import parameter_values as values
from commands.definitions.filters import DEFINITIONS, FLAGS, Definition
from commands.i18n.translation import marked
from storage.properties import TEXTS, Property
from storage.query import DEFAULT_LIMIT, AttemptBound, Attempts, Sign

Reader = Callable[[str, str], Any]
"""Reads a value, given the parameter's name first; raises `AskError` for one of the wrong type."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Which field of `LaunchQuery` a parameter is read into, and how.

    `bound` is for one of the bounds of a `Range`, "gte". A parameter that may stand several times in a query
    `adds` its values; of others the last one counts.
    """

    field: str
    read: Reader
    bound: str = ""
    adds: bool = False


def _attempt(of: Attempts, in_year: bool, sign: Sign) -> Reader:
    def read(name: str, value: str) -> tuple[AttemptBound, ...]:
        return (AttemptBound(of, in_year, sign, values.number(name, value)),)

    return read


def attempt_name(of: Attempts, in_year: bool, sign: Sign) -> str:
    """Return the name of the parameter for a bound on which launch of what a launch is."""
    return f"{of}_launch_attempt_count{'_year' * in_year}{'__' * bool(sign)}{sign}"


def _each(read: Reader, fields: Mapping[str, str]) -> dict[str, Parameter]:
    return {name: Parameter(field, read) for name, field in fields.items()}


def _own(row: Definition) -> Reader:
    """Return how a parameter of ours is read, by what its field holds."""
    readers = {Property.COUNTRY: values.codes, Property.LANDING: values.landings}
    if row.of in readers:
        return readers[row.of]
    return values.flag if row.of in FLAGS else values.texts if row.of in TEXTS else values.numbers


PARAMETERS: dict[str, Parameter] = {
    **_each(values.text, {
        "name": "name",
        "slug": "slug",
        "rocket__configuration__name": "configuration_name",
        "rocket__configuration__name__icontains": "configuration_name_contains",
        "rocket__configuration__full_name": "configuration_full_name",
        "rocket__configuration__full_name__icontains": "configuration_full_name_contains",
        "rocket__configuration__manufacturer__name": "manufacturer_name",
        "rocket__configuration__manufacturer__name__icontains": "manufacturer_name_contains",
        "rocket__spacecraftflight__spacecraft__name": "spacecraft_name",
        "rocket__spacecraftflight__spacecraft__name__icontains": "spacecraft_name_contains",
        "mission__orbit__name": "orbit_name",
        "mission__orbit__name__icontains": "orbit_name_contains",
        "search": "search",
    }),
    **_each(values.texts, {
        "lsp__name": "provider_name_contains",
        "launch_designator": "designators",
        "serial_number": "serial_numbers",
        "video_url": "video_urls",
    }),
    **_each(values.number, {
        "pad": "pad_id",
        "pad__location": "pad_location_id",
        "rocket__configuration__id": "configuration_id",
        "status": "status_id",
    }),
    **_each(values.numbers, {
        "lsp__id": "lsp_ids",
        "lsp__ids": "provider_ids",
        "location__ids": "location_ids",
        "pad__ids": "pad_ids",
        "status__ids": "status_ids",
        "launcher_config__id": "configuration_ids",
        "day": "days",
        "month": "months",
        "year": "years",
    }),
    **_each(values.flag, {
        "is_crewed": "is_crewed",
        "include_suborbital": "include_suborbital",
        "strict_filtering": "strict",
        "search__word_starts": "word_starts",
    }),
    **{
        row.query_name: Parameter(row.field, _own(row)) for row in DEFINITIONS.values() if row.query_name
    },
    "program": Parameter("program_ids", values.numbers, adds=True),
    "id": Parameter("ids", values.uuids),
    "ordering": Parameter("ordering", values.ordering),
    "mode": Parameter("view", values.view),
    "limit": Parameter("limit", values.fallback(DEFAULT_LIMIT)),
    "offset": Parameter("offset", values.fallback(0)),
    **{
        f"{field}__{bound}": Parameter(field, values.instant, bound)
        for field in ("net", "window_start", "window_end", "last_updated")
        for bound in ("gt", "gte", "lt", "lte")
    },
    **{
        attempt_name(of, in_year, sign): Parameter("attempts", _attempt(of, in_year, sign), adds=True)
        for of in Attempts
        for in_year in (False, True)
        for sign in Sign
    },
}  # fmt: skip
"""The parameters that mean something here, by their names."""

_BODY = marked("“{name}” is not known here: the catalogue does not keep planets and moons.")
_RELATED = marked(
    "“{name}” is not known here: the catalogue does not keep which agencies are related to a provider."
)
_SPACECRAFT = marked("“{name}” is not known here: the catalogue keeps spacecraft by their names, not by ids.")

REFUSED: dict[str, str] = {
    "mission__orbit__celestial_body__id": _BODY,
    "pad__location__celestial_body__id": _BODY,
    "related_lsp__id": _RELATED,
    "related_lsp__name": _RELATED,
    "rocket__spacecraftflight__spacecraft__id": _SPACECRAFT,
    "spacecraft_config__ids": _SPACECRAFT,
}
"""The parameters that Launch Library knows and the catalogue cannot answer, with a sentence that says why.

To ignore one would answer another question than the one asked.
"""

ALIASES = {"lsp_id": "lsp__id", "lsp_name": "lsp__name"}
"""Names in older versions of Launch Library."""

IGNORED = frozenset({"format"})
"""Known to Launch Library, and without a meaning here: it chooses between a page and JSON."""


def is_known(name: str) -> bool:
    """Tell whether the parameter is one of Launch Library's or ours, also if it is refused."""
    return ALIASES.get(name, name) in PARAMETERS.keys() | REFUSED.keys() | IGNORED
