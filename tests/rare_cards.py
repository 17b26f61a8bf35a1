"""What the walk of presses does not come by, each on a card: what is rare, and the words of menus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from adapters.telegram.callback_queries import no_forms, not_yours
from adapters.telegram.profile import LONG, SHORT
from commands.cards.card import Card, Line, Text
from commands.cards.launch import detail_card
from commands.cards.result import digest_card
from commands.cards.subscription import OBSTACLES
from commands.cards.system import Budget, apology, failure_card, status_card, trouble_card
from commands.caveats import unknown_words
from commands.codec import query_string
from commands.definitions.closed_lists import (
    MISSION_TYPES,
    ORBITS,
    PROVIDER_TYPES,
    provider_type_words,
    value_words,
)
from commands.definitions.commands import COMMANDS
from commands.definitions.filters import DEFINITIONS
from commands.definitions.local_names import command_name, parameter_name
from commands.definitions.outcomes import OUTCOME_PLURALS, STATUS_LABELS
from commands.i18n.countries import country_words
from commands.i18n.formatting import beside, ordinal
from commands.i18n.relative_times import relative_words
from commands.i18n.translation import _
from commands.parsing.plain_words.facts import Fact as Asked
from commands.parsing.plain_words.questions import Wanted
from commands.questions.sentences import comparison_sentence, fact_sentence, figures_sentence, which_sentence
from commands.rate_limit import Pace
from commands.stats.figures import landing_streak, streaks
from commands.stats.historic_events import HistoricEvent, reason_words
from commands.stats.historic_reasons import REASONS as REMEMBERED
from commands.stats.memory_card import Memory, memory_card
from commands.stats.notability import notability
from commands.stats.remembered import Remembered
from commands.stats.sheet import location_lines, provider_lines, rocket_lines
from commands.subscriptions.pauses import REASONS
from storage.catalogue import DayLaunch, Fact, Freshness, Landings, Stats, Unknown
from storage.countries import EUROPE, SOVIET_UNION
from storage.errors import AskError
from storage.models import Agency, Booster, Mission, Pad, Rocket, Sheet, StatusId
from storage.net_precision import NetPrecision
from storage.properties import Property
from tests.launches import launch
from tests.rare_launches import rare_launches

TYPED = (
    ("previous", "upcoming spacex launches"),
    ("previous", "letzter start von spacex"),
    ("previous", "oldest spacex launches"),
    ("previous", "newest spacex launches"),
    ("previous", "spacx"),
    ("previous", "falcn hevy"),
    ("previous", "since:2020-01-05 until:2020-03-07"),
    ("previous", "until:2019-05-01"),
    ("previous", "since:2020-01-05 until:2020-01-05"),
    ("previous", "since:2019-07-05T12:00:00Z"),
    ("previous", "since:4/5/2020"),
    ("previous", 'since:"winter 2020"'),
    ("previous", "since:2020 since:2021"),
    ("previous", "country:USA family:falcon"),
    ("previous", "pad:39A"),
    ("previous", "outcome:success"),
    ("previous", "outcome:partial"),
    ("previous", "outcome:unsuccessful"),
    ("previous", "mission:qqq"),
    ("previous", "orbit:qqq"),
    ("previous", "crewed:qqq"),
    ("previous", "landing:success"),
    ("previous", "landing:failure"),
    ("previous", 'landing:"drone ship"'),
    ("previous", 'landing:"ground pad"'),
    ("previous", "landing:ocean"),
    ("previous", "reused:yes payload:hubble"),
    ("previous", "provider:spacex site:kennedy"),
    ("previous", "provider:spacex site:kennedy outcome:success"),
    ("previous", "provider:spacex orbit:leo"),
    ("previous", "provider:spacex orbit:leo outcome:success"),
    ("previous", "site:kennedy outcome:success"),
    ("previous", "orbit:leo outcome:success"),
    ("previous", "3rd spacex launch"),
    ("previous", "99th spacex launch"),
    ("previous", "first spacex launch"),
    ("previous", "when did falcon launch"),
    ("stats", "by:program"),
    ("stats", "by:country"),
    ("rocket", "soyuz"),
    ("rocket", "falcon heavy"),
    ("provider", "space"),
    ("provider", "a"),
    ("site", "usa"),
    ("site", "space center"),
    ("timezone", "CST"),
    ("language", ""),
    ("subscribe", "spacex failures in 2019"),
    ("subscribe", "qqzzy"),
    ("subscribe", "launches without outcome"),
    ("subscribe", 'rocket:"Falcon Heavy" crewed:yes'),
)
"""What is asked seldom."""

LOOKUPS = (
    "pad=x", "status__ids=" + ",".join(map(str, range(1001))), "id=1", "is_crewed=perhaps", "net__gt=soon",
    "mission__orbit__celestial_body__id=1", "related_lsp__id=1", "spacecraft_config__ids=1",
    "search=" + "+".join(map(str, range(40))), "landing=x",
)  # fmt: skip
"""Queries as Launch Library writes them that nobody can answer."""


def rare_cards(now: datetime) -> Iterator[tuple[str, Card]]:
    """Yield cards in the current language, each with what it is about."""
    yield "trouble", trouble_card()
    yield "failure", failure_card()
    yield from _statuses(now)
    yield from _menus()
    yield from _values()
    yield "boosters", detail_card(launch(1, boosters=tuple(_boosters())))
    yield "notable", _lines("Notable", _notable())
    yield from _remembered()
    yield from rare_launches(now)
    yield "sheets", Card("Sheets", blocks=(Text(tuple(_sheets())),))
    yield "streaks that have ended", Card("Streaks", blocks=(Text(tuple(_ended())),))
    yield "questions", _lines("Questions", _answers())
    unknown = [unknown_words(Unknown(n, (fact,))) for n, fact in enumerate(Fact, 1)]
    yield "facts that are not known", _lines("Caveats", unknown)
    paused = [*map(_, REASONS.values()), *map(_, OBSTACLES.values()), _("They go on now.")]
    yield "why posts were paused", _lines("Pauses", paused)
    spans = (30, 90, 7_300, 200_000, 7_000_000, 80_000_000)
    yield "times", _lines("Times", [relative_words(sign * span) for span in spans for sign in (-1, 1)])
    yield "ordinals", _lines("Ordinals", map(ordinal, (1, 2, 3, 4, 11, 22)))
    yield (
        "outcomes",
        _lines("Outcomes", [_(each) for each in (*OUTCOME_PLURALS.values(), *STATUS_LABELS.values())]),
    )
    yield "Telegram", _lines("Telegram", [not_yours(), no_forms(), _(SHORT), _(LONG)])
    yield from _refused()
    for title in (_("While I was away"), _("Launches of the week"), _("Launches of the day")):
        yield "digest", digest_card((launch(1), launch(2, StatusId.FAILURE)), title)


def _lines(title: str, sentences: Iterable[str]) -> Card:
    return Card(title, blocks=(Text(tuple((each,) for each in sentences)),))


def _statuses(now: datetime) -> Iterator[tuple[str, Card]]:
    little = Freshness(1_000, now - timedelta(days=9), now, now - timedelta(days=9), now, 3, 7_321, "gone")
    yield "status, little", status_card(little, Budget(12, 15), now, ("Telegram", "sync"))


def _menus() -> Iterator[tuple[str, Card]]:
    """What Discord and Telegram show before anything is sent: names, descriptions and choices."""
    for command in COMMANDS:
        lines = [beside([f"/{command_name(command.name)}", _(command.description)])]
        for parameter in command.parameters:
            labels = [_(label) for _value, label in parameter.choices]
            lines.append(beside([f"{parameter_name(parameter.name)}:", _(parameter.description), *labels]))
        yield f"menu of /{command.name}", _lines(f"/{command.name}", lines)
    labels = [_(text) for row in DEFINITIONS.values() for text in (row.label, row.word, row.filtered) if text]
    yield "properties", _lines("Properties", labels)


def _values() -> Iterator[tuple[str, Card]]:
    """The closed lists of Launch Library."""
    yield "orbits", _lines("Orbits", [value_words(Property.ORBIT, each) for each in ORBITS])
    types = [value_words(Property.MISSION_TYPE, each) for each in MISSION_TYPES]
    yield "mission types", _lines("Mission types", types)
    yield "provider types", _lines("Provider types", map(provider_type_words, PROVIDER_TYPES))
    yield "countries", _lines("Countries", map(country_words, (SOVIET_UNION, EUROPE, "USA", "KAZ")))


def _boosters() -> Iterator[Booster]:
    for number, (success, place) in enumerate(
        ((True, "LZ-1"), (True, None), (False, "LZ-1"), (False, None)), 1
    ):
        yield Booster(
            f"B{number}", number, landing_attempt=True, landing_success=success, landing_place=place
        )


def _notable() -> Iterator[str]:
    human = launch(1, is_crewed=None, mission=Mission("Tour", type="Tourism"))
    far = launch(2, is_crewed=True, mission=Mission("Far", type="Lunar Exploration"))
    for told in (human, far):
        for n in (1, 100):
            yield beside(notability(DayLaunch(told, n, n, n), 50, whole=True).reasons)


def _ended() -> Iterator[Line]:
    """What is told of streaks after a failure."""
    yield from streaks(Stats(4, 3, 1, longest_streak=3))
    yield landing_streak(Landings(4, 3, 1, longest_streak=3))


def _sheets() -> Iterator[Line]:
    """What profiles tell of a rocket, a provider and a site where records have it, as the history has not."""
    sheet = Sheet(70.0, 3.65, 549.0, 7607.0, 22_800.0, 8_300.0, maiden_flight="2018-05-11", cost=52_000_000)
    flown = [launch(1, rocket=Rocket(1, "R", sheet=sheet), provider=Agency(1, "A", founded=2002))]
    yield from rocket_lines(flown)
    yield from provider_lines(flown)
    for north, east in ((45.996, 63.564), (-39.26, -80.6)):
        yield from location_lines([launch(1, pad=Pad(1, "P", latitude=north, longitude=east))])


def _remembered() -> Iterator[tuple[str, Card]]:
    """What launches are remembered for, as much on a card as a platform shows."""
    words = [reason_words(reason, "DEU") for reason in REMEMBERED]
    for start in range(0, len(words), 30):
        yield "remembered", _lines("Remembered", words[start : start + 30])
    event = HistoricEvent(date(1969, 7, 20), launch(1).id, 1, "first-people-on-moon", "", "NASA")
    later = Remembered(
        DayLaunch(launch(1), None, None, None), 1969, 57, event=event, launched=date(1969, 7, 16)
    )
    for weekly in (False, True):
        yield "memory", memory_card((Memory(7, 20, (later,)),), date(2026, 7, 20), weekly=weekly)


def _answers() -> Iterator[str]:
    stats = Stats(20, 12, 3, 2)
    ends = (StatusId.SUCCESS, StatusId.FAILURE, StatusId.PARTIAL_FAILURE, StatusId.GO)
    launches = [launch(n, status_id) for n, status_id in enumerate(ends, 1)]
    launches += [launch(9, net_precision=NetPrecision.MONTH), launch(10, provider=None)]
    yield from dict.fromkeys(fact_sentence(asked, each) for asked in Asked for each in launches)
    yield from [
        which_sentence(3, oldest=True),
        which_sentence(3, oldest=False),
        which_sentence(3, 2, oldest=True),
    ]
    for wanted in Wanted:
        for figures, largest in ((stats, "Soyuz"), (stats, ""), (Stats(2), "")):
            yield figures_sentence(wanted, figures, largest, 9)
    yield comparison_sentence([("SpaceX", stats), ("ULA", Stats(3, 3))])


def _refused() -> Iterator[tuple[str, Card]]:
    for text in LOOKUPS:
        try:
            query_string.parse(text)
        except AskError as error:
            yield f"?{text[:40]}", apology(error)
    for per_second in (1.0, 0.2):
        pace = Pace(lambda: 0.0, burst=1, per_second=per_second)
        pace.take("somebody")
        try:
            pace.take("somebody")
        except AskError as error:
            yield "too fast", apology(error)
