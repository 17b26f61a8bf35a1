"""What Launch Library says about its request limit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import msgspec

from adapters.launch_library.values import number
from storage.errors import UpstreamError

UNTOLD_WAIT_SECONDS = 900.0
"""How long to keep still after a 429 that does not say for how long."""

LONGEST_WAIT_SECONDS = 86_400.0
"""A longer wait is not believed: the limit is counted by the hour."""

_SECONDS = re.compile(r"(\d{1,9})\s*second", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Throttle:
    """The limit of requests in a period, how many are used, and the seconds until the next is free."""

    limit: int
    period_seconds: float
    used: int
    next_use_seconds: float


def decode_throttle(data: bytes) -> Throttle:
    """Decode an answer of /api-throttle/, an object or a list of one; raises `UpstreamError`."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UpstreamError("the throttle answer is no valid JSON") from error
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        raise UpstreamError("the throttle answer is not an object")
    limit, period = number(value, "your_request_limit"), number(value, "limit_frequency_secs")
    if limit is None or period is None or limit < 1 or period < 1:
        raise UpstreamError("the throttle answer tells no limit and period")
    return Throttle(
        limit=limit,
        period_seconds=float(period),
        used=max(number(value, "current_use") or 0, 0),
        next_use_seconds=float(max(number(value, "next_use_secs") or 0, 0)),
    )


def told_wait(retry_after: str | None, body: str, now: datetime) -> float:
    """Return the seconds to wait after a 429, from the Retry-After header or else from the text."""
    seconds = _header_seconds(retry_after or "", now)
    if seconds is None:
        match = _SECONDS.search(body)
        seconds = float(match[1]) if match else UNTOLD_WAIT_SECONDS
    return min(max(seconds, 1.0), LONGEST_WAIT_SECONDS)


def _header_seconds(value: str, now: datetime) -> float | None:
    """Read Retry-After: seconds, or a date. Source: https://www.rfc-editor.org/rfc/rfc9110#name-retry-after."""
    value = value.strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        return (moment - now).total_seconds()
    except (TypeError, ValueError, OverflowError):
        # Not a date, or one without a zone.
        return None
