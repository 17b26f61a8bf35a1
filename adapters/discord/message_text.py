"""What stands in a message that somebody points us at, in whatever form it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import discord

from commands.cards.safe_text import cut

LONGEST = 8_000
"""Characters that are looked through: two messages of the longest kind."""


def text_of(message: discord.Message) -> str:
    """Return the words of a message, of what it forwards, and of embeds and components, a line each."""
    return cut("\n".join(filter(None, _texts(message))), LONGEST)


def _texts(message: Any) -> Iterator[str]:
    yield message.content
    for embed in message.embeds:
        yield from (embed.title or "", embed.description or "")
        yield from (f"{each.name} {each.value}" for each in embed.fields)
    yield from _of_components(message.components)
    for forwarded in getattr(message, "message_snapshots", ()):
        yield from _texts(forwarded)


def _of_components(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        content = getattr(component, "content", None)
        if isinstance(content, str):
            yield content
        yield from _of_components(getattr(component, "children", ()))
