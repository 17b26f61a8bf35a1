"""The flights of a person or of a spacecraft: in order, with what somebody flew as, and figures of all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from commands.cards.card import Button, Card, Choice, Content, Entry, Line, Picture, Select, Strong, Text
from commands.cards.launch_lines import one_line
from commands.cards.lines import fact
from commands.cards.menus import opener
from commands.cards.result import outcome_counts_words
from commands.cards.spacecraft import duration_words
from commands.cards.text import ATTRIBUTION, faint_lines
from commands.caveats import caveats
from commands.codec.actions import Menu, ShowFlights, ShowLaunch, ShowPage, ShowStats
from commands.definitions.closed_lists import class_words, role_words
from commands.i18n.formatting import beside, listed, number
from commands.i18n.local_days import local_zone
from commands.i18n.translation import _, ngettext, pgettext
from commands.parsing.names.resolver import Naming
from commands.stats.charts.charts import Charts
from commands.stats.figures import first_and_latest, most_used_rocket, totals
from commands.stats.groups import chart_of
from storage.catalogue import Catalogue, Stats
from storage.catalogue.spacecraft_names import type_of
from storage.errors import AskError
from storage.models import Launch, Spacecraft
from storage.properties import Property
from storage.query import MAX_LIMIT, LaunchQuery

_NO_CLASS = "Unknown"
"""What Launch Library calls the class of a spacecraft that it does not know."""

SHOWN = 10
"""Flights that a card names; the list behind it has them all."""

MEMBERS = 10
"""People or spacecraft that a card of several offers to look at alone."""

TYPES = 4
"""Types of spacecraft that somebody's card names."""


@dataclass(frozen=True, slots=True)
class FlightCards:
    """Draws the flights of people and spacecraft. All raise `StoreError`."""

    catalogue: Catalogue
    naming: Naming
    charts: Charts

    async def asked(self, kind: Property, name: str) -> Card:
        """Return the flights of who or what is called so.

        Raises `NearMissError` with the nearest names when nothing is.
        """
        found = await self.naming.named(kind, name)
        return await self.card(ShowFlights(kind, tuple(sorted({str(each) for each in found}))))

    async def card(self, action: ShowFlights) -> Card:
        """Return the flights; raises `AskError` if none is known any more."""
        query = action.query
        page, stats = (
            await self.catalogue.flown(query.having(limit=MAX_LIMIT)),
            await self.catalogue.stats(query),
        )
        if not page.items:
            raise AskError(_("There are no launches left here. Ask again with /previous."))
        title = await self.naming.label(action.kind, action.names)
        is_person = action.kind is Property.PERSON
        lines = (
            _person(action, page.items, stats) if is_person else await self._craft(action, page.items, stats)
        )
        heading = _("Flights, earliest first") if is_person else _("Latest flights")
        known = (await caveats(query, self.catalogue)).words
        return Card(
            title=title,
            blocks=(
                Text((*lines, *faint_lines(*known)), spare=True),
                Text((), heading),
                *[_entry(action, launch, n) for n, launch in enumerate(page.items[:SHOWN], 1)],
            ),
            buttons=(_buttons(action),),
            selects=await self._members(action),
            picture=None if is_person else await self._picture(query, title),
            footer=(_(ATTRIBUTION),),
            content=Content(query=query, count=page.count, launches=page.items[:SHOWN], figures=stats),
        )

    async def _craft(self, action: ShowFlights, launches: Sequence[Launch], stats: Stats) -> tuple[Line, ...]:
        query = action.query
        lines: list[Line] = [*_kinds(action, launches), *totals(stats, query)]
        crewed = {facet.value: facet.launches for facet in await self.catalogue.facet(Property.CREWED, query)}
        unknown = stats.launches - sum(crewed.values())
        text = _("Crewed: {n} · not crewed: {m} · not known: {k}")
        counts = (number(each) for each in (crewed.get(1, 0), crewed.get(0, 0), unknown))
        lines.append(fact(text, **dict(zip("nmk", counts, strict=True))))
        flown = await self.catalogue.people(query)
        if flown.people:
            lines.append(fact(_("People aboard: {names}"), names=people_words(flown.seats, flown.people)))
        lines += _landings(launches)
        lines += await most_used_rocket(query, self.catalogue)
        return tuple(lines)

    async def _picture(self, query: LaunchQuery, title: str) -> Picture | None:
        groups = await self.catalogue.groups((Property.YEAR,), query, local_zone())
        return await chart_of(groups, Property.YEAR, title, self.charts) if groups else None

    async def _members(self, action: ShowFlights) -> tuple[Select, ...]:
        """Return the choice of one alone: of several people, or of a type's ships."""
        if action.kind is Property.SPACECRAFT:
            found = await self.catalogue.ships(action.query)
            label = _("Choose a spacecraft")
        elif len(action.names) > 1:
            groups = await self.catalogue.groups((action.kind,), action.query)
            counts = {str(group.key[0]): group.launches for group in groups}
            found = tuple((name, counts.get(name, 0)) for name in action.names)
            label = _("Choose a person")
        else:
            return ()
        choices = [
            Choice(name, count=launches, to=replace(action, names=(name,)))
            for name, launches in found[:MEMBERS]
            if (name,) != action.names
        ]
        if not choices:
            return ()
        return (Select(Menu.MEMBERS, label, tuple(choices), opener(Menu.MEMBERS, label, action)),)


