"""`History`: launches up to a date, and what is known to be missing from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.models import Launch


@dataclass(frozen=True, slots=True)
class History:
    """The launches flown up to `made_on`, the earliest first.

    `gaps` are the months before the one of `made_on` of which launches are missing, as "2024-09", the
    earliest first (see `storage.history.gaps`); what comes after `made_on` is missing as well.
    """

    launches: tuple[Launch, ...]
    made_on: date
    gaps: tuple[str, ...] = ()
