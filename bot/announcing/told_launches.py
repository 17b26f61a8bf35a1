"""The launch that an event carries, so that a post can be drawn without a catalogue."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from storage.models import Launch


def with_launch(content: dict[str, Any], launch: Launch) -> str:
    """Return an event's content as JSON, with the launch as it is told."""
    return json.dumps({**content, "launch": msgspec.to_builtins(launch)})


def told_launch(content: str) -> Launch | None:
    """Return the launch that an event carries; None for one of before events carried any."""
    told = json.loads(content).get("launch")
    return None if told is None else msgspec.convert(told, Launch)


def newer(known: Launch | None, told: Launch | None) -> Launch | None:
    """Return the one that Launch Library changed last; what the catalogue knows, where that is the same."""
    if known is None or told is None:
        return known or told
    if known.id != told.id:
        # Launch Library has merged the one that was told into the one that is known.
        return known
    if known.last_updated is None or told.last_updated is None:
        return known
    return told if told.last_updated > known.last_updated else known
