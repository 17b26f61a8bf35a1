"""What was found sound is not looked at twice; what is wrong is told each time, as a plain validator does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from playground.discord.sound_parts import remembering


def of_type(*values: Any) -> dict[str, Any]:
    """As unions of the contract ask which member is meant."""
    return {"properties": {"type": {"enum": list(values)}}, "required": ["type"]}


TREE: dict[str, Any] = {
    "$ref": "#/$defs/node",
    "$defs": {
        "leaf": {
            "type": "object",
            "properties": {"size": {"type": "integer"}},
            "additionalProperties": False,
        },
        "small": {"properties": {"name": {"maxLength": 1}}},
        "node": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "maxLength": 3},
                "leaf": {"$ref": "#/$defs/leaf"},
                "nodes": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                "type": {},
            },
            "allOf": [
                {"if": of_type(1, "one"), "then": {"required": ["name"]}},
                {"if": of_type(2), "then": {"$ref": "#/$defs/small"}},
                {"if": of_type(1), "then": {"required": ["leaf"]}},
            ],
            "additionalProperties": False,
        },
    },
}

leaves = st.dictionaries(
    st.sampled_from(["size", "colour"]), st.sampled_from([1, 1.0, True, "1"]), max_size=1
)
names = st.sampled_from(["abc", "long", 7, None])
types = st.sampled_from([1, 2, 3, True, 1.0, "one", None, [1], 2**70])
nodes: st.SearchStrategy[Any] = st.recursive(
    st.fixed_dictionaries({}, optional={"name": names, "leaf": leaves, "type": types}),
    lambda inner: st.fixed_dictionaries(
        {}, optional={"nodes": st.lists(inner, max_size=3), "leaf": leaves, "type": types}
    ),
    max_leaves=6,
)


def faults(validator: Draft202012Validator, value: Any) -> list[tuple[str, str]]:
    return [(error.json_path, error.message) for error in validator.iter_errors(value)]


@given(st.lists(nodes, min_size=1, max_size=6))
def test_it_finds_the_same_faults_as_the_plain_one_whatever_it_saw_before(values: list[Any]) -> None:
    plain, remembers = Draft202012Validator(TREE), remembering(most=5)(TREE)
    for value in values:
        assert faults(remembers, value) == faults(plain, value)


def test_what_was_sound_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    validator = remembering()(TREE)
    looked: list[Any] = []
    within = Draft202012Validator.VALIDATORS["properties"]

    def noted(*given: Any) -> Any:
        looked.append(given[2])
        return within(*given)

    monkeypatch.setitem(type(validator).VALIDATORS, "properties", noted)
    sound, changed = {"leaf": {"size": 1}}, {"leaf": {"size": 1}, "name": "new"}
    for value in (sound, sound, changed):
        assert faults(validator, value) == []
    # Of the changed one, the leaf is known already.
    assert looked == [sound, {"size": 1}, changed]
    wrong = {"leaf": {"size": 1}, "name": "too long"}
    assert faults(validator, wrong) == faults(validator, wrong) != []
