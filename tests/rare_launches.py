"""What few launches have, each on a card: a crew with all roles, dockings, payloads, landings, records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from commands.cards.card import Card, Text
from commands.cards.landings import landing_words
from commands.cards.launch import detail_card
from commands.cards.milestones import milestones
from commands.cards.result import result_card
from commands.definitions.closed_lists import ROLES
from commands.definitions.outcomes import STATUS_OF_BOOSTER
from commands.i18n.translation import _
from commands.parsing.plain_words.facts import Fact
from commands.questions.sentences import fact_sentence, people_sentence
from commands.stats.figures import landings_words
from commands.subscriptions.mutes import mutes_card
from storage.catalogue import Landings, Precedents
from storage.catalogue.people import Flown
from storage.catalogue.reading.precedents import Turnaround
from storage.flights import Docking, Payload
from storage.models import Booster, Counts, Launch, Mission, Spacecraft, StatusId, Webcast
from tests.launches import launch

CREW = ("Ada Jones", "Bo Jones")
"""Who flew on launches of `flown`, together and alone."""


def rare_launches(now: datetime) -> Iterator[tuple[str, Card]]:
    """Yield cards in the current language, each with what it is about."""
    yield "crew", detail_card(launch(1, is_crewed=True, spacecraft=tuple(_crafts(now)), payloads=_payloads()))
    yield "results with films and news", result_card(_told_of())
    yield "ordinals", result_card(_plain(counts=Counts(agency=300, orbital_year=12)))
    sentences = [words for boosters in _landings() for words in landing_words(launch(1, boosters=boosters))]
    yield "landings", _lines("Landings", dict.fromkeys(sentences))
    yield "milestones", _lines("Milestones", dict.fromkeys(_milestones()))
    yield "what became of boosters", _lines("Boosters", map(_, STATUS_OF_BOOSTER.values()))
    ends = (Landings(5, 3, 2), Landings(5, 3, 1), Landings(5, 5), Landings(1))
    yield "rates of landings", _lines("Landings", map(landings_words, ends))
    yield "people", _lines("People", [people_sentence(Flown(*each)) for each in ((0, 0, 0), (3, 2, 2))])
    crewed = launch(1, is_crewed=True, spacecraft=(Spacecraft("Dragon", crew=CREW),))
    yield "who flew", _lines("Crew", [fact_sentence(Fact.CREW, crewed)])
    yield "what can be muted", mutes_card((launch(1),), ())


def flown(now: datetime) -> Iterator[Launch]:
    """Yield launches whose records tell all of a crew, of its spacecraft and of a booster that came back."""
    for number, crew in enumerate((CREW, CREW[:1]), 320):
        craft = Spacecraft(
            "Capsule One", crew=crew, roles=("Commander", "Pilot")[: len(crew)],
            agencies=("NASA",) * len(crew), nationalities=("American",) * len(crew),
            type="Capsule", duration=90_000, landing_success=True,
            class_="Capsule" if number == 320 else "Spaceplane",
        )  # fmt: skip
        booster = Booster(
            "B9001", number - 319, True, True, "LZ-1", landing_type="RTLS", status="active",
            turnaround=20.0 if number > 320 else None,
        )  # fmt: skip
        yield launch(
            number, name=f"Visit {number - 319}", net=now - timedelta(days=200 - 20 * (number - 320)),
            is_crewed=True, spacecraft=(craft,), boosters=(booster,),
        )  # fmt: skip


def _lines(title: str, sentences: Iterable[str]) -> Card:
    return Card(title, blocks=(Text(tuple((each,) for each in sentences)),))


def _plain(**changes: Any) -> Launch:
    """A launch of which there is little to say, so that all of a result fits on a card."""
    return launch(1, **{"mission": Mission("Tour"), **changes})


def _told_of() -> Launch:
    film = Webcast("https://video.example/1", language="en")
    return _plain(webcasts=(film,), info_urls=("https://news.example/1",))


def _crafts(now: datetime) -> Iterator[Spacecraft]:
    docked = Docking("Station", "Port", now - timedelta(days=9))
    left = Docking("Station", "Port", now - timedelta(days=9), now - timedelta(days=2))
    names = tuple(f"Person {n}" for n in range(len(ROLES)))
    yield Spacecraft(
        "Capsule One", crew=names, roles=ROLES, type="Shuttle", destination="Station", mission_end=now,
        duration=790_000, landing_success=True, landing_place="Sea", dockings=(docked, left),
    )  # fmt: skip
    yield Spacecraft("Hop", duration=5_400, landing_success=False)


def _payloads() -> tuple[Payload, ...]:
    many = tuple(Payload(f"Satellite {n}", amount=n) for n in range(2, 8))
    return (Payload("Telescope", operator="NASA", mass=1_200.0), *many)


def _landings() -> Iterator[tuple[Booster, ...]]:
    """Yield the boosters of launches, in every way in which they came down or did not."""
    for success in (True, False):
        for manner in ("ASDS", "RTLS", "Ocean"):
            yield (Booster("B1", 2, True, success, "Place", landing_type=manner),)
    one, other = Booster("B1", 2), Booster("B2", 3, True, True, "Place", landing_type="RTLS")
    yield from ((one,), (one, one), (one, other))


def _milestones() -> Iterator[str]:
    failed = launch(2, StatusId.FAILURE)
    for precedents in (
        Precedents(of_rocket=1, is_first_success=True),
        Precedents(of_rocket=2, is_first_of_version=True, failure=failed),
        Precedents(Counts(pad=200), of_rocket=100, turnaround=Turnaround("B1", timedelta(days=21))),
        Precedents(most_flown="B1"),
    ):
        yield from milestones(launch(1), precedents)
