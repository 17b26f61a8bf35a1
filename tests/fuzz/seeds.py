"""Real input of every kind, to be spoilt."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args
from zoneinfo import available_timezones

from commands.definitions.commands import COMMANDS
from playground.launch_library.records import records
from playground.launch_library.shapes import Mode, Version, shape
from tests.commands.asked_phrases import FACTS
from tests.commands.date_phrases import DAYS
from tests.commands.misspellings import MISSPELT
from tests.commands.plain_phrases import PHRASES as PLAIN
from tests.commands.ways_to_ask import SAME
from tests.every_card import BAD
from tests.history import fill

DATES = (
    *DAYS,
    "tomorrow",
    "last 5 launches",
    "2024-06-01T12:00Z",
    "29 feb",
    "31.12.1999",
    "the day before yesterday",
)
NAMES = (
    *(name for names in SAME.values() for name in names),
    *(wrong for kind in MISSPELT.values() for wrong in kind),
)
PHRASES = (
    *PLAIN,
    *FACTS,
    *NAMES,
)
ZONES = (
    *sorted(available_timezones()),
    "UTC+5:30",
    "utc-3",
    "+02:00",
    "GMT+1",
    "Berlin, Germany",
    "new york",
    "cest",
    "ist",
    "Zürich",
    "Köln",
    "Europe/Berlin ",
    "St. Petersburg",
    "UTC\N{MINUS SIGN}9",
)
TYPED = (
    *(f"/{command.name} {example}" for command in COMMANDS for example in (*command.examples, "")),
    *(f"/{name} {text}" for name, text in BAD),
    '/previous@Launchlog_Bot provider:spacex rocket:"Falcon 9" crew dragon',
    "/start p0-0-na",
    "/start",
    "provider:spacex|ula since:last week until:yesterday",
    "since:June 2023 starlink",
    '/compare "Falcon 9" vs “Soyuz 2.1a”',
    "outcome=failure crewed:yes https://example.org/?a=b",
)

QUERIES = (
    "",
    "limit=5&mode=detailed&ordering=-net",
    "search=crew+dragon&lsp__ids=121,44&net__gte=2020-01-01T00:00:00Z",
    "net__lt=2024-06-01&status__ids=3,4,7&offset=20",
    "id=0a1b2c3d-0000-4000-8000-00000000000a",
    "is_crewed=true",
    "rocket__configuration__ids=164&location__ids=12,27&strict=true",
    "program=25&program=17",
    "agency_launch_attempt_count__gte=5&orbital_launch_attempt_count_year=1",
    "day=20&month=7&year=1969",
    "include_suborbital=false&slug=kestrel-2-first-light",
    "mission__orbit__name=Low+Earth+Orbit",
    "lsp__name=SpaceX&rocket__configuration__full_name__icontains=Falcon",
    "window_start__gt=1999-12-31T23:59:59Z",
    "last_updated__lte=2026-08-22T00:00:00.123456%2B02:00",
    "serial_number=B1058&launch_designator=1969-059",
)


prepared: Path | None = None
"""A file of a catalogue of the whole history, where there is one already."""


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory()


@cache
def _filled() -> Path:
    path = Path(_folder().name) / "catalogue.db"
    fill(path)
    return path


def history() -> Path:
    """Return the file of a catalogue of the whole history, to be read only; made once a process."""
    return prepared or _filled()


@cache
def told() -> tuple[tuple[Version, Mode, str], ...]:
    """Return every record of the playground as JSON, in every version and mode."""
    return tuple(
        (version, mode, json.dumps(shape(record, version, mode)))
        for record in records()[:40]
        for version in get_args(Version)
        for mode in get_args(Mode)
    )


ACTIONS = (
    "pa-0-na",
    "pb-5-naP3d-4k",
    "Pa-a-lbS3-4_C1",
    "da-Cho83gAAQACAAAAAAAAACg",
    "da-Cho83gAAQACAAAAAAAAACg-0-naP3d",
    "da-Cho83gAAQACAAAAAAAAACg-Y7k0",
    "da-Cho83gAAQACAAAAAAAAACg-R0-naP3d",
    "fa-0-naG10_T20",
    "va-7-naR4k",
    "ga-p0-0-naL1-2",
    "ha-y1-3-naY1j1",
    "ma-0-na",
    "wa-0-naQY3JldyBkcmFnb24",
    "ta-yp-0-na",
    "Ta-s-0-naP3d",
    "ca-help",
    "ka-Z0a1b2c3d4e5f",
    "ka-0a1b2c3d4e5f",
    "sa-o1",
    "qa-r4k",
    "ua-p3d",
    "xa-forget",
    "xa-channel",
    "ra-0-naP3d",
    "ra-0-naR4k-4l",
    "ya-7k0",
    "ba-P3d_P1c",
    "ba-G10_T20_R4k_P3d",
    "baZ0a1b2c3d4e5f",
    "oa-ty-0-na",
    "oa-r0-naP3d",
    "oa-bP3d_P1c",
    "pa-0-Z0a1b2c3d4e5f",
    "pa-0-naEAf5-oe1",
    "pa-0-naK1-2_O8_A3_M1_D5_H7",
    "pa-0-naWYXBvbGxv",
    "pa-GN10_T0-na",
    "ta-rl-0-naC0_GN9k_T0",
)
"""Action strings of every verb."""
