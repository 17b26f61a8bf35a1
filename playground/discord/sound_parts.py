"""A validator that does not look twice at what it found sound: most of what passes passes again and again.

A bot registers the same commands at every start, some hundred texts in every language, and each list of them
comes back: by far the most that there is to validate. Nor does it ask every member of a union that is told
apart by `type` (see `contract.py`) whether it is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import Any

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.validators import extend

MOST = 50_000
"""Parts that are remembered, some megabytes; after that it begins anew."""

_follow = Draft202012Validator.VALIDATORS["$ref"]
_all_of = Draft202012Validator.VALIDATORS["allOf"]

Members = dict[Any, list[tuple[int, dict[str, Any]]]]
"""Of a union, by each value of `type`: the members that it means, with their place in the union."""


def remembering(most: int = MOST) -> type[Draft202012Validator]:
    """Return a kind of validator that remembers which part was found sound against which definition.

    It finds the same faults as the plain one. Schemas must live, and stay as they are, as long as it does.
    """
    sound: set[tuple[int, bytes]] = set()

    def follow(validator: Any, reference: str, part: Any, schema: dict[str, Any]) -> Iterator[Any]:
        if not isinstance(part, dict | list):
            yield from _follow(validator, reference, part, schema)
            return
        key = id(schema), blake2b(msgspec.json.encode(part), digest_size=16).digest()
        if key in sound:
            return
        faulty = False
        for error in _follow(validator, reference, part, schema):
            faulty = True
            yield error
        if not faulty:
            if len(sound) >= most:
                sound.clear()
            sound.add(key)

    kind: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]
        Draft202012Validator, {"$ref": follow, "allOf": _choosing()}
    )
    return kind


def _choosing() -> Callable[..., Iterator[Any]]:
    """Return what validates the members of a union: the one that is meant, where `type` tells."""
    unions: dict[int, Members | None] = {}

    def choose(validator: Any, members: list[Any], part: Any, schema: dict[str, Any]) -> Iterator[Any]:
        if id(members) not in unions:
            unions[id(members)] = _told_apart(members)
        union = unions[id(members)]
        # Whatever equals what it is not, as true and 1 do, is left to those who know.
        if union is None or not isinstance(part, dict) or type(part.get("type", "")) not in (int, str):
            yield from _all_of(validator, members, part, schema)
        elif "type" in part:
            for place, member in union.get(part["type"], ()):
                yield from validator.descend(part, member, schema_path=place)

    return choose


def _told_apart(members: list[Any]) -> Members | None:
    """Return the members by what `type` has to be for them; None if it is not that which tells them apart."""
    found: Members = {}
    for place, member in enumerate(members):
        match member:
            case {"if": {"properties": {"type": {"enum": [*values]}}} as asked, "then": _}:
                plain = all(type(value) in (int, str) for value in values)
                only = asked == {"properties": {"type": {"enum": values}}, "required": ["type"]}
                if not plain or not only or member.keys() != {"if", "then"}:
                    return None
            case _:
                return None
        for value in values:
            found.setdefault(value, []).append((place, member))
    return found
