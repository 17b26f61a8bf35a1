"""The notes that the sync keeps in the catalogue: where it stands and when it last looked.

They are kept beside the launches, in the same transaction, so that a new catalogue starts from nothing and
an old one goes on after a kill. Names and meaning of the notes:

- `fresh_at`, `newest_at`, `walked_at`: when changes, the newest page, a page of the walk were last read
- `since`, `since_offset`, `behind`: from which change on to ask, and "yes" while more are known to wait
- `walk`, `walk_offset`: where the next page of the walk begins (see `bot.sync.walk`)
- `walk_empty`, `walk_doubted`, `doubted_at`: answers that are not believed yet, and since when
- `confirmed`: see `storage.catalogue.coverage`; beside it stand `history`, `history_gaps`
- `upcoming_at`, `expected`: see `bot.sync.upcoming`
- `decoders`, `read_anew`: see `bot.sync.rereading`
- `complete_since`, `updated_at`, `total`, `trouble`: see `Freshness`

Catalogues from before `confirmed` have `walked` instead, "yes" after the walk was at the end once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from adapters.launch_library.pages import DecodedPage


@dataclass(frozen=True, slots=True)
class Marks:
    """The notes by name. One that is missing or unreadable counts as not written yet."""

    values: Mapping[str, str] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def says(self, name: str) -> bool:
        """Return whether a note says yes."""
        return self.values.get(name) == "yes"

    def instant(self, name: str) -> datetime | None:
        """Return the time that is noted, or None."""
        try:
            return datetime.fromisoformat(self.values.get(name, "")).astimezone(UTC)
        except ValueError:
            return None

    def number(self, name: str) -> int:
        """Return the stored number, or 0."""
        text = self.values.get(name, "")
        return int(text) if text.isdecimal() else 0

    def due(self, name: str, interval: timedelta, now: datetime) -> bool:
        """Return whether the task last done at that time is due again.

        A time that lies ahead, since the clock was set back, is as good as none.
        """
        then = self.instant(name)
        return then is None or not timedelta() <= now - then < interval


def text(instant: datetime) -> str:
    """Return a time as it is noted."""
    return instant.astimezone(UTC).isoformat()


def caught_up(before: Marks, page: DecodedPage, since: datetime, resume: datetime) -> dict[str, str]:
    """Return the notes after a page of changes since then, the oldest change first.

    `resume` is from when on to ask once no more are waiting.
    """
    if not page.has_next or not page.size:
        return {"since": text(resume), "since_offset": "0", "behind": ""}
    last = page.records[-1].launch.last_updated if page.records else None
    if last is None or last <= since:
        # As in the walk: many launches changed at one instant are passed by number.
        offset = before.number("since_offset") + page.size
        return {"since": text(since), "since_offset": str(offset), "behind": "yes"}
    return {"since": text(last), "since_offset": "0", "behind": "yes"}
