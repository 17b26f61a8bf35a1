"""Links of a detailed record: webcasts and further reading."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from adapters.launch_library.pictures import picture
from adapters.launch_library.values import (
    Fields,
    child,
    children,
    duration,
    filled,
    flag,
    instant,
    label,
    number,
    text,
)
from storage.models import Moment, Patch, Update, Webcast


def webcasts(record: Fields, key: str) -> tuple[Webcast, ...] | None:
    """Return the films of a launch, or None when the record has no list of them."""
    items = _links(record, key)
    return None if items is None else tuple(_webcast(url, fields) for url, fields in items)


def _webcast(url: str, fields: Fields) -> Webcast:
    return Webcast(
        url=url,
        title=text(fields, "title"),
        publisher=filled(fields, "publisher"),
        language=filled(child(fields, "language") or {}, "code"),
        priority=number(fields, "priority"),
        type=label(fields, "type") or None,
        is_live=flag(fields, "live"),
    )


def updates(record: Fields) -> tuple[Update, ...] | None:
    """Return the news of a launch, or None when the record has no list of it."""
    items = children(record, "updates")
    if items is None:
        return None
    return tuple(
        Update(comment, instant(item, "created_on"), filled(item, "info_url"))
        for item in items
        if (comment := filled(item, "comment"))
    )


def patches(record: Fields) -> tuple[Patch, ...] | None:
    """Return the mission patches, or None when the record has no list of them."""
    items = children(record, "mission_patches")
    if items is None:
        return None
    found = ((picture(item.get("image") or item.get("image_url")), item) for item in items)
    return tuple(
        Patch(image.url, filled(item, "name"), number(item, "priority")) for image, item in found if image
    )


def timeline(record: Fields) -> tuple[Moment, ...] | None:
    """Return what was planned to happen when, or None when the record has no list of it."""
    items = children(record, "timeline")
    if items is None:
        return None
    return tuple(_moments(items))


def _moments(items: list[Fields]) -> Iterator[Moment]:
    for item in items:
        kind = child(item, "type") or {}
        name, after = filled(kind, "abbrev") or filled(kind, "name"), duration(item, "relative_time")
        if name is not None and after is not None:
            yield Moment(name, after)


def info_urls(record: Fields, key: str) -> tuple[str, ...] | None:
    """Return the links to read on, or None when the record has no list of them."""
    items = _links(record, key)
    return None if items is None else tuple(url for url, _ in items)


def wiki_url(urls: tuple[str, ...] | None) -> str | None:
    """Return the first link to Wikipedia: a launch has no field of its own for it."""
    return next((url for url in urls or () if _is_wikipedia(url)), None)


def _links(record: Fields, key: str) -> list[tuple[str, Fields]] | None:
    """Return link and fields of each item; the oldest records hold plain links instead of objects."""
    items = record.get(key)
    if not isinstance(items, list):
        return None
    found: list[tuple[str, Fields]] = []
    for item in items:
        if isinstance(item, str) and item.strip():
            found.append((item, {}))
        elif isinstance(item, dict) and (url := filled(item, "url")):
            found.append((url, item))
    return found


def _is_wikipedia(url: str) -> bool:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    return host is not None and (host == "wikipedia.org" or host.endswith(".wikipedia.org"))