def people_words(seats: int, people: int) -> str:
    """Return how many people flew, and how often where some did so more than once."""
    words = ngettext("{n} person", "{n} people", people).format(n=number(people))
    if seats == people:
        return words
    more = ngettext("{n} seat", "{n} seats", seats).format(n=number(seats))
    return beside((words, more))


def _person(action: ShowFlights, launches: Sequence[Launch], stats: Stats) -> tuple[Line, ...]:
    seats = [seat for launch in launches for seat in _seats(action, launch)]
    flights = ngettext("{n} flight", "{n} flights", stats.launches).format(n=number(stats.launches))
    lines: list[Line] = [(Strong(flights), " · ", outcome_counts_words(stats)), *first_and_latest(stats)]
    types = dict.fromkeys(type_of(craft) for craft, _at in seats)
    lines.append(fact(_("Spacecraft: {name}"), name=listed(list(types)[:TYPES])))
    if len(action.names) > 1:
        return tuple(lines)
    nationalities = dict.fromkeys(filter(None, (craft.nationality_of(at) for craft, at in seats)))
    agencies = dict.fromkeys(filter(None, (craft.agency_of(at) for craft, at in seats)))
    lines += [fact(_("Nationality: {name}"), name=listed(nationalities))] if nationalities else []
    lines += [fact(_("Agency: {name}"), name=listed(agencies))] if agencies else []
    lengths = [craft.duration for craft, _at in seats]
    if all(lengths):
        total = duration_words(sum(each or 0 for each in lengths))
        lines.append(fact(_("Time in space: {time}"), time=total))
    return tuple(lines)


def _seats(action: ShowFlights, launch: Launch) -> Iterable[tuple[Spacecraft, int]]:
    """Yield where the people of a card sat: the spacecraft, and the place in its crew."""
    for craft in launch.spacecraft or ():
        for at, name in enumerate(craft.crew):
            if " ".join(name.replace(",", " ").split()) in action.names:
                yield craft, at


def _kinds(action: ShowFlights, launches: Sequence[Launch]) -> Iterable[Line]:
    """Yield what a ship is, told by the records of its flights."""
    crafts = [craft for launch in launches for craft in launch.spacecraft or ()]
    types = dict.fromkeys(type_of(craft) for craft in crafts)
    if types and not set(types) & set(action.names):
        yield fact(_("Type: {name}"), name=listed(list(types)[:TYPES]))
    classes = dict.fromkeys(craft.class_ for craft in crafts if craft.class_ not in {None, _NO_CLASS})
    if classes:
        yield fact(_("Class: {name}"), name=listed(map(class_words, classes)))


def _landings(launches: Sequence[Launch]) -> Iterable[Line]:
    """Yield how its landings went, as far as they are told of the latest hundred flights."""
    told = [craft.landing_success for launch in launches for craft in launch.spacecraft or ()]
    landed, failed = told.count(True), told.count(False)
    if landed or failed:
        yield fact(_("Landings: {n} of {m} succeeded"), n=number(landed), m=number(landed + failed))


def _entry(action: ShowFlights, launch: Launch, n: int) -> Entry:
    opening = Button(_("Details"), to=ShowLaunch(launch.id, replace(action, launch_id="")))
    return Entry(n, (_line(action, launch),), opening, launch.name, compact=True)


def _line(action: ShowFlights, launch: Launch) -> Line:
    """Return one flight: what somebody flew as and in what, or how many were aboard."""
    if action.kind is Property.PERSON:
        seats = list(_seats(action, launch))
        roles = dict.fromkeys(role_words(role) for craft, at in seats if (role := craft.role_of(at)))
        crafts = dict.fromkeys(craft.name for craft, _at in seats)
        words = [*roles, *crafts]
    else:
        people = [name for craft in launch.spacecraft or () for name in craft.crew]
        words = [people_words(len(people), len(people))] if people else []
        words += [pgettext("of one launch", "crewed")] if launch.is_crewed and not people else []
    line = one_line(launch, beside_rocket=action.kind is Property.SPACECRAFT)
    return (*line, "".join(f" · {each}" for each in words)) if words else line


def _buttons(action: ShowFlights) -> tuple[Button, ...]:
    back = (
        Button("‹ " + _("Back to the launch"), to=ShowLaunch(action.launch_id)) if action.launch_id else None
    )
    return (
        *filter(None, (back,)),
        Button(_("Show these launches"), to=ShowPage(replace(action, launch_id="").query)),
        Button(_("Figures"), to=ShowStats(action.query, (Property.YEAR,))),
    )
