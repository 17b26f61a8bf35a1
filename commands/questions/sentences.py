"""The sentences that answer a question, before the card that shows what they are taken from."""

from __future__ import annotations

from collections.abc import Sequence

from commands.cards.spacecraft import person_words
from commands.cards.text import place_words, status_words
from commands.i18n.formatting import listed, net_words, number, ordinal, percent_words, sentences
from commands.i18n.translation import _, ngettext
from commands.parsing.plain_words.facts import Fact
from commands.parsing.plain_words.questions import Wanted
from commands.stats.figures import launches_words, percent
from commands.stats.flights import people_words
from storage.catalogue import Flown, Stats
from storage.models import Launch, Outcome
from storage.net_precision import TIMES, NetPrecision, precision_of


def fact_sentence(fact: Fact, launch: Launch) -> str:
    """Return what is asked of a launch, as far as its record tells it."""
    name = short_name(launch)
    match fact:
        case Fact.WHEN:
            return _when(name, launch)
        case Fact.WHO if launch.provider:
            return _("{provider} launched {name}.").format(provider=launch.provider.shown, name=name)
        case Fact.WHERE if place := place_words(launch):
            return _("{name} launched from {place}.").format(name=name, place=place)
        case Fact.ROCKET if launch.rocket:
            rocket = launch.rocket.shown
            return _("{name} launched on {rocket}.").format(name=name, rocket=rocket)
        case Fact.CREW:
            return _aboard(name, launch)
        case Fact.SUCCEEDED | Fact.FAILED | Fact.OUTCOME:
            return _ended(fact, name, launch)
    return _("Launch Library does not tell that of {name}.").format(name=name)


def _aboard(name: str, launch: Launch) -> str:
    """Return who was aboard: nobody is only said where a record tells so."""
    crew = [person_words(craft, at) for craft in launch.spacecraft or () for at in range(len(craft.crew))]
    if crew:
        text = ngettext("{n} person flew on {name}: {crew}.", "{n} people flew on {name}: {crew}.", len(crew))
        return text.format(n=number(len(crew)), name=name, crew=listed(crew))
    if launch.is_crewed is False:
        return _("Nobody was aboard {name}.").format(name=name)
    return _("Launch Library does not tell that of {name}.").format(name=name)


def short_name(launch: Launch) -> str:
    """Return what a launch is called without its rocket."""
    return launch.name.rpartition(" | ")[2].strip() or launch.name


def _when(name: str, launch: Launch) -> str:
    precision = precision_of(launch)
    date = net_words(launch.net, precision)
    if precision is None or precision is NetPrecision.DAY or precision in TIMES:
        return _("{name} launched on {date}.").format(name=name, date=date)
    return _("Launch of {name}: {date}.").format(name=name, date=date)


def _ended(fact: Fact, name: str, launch: Launch) -> str:
    outcome = launch.status.outcome
    if outcome is None:
        sentence = _("Nobody has told the outcome of {name} yet: {status}.")
        return sentence.format(name=name, status=status_words(launch.status))
    match fact, outcome:
        case Fact.SUCCEEDED, Outcome.SUCCESS:
            text = _("Yes, {name} was a success.")
        case Fact.SUCCEEDED, Outcome.FAILURE:
            text = _("No, {name} was a failure.")
        case Fact.FAILED, Outcome.SUCCESS:
            text = _("No, {name} was a success.")
        case Fact.FAILED, Outcome.FAILURE:
            text = _("Yes, {name} was a failure.")
        case _, Outcome.SUCCESS:
            text = _("{name} was a success.")
        case _, Outcome.FAILURE:
            text = _("{name} was a failure.")
        case _:
            text = _("In part: {name} was a partial failure.")
    return text.format(name=name)


def which_sentence(count: int, nth: int = 1, *, oldest: bool) -> str:
    """Return which of several launches is shown, nothing where there is one only."""
    if count < 2:
        return ""
    if nth > 1:
        text = ngettext("The {nth} of {n} launch.", "The {nth} of {n} launches.", count)
        return text.format(nth=ordinal(nth), n=number(count))
    text = (
        ngettext("The first of {n} launch.", "The first of {n} launches.", count)
        if oldest
        else ngettext("The latest of {n} launch.", "The latest of {n} launches.", count)
    )
    return text.format(n=number(count))


def people_sentence(flown: Flown) -> str:
    """Return how many people flew; somebody may have done so several times."""
    if not flown.people:
        return _("Nobody is known to have flown on these.")
    people = people_words(flown.seats, flown.people)
    text = ngettext(
        "{people}, on {n} launch of which it is known who was aboard.",
        "{people}, on {n} launches of which it is known who was aboard.",
        flown.launches,
    )
    return text.format(people=people, n=number(flown.launches))


def figures_sentence(wanted: Wanted, stats: Stats, largest: str, launches: int) -> str:
    """Return the number that is asked for; `largest` names the group with the most launches, if one does."""
    ended = stats.launches - stats.other
    if wanted in (Wanted.SUCCESS_RATE, Wanted.FAILURE_RATE) and not ended:
        return _("No launch of these has an outcome, so there is no rate.")
    if wanted is Wanted.SUCCESS_RATE:
        text = _("{rate} of {n} with an outcome succeeded.")
        return text.format(rate=percent(stats), n=number(ended))
    if wanted is Wanted.FAILURE_RATE:
        text = _("{rate} of {n} with an outcome failed.")
        return text.format(rate=percent_words(round(100 * stats.failure / ended, 1)), n=number(ended))
    told = launches_words(stats.launches)
    if largest:
        text = _("{launches}, the most of them: {name} ({n}).")
        return text.format(launches=told, name=largest, n=number(launches))
    return told


def comparison_sentence(compared: Sequence[tuple[str, Stats]]) -> str:
    """Return which of those compared has the most launches, and which succeeds the most often."""
    flown = [each for each in compared if each[1].launches]
    if not flown:
        return ""
    name, stats = max(flown, key=lambda each: each[1].launches)
    told = [_("Most launches: {name} ({n}).").format(name=name, n=number(stats.launches))]
    rated = [each for each in flown if each[1].success]
    if rated:
        name, stats = max(rated, key=lambda each: each[1].success_rate or 0)
        text = _("Best success rate: {name} ({rate}).")
        told.append(text.format(name=name, rate=percent(stats)))
    return sentences(told)
