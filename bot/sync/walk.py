"""Where Launch Library's list is read next, newest launch to oldest, and what a page that was read proves.

The list is always read downwards from a NET, without a lower bound: a page then ends in launches that are
older than what was asked about, so an answer that holds none at all is wrong, and shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.launch_library.pages import DecodedPage
from bot.sync.progress import Marks, text
from storage.catalogue.coverage import EVER, Coverage, Stretch, confirmed_of, noted, without
from storage.errors import UpstreamError

WALK_INTERVAL = timedelta(hours=2)
"""Between two pages of the slow walk that looks the whole list over again: about a week in all."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: its latest NET, None for the top, and how many launches at that NET to skip."""

    here: datetime | None
    offset: int = 0


def missing_place(coverage: Coverage, marks: Marks) -> Place | None:
    """Return where to read on since launches may be missing there, None if nowhere: the newest first."""
    if not coverage.unknown:
        return None
    end, known = coverage.unknown[-1].end, coverage.confirmed
    return at(end if known and end <= known[-1].end else None, marks)


def slow_place(coverage: Coverage, marks: Marks, now: datetime) -> Place:
    """Return where the slow walk goes on: below what is confirmed, or when all is, where it was."""
    left = unconfirmed(coverage, now)
    return at(left[-1].end, marks) if left else at(marks.instant("walk"), marks)


def unconfirmed(coverage: Coverage, now: datetime) -> list[Stretch]:
    """Return the stretches through which Launch Library's list was not read yet, the earliest first."""
    top = coverage.confirmed[-1].end if coverage.confirmed else now
    return without([Stretch(EVER, top)], coverage.confirmed)


def at(here: datetime | None, marks: Marks) -> Place:
    """Return the place of that NET, with the launches of it that the walk has passed already."""
    return Place(here, marks.number("walk_offset") if marks.instant("walk") == here else 0)


def check(page: DecodedPage, place: Place, before: Marks) -> None:
    """Raise `UpstreamError` for a page that is no answer, or holds no launches and is not believed yet.

    The list is never empty, and where a page begins there was a launch. It may be gone since: so the same
    answer is believed when it comes a second time, which is at least a rest later.
    """
    if page.size:
        if not in_order(page, place):
            raise UpstreamError("Launch Library answered with other launches than were asked for")
        return
    if place == Place(None):
        raise UpstreamError("Launch Library lists no launches at all")
    again = place.here is not None and before.instant("walk_empty") == place.here
    if not again and page.count <= place.offset and place.offset:
        return  # Past the end of the list: those that stood there have moved.
    if not again:
        raise EmptyPageError(place.here)


class EmptyPageError(UpstreamError):
    """Launch Library lists nothing from a NET on; `marks` note that it said so."""

    def __init__(self, here: datetime | None) -> None:
        super().__init__(f"Launch Library lists nothing up to {here}")
        self.marks = {"walk_empty": text(here)} if here else {}


def in_order(page: DecodedPage, place: Place) -> bool:
    """Tell whether a page holds what was asked for: nothing above the place, and the newest first."""
    nets = [record.launch.net for record in page.records]
    below = place.here is None or all(net <= place.here for net in nets)
    return below and nets == sorted(nets, reverse=True)


def confirming(before: Marks, page: DecodedPage, place: Place, now: datetime) -> dict[str, str]:
    """Return the notes that a page, newest launch first, confirms what lies between its ends."""
    nets = [record.launch.net for record in page.records]
    start = EVER if _is_last(page, place) else min(nets, default=None)
    end = now if place.here is None else place.here
    if start is None or start >= end or not in_order(page, place):
        return {}
    confirmed = noted([*confirmed_of(before.values), Stretch(start, end)])
    since = confirmed_of({"confirmed": confirmed})[-1].start
    if since == EVER:
        # As people are told it: from the first launch on.
        known = before.instant("complete_since")
        since = min((net for net in (known, *nets) if net), default=end)
    return {"confirmed": confirmed, "complete_since": text(since)}


def passing(page: DecodedPage, place: Place, now: datetime) -> dict[str, str]:
    """Return the notes for a walk that has just read this page and goes on below it."""
    moved = {"walked_at": text(now), "walk_empty": "", "walk_doubted": ""}
    if _is_last(page, place):
        return {**moved, "walk": "", "walk_offset": "0"}
    last = page.records[-1].launch.net if page.records else None
    if last is None or (place.here is not None and last >= place.here):
        # Nothing but launches of one instant, or nothing readable: on by number.
        here = "" if place.here is None else text(place.here)
        return {**moved, "walk": here, "walk_offset": str(place.offset + page.size)}
    return {**moved, "walk": text(last), "walk_offset": "0"}


def _is_last(page: DecodedPage, place: Place) -> bool:
    """Whether the list ends with this page: it says so in both of its ways."""
    return not page.size or (not page.has_next and page.count <= place.offset + page.size)
