"""Rules for embeds.

Source: https://docs.discord.com/developers/resources/message#embed-object-embed-limits
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .fields import Anything, Flag, Items, Link, Number, Record, Text
from .problems import Problems

MAX_TEXT = 6000

_SCHEMES = ("http", "https", "attachment")
_MEDIA = Record(
    {
        "url": Link(schemes=_SCHEMES),
        "proxy_url": Anything(),
        "height": Anything(),
        "width": Anything(),
        "content_type": Anything(),
        "placeholder": Anything(),
        "placeholder_version": Anything(),
        "description": Anything(),
        "flags": Anything(),
    }
)
EMBED = Record(
    {
        "type": Anything(),
        "title": Text(0, 256),
        "description": Text(0, 4096),
        "url": Link(),
        "timestamp": Text(),
        "color": Number(0, 0xFFFFFF),
        "flags": Anything(),
        "footer": Record(
            {
                "text": Text(1, 2048, required=True),
                "icon_url": Link(schemes=_SCHEMES),
                "proxy_icon_url": Anything(),
            }
        ),
        "author": Record(
            {
                "name": Text(1, 256, required=True),
                "url": Link(),
                "icon_url": Link(schemes=_SCHEMES),
                "proxy_icon_url": Anything(),
            }
        ),
        "image": _MEDIA,
        "thumbnail": _MEDIA,
        "video": _MEDIA,
        "provider": Record({"name": Text(0, 256), "url": Link()}),
        "fields": Items(
            0,
            25,
            each=Record(
                {"name": Text(1, 256, required=True), "value": Text(1, 1024, required=True), "inline": Flag()}
            ),
        ),
    }
)


def check_embeds(problems: Problems, embeds: Any) -> None:
    """Check a message's embeds, each and all together."""
    before = len(problems)
    Items(0, 10, each=EMBED).check(problems, ("embeds",), embeds)
    if len(problems) == before and sum(map(len, _texts(embeds))) > MAX_TEXT:
        message = f"Embed size exceeds maximum size of {MAX_TEXT}"
        problems.add(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", message)


def _texts(embeds: list[dict[str, Any]]) -> Iterator[str]:
    for embed in embeds:
        yield embed.get("title") or ""
        yield embed.get("description") or ""
        yield (embed.get("footer") or {}).get("text", "")
        yield (embed.get("author") or {}).get("name", "")
        for field in embed.get("fields") or ():
            yield field["name"]
            yield field["value"]
