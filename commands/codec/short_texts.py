"""How the short form of a query has values that are texts: in letters and digits alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from commands.codec.base36 import to_base36
from commands.definitions import mission_types
from storage.properties import TEXTS, Property
from storage.query import Landing

_CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class TextForm:
    """Writes and reads the values of one property; `read` raises ValueError or KeyError for others."""

    can_write: Callable[[str], bool]
    write: Callable[[str], str]
    read: Callable[[str], str]


_LANDINGS: dict[str, str] = {
    Landing.SUCCESS: "s", Landing.FAILURE: "f", Landing.NONE: "n",
    Landing.DRONE_SHIP: "d", Landing.GROUND_PAD: "g", Landing.OCEAN: "o",
}  # fmt: skip
_LANDING_OF: dict[str, str] = {letter: str(landing) for landing, letter in _LANDINGS.items()}


def _place(name: str) -> str:
    return to_base36(mission_types.CODES[name])


def _mission_type(code: str) -> str:
    if not 0 <= (place := int(code, 36)) < len(mission_types.NAMES):
        raise ValueError(code)
    return mission_types.NAMES[place]


def _is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def _country(code: str) -> str:
    if not _is_code(code):
        raise ValueError(code)
    return code


def _has_number(name: str) -> bool:
    # Half a character has no bytes, and zeros before a number are lost.
    return bool(name) and name[0] != "\0" and not any("\ud800" <= letter <= "\udfff" for letter in name)


def _number(name: str) -> str:
    return to_base36(int.from_bytes(name.encode()))


def _name(code: str) -> str:
    number = int(code, 36)
    return number.to_bytes((number.bit_length() + 7) // 8).decode()


_AS_NUMBER = TextForm(_has_number, _number, _name)

_SHORTER: Mapping[Property, TextForm] = {
    Property.MISSION_TYPE: TextForm(mission_types.CODES.__contains__, _place, _mission_type),
    Property.COUNTRY: TextForm(_is_code, str, _country),
    Property.LANDING: TextForm(
        _LANDINGS.__contains__, lambda landing: _LANDINGS[landing], _LANDING_OF.__getitem__
    ),
}
"""Of what there are few values, each with a code of its own."""

FORMS: Mapping[Property, TextForm] = {kind: _SHORTER.get(kind, _AS_NUMBER) for kind in TEXTS}
"""The properties whose values are texts, with how these are written."""
