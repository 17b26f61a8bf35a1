"""How far away an instant is, in words of our own: for platforms that do not count it themselves."""

from __future__ import annotations

from commands.i18n.formatting import number
from commands.i18n.translation import _, ngettext

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_MONTH = 30.4375 * _DAY
_YEAR = 365.25 * _DAY


def relative_words(seconds: float) -> str:
    """Return how far away an instant is, "in 3 hours" or "2 years ago"; `seconds` is negative in the past.

    It is told in its largest whole unit, rounded down.
    """
    span = abs(seconds)
    text, n = _ahead(span) if seconds > 0 else _ago(span)
    return text.format(n=number(n))


def _ago(span: float) -> tuple[str, int]:
    if (n := int(span / _YEAR)) >= 1:
        return ngettext("{n} year ago", "{n} years ago", n), n
    if (n := int(span / _MONTH)) >= 1:
        return ngettext("{n} month ago", "{n} months ago", n), n
    if (n := int(span / _DAY)) >= 1:
        return ngettext("{n} day ago", "{n} days ago", n), n
    if (n := int(span / _HOUR)) >= 1:
        return ngettext("{n} hour ago", "{n} hours ago", n), n
    n = int(span / _MINUTE)
    return (ngettext("{n} minute ago", "{n} minutes ago", n) if n else _("just now")), n


def _ahead(span: float) -> tuple[str, int]:
    if (n := int(span / _YEAR)) >= 1:
        return ngettext("in {n} year", "in {n} years", n), n
    if (n := int(span / _MONTH)) >= 1:
        return ngettext("in {n} month", "in {n} months", n), n
    if (n := int(span / _DAY)) >= 1:
        return ngettext("in {n} day", "in {n} days", n), n
    if (n := int(span / _HOUR)) >= 1:
        return ngettext("in {n} hour", "in {n} hours", n), n
    n = int(span / _MINUTE)
    return (ngettext("in {n} minute", "in {n} minutes", n) if n else _("just now")), n
