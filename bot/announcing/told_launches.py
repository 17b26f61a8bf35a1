"""The launches that an event carries, so that a post can be drawn without a catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
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


def with_launches(content: Mapping[str, Any], launches: Iterable[Launch]) -> str:
    """Return the content of a digest or summary as JSON: its launches, and what one line of each tells."""
    told = list(launches)
    ids = [launch.id for launch in told]
    return json.dumps(
        {**content, "launches": ids, "told": [msgspec.to_builtins(_line(each)) for each in told]}
    )


def told_launches(content: str) -> dict[str, Launch]:
    """Return the launches stored with a digest or summary, by ID; older ones have none stored."""
    told = msgspec.convert(json.loads(content).get("told", []), list[Launch])
    return {launch.id: launch for launch in told}


def _line(launch: Launch) -> Launch:
    """A launch with no more than a list shows of it and mutes ask about: a digest may have a hundred."""
    return Launch(
        id=launch.id,
        name=launch.name,
        status=launch.status,
        net=launch.net,
        last_updated=launch.last_updated,
        net_precision=launch.net_precision,
        provider=launch.provider,
        rocket=launch.rocket,
    )


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
