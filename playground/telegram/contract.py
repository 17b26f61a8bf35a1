"""The machine-readable description of the Bot API, and checking values against it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

SCALARS: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "Boolean": (bool,),
    "InputFile": (str,),
}
"""JSON types of the scalars; of a file only its name is left in an exchange."""

ARRAY = "Array of "
CONSTANT = re.compile(r"(?:always|must be) (?!one of)[“\"]?\*?(\w+)")
"""How the prose of a discriminating field names its only value."""

DISCRIMINATORS = frozenset({"type", "status", "source"})


class Contract:
    """Methods and types, by name."""

    def __init__(self, description: dict[str, Any]) -> None:
        self.methods: dict[str, dict[str, Any]] = description["methods"]
        self.types: dict[str, dict[str, Any]] = description["types"]
        self._by_lower_case = {name.lower(): name for name in self.methods}

    @classmethod
    def load(cls, path: Path) -> Contract:
        """Read the description; raises OSError or ValueError when it is missing or broken."""
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def method(self, name: str) -> dict[str, Any] | None:
        """Find a method; like the server's, names are not case sensitive."""
        return self.methods.get(self._by_lower_case.get(name.lower(), ""))

    def check(self, value: Any, kinds: list[str], path: str) -> list[str]:
        """List what is wrong with a value that may be of any of several types."""
        complaints = [self._check_one(value, kind, path) for kind in kinds]
        return min(complaints, key=len, default=[])

    def check_fields(self, body: dict[str, Any], fields: list[dict[str, Any]], path: str) -> list[str]:
        """List unknown, missing and wrong fields of an object."""
        known = {field["name"]: field for field in fields}
        problems = [f"{path}.{name}: no such field" for name in body if name not in known]
        for name, field in known.items():
            if name in body:
                problems += self._check_field(body[name], field, f"{path}.{name}")
            elif field["required"]:
                problems.append(f"{path}.{name}: required, but missing")
        return problems

    def _check_field(self, value: Any, field: dict[str, Any], path: str) -> list[str]:
        only = CONSTANT.search(field["description"]) if field["name"] in DISCRIMINATORS else None
        if only is not None and value != only[1]:
            return [f"{path}: {value!r} is not {only[1]!r}"]
        return self.check(value, field["types"], path)

    def _check_one(self, value: Any, kind: str, path: str) -> list[str]:
        if kind.startswith(ARRAY):
            return self._check_array(value, kind.removeprefix(ARRAY), path)
        if kind in SCALARS:
            fits = isinstance(value, SCALARS[kind]) and (kind == "Boolean") == isinstance(value, bool)
            return [] if fits else [f"{path}: {_short(value)} is no {kind}"]
        declared = self.types.get(kind)
        if declared is None:
            return [f"{path}: the contract does not declare {kind}"]
        if not isinstance(value, dict):
            return [f"{path}: {_short(value)} is no {kind}"]
        if subtypes := declared.get("subtypes"):
            return self._check_subtypes(value, subtypes, path)
        return self.check_fields(value, declared.get("fields", []), path)

    def _check_array(self, value: Any, kind: str, path: str) -> list[str]:
        if not isinstance(value, list):
            return [f"{path}: {_short(value)} is no array"]
        return [
            problem
            for index, item in enumerate(value)
            for problem in self._check_one(item, kind, f"{path}[{index}]")
        ]

    def _check_subtypes(self, value: dict[str, Any], subtypes: list[str], path: str) -> list[str]:
        """Judge by the subtype whose discriminating field fits, where there is one."""
        fitting = [kind for kind in subtypes if self._discriminates(value, kind)]
        return self.check(value, fitting or subtypes, path)

    def _discriminates(self, value: dict[str, Any], kind: str) -> bool:
        for field in self.types[kind].get("fields", []):
            only = CONSTANT.search(field["description"]) if field["name"] in DISCRIMINATORS else None
            if only is not None:
                return bool(value.get(field["name"]) == only[1])
        return False


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
