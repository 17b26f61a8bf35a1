"""What a person writes into a modal, checked as Discord's client checks it before it sends the modal off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .command_input import ClientRefusalError
from .component_types import Type, walk

ModalValue = str | bool | list[str]

_SINGLE = frozenset({Type.TEXT_INPUT, Type.RADIO_GROUP, Type.CHECKBOX})


def fill_modal(components: list[dict[str, Any]], values: Mapping[str, ModalValue]) -> list[dict[str, Any]]:
    """Make the components of a modal submission; inputs without a value keep what the bot had put there."""
    known = {each["custom_id"] for each in walk(components) if "custom_id" in each}
    for custom_id in values:
        if custom_id not in known:
            raise ClientRefusalError(f"The modal has no input {custom_id!r}.")
    numbers = iter(range(1, 1000))
    return [_fill(each, values, next(numbers) * 10) for each in components]


def _fill(component: dict[str, Any], values: Mapping[str, ModalValue], number: int) -> dict[str, Any]:
    filled: dict[str, Any] = {"type": component["type"], "id": component.get("id") or number}
    if component["type"] == Type.ACTION_ROW:
        return filled | {"components": [_input(each, values, number + 1) for each in component["components"]]}
    if component["type"] == Type.LABEL:
        return filled | {"component": _input(component["component"], values, number + 1)}
    return filled


def _input(component: dict[str, Any], values: Mapping[str, ModalValue], number: int) -> dict[str, Any]:
    kind, custom_id = component["type"], component["custom_id"]
    value = values.get(custom_id, _preset(component))
    _check(component, value)
    field = "value" if kind in _SINGLE else "values"
    return {"type": kind, "id": component.get("id") or number, "custom_id": custom_id, field: value}


def _preset(component: dict[str, Any]) -> ModalValue | None:
    kind = component["type"]
    if kind == Type.TEXT_INPUT:
        return str(component.get("value") or "")
    if kind == Type.CHECKBOX:
        return bool(component.get("default"))
    chosen = [each["value"] for each in component.get("options") or () if each.get("default")]
    if kind == Type.RADIO_GROUP:
        return chosen[0] if chosen else None
    return chosen


def _check(component: dict[str, Any], value: ModalValue | None) -> None:
    custom_id = component["custom_id"]
    if component.get("required", True) and value in ("", None, []):
        raise ClientRefusalError(f"{custom_id} has to be filled in.")
    if component["type"] == Type.TEXT_INPUT and value:
        least, most = component.get("min_length") or 0, component.get("max_length") or 4000
        if not isinstance(value, str) or not least <= len(value) <= most:
            raise ClientRefusalError(f"{custom_id} is too short or too long.")
    offered = {option["value"] for option in component.get("options") or ()}
    chosen = (
        value
        if isinstance(value, list)
        else [value]
        if component["type"] == Type.RADIO_GROUP and value
        else []
    )
    if offered and not offered.issuperset(map(str, chosen)):
        raise ClientRefusalError(f"{custom_id} does not offer {value!r}.")
