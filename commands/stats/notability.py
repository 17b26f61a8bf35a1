"""How notable a launch of the past is: a score that is the same for everybody, and its reasons in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commands.i18n.formatting import number
from commands.i18n.translation import _, pgettext
from storage.catalogue import DayLaunch
from storage.models import Launch, Outcome

PEOPLE = 50
"""People were aboard, or the mission was about human spaceflight."""

FIRST = 30
"""It was the first launch of its rocket, of its provider, or from its site: counted for each of them."""

FAR = 15
"""It went to the Moon or a planet."""

PROGRAM = 10
"""It belongs to a program; counts only for what is notable besides, for some launch every few days."""

ROUND = 10
"""It was the 100th, 200th … launch of its rocket, of its provider, or from its site: for each of them."""

OUTCOMES = {Outcome.FAILURE: 20, Outcome.PARTIAL_FAILURE: 10}

ANNIVERSARIES = ((50, 8), (25, 6), (10, 4), (5, 2))
"""Round numbers of years, with what they add; the first that fits counts, and only for what is notable."""

_HUMAN = frozenset({"Human Exploration", "Tourism"})
_FAR = frozenset({"Lunar Exploration", "Planetary Science", "Robotic Exploration"})
"""Launch Library's mission types."""


@dataclass(frozen=True, slots=True)
class Notability:
    """A score, 0 for what is not notable, and the reasons that the outcome does not tell already."""

    score: int
    reasons: tuple[str, ...]


def notability(told: DayLaunch, years: int, *, whole: bool) -> Notability:
    """Return how notable a launch is that many years later.

    Unless the catalogue has the `whole` history before it, only Launch Library's own counts say what came
    first.
    """
    found = [*_what(told.launch), *_counted(told, whole=whole)]
    outcome = told.launch.status.outcome
    score = OUTCOMES.get(outcome, 0) if outcome else 0
    if found or score:
        found += _program(told.launch)
        score += next((points for round_, points in ANNIVERSARIES if years % round_ == 0), 0)
    score += sum(points for points, _words in found)
    return Notability(score, tuple(words for _points, words in found))


def _what(launch: Launch) -> Iterable[tuple[int, str]]:
    """What was aboard and what it was for."""
    kind = launch.mission.type if launch.mission else None
    if launch.is_crewed:
        yield PEOPLE, pgettext("of one launch", "crewed")
    elif kind in _HUMAN and launch.is_crewed is None:
        yield PEOPLE, _("human spaceflight")
    if kind in _FAR:
        yield FAR, _("to the Moon or a planet")


def _program(launch: Launch) -> Iterable[tuple[int, str]]:
    if launch.programs:
        yield PROGRAM, _("program {name}").format(name=launch.programs[0].name)


def _counted(told: DayLaunch, *, whole: bool) -> Iterable[tuple[int, str]]:
    """Which launch of its rocket, of its provider and from its site it was, where that is a round number."""
    counts = told.launch.counts
    of_rocket, of_provider, of_location = told.of_rocket, told.of_provider, told.of_location
    if not whole:
        of_rocket = None
        of_provider, of_location = (counts.agency, counts.location) if counts else (None, None)
    for n, first, nth in (
        (of_rocket, _("first flight of this rocket"), _("flight number {n} of this rocket")),
        (of_provider, _("first launch of this provider"), _("launch number {n} of this provider")),
        (of_location, _("first launch from this site"), _("launch number {n} from this site")),
    ):
        if n == 1:
            yield FIRST, first
        elif n and n % 100 == 0:
            yield ROUND, nth.format(n=number(n))
