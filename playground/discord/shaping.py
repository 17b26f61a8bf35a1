"""Turns components, embeds and commands from the shape a bot sends into the one Discord hands out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .component_types import SELECTS, Type, walk

_DEFAULTS: Mapping[int, Mapping[str, Any]] = {
    Type.SECTION: {},
    Type.THUMBNAIL: {"description": None, "spoiler": False},
    Type.FILE: {"name": None, "size": None, "spoiler": False},
    Type.SEPARATOR: {"divider": True, "spacing": 1},
    Type.CONTAINER: {"accent_color": None, "spoiler": False},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}


def shape_components(
    components: Iterable[dict[str, Any]], attachments: Iterable[dict[str, Any]], media_id: int
) -> list[dict[str, Any]]:
    """Give the components with defaults and ids filled in and media addresses resolved.

    `attachments` are the message's, for `attachment://`; `media_id` is the first of the media's ids.
    """
    shaped = [_shape(each) for each in components]
    taken = {each["id"] for each in walk(shaped) if each.get("id")}
    free = (number for number in range(1, 10_000) if number not in taken)
    by_name = {each["filename"]: each for each in attachments}
    for component in walk(shaped):
        component["id"] = component.get("id") or next(free)
        for holder in (component, *component.get("items", ())):
            for name in ("media", "file"):
                if name in holder:
                    holder[name] = _shape_media(holder[name]["url"], by_name, media_id)
                    media_id += 1
        if component["type"] == Type.FILE and "attachment_id" in component["file"]:
            attached = next(a for a in by_name.values() if a["id"] == component["file"]["attachment_id"])
            component |= {"name": attached["filename"], "size": attached["size"]}
    return shaped


def _shape(component: dict[str, Any]) -> dict[str, Any]:
    shaped = {**_DEFAULTS.get(component["type"], {}), **_without_nulls(component)}
    if component["type"] in SELECTS:
        shaped.pop("required", None)
    if "components" in shaped:
        shaped["components"] = [_shape(child) for child in shaped["components"]]
    if "accessory" in shaped:
        shaped["accessory"] = _shape(shaped["accessory"])
    if "items" in shaped:
        shaped["items"] = [
            {"description": None, "spoiler": False, **_without_nulls(item)} for item in shaped["items"]
        ]
    if "options" in shaped:
        shaped["options"] = [_shape_option(option) for option in shaped["options"]]
    if "emoji" in shaped:
        shaped["emoji"] = _without_nulls(shaped["emoji"])
    return shaped


def _shape_option(option: Mapping[str, Any]) -> dict[str, Any]:
    shaped = _without_nulls(option)
    return {**shaped, "emoji": _without_nulls(shaped["emoji"])} if "emoji" in shaped else shaped


def _shape_media(url: str, attachments: Mapping[str, dict[str, Any]], media_id: int) -> dict[str, Any]:
    if url.startswith("attachment://"):
        attached = attachments[url.removeprefix("attachment://")]
        media = {"url": attached["url"], "proxy_url": attached["proxy_url"], "attachment_id": attached["id"]}
    else:
        media = {"url": url, "proxy_url": url}
    return {"id": str(media_id), "width": None, "height": None, "content_type": None, **media}


def shape_embeds(
    embeds: Iterable[dict[str, Any]], attachments: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Give the embeds with `type` and with attached pictures resolved."""
    by_name = {each["filename"]: each["url"] for each in attachments}
    shaped = []
    for embed in embeds:
        copy = {"type": "rich", **_without_nulls(embed)}
        for name in ("image", "thumbnail"):
            url = copy.get(name, {}).get("url", "")
            if url.startswith("attachment://"):
                copy[name] = {**copy[name], "url": by_name.get(url.removeprefix("attachment://"), url)}
        shaped.append(copy)
    return shaped


def shape_command(command: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """Give a registered command; `ids` are its id, application_id, version and, in a guild, guild_id."""
    bits = command.get("default_member_permissions")
    shaped = {
        **_shape_named(command),
        **ids,
        "type": command.get("type") or 1,
        "description": command.get("description") or "",
        "default_member_permissions": None if bits is None else str(bits),
        "nsfw": bool(command.get("nsfw")),
        "contexts": command.get("contexts"),
        "integration_types": command.get("integration_types") or [0],
    }
    if "guild_id" not in ids:
        dm = command.get("dm_permission")
        shaped["dm_permission"] = True if dm is None else dm
    return shaped


def _shape_named(named: Mapping[str, Any]) -> dict[str, Any]:
    shaped = _without_nulls(named)
    if "options" in shaped:
        shaped["options"] = [_shape_named(option) for option in shaped["options"]]
    if "choices" in shaped:
        shaped["choices"] = [_without_nulls(choice) for choice in shaped["choices"]]
    return shaped


def without_localizations(command: Mapping[str, Any]) -> dict[str, Any]:
    """Give a command as a list has it unless translations are asked for."""
    return _replace_localized(command, lambda _named, _field: None)


def localized_command(command: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """Give a command as a client in a language shows it; `sent` is the name by which it is sent."""

    def shown(named: Mapping[str, Any], field: str) -> str:
        return str((named.get(f"{field}_localizations") or {}).get(locale) or named[field])

    return _replace_localized(command, shown)


def _replace_localized(
    named: Mapping[str, Any], shown: Callable[[Mapping[str, Any], str], str | None]
) -> dict[str, Any]:
    """Drop the translations of a command, option or choice and all below; put in what is `shown`."""
    plain = {key: value for key, value in named.items() if not key.endswith("_localizations")}
    for field in {"name", "description"} & plain.keys():
        if (text := shown(named, field)) is not None:
            plain |= {field: text} if field == "description" else {field: text, "sent": named[field]}
    for below in {"options", "choices"} & plain.keys():
        plain[below] = [_replace_localized(each, shown) for each in plain[below]]
    return plain


def _without_nulls(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}
