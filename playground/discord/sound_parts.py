"""A validator that does not look twice at what it found sound: most of what passes passes again and again.

A bot registers the same commands at every start, some hundred texts in every language, and each list of them
comes back: by far the most that there is to validate.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

import msgspec
from jsonschema import Draft202012Validator
from jsonschema.validators import extend

MOST = 50_000
"""Parts that are remembered, some megabytes; after that it begins anew."""

_follow = Draft202012Validator.VALIDATORS["$ref"]


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
        Draft202012Validator, {"$ref": follow}
    )
    return kind
