"""Files that the bot uploaded, shown by the page from its own address."""

from __future__ import annotations

import mimetypes
from typing import Any, Final

from aiohttp import web

PICTURES: Final = frozenset({"image/gif", "image/jpeg", "image/png", "image/webp"})
"""What the page shows; everything else is only offered for download."""


def file_response(content: bytes | None, name: str) -> web.Response:
    """The file, or 404. Nothing in it can run in the page's name."""
    if content is None:
        return web.Response(status=404, text="No such file.")
    kind, _ = mimetypes.guess_type(name)
    if kind in PICTURES:
        return web.Response(body=content, content_type=kind)
    headers = {"Content-Disposition": "attachment", "Content-Security-Policy": "sandbox"}
    return web.Response(body=content, content_type="application/octet-stream", headers=headers)


def moved(value: Any, base: str, to: str) -> Any:
    """The same JSON with every address below `base` put below `to`."""
    if isinstance(value, str):
        return to + value.removeprefix(base) if value.startswith(base) else value
    if isinstance(value, list):
        return [moved(item, base, to) for item in value]
    if isinstance(value, dict):
        return {key: moved(item, base, to) for key, item in value.items()}
    return value
