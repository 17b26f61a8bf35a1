"""Of which months the catalogue is known to hold every launch, and of which not yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Self

from storage.query import Range

EVER = datetime.min.replace(tzinfo=UTC)
"""Where a span begins that goes back to the first launch there is."""

FIRST_MONTH = (1957, 10)
"""Of Sputnik 1; Launch Library lists nothing earlier."""

TAIL = timedelta(days=1)
"""How long after the last look at the newest launches nothing is taken to be missing."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month in UTC."""

    year: int
    month: int

    @property
    def start(self) -> datetime:
        """Its first instant."""
        return datetime(self.year, self.month, 1, tzinfo=UTC)

    def following(self) -> Month:
        """Return the month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @classmethod
    def of(cls, instant: datetime) -> Self:
        """Return the month of an instant."""
        there = instant.astimezone(UTC)
        return cls(there.year, there.month)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """A stretch of NETs, from its `start` up to its `end`."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far the catalogue can be taken for the whole of Launch Library's list.

    `unknown` are the stretches of NET of which nobody can say that no launch is missing, the earliest first:
    neither the bundled history covers them nor was Launch Library's list read through there.
    `confirmed` are those that Launch Library's list was read through. `history_as_of` is the date of the
    bundled history, None where it was never loaded. `told_at` is when this was so.
    """

    unknown: tuple[Stretch, ...] = ()
    confirmed: tuple[Stretch, ...] = ()
    history_as_of: datetime | None = None
    told_at: datetime | None = field(default=None, compare=False)

    def is_complete(self, instant: datetime) -> bool:
        """Tell whether every launch of that NET is known to be here."""
        return not any(gap.start <= instant < gap.end for gap in self.unknown)

    def gaps_within(self, net: Range) -> tuple[Month, ...]:
        """Return the months of which a launch within those bounds may be missing, the earliest first."""
        first, last = _bounds(net)
        months: dict[Month, None] = {}
        for gap in self.unknown:
            start, end = max(gap.start, first), min(gap.end, last)
            if start < end:
                months.update(dict.fromkeys(_months(start, end)))
        return tuple(months)

    @property
    def gaps(self) -> tuple[tuple[datetime, datetime | Month], ...]:
        """The unknown stretches; the end of one that lasts until today is told by its month.

        While these are the same, so are the months of which a launch may be missing.
        """
        tick = timedelta(microseconds=1)
        return tuple(
            (gap.start, Month.of(gap.end - tick) if gap.end == self.told_at else gap.end)
            for gap in self.unknown
        )

    @property
    def confirmed_since(self) -> datetime | None:
        """From which NET on up to the last look Launch Library's list was read through; None: it was not."""
        return self.confirmed[-1].start if self.confirmed else None


def coverage_of(marks: Mapping[str, str], now: datetime) -> Coverage:
    """Return what the notes in a catalogue say. Those that cannot be read count as not written.

    They are `history`, the date of the bundled history, and `history_gaps`, the months that it does not
    cover, as "2024-09 2024-10"; for `confirmed` see `confirmed_of`.
    """
    confirmed = confirmed_of(marks)
    as_of = _instant(marks.get("history", ""))
    known = list(confirmed)
    if as_of is not None:
        gaps = [
            Stretch(month.start, month.following().start) for month in _listed(marks.get("history_gaps", ""))
        ]
        known += without([Stretch(EVER, as_of)], gaps)
    if confirmed and now - confirmed[-1].end <= TAIL:
        known.append(Stretch(confirmed[-1].end, max(now, confirmed[-1].end)))
    everything = [Stretch(EVER, now)]
    return Coverage(tuple(without(everything, joined(known))), confirmed, as_of, now)


def confirmed_of(marks: Mapping[str, str]) -> tuple[Stretch, ...]:
    """Return the stretches through which Launch Library's list was read, the earliest first.

    A catalogue from before these were noted says instead from when on it is complete.
    """
    if "confirmed" in marks:
        return tuple(joined(_stretches(marks["confirmed"])))
    since, heard = _instant(marks.get("complete_since", "")), _instant(marks.get("updated_at", ""))
    if since is None:
        return ()
    start = EVER if marks.get("walked") == "yes" else since
    return (Stretch(start, max(heard or since, since)),)


def noted(stretches: Iterable[Stretch]) -> str:
    """Return stretches as `confirmed_of` reads them."""
    return " ".join(f"{s.start.isoformat()}/{s.end.isoformat()}" for s in joined(stretches))


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Return the same stretches, those that touch made one, the earliest first."""
    whole: list[Stretch] = []
    for stretch in sorted(stretches):
        if whole and stretch.start <= whole[-1].end:
            whole[-1] = Stretch(whole[-1].start, max(whole[-1].end, stretch.end))
        else:
            whole.append(stretch)
    return whole


def without(stretches: Iterable[Stretch], taken: Iterable[Stretch]) -> list[Stretch]:
    """Return what is left of stretches when others are taken out of them."""
    left = list(stretches)
    for hole in taken:
        left = [
            part
            for s in left
            for part in (
                Stretch(s.start, min(s.end, hole.start)),
                Stretch(max(s.start, hole.end), s.end),
            )
            if part.start < part.end
        ]
    return sorted(left)


def _bounds(net: Range) -> tuple[datetime, datetime]:
    """Return where a range begins and the first instant after it."""
    tick = timedelta(microseconds=1)
    lower = [bound for bound in (net.gte, net.gt) if bound]
    upper = [bound for bound in (net.lt, net.lte and net.lte + tick) if bound]
    return max(lower, default=EVER), min(upper, default=datetime.max.replace(tzinfo=UTC))


def _months(start: datetime, end: datetime) -> Iterator[Month]:
    month = Month.of(max(start, Month(*FIRST_MONTH).start))
    while month.start < end:
        yield month
        month = month.following()


def _listed(text: str) -> Iterator[Month]:
    for word in text.split():
        instant = _instant(f"{word}-01")
        if instant is not None:
            yield Month.of(instant)


def _stretches(text: str) -> Iterator[Stretch]:
    for word in text.split():
        start, end = (_instant(part) for part in (*word.split("/", 1), "")[:2])
        if start and end and start <= end:
            yield Stretch(start, end)


def _instant(text: str) -> datetime | None:
    """Return a noted time, or the beginning of a noted day in UTC; None for what is neither."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
