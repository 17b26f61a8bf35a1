"""Tells whether a value fits a JSON schema, without a word about what is wrong with one that does not.

Nearly everything that passes is sound. A validator that could name each fault takes thirty times as long to
find none, so it is asked only about what is not sound here, or what this cannot tell (`UnsureError`).
https://json-schema.org/draft/2020-12/json-schema-validation
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from jsonschema import Draft202012Validator

Check = Callable[[Any], bool]
Schema = dict[str, Any] | bool


class UnsureError(Exception):
    """What is asked has something in it that is not known here."""


class Soundness:
    """Turns schemas into checks; `documents` are what they refer to, by the address before the `#`."""

    def __init__(self, documents: Mapping[str, Any]) -> None:
        self._documents = documents
        self._named: dict[str, Check] = {}

    def check(self, schema: Schema) -> Check:
        """Return what tells whether a value fits; it may raise `UnsureError`."""
        if isinstance(schema, bool):
            return lambda _value: bool(schema)
        checks = tuple(self._checks(schema))
        if len(checks) == 1:
            return checks[0]

        def fits(value: Any) -> bool:
            for check in checks:  # noqa: SIM110 - the hottest loop of all, and `all` takes twice as long
                if not check(value):
                    return False
            return True

        return fits

    def _checks(self, schema: dict[str, Any]) -> list[Check]:
        """Return a check for each keyword, the quickest first."""
        found: list[Check] = []
        for keyword, told in schema.items():
            if keyword in _PLAIN:
                found.append(_PLAIN[keyword](told))
            elif keyword == "$ref":
                found.append(self._referred(told))
            elif keyword == "items":
                found.append(_items(self.check(told)))
            elif keyword in _UNIONS:
                found.append(_UNIONS[keyword]([self.check(member) for member in told]))
            elif keyword in Draft202012Validator.VALIDATORS and keyword not in _BESIDE:
                found.append(_unsure)
        if not _OBJECTS.isdisjoint(schema):
            found.append(self._object(schema))
        if "if" in schema:
            found.append(self._choice(schema))
        return found

    def _referred(self, reference: str) -> Check:
        """Return the check of a definition, made when it is first needed: some contain themselves."""

        def fits(value: Any) -> bool:
            check = self._named.get(reference)
            if check is None:
                check = self._named[reference] = self.check(self._found(reference))
            return check(value)

        return fits

    def _found(self, reference: str) -> Schema:
        address, _, path = reference.partition("#/")
        found: Any = self._documents[address]
        for name in path.split("/"):
            found = found[name]
        schema: Schema = found
        return schema

    def _object(self, schema: dict[str, Any]) -> Check:
        known = {name: self.check(each) for name, each in schema.get("properties", {}).items()}
        other = self.check(schema.get("additionalProperties", True))
        required = tuple(schema.get("required", ()))

        def fits(value: Any) -> bool:
            if not isinstance(value, dict):
                return True
            return all(name in value for name in required) and all(
                known.get(name, other)(each) for name, each in value.items()
            )

        return fits

    def _choice(self, schema: dict[str, Any]) -> Check:
        asked, then, otherwise = (self.check(schema.get(name, True)) for name in ("if", "then", "else"))
        return lambda value: (then if asked(value) else otherwise)(value)


def _unsure(_value: Any) -> bool:
    raise UnsureError


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: dict[str, Check] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "number": _is_number,
    "integer": lambda value: (
        (isinstance(value, int) and not isinstance(value, bool))
        or (isinstance(value, float) and value.is_integer())
    ),
}


def _types(told: str | list[str]) -> Check:
    kinds = [_TYPES[name] for name in ([told] if isinstance(told, str) else told)]
    return kinds[0] if len(kinds) == 1 else lambda value: any(kind(value) for kind in kinds)


def _key(value: Any) -> tuple[bool, Any]:
    """Return what is the same for values that are equal in JSON, where true is no 1."""
    if isinstance(value, list | dict):
        raise UnsureError
    return isinstance(value, bool), value


def _enum(values: list[Any]) -> Check:
    if any(isinstance(value, list | dict) for value in values):
        return _unsure
    if all(isinstance(value, str) for value in values):
        texts = frozenset(values)
        return lambda value: isinstance(value, str) and value in texts
    if all(map(_is_number, values)):
        numbers = frozenset(values)
        return lambda value: _is_number(value) and value in numbers
    # Of both, or with what is neither.
    keys = {_key(value) for value in values}
    return lambda value: not isinstance(value, list | dict) and _key(value) in keys


def _unique(told: bool) -> Check:
    return lambda value: (
        not told or not isinstance(value, list) or len({_key(each) for each in value}) == len(value)
    )


def _items(check: Check) -> Check:
    return lambda value: not isinstance(value, list) or all(check(each) for each in value)


def _pattern(told: str) -> Check:
    search = re.compile(told).search
    return lambda value: not isinstance(value, str) or search(value) is not None


def _at_least(kind: type, measured: Callable[[Any], int]) -> Callable[[int], Check]:
    return lambda least: lambda value: not isinstance(value, kind) or measured(value) >= least


def _at_most(kind: type, measured: Callable[[Any], int]) -> Callable[[int], Check]:
    return lambda most: lambda value: not isinstance(value, kind) or measured(value) <= most


_PLAIN: dict[str, Callable[[Any], Check]] = {
    "type": _types,
    "enum": _enum,
    "const": lambda told: _enum([told]),
    "minimum": lambda least: lambda value: not _is_number(value) or value >= least,
    "maximum": lambda most: lambda value: not _is_number(value) or value <= most,
    "minLength": _at_least(str, len),
    "maxLength": _at_most(str, len),
    "minItems": _at_least(list, len),
    "maxItems": _at_most(list, len),
    "minProperties": _at_least(dict, len),
    "maxProperties": _at_most(dict, len),
    "uniqueItems": _unique,
    "pattern": _pattern,
}
"""Keywords whose check needs nothing but what they say."""

_UNIONS: dict[str, Callable[[list[Check]], Check]] = {
    "allOf": lambda checks: lambda value: all(check(value) for check in checks),
    "anyOf": lambda checks: lambda value: any(check(value) for check in checks),
    "oneOf": lambda checks: lambda value: sum(check(value) for check in checks) == 1,
}

_OBJECTS = frozenset({"properties", "required", "additionalProperties"})
_BESIDE = _OBJECTS | {"if", "format"}
"""Keywords that are looked at together, and the one that only comments."""
