"""Instants: in words, and marked so that each reader's app shows them in the reader's own time."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from commands.cards.card import When, WhenStyle
from commands.i18n.formatting import date_words
from commands.i18n.local_days import in_zone
from commands.i18n.relative_times import relative_words
from commands.i18n.translation import _

LATEST_SECONDS = 1_097 * 86_400
"""How far ahead an instant may be, and a day less.
Source: https://corefork.telegram.org/constructor/messageEntityFormattedDate"""

_FORMATS = {
    WhenStyle.DATE: "D",
    WhenStyle.DATE_TIME: "Dt",
    WhenStyle.TIME: "t",
    WhenStyle.RELATIVE: "r",
}
"""Long date, short time, relative. Source: https://core.telegram.org/bots/api#date-time-entity-formatting"""


def tag(when: When, now: datetime) -> tuple[str, str]:
    """Return what stands before and after an instant's words for apps to show it themselves.

    Both are empty where Telegram takes no instant: before 1970, and years ahead of `now`.
    """
    unix = int(when.instant.timestamp())
    if not 0 < unix < now.timestamp() + LATEST_SECONDS:
        return "", ""
    return f'<tg-time unix="{unix}" format="{_FORMATS[when.style]}">', "</tg-time>"


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
