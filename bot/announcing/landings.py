"""Landings that become known after the outcome: what was told of a launch, compared with what is known now.

They are told as corrections of the same revision, marked as landings: these edit the posts that are there and
nothing else, so a version of the bot that does not know them takes each for one that is told already.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.announcing.told_launches import told_launch, with_launch
from storage.catalogue import Heard
from storage.models import Launch
from storage.state.models import Event, EventKind, NewEvent

_MARK = "landing"

Landings = tuple[tuple[str, int | None, bool | None, bool | None, str | None], ...]


@dataclass(frozen=True, slots=True)
class ToldLast:
    """What was told last of a launch, and when.

    `landings` is how often its landings were told, `was` what its last correction corrected.
    """

    launch: Launch
    at: datetime
    landings: int = 0
    was: int | None = None


def is_landing(event: NewEvent) -> bool:
    """Tell whether an event only brings posts up to date, whose outcome stays."""
    return _MARK in json.loads(event.content)


def told_last(events: Iterable[Event]) -> dict[str, ToldLast]:
    """Return what was told last of each launch; `events` are results and corrections, the earliest first."""
    found: dict[str, ToldLast] = {}
    for event in events:
        launch = told_launch(event.content)
        if launch is None:
            continue
        before = found.get(event.launch_id, ToldLast(launch, event.created_at))
        content = json.loads(event.content)
        was = content.get("was") if event.kind is EventKind.CORRECTION else before.was
        found[event.launch_id] = ToldLast(launch, event.created_at, content.get(_MARK, before.landings), was)
    return found


def has_landed_since(told: ToldLast, heard: Heard) -> bool:
    """Tell whether more, or something else, is known of a launch's landings than was told of it.

    What came before that and is only read otherwise today is no news.
    """
    now = heard.launch
    return bool(now.boosters) and landings_of(now) != landings_of(told.launch) and _is_newer(told, heard)


def _is_newer(told: ToldLast, heard: Heard) -> bool:
    if heard.at is not None and heard.at > told.at:
        return True
    # A record may be stored while an older one is being told.
    updated, before = heard.launch.last_updated, told.launch.last_updated
    return updated is not None and before is not None and updated > before


def landings_of(launch: Launch) -> Landings:
    """Return what a post tells of how the boosters of a launch came down."""
    return tuple(
        (
            each.serial_number,
            each.flight_number,
            each.landing_attempt,
            each.landing_success,
            each.landing_place,
        )
        for each in launch.boosters or ()
    )


def landing_content(told: ToldLast, now: Launch) -> str:
    """Return the content of the event that tells the landings; what was corrected stays so in the post."""
    return with_launch({_MARK: told.landings + 1, "was": told.was}, now)


def landing_key(told: ToldLast, now: Launch) -> str:
    """Return the key of that event: each time that landings of a launch change has its own."""
    return f"{_MARK}:{now.id}:{told.landings + 1}"
