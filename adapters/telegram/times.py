"""Instants: in words, and marked so that each reader's app shows them in the reader's own time."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from commands.cards.card import When, WhenStyle
from commands.i18n.formatting import date_words
from commands.i18n.local_days import in_zone
from commands.i18n.translation import _, ngettext

LATEST_DAYS = 1_098
"""How far ahead an instant may be. Source: https://corefork.telegram.org/constructor/messageEntityFormattedDate"""

_FORMATS = {
    WhenStyle.DATE: "D",
    WhenStyle.DATE_TIME: "Dt",
    WhenStyle.TIME: "t",
    WhenStyle.RELATIVE: "r",
}
"""Long date, short time, relative. Source: https://core.telegram.org/bots/api#date-time-entity-formatting"""

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_MONTH = 30.4375 * _DAY
_YEAR = 365.25 * _DAY


def tag(when: When, now: datetime) -> tuple[str, str]:
    """Return what stands before and after an instant's words for apps to show it themselves.

    Both are empty where Telegram takes no instant: before 1970, and years ahead of `now`.
    """
    unix = int(when.instant.timestamp())
    if not 0 < unix < now.timestamp() + (LATEST_DAYS - 1) * _DAY:
        return "", ""
    return f'<tg-time unix="{unix}" format="{_FORMATS[when.style]}">', "</tg-time>"


def told(when: When, now: datetime, zone: tzinfo = UTC) -> str:
    """Return `when` in words, such as "11 September 2024, 16:23 UTC" or "2 years ago".

    `now` is what relative instants are counted from, `zone` the time zone of the chat.
    """
    if when.style is WhenStyle.RELATIVE:
        return relative((when.instant - now).total_seconds())
    local = in_zone(when.instant, zone)
    if when.style is WhenStyle.TIME:
        return f"{local:%H:%M} {local.tzname()}"
    date = date_words(local)
    if when.style is WhenStyle.DATE:
        return date
    return _("{date}, {time} {zone}").format(date=date, time=f"{local:%H:%M}", zone=local.tzname())


def relative(seconds: float) -> str:
    """Return how far away an instant is, "in 3 hours" or "2 years ago"; `seconds` is negative in the past."""
    amount = _amount(abs(seconds))
    if not amount:
        return _("just now")
    return _("in {amount}").format(amount=amount) if seconds > 0 else _("{amount} ago").format(amount=amount)


def _amount(seconds: float) -> str:
    """Return a span in its largest whole unit, rounded down; nothing below a minute."""
    if (years := int(seconds / _YEAR)) >= 1:
        return ngettext("{n} year", "{n} years", years).format(n=years)
    if (months := int(seconds / _MONTH)) >= 1:
        return ngettext("{n} month", "{n} months", months).format(n=months)
    if (days := int(seconds / _DAY)) >= 1:
        return ngettext("{n} day", "{n} days", days).format(n=days)
    if (hours := int(seconds / _HOUR)) >= 1:
        return ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    minutes = int(seconds / _MINUTE)
    return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes) if minutes else ""
