"""Kinds of components, which of them may hold which, and how to walk through them.

Source: https://docs.discord.com/developers/components/reference#component-object-component-types
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import Any


class Type(IntEnum):
    """Component types."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = frozenset(
    {
        Type.STRING_SELECT,
        Type.USER_SELECT,
        Type.ROLE_SELECT,
        Type.MENTIONABLE_SELECT,
        Type.CHANNEL_SELECT,
    }
)
IN_ACTION_ROW = SELECTS | {Type.BUTTON}
IN_SECTION = frozenset({Type.TEXT_DISPLAY})
IN_CONTAINER = frozenset(
    {
        Type.ACTION_ROW,
        Type.SECTION,
        Type.TEXT_DISPLAY,
        Type.MEDIA_GALLERY,
        Type.FILE,
        Type.SEPARATOR,
    }
)
IN_LAYOUT = IN_CONTAINER | {Type.CONTAINER}
"""What may stand at the top of a Components V2 message."""


def kind_of(component: Any) -> int | None:
    """Give the number in a component's `type`, None if what was sent has none."""
    kind = component.get("type") if isinstance(component, dict) else None
    return kind if isinstance(kind, int) else None


def walk(components: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Give every component, outer before inner, a section's accessory after its texts."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        for name in ("accessory", "component"):
            if component.get(name) is not None:
                yield from walk((component[name],))
