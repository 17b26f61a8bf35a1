"""Links of a detailed record: webcasts and further reading."""

from __future__ import annotations

from urllib.parse import urlsplit

from adapters.launch_library.values import Fields, filled, text
from storage.models import Webcast


def webcasts(record: Fields, key: str) -> tuple[Webcast, ...] | None:
    """Return the films of a launch, or None when the record has no list of them."""
    items = _links(record, key)
    return None if items is None else tuple(Webcast(url=url, title=title) for url, title in items)


def info_urls(record: Fields, key: str) -> tuple[str, ...] | None:
    """Return the links to read on, or None when the record has no list of them."""
    items = _links(record, key)
    return None if items is None else tuple(url for url, _ in items)


def wiki_url(urls: tuple[str, ...] | None) -> str | None:
    """Return the first link to Wikipedia: a launch has no field of its own for it."""
    return next((url for url in urls or () if _is_wikipedia(url)), None)


def _links(record: Fields, key: str) -> list[tuple[str, str | None]] | None:
    """Return link and title of each item; the oldest records hold plain links instead of objects."""
    items = record.get(key)
    if not isinstance(items, list):
        return None
    found: list[tuple[str, str | None]] = []
    for item in items:
        if isinstance(item, str) and item.strip():
            found.append((item, None))
        elif isinstance(item, dict) and (url := filled(item, "url")):
            found.append((url, text(item, "title")))
    return found


def _is_wikipedia(url: str) -> bool:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    return host is not None and (host == "wikipedia.org" or host.endswith(".wikipedia.org"))
