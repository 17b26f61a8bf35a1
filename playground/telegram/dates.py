"""Instants in texts, which each reader's app shows in the reader's own time.

https://core.telegram.org/bots/api#date-time-entity-formatting
"""

from __future__ import annotations

import re
from datetime import datetime

from .errors import bad_request, stricter
from .text import Entity

FORMAT = re.compile(r"r|w?[dD]?[tT]?")
LARGEST = 2**31 - 1
MOST_AHEAD = 1_098 * 86_400
"""Seconds: https://corefork.telegram.org/constructor/messageEntityFormattedDate."""


def date_time(unix: str, form: str) -> Entity:
    """Give the fields of an instant's entity.

    Telegram leaves the words of one beyond its integers plain, and what it does with none at all is not known
    (https://github.com/tdlib/telegram-bot-api/issues/852): both are refused here, for neither can be meant.
    """
    if not re.fullmatch(r"\d{1,10}", unix, re.ASCII) or not 0 < int(unix) <= LARGEST:
        raise stricter(f"tg-time of {unix!r}, which is no instant from 1970 on that fits 32 bits")
    if not FORMAT.fullmatch(form):
        raise stricter(f"tg-time in the format {form!r}")
    found: Entity = {"type": "date_time", "unix_time": int(unix)}
    return found | {"date_time_format": form} if form else found


def check_dates(entities: list[Entity], now: datetime) -> None:
    """Refuse instants too far ahead."""
    latest = now.timestamp() + MOST_AHEAD
    instants = (each["unix_time"] for each in entities if each["type"] == "date_time")
    if not all(isinstance(instant, int) and 0 < instant <= latest for instant in instants):
        raise bad_request("ENTITY_DATE_INVALID")
