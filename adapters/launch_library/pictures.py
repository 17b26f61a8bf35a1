"""Pictures: a plain link until 2.2.0, an object with thumbnail and credit in 2.3.0."""

from __future__ import annotations

from adapters.launch_library.values import filled, text
from storage.models import Picture


def picture(value: object) -> Picture | None:
    """Return a picture of either form, or None without a link."""
    if isinstance(value, str):
        return Picture(url=value) if value.strip() else None
    if not isinstance(value, dict):
        return None
    url = filled(value, "image_url")
    if url is None:
        return None
    return Picture(url=url, thumbnail_url=filled(value, "thumbnail_url"), credit=text(value, "credit"))
