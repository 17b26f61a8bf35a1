"""Readers of what people type that need no catalogue: dates, days, time zones, commands."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from random import Random
from zoneinfo import ZoneInfo

from commands.definitions.commands import COMMANDS
from commands.parsing.arguments import check_arguments, split_words
from commands.parsing.dates.days_of_year import read_day
from commands.parsing.dates.periods import Period, written_end, written_start
from commands.parsing.dates.phrases import phrase_at, read_period, words_of_date
from commands.parsing.timezones import complete_zone, find_zone, zone_at, zone_of
from commands.parsing.typed_command import typed_command
from storage.errors import AskError
from tests.fuzz import damage
from tests.fuzz.reader import Opening, is_said, plain
from tests.fuzz.seeds import DATES, PHRASES, TYPED, ZONES

_NOW = (datetime(2026, 11, 23, 12, tzinfo=UTC), datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC))
_ZONES: tuple[tzinfo, ...] = (
    UTC,
    ZoneInfo("Pacific/Apia"),
    ZoneInfo("America/Sao_Paulo"),
    ZoneInfo("Asia/Kathmandu"),
    zone_of("UTC-3:30"),
)


def _dated(random: Random) -> str:
    return damage.text(random, DATES)


def _date(text: str) -> None:
    now, zone = _NOW[len(text) % 2], _ZONES[len(text) % len(_ZONES)]
    try:
        period = read_period(text, now, zone)
        assert period.start < period.end
        _read_back(period, now, zone)
    except AskError as error:
        is_said(error)
    try:
        month, day = read_day(text, now, zone)
        datetime(2024, month, day, tzinfo=UTC)
    except AskError as error:
        is_said(error)


def _read_back(period: Period, now: datetime, zone: tzinfo) -> None:
    """What a filter shows for a period is understood when it is typed again."""
    start, end = written_start(period.start, zone), written_end(period.end, zone)
    assert read_period(start, now, zone).start <= period.start
    assert read_period(end, now, zone).end >= period.end - (period.end - period.start)


def _sentence(text: str) -> None:
    words = text.split()
    now, zone = _NOW[len(text) % 2], _ZONES[len(text) % len(_ZONES)]
    for at in range(min(len(words), 12)):
        try:
            phrase = phrase_at(words[at:], now, zone)
        except AskError as error:
            is_said(error)
            continue
        if phrase is not None:
            assert phrase.period.start < phrase.period.end
            assert 0 < phrase.words <= len(words) - at
        assert 0 <= words_of_date(words[at], words[at + 1 :]) < len(words) - at


def _zone(text: str) -> None:
    try:
        name = find_zone(text)
        now = datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone_of(name))
        assert now.utcoffset() is not None
        assert name == "UTC" or zone_of(name) is not UTC
    except AskError as error:
        is_said(error)
    zone_of(text)
    for suggestion in complete_zone(text)[:3]:
        assert 0 < len(suggestion.value) <= 100
        find_zone(suggestion.value)


def _whereabouts(random: Random) -> list[float]:
    return [random.choice((random.uniform(-90, 90), random.uniform(-1e3, 1e3), 90.0, -90.0)),
            random.choice((random.uniform(-180, 180), random.uniform(-1e6, 1e6), 180.0, -180.0))]  # fmt: skip


def _location(place: list[float]) -> None:
    assert zone_at(*place)


def _typed(random: Random) -> str:
    return damage.text(random, TYPED if random.random() < 0.7 else PHRASES)


def _command(text: str) -> None:
    said = typed_command(text)
    rest = text if said is None else said.rest
    for command in COMMANDS:
        try:
            check_arguments(command, split_words(command, rest))
        except AskError as error:
            is_said(error)


OPENINGS: dict[str, Opening] = {
    "dates": plain(_dated, _date),
    "dates in sentences": plain(lambda random: damage.text(random, (*PHRASES, *DATES)), _sentence),
    "time zones": plain(lambda random: damage.text(random, ZONES), _zone),
    "locations": plain(_whereabouts, _location),
    "typed commands": plain(_typed, _command),
}
