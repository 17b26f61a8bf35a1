"""The key of a post, which stands in its buttons, so that the post can be known again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import discord

MARK: Final = "@"
"""Stands in a custom_id between the action and the key of the post; no action has it."""


def has_mark(message: discord.Message, mark: str) -> bool:
    """Tell whether a message has a button whose custom_id ends in `mark`."""
    return any(custom_id.endswith(mark) for custom_id in _custom_ids(message.components))


def _custom_ids(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if custom_id := getattr(component, "custom_id", None):
            yield custom_id
        yield from _custom_ids(getattr(component, "children", ()))
        if accessory := getattr(component, "accessory", None):
            yield from _custom_ids([accessory])
