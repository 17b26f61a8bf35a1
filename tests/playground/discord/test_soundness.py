"""What is told to be sound quickly is what a plain validator finds no fault with."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from playground.discord.soundness import Soundness, UnsureError


def of_type(*values: Any) -> dict[str, Any]:
    """As unions of the contract ask which member is meant."""
    return {"properties": {"type": {"enum": list(values)}}, "required": ["type"]}


TREE: dict[str, Any] = {
    "$ref": "#/$defs/node",
    "$defs": {
        "size": {"type": ["integer", "null"], "minimum": 0, "maximum": 2, "title": "Size", "format": "int32"},
        "leaf": {
            "type": "object",
            "properties": {"size": {"$ref": "#/$defs/size"}, "flag": {"const": True}},
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
        "node": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "minLength": 1, "maxLength": 3, "pattern": "^[a-z]+$"},
                "leaf": {"oneOf": [{"$ref": "#/$defs/leaf"}, {"type": "null"}, {"required": ["flag"]}]},
                "nodes": {"type": "array", "items": {"$ref": "#/$defs/node"}, "maxItems": 2},
                "bag": {"type": "array", "uniqueItems": True, "minItems": 1},
                "some": {"anyOf": [{"type": "boolean"}, {"type": "number", "minimum": 1}]},
                "type": True,
                "never": False,
            },
            "required": ["type"],
            "additionalProperties": {"enum": [1, "1", None]},
            "allOf": [
                {"if": of_type(1, "one"), "then": {"required": ["name"]}},
                {"if": of_type(2), "then": {"properties": {"name": {"maxLength": 1}}}, "else": {}},
            ],
        },
    },
}

SCALARS = st.sampled_from([0, 1, 2, 3, 1.0, 1.5, -1, True, False, None, "", "1", "one", "abc", "long", "A"])
leaves = st.dictionaries(st.sampled_from(["size", "flag", "colour"]), SCALARS, max_size=2) | st.none()
nodes: st.SearchStrategy[Any] = st.recursive(
    SCALARS | st.fixed_dictionaries({"type": st.sampled_from([1, 2, 3, 1.0, True, "one"])}),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from([1, 2, 3, "one"]), "name": SCALARS, "leaf": leaves | SCALARS,
            "nodes": st.lists(inner, max_size=3), "bag": st.lists(SCALARS, max_size=3),
            "some": SCALARS, "other": SCALARS, "never": SCALARS,
        },
    ),
    max_leaves=6,
)  # fmt: skip


@given(nodes)
@example({"type": 3})
@example({"type": 1, "name": "abc", "bag": [1, True], "nodes": [{"type": 3, "leaf": {"size": 1.0}}]})
@example({"type": 3, "leaf": {"flag": True}})
def test_it_is_what_the_plain_validator_says(value: Any) -> None:
    assert Soundness({"": TREE}).check(TREE)(value) == Draft202012Validator(TREE).is_valid(value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"contains": {"type": "string"}}, [1]),
        ({"uniqueItems": True}, [{"a": 1}, {"a": 1}]),
        ({"const": {"a": 1}}, {"a": 1}),
    ],
)
def test_what_it_cannot_tell_it_says(schema: dict[str, Any], value: Any) -> None:
    with pytest.raises(UnsureError):
        Soundness({}).check(schema)(value)
