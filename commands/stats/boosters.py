"""Boosters: the flights of one with their landings, and the fleet of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from commands.cards.card import Button, Card, Choice, Content, Entry, Line, Select, Strong, Text
from commands.cards.launch import landing_words
from commands.cards.launch_lines import mission_name
from commands.cards.lines import fact
from commands.cards.pager import pager
from commands.cards.text import ATTRIBUTION, faint_lines, net_line, sign
from commands.caveats import unknown_words
from commands.codec.actions import Ranking, ShowBooster, ShowFleet, ShowLaunch, ShowPage, ShowStats
from commands.codec.compact import PAGE_SIZES
from commands.definitions.outcomes import STATUS_OF_BOOSTER
from commands.i18n.formatting import beside, capitalised, number, ordinal
from commands.i18n.translation import _, marked, ngettext
from commands.parsing.names.resolver import Naming
from commands.stats.figures import landings_text
from storage.catalogue import BoosterFlight, Catalogue, FleetBooster
from storage.clock import Clock
from storage.errors import AskError, NearMissError
from storage.properties import Property
from storage.query import Landing, LaunchQuery, View

FLIGHTS = 10
"""Flights, or boosters, on a page: each is a line or two of a phone."""

RECENT = timedelta(days=365)
"""A booster that flew within this time, and of which nothing else is told, may fly again."""

_GONE = frozenset({"lost", "retired", "destroyed", "expended", "inactive"})

_RANKINGS = {
    Ranking.FLIGHTS: marked("Most flown"),
    Ranking.TURNAROUND: marked("Fastest turnaround"),
    Ranking.ACTIVE: marked("Active fleet"),
}


@dataclass(frozen=True, slots=True)
class Boosters:
    """Draws boosters. All raise `StoreError`."""

    catalogue: Catalogue
    naming: Naming
    clock: Clock

    async def asked(self, name: str) -> Card:
        """Return the card of the booster that is called so; raises `NearMissError` where none is."""
        try:
            values = await self.naming.values(Property.BOOSTER, name)
        except AskError as error:
            raise NearMissError(error.sentence, error.suggestions, "booster") from error
        return await self._card(tuple(map(str, values)), 0)

    async def named(self, text: str) -> Card | None:
        """Return the card of the booster of which a text is the number, None where it is none."""
        called = (await self.naming.lexicon()).of_kind(Property.BOOSTER, text)
        return await self._card(tuple(map(str, called.ids)), 0) if called else None

    async def card(self, action: ShowBooster) -> Card:
        """Return a page of a booster's flights; raises `AskError` if none is known."""
        called = (await self.naming.lexicon()).of_kind(Property.BOOSTER, action.serial_number)
        numbers = tuple(map(str, called.ids)) if called else (action.serial_number,)
        return await self._card(numbers, action.page)

    async def _card(self, numbers: Sequence[str], page: int) -> Card:
        flights = await self.catalogue.booster(numbers)
        if not flights:
            raise AskError(_("No flight of this booster is known any more. Ask again with /boosters."))
        fleet = await self.catalogue.fleet()
        serial, last = numbers[0], (len(flights) - 1) // FLIGHTS
        shown, page = ShowBooster(serial, min(page, last)), min(page, last)
        start = page * FLIGHTS
        entries = [
            _entry(shown, flight, n) for n, flight in enumerate(flights[start : start + FLIGHTS], start + 1)
        ]
        query = LaunchQuery(serial_numbers=tuple(numbers), limit=PAGE_SIZES[View.NORMAL])
        turner = pager(page, last, lambda to: replace(shown, page=to))
        return Card(
            title=_("Booster {serial}").format(serial=serial),
            blocks=(
                Text((*_facts(numbers, flights, fleet), *faint_lines(_missing(flights)))),
                Text((), _("Flights")),
                *entries,
            ),
            buttons=tuple(filter(None, (turner, _ways(query)))),
            footer=(_(ATTRIBUTION),),
            content=Content(
                query=query, count=len(flights), launches=tuple(each.launch for each in reversed(flights))
            ),
        )

    async def fleet(self, action: ShowFleet) -> Card:
        """Return a page of the boosters that there are, in one of the orders."""
        ranked = self._ranked(await self.catalogue.fleet(), action.ranking)
        last = max(0, (len(ranked) - 1) // FLIGHTS)
        page = min(action.page, last)
        shown = ranked[page * FLIGHTS : (page + 1) * FLIGHTS]
        lines: list[Line] = [_ranked_line(n, each) for n, each in enumerate(shown, page * FLIGHTS + 1)]
        unknown = unknown_words(await self.catalogue.unknown(LaunchQuery(serial_numbers=("-",))))
        count = ngettext("{n} booster", "{n} boosters", len(ranked)).format(n=number(len(ranked)))
        nothing: list[Line] = [(_("No booster is known for this."),)]
        turner = pager(page, last, lambda to: replace(action, page=to))
        choices = tuple(
            Choice(each.serial_number, description=_summary(each), to=ShowBooster(each.serial_number))
            for each in shown
        )
        rankings = tuple(
            Button(_(label), disabled=each is action.ranking, to=ShowFleet(each))
            for each, label in _RANKINGS.items()
        )
        return Card(
            title=beside([_("Boosters"), _(_RANKINGS[action.ranking])]),
            blocks=(Text((*([(count,)] if ranked else nothing), *lines, *faint_lines(unknown))),),
            buttons=tuple(filter(None, (turner, rankings))),
            selects=(Select("booster", _("Choose a booster"), choices),) if choices else (),
            footer=(_(ATTRIBUTION),),
        )

    def _ranked(self, fleet: Sequence[FleetBooster], ranking: Ranking) -> list[FleetBooster]:
        match ranking:
            case Ranking.FLIGHTS:
                return list(fleet)
            case Ranking.TURNAROUND:
                return sorted((each for each in fleet if each.fastest), key=lambda each: each.fastest or 0)
        return [each for each in fleet if self._is_active(each)]

    def _is_active(self, booster: FleetBooster) -> bool:
        """Whether a booster is told to be active, or flew lately and is not known to be gone."""
        if booster.status:
            return booster.status not in _GONE
        # Without a landing, or where that failed, it does not fly again.
        gone = booster.landing in (Landing.FAILURE, Landing.NONE)
        return not gone and self.clock() - booster.latest <= RECENT


def _ways(query: LaunchQuery) -> tuple[Button, ...]:
    return (
        Button(_("Show these launches"), to=ShowPage(query)),
        Button(_("Figures"), to=ShowStats(query, (Property.YEAR,))),
        Button(_("All boosters"), to=ShowFleet()),
    )


def _times_flown(n: int) -> str:
    return ngettext("flew {n} time", "flew {n} times", n).format(n=number(n))


def _facts(
    numbers: Sequence[str], flights: Sequence[BoosterFlight], fleet: Sequence[FleetBooster]
) -> Iterable[Line]:
    latest = flights[-1].launch
    names = [latest.rocket.shown] if latest.rocket else []
    names += [latest.provider.shown] if latest.provider else []
    if names:
        yield (beside(names),)
    if status := flights[-1].status:
        words = STATUS_OF_BOOSTER.get(status)
        yield fact(_("Status: {status}"), status=_(words) if words else status)
    flown = max(len(flights), *(each.flight or 0 for each in flights))
    yield (Strong(capitalised(_times_flown(flown))),)
    yield from _landings(flights)
    if fastest := min((each.turnaround for each in flights if each.turnaround), default=None):
        yield fact(_("Fastest turnaround: {days}"), days=days_words(fastest))
    place = 1 + sum(each.flights > flown for each in fleet if each.serial_number not in numbers)
    if len(fleet) > 1:
        text = _("Most flown: {place} of {n} boosters known here")
        yield fact(text, place=ordinal(place), n=number(len(fleet)))


def _landings(flights: Sequence[BoosterFlight]) -> Iterable[Line]:
    tried = sum(1 for each in flights if each.attempted)
    if tried:
        landed = sum(each.landing is Landing.SUCCESS for each in flights)
        yield fact(landings_text(tried, landed))


def _missing(flights: Sequence[BoosterFlight]) -> str:
    """Return that not all flights are known here, "" where they are."""
    flown = max(each.flight or 0 for each in flights)
    if flown <= len(flights):
        return ""
    text = ngettext("Of {m} flights, {n} is known here.", "Of {m} flights, {n} are known here.", len(flights))
    return text.format(n=number(len(flights)), m=number(flown))


def _entry(shown: ShowBooster, flight: BoosterFlight, n: int) -> Entry:
    launch = flight.launch
    words = [_("{nth} flight").format(nth=ordinal(flight.flight))] if flight.flight else []
    head: Line = (Strong(mission_name(launch)), " · ", sign(launch.status), " ", *net_line(launch))
    told = [*words, *landing_words(flight.attempted, flight.landing, flight.place)]
    if flight.turnaround:
        told.append(_("{days} after the previous flight").format(days=days_words(flight.turnaround)))
    line: Line = (*head, " · " + beside(told)) if told else head
    return Entry(n, (line,), Button(_("Details"), to=ShowLaunch(launch.id, shown)), launch.name, compact=True)


def _ranked_line(n: int, booster: FleetBooster) -> Line:
    return (f"{number(n)}. ", Strong(booster.serial_number), " · " + _summary(booster))


def _summary(booster: FleetBooster) -> str:
    words = [_times_flown(booster.flights)]
    if booster.attempted:
        text = _("{n} of {m} known landings succeeded")
        words.append(text.format(n=number(booster.landed), m=number(booster.attempted)))
    if booster.fastest:
        words.append(_("fastest turnaround {days}").format(days=days_words(booster.fastest)))
    return beside(words)


def days_words(days: float) -> str:
    """Return a number of days, rounded to whole ones."""
    whole = round(days)
    return ngettext("{n} day", "{n} days", whole).format(n=number(whole))
