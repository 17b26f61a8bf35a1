"""Instants in words: Telegram has no timestamps that each reader sees in their own time."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from commands.cards.card import When, WhenStyle
from commands.i18n.formatting import date_words
from commands.i18n.local_days import in_zone
from commands.i18n.relative_times import relative_words
from commands.i18n.translation import _


def told(when: When, now: datetime, zone: tzinfo = UTC) -> str:
    """Return `when` in words, such as "11 September 2024, 16:23 UTC" or "2 years ago".

    `now` is what relative instants are counted from, `zone` the time zone of the chat.
    """
    if when.style is WhenStyle.RELATIVE:
        return relative_words((when.instant - now).total_seconds())
    local = in_zone(when.instant, zone)
    if when.style is WhenStyle.TIME:
        return f"{local:%H:%M} {local.tzname()}"
    date = date_words(local)
    if when.style is WhenStyle.DATE:
        return date
    return _("{date}, {time} {zone}").format(date=date, time=f"{local:%H:%M}", zone=local.tzname())
