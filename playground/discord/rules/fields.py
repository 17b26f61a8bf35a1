"""Field rules: types, lengths and ranges, written as tables and checked by one function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from .problems import Path, Problems


class Rule(Protocol):
    """What a field's value has to satisfy; `required` fields may be neither missing nor null."""

    @property
    def required(self) -> bool:
        """Tell whether the field has to be there."""

    def check(self, problems: Problems, path: Path, value: Any) -> None:
        """Note what is wrong with a value that is not null."""


@dataclass(frozen=True, slots=True)
class Anything:
    """Any value: checked elsewhere, or of no interest here."""

    required: bool = False

    def check(self, problems: Problems, path: Path, value: Any) -> None:
        """Accept."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string of `shortest` to `longest` characters."""

    shortest: int = 0
    longest: int = 4000
    required: bool = False

    def check(self, problems: Problems, path: Path, value: Any) -> None:
        """Note a wrong type or length."""
        if not isinstance(value, str):
            problems.add(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
        elif not self.shortest <= len(value) <= self.longest:
            message = f"Must be between {self.shortest} and {self.longest} in length."
            problems.add(path, "BASE_TYPE_BAD_LENGTH", message)


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number (or, with `whole` False, any number) from `least` to `most`."""

    least: float = 0
    most: float = 2**53
    required: bool = False
    whole: bool = True

    def check(self, problems: Problems, path: Path, value: Any) -> None:
        """Note a wrong type or range."""
        kinds = int if self.whole else (int, float)
        if not isinstance(value, kinds) or isinstance(value, bool):
            problems.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < self.least:
            message = f"int value should be greater than or equal to {self.least}."
            problems.add(path, "NUMBER_TYPE_MIN", message)
        elif value > self.most:
            problems.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {self.most}.")


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    required: bool = False

    def check(self, problems: Problems, path: Path, value: Any) -> None:
        """Note a wrong type."""
        if not isinstance(value, bool):
            problems.add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")


@dataclass(frozen=True, slots=True)
class Items:
    """A list of `fewest` to `most` items, each checked by `each`."""

    fewest: int = 0
    most: int = 100
    required: bool = False
    each: Rule = Anything()

    def check(self, problems: Problems, path: Path, value: Any) -> None:
        """Note a wrong type, a wrong number of items, and what is wrong with each."""
        if not isinstance(value, list):
            problems.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return
        if not self.fewest <= len(value) <= self.most:
            message = f"Must be between {self.fewest} and {self.most} in length."
            problems.add(path, "BASE_TYPE_BAD_LENGTH", message)
        for index, item in enumerate(value):
            self.each.check(problems, (*path, index), item)


@dataclass(frozen=True, slots=True)
class Record:
    """An object with these fields and no others."""

    fields: Mapping[str, Rule]
    required: bool = False

    def check(self, problems: Problems, path: Path, value: Any) -> None:
        """Note what is wrong with the fields."""
        check_fields(problems, path, value, self.fields)


@dataclass(frozen=True, slots=True)
class Link:
    """An address of at most `longest` characters in one of the schemes."""

    longest: int = 2048
    required: bool = False
    schemes: tuple[str, ...] = ("http", "https")

    def check(self, problems: Problems, path: Path, value: Any) -> None:
        """Note a wrong type, length or scheme."""
        before = len(problems)
        Text(1, self.longest).check(problems, path, value)
        if len(problems) > before:
            return
        try:
            parts = urlsplit(value)
        except ValueError:
            problems.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
            return
        if parts.scheme not in self.schemes:
            names = ", ".join(repr(scheme) for scheme in self.schemes)
            message = f"Scheme {parts.scheme!r} is not supported. Scheme must be one of ({names})."
            problems.add(path, "URL_TYPE_INVALID_SCHEME", message)
        elif not parts.netloc or any(character.isspace() for character in value):
            problems.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")


def check_fields(problems: Problems, path: Path, value: Any, fields: Mapping[str, Rule]) -> None:
    """Check an object: unknown fields, missing fields, and the value of each."""
    if not isinstance(value, dict):
        problems.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
        return
    for name in value.keys() - fields.keys():
        problems.add((*path, name), "UNKNOWN_FIELD", "Unknown field.")
    for name, rule in fields.items():
        if value.get(name) is not None:
            rule.check(problems, (*path, name), value[name])
        elif rule.required:
            problems.add((*path, name), "BASE_TYPE_REQUIRED", "This field is required")
