"""What a world's fate is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.state.models import Platform

if TYPE_CHECKING:
    from tests.simulation.world import World

DIGEST_AT = 1_800.0
"""Seconds after the beginning at which digests are due, which tell of what has become known so far."""


@dataclass(frozen=True)
class PlaceSpec:
    """A place, and how it has subscribed."""

    platform: Platform
    chat_id: int
    query: str = ""
    frequency: str = "instant"
    publish: bool = False
    is_readable: bool = True


@dataclass(frozen=True)
class Happening:
    """Something that happens in the world."""

    words: str
    happen: Callable[[World], None]

    def __str__(self) -> str:
        return self.words


@dataclass
class Plan:
    """A world's whole fate; `deaths` says for each life at which step of its it ends, None for at none."""

    places: list[PlaceSpec] = field(default_factory=list)
    events: list[tuple[float, Happening]] = field(default_factory=list)
    deaths: list[tuple[str, int] | None] = field(default_factory=list)
    downtime: float = 1.0
    slowness: float = 0.0
    pace: float = 0.02
    has_digests: bool = False
