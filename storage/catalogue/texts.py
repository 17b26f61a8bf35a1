"""What few launches have, or some have several of, and can be asked for by its text."""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from storage.catalogue.words import searchable
from storage.models import Launch
from storage.text import fold


class TextKind(IntEnum):
    """What the text is of a launch."""

    DESIGNATOR = 1
    VIDEO = 2
    SPACECRAFT = 3
    PAYLOAD = 4


def text_rows(number: int, launch: Launch) -> Iterator[tuple[int, str, int, str | None]]:
    """Yield the rows of `launch_texts` for a launch, each once."""
    texts = {(TextKind.VIDEO, film.url) for film in launch.webcasts or ()}
    texts |= {(TextKind.SPACECRAFT, craft.name) for craft in launch.spacecraft or ()}
    if launch.designator:
        texts.add((TextKind.DESIGNATOR, launch.designator))
    for kind, text in sorted(texts):
        yield kind, text, number, fold(text) if kind is TextKind.SPACECRAFT else None
    for text in sorted(set(_carried(launch))):
        yield TextKind.PAYLOAD, text, number, searchable(text)


def _carried(launch: Launch) -> Iterator[str]:
    """Yield the names of the mission and of the payloads."""
    mission = launch.mission.name if launch.mission else ""
    name = mission.strip() or launch.name.rpartition(" | ")[2].strip()
    yield from filter(None, (name, *(payload.name for payload in launch.payloads or ())))
