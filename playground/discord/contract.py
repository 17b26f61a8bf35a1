"""Discord's published OpenAPI description, made strict enough to catch misspelt fields.

Source: https://github.com/discord/discord-api-spec. Objects are closed, unions told apart by `type`, and what
real clients send beside the description is let in by name, each with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

_KEPT_ATTACHMENT = ("size", "url", "proxy_url", "height", "width", "content_type", "spoiler", "flags")

REQUEST_EXTRAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        # discord.py's Embed.to_dict writes the flags that it had received.
        "RichEmbed": ("flags",),
        # Documented for commands, and missing from the description's request bodies only.
        "ApplicationCommandCreateRequest": ("nsfw",),
        "ApplicationCommandUpdateRequest": ("nsfw",),
        "ApplicationCommandPatchRequestPartial": ("nsfw",),
        # discord.py puts `tts` into every message body, edits included; Discord passes over it.
        "MessageEditRequestPartial": ("tts",),
        "IncomingWebhookUpdateRequestPartial": ("tts",),
        "IncomingWebhookUpdateForInteractionCallbackRequestPartial": ("tts",),
        "BaseCreateMessageCreateRequest": ("tts",),
        # Attachments that an edit keeps are sent back as they were received.
        "MessageAttachmentRequest": _KEPT_ATTACHMENT,
    }
)

ERRORS = ("ErrorResponse", "RatelimitedResponse")
"""Replies that the description composes of two objects."""


def for_requests(document: dict[str, Any]) -> dict[str, Any]:
    """Give the strict description for what a bot sends; ids may be numbers there, as Discord takes both."""
    strict = _strict(document, document)
    assert isinstance(strict, dict)
    schemas = strict["components"]["schemas"]
    schemas["SnowflakeType"] = {"type": ["string", "integer"], "pattern": schemas["SnowflakeType"]["pattern"]}
    for name, fields in REQUEST_EXTRAS.items():
        schemas[name]["properties"] |= {field: {} for field in fields}
    return strict


def for_replies(document: dict[str, Any]) -> dict[str, Any]:
    """Give the strict description for what the server answers."""
    strict = _strict(document, document)
    assert isinstance(strict, dict)
    schemas = strict["components"]["schemas"]
    for name in ERRORS:
        schemas[name] = _joined(schemas[name], schemas)
    # Documented, and missing from the description: a forum's post comes with the message that it begins with.
    schemas["CreatedThreadResponse"]["properties"]["message"] = {}
    # Faults of single fields have codes in words, against the description: "BASE_TYPE_REQUIRED" and the like,
    # https://docs.discord.com/developers/reference#error-messages.
    error = schemas["Error"]
    named = {**error, "properties": {**error["properties"], "code": {"type": "string"}}}
    schemas["InnerErrors"]["properties"]["_errors"]["items"] = named
    return strict


def _joined(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Make one closed object of several that all hold: closed one by one, they would exclude each other."""
    parts = [schemas[part["$ref"].rpartition("/")[2]] if "$ref" in part else part for part in schema["allOf"]]
    return {
        "type": "object",
        "properties": {name: value for part in parts for name, value in part["properties"].items()},
        "required": [name for part in parts for name in part.get("required", ())],
        "additionalProperties": False,
    }


def _strict(node: Any, document: dict[str, Any]) -> Any:
    """Copy a schema, or anything holding schemas, with objects closed and unions discriminated."""
    if isinstance(node, list):
        return [_strict(each, document) for each in node]
    if not isinstance(node, dict):
        return node
    copy = {name: _strict(value, document) for name, value in node.items()}
    if copy.get("type") == "object" and "properties" in copy and "additionalProperties" not in copy:
        copy["additionalProperties"] = False
    for word in ("oneOf", "anyOf"):
        if isinstance(node.get(word), list):
            _discriminate(copy, word, document)
    return copy


def _discriminate(schema: dict[str, Any], word: str, document: dict[str, Any]) -> None:
    """Replace a union by a choice on null and then on `type`, where its members allow that.

    This names the fault in the one member that was meant, instead of "not valid under any of the schemas".
    """
    members: list[dict[str, Any]] = schema[word]
    objects = [each for each in members if each != {"type": "null"}]
    nullable = len(objects) < len(members)
    kinds = [_type_values(each, document) for each in objects]
    if len(objects) == 1:
        chosen = objects[0]
    elif all(kinds):
        chosen = {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"enum": [value for values in kinds for value in values]}},
            "allOf": [
                {"if": {"properties": {"type": {"enum": values}}, "required": ["type"]}, "then": member}
                for values, member in zip(kinds, objects, strict=True)
            ],
        }
    else:
        return
    del schema[word]
    schema.setdefault("allOf", []).append(
        {"if": {"type": "null"}, "else": chosen} if nullable else chosen,
    )


def _type_values(member: dict[str, Any], document: dict[str, Any]) -> list[Any]:
    """Give the values of `type` that mark a union's member, none if nothing marks it."""
    name = member.get("$ref", "").rpartition("/")[2]
    target = document["components"]["schemas"].get(name, member)
    kind = target.get("properties", {}).get("type", {})
    values = kind.get("enum", []) if isinstance(kind, dict) else []
    return list(values)
