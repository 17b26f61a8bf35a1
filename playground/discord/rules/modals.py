"""Rules for modals and for autocomplete choices.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding#modal
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..component_types import SELECTS, Type, kind_of, walk
from .component_fields import FIELDS
from .fields import Anything, Flag, Items, Number, Record, Rule, Text, check_fields
from .problems import Path, Problems

_CUSTOM: Mapping[str, Rule] = {
    "type": Anything(),
    "id": Number(0, 2**31 - 1),
    "custom_id": Text(1, 100, required=True),
}
_CHOICE = Record(
    {
        "label": Text(1, 100, required=True),
        "value": Text(1, 100, required=True),
        "description": Text(0, 100),
        "default": Flag(),
    }
)
_INPUTS: Mapping[int, Mapping[str, Rule]] = {
    **{kind: FIELDS[kind] for kind in SELECTS},
    Type.TEXT_INPUT: {
        **_CUSTOM,
        "style": Number(1, 2, required=True),
        "label": Text(1, 45),
        "min_length": Number(0, 4000),
        "max_length": Number(1, 4000),
        "required": Flag(),
        "value": Text(0, 4000),
        "placeholder": Text(0, 100),
    },
    Type.FILE_UPLOAD: {
        **_CUSTOM,
        "min_values": Number(0, 10),
        "max_values": Number(1, 10),
        "required": Flag(),
    },
    Type.RADIO_GROUP: {**_CUSTOM, "options": Items(2, 10, required=True, each=_CHOICE), "required": Flag()},
    Type.CHECKBOX_GROUP: {
        **_CUSTOM,
        "options": Items(1, 10, required=True, each=_CHOICE),
        "min_values": Number(0, 10),
        "max_values": Number(1, 10),
        "required": Flag(),
    },
    Type.CHECKBOX: {**_CUSTOM, "default": Flag()},
}
_OUTER: Mapping[int, Mapping[str, Rule]] = {
    Type.ACTION_ROW: {"type": Anything(), "id": Number(), "components": Items(1, 1, required=True)},
    Type.TEXT_DISPLAY: FIELDS[Type.TEXT_DISPLAY],
    Type.LABEL: {
        "type": Anything(),
        "id": Number(),
        "label": Text(1, 45, required=True),
        "description": Text(1, 100),
        "component": Anything(required=True),
    },
}
_MODAL: Mapping[str, Rule] = {
    "custom_id": Text(1, 100, required=True),
    "title": Text(1, 45, required=True),
    "components": Items(1, 5, required=True),
}


def check_modal(data: Any) -> None:
    """Refuse a modal with ApiError 50035, or let it pass."""
    problems = Problems(("data",))
    check_fields(problems, (), data, _MODAL)
    problems.refuse()
    for index, outer in enumerate(data["components"]):
        _check_outer(problems, ("components", index), outer)
    problems.refuse()
    seen: set[str] = set()
    for component in walk(data["components"]):
        custom_id = component.get("custom_id")
        if custom_id in seen:
            message = f"Component custom id cannot be duplicated: {custom_id}"
            problems.add(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", message)
        if custom_id is not None:
            seen.add(custom_id)
    problems.refuse()


def _check_outer(problems: Problems, path: Path, outer: Any) -> None:
    kind = kind_of(outer)
    if kind is None or kind not in _OUTER:
        problems.add(
            (*path, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1, 10, 18).'
        )
        return
    before = len(problems)
    check_fields(problems, path, outer, _OUTER[kind])
    if len(problems) > before:
        return
    if kind == Type.ACTION_ROW:
        _check_input(problems, (*path, "components", 0), outer["components"][0], {Type.TEXT_INPUT})
        if isinstance(outer["components"][0], dict) and not outer["components"][0].get("label"):
            problems.add((*path, "components", 0, "label"), "BASE_TYPE_REQUIRED", "This field is required")
    elif kind == Type.LABEL:
        _check_input(problems, (*path, "component"), outer["component"], _INPUTS.keys())


def _check_input(problems: Problems, path: Path, component: Any, allowed: Any) -> None:
    kind = kind_of(component)
    if kind is None or kind not in allowed:
        problems.add((*path, "type"), "UNION_TYPE_CHOICES", "This component cannot stand here.")
        return
    check_fields(problems, path, component, _INPUTS[kind])


_AUTOCOMPLETE = Record(
    {
        "choices": Items(
            0,
            25,
            each=Record(
                {
                    "name": Text(1, 100, required=True),
                    "name_localizations": Anything(),
                    "value": Anything(required=True),
                }
            ),
        )
    },
)


def check_choices(data: Any) -> None:
    """Refuse the choices of an autocomplete answer with ApiError 50035, or let them pass."""
    problems = Problems(("data",))
    _AUTOCOMPLETE.check(problems, (), data)
    problems.refuse()
    for index, choice in enumerate(data.get("choices") or ()):
        if isinstance(choice["value"], str):
            Text(1, 100).check(problems, ("choices", index, "value"), choice["value"])
    problems.refuse()
