"""Which fields each kind of component has in a message, and what their values may be.

Source: https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ..component_types import Type
from .fields import Anything, Flag, Items, Link, Number, Record, Rule, Text

CUSTOM_ID = Text(1, 100)

_ID: Mapping[str, Rule] = {"type": Anything(), "id": Number(0, 2**31 - 1)}
_EMOJI = Record({"id": Anything(), "name": Text(0, 32), "animated": Flag()})
_MEDIA = Record({"url": Link(2048, required=True, schemes=("http", "https", "attachment"))}, required=True)
_FILE = Record({"url": Link(2048, required=True, schemes=("attachment",))}, required=True)
_DESCRIBED: Mapping[str, Rule] = {"media": _MEDIA, "description": Text(1, 1024), "spoiler": Flag()}
_OPTION = Record(
    {
        "label": Text(1, 100, required=True),
        "value": Text(1, 100, required=True),
        "description": Text(0, 100),
        "emoji": _EMOJI,
        "default": Flag(),
    }
)
_SELECT: Mapping[str, Rule] = {
    **_ID,
    "custom_id": Text(1, 100, required=True),
    "placeholder": Text(0, 150),
    "min_values": Number(0, 25),
    "max_values": Number(1, 25),
    "disabled": Flag(),
    "required": Flag(),
}
_ENTITY_SELECT: Mapping[str, Rule] = {**_SELECT, "default_values": Items(0, 25)}

FIELDS: Mapping[int, Mapping[str, Rule]] = MappingProxyType(
    {
        Type.ACTION_ROW: {**_ID, "components": Items(1, 5, required=True)},
        Type.BUTTON: {
            **_ID,
            "style": Number(1, 6, required=True),
            "label": Text(0, 80),
            "emoji": _EMOJI,
            "custom_id": CUSTOM_ID,
            "sku_id": Anything(),
            "url": Link(512, schemes=("http", "https", "discord")),
            "disabled": Flag(),
        },
        Type.STRING_SELECT: {**_SELECT, "options": Items(1, 25, required=True, each=_OPTION)},
        Type.USER_SELECT: _ENTITY_SELECT,
        Type.ROLE_SELECT: _ENTITY_SELECT,
        Type.MENTIONABLE_SELECT: _ENTITY_SELECT,
        Type.CHANNEL_SELECT: {**_ENTITY_SELECT, "channel_types": Items(0, 20)},
        Type.SECTION: {**_ID, "components": Items(1, 3, required=True), "accessory": Anything(required=True)},
        Type.TEXT_DISPLAY: {**_ID, "content": Text(1, 4000, required=True)},
        Type.THUMBNAIL: {**_ID, **_DESCRIBED},
        Type.MEDIA_GALLERY: {**_ID, "items": Items(1, 10, required=True, each=Record(_DESCRIBED))},
        Type.FILE: {**_ID, "file": _FILE, "spoiler": Flag()},
        Type.SEPARATOR: {**_ID, "divider": Flag(), "spacing": Number(1, 2)},
        Type.CONTAINER: {
            **_ID,
            "accent_color": Number(0, 0xFFFFFF),
            "spoiler": Flag(),
            "components": Items(1, 40, required=True),
        },
    }
)
