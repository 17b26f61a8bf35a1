"""Rules for message components, classic and Components V2.

Source: https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from ..component_types import IN_ACTION_ROW, IN_CONTAINER, IN_LAYOUT, IN_SECTION, SELECTS, Type, kind_of, walk
from ..errors import server_error
from .component_fields import FIELDS
from .fields import Items, check_fields
from .problems import Path, Problems

MAX_COMPONENTS = 40
MAX_TEXT = 4000
MAX_TEXT_BYTES = 10_170
"""Beyond that Discord fails with 500. https://github.com/discord/discord-api-docs/issues/8554"""
MAX_ROWS = 5

_CHILDREN: Mapping[int, frozenset[Type]] = MappingProxyType(
    {
        Type.ACTION_ROW: IN_ACTION_ROW,
        Type.SECTION: IN_SECTION,
        Type.CONTAINER: IN_CONTAINER,
    }
)
_ACCESSORIES = frozenset({Type.BUTTON, Type.THUMBNAIL})


def check_components(problems: Problems, components: Any, files: Iterable[str], *, v2: bool) -> None:
    """Check a message's components; `files` are the names that `attachment://` may point at."""
    path: Path = ("components",)
    allowed = IN_LAYOUT if v2 else frozenset({Type.ACTION_ROW})
    before = len(problems)
    Items(0, MAX_COMPONENTS if v2 else MAX_ROWS).check(problems, path, components)
    if not isinstance(components, list):
        return
    for index, component in enumerate(components):
        check_component(problems, (*path, index), component, allowed)
    if len(problems) == before:
        _check_together(problems, path, components, frozenset(files))


def check_component(problems: Problems, path: Path, component: Any, allowed: frozenset[Type]) -> None:
    """Check one component and what is in it."""
    kind = kind_of(component)
    if kind is None or kind not in allowed:
        names = ", ".join(str(int(each)) for each in sorted(allowed))
        message = f'Value of field "type" must be one of ({names}).'
        problems.add((*path, "type"), "UNION_TYPE_CHOICES", message)
        return
    check_fields(problems, path, component, FIELDS[kind])
    children = component.get("components")
    for index, child in enumerate(children if isinstance(children, list) else ()):
        check_component(problems, (*path, "components", index), child, _CHILDREN[kind])
    if component.get("accessory") is not None:
        check_component(problems, (*path, "accessory"), component["accessory"], _ACCESSORIES)
    if kind == Type.BUTTON:
        _check_button(problems, path, component)
    elif kind == Type.STRING_SELECT:
        _check_select(problems, path, component)
    elif kind == Type.ACTION_ROW:
        _check_row(problems, path, component)


def _check_button(problems: Problems, path: Path, button: dict[str, Any]) -> None:
    style = button.get("style")
    wanted = {5: "url", 6: "sku_id"}.get(style if isinstance(style, int) else 0, "custom_id")
    for name in ("custom_id", "url", "sku_id"):
        given = button.get(name) is not None
        if given and name != wanted:
            message = f"A button of style {style} cannot have {name}."
            problems.add((*path, name), "BUTTON_COMPONENT_INVALID_FIELD", message)
        elif not given and name == wanted:
            problems.add((*path, name), "BASE_TYPE_REQUIRED", "This field is required")
    if style != 6 and not button.get("label") and button.get("emoji") is None:
        message = "A button must have a label or an emoji."
        problems.add((*path, "label"), "BUTTON_COMPONENT_MISSING_LABEL", message)


def _check_select(problems: Problems, path: Path, select: dict[str, Any]) -> None:
    options = select.get("options")
    records = [each for each in options if isinstance(each, dict)] if isinstance(options, list) else []
    seen: set[str] = set()
    for index, option in enumerate(records):
        value = str(option.get("value"))
        if value in seen:
            message = "The specified option value is already used."
            problems.add(
                (*path, "options", index, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message
            )
        seen.add(value)
    least, most = select.get("min_values"), select.get("max_values")
    least, most = 1 if least is None else least, 1 if most is None else most
    if isinstance(least, int) and isinstance(most, int) and not least <= most <= max(len(records), 1):
        message = "min_values may not be over max_values, nor max_values over the number of options."
        problems.add((*path, "max_values"), "SELECT_COMPONENT_INVALID_VALUES", message)
    chosen = sum(option.get("default") is True for option in records)
    if isinstance(most, int) and chosen > most:
        message = "More options are chosen from the start than may be chosen."
        problems.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", message)


def _check_row(problems: Problems, path: Path, row: dict[str, Any]) -> None:
    children = row.get("components")
    kinds = [kind_of(child) for child in children] if isinstance(children, list) else []
    if len(kinds) > 1 and any(kind in SELECTS for kind in kinds):
        message = "The specified component exceeds the maximum width."
        problems.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)


def _check_together(
    problems: Problems, path: Path, components: list[dict[str, Any]], files: frozenset[str]
) -> None:
    """Check what concerns all components of a well-formed message at once."""
    everything = list(walk(components))
    if len(everything) > MAX_COMPONENTS:
        message = f"The total number of components cannot exceed {MAX_COMPONENTS}."
        problems.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
    letters = sum(len(each["content"]) for each in everything if each["type"] == Type.TEXT_DISPLAY)
    if letters > MAX_TEXT:
        message = f"The total length of displayable text cannot exceed {MAX_TEXT} characters."
        problems.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)
    if letters <= MAX_TEXT and _text_bytes(everything) > MAX_TEXT_BYTES:
        raise server_error()
    _check_unique(problems, path, everything, "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED")
    _check_unique(problems, path, everything, "id", "COMPONENT_ID_DUPLICATED")
    for url in _media(everything):
        if url.startswith("attachment://") and url.removeprefix("attachment://") not in files:
            message = f"The file named in {url} is not attached to the message."
            problems.add(path, "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", message)


def _text_bytes(everything: Iterable[Mapping[str, Any]]) -> int:
    return sum(len(each["content"].encode()) for each in everything if each["type"] == Type.TEXT_DISPLAY)


def _check_unique(
    problems: Problems, path: Path, everything: list[dict[str, Any]], name: str, code: str
) -> None:
    seen: set[Any] = set()
    for component in everything:
        value = component.get(name)
        if value and value in seen:
            problems.add(path, code, f"Component {name} cannot be duplicated: {value}")
        seen.add(value)


def _media(everything: list[dict[str, Any]]) -> Iterable[str]:
    for component in everything:
        for holder in (component, *component.get("items", ())):
            for name in ("media", "file"):
                if name in holder:
                    yield holder[name]["url"]
