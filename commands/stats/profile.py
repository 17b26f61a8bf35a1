"""Profiles: what is known of a rocket, a provider or a launch site, its figures and its latest launches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commands.cards.card import Button, Card, Choice, Content, Entry, Line, Picture, Select, Text
from commands.cards.launch_lines import one_line
from commands.cards.lines import fact
from commands.cards.menus import opener
from commands.cards.text import ATTRIBUTION, faint_lines
from commands.caveats import caveats
from commands.codec.actions import Menu, ShowLaunch, ShowPage, ShowProfile, ShowStats
from commands.definitions.closed_lists import provider_type_words
from commands.i18n.countries import country_words
from commands.i18n.formatting import listed, number
from commands.i18n.local_days import local_zone
from commands.i18n.translation import _, marked, ngettext
from commands.parsing.names.resolver import Naming
from commands.stats.charts.charts import Charts
from commands.stats.figures import busiest_site, landing_lines, most_used_rocket, this_year, totals
from commands.stats.groups import chart_of
from commands.stats.sheet import links, location_lines, picture_of_it, provider_lines, rocket_lines
from storage.catalogue import Catalogue, Group, Stats
from storage.clock import Clock
from storage.countries import country_of
from storage.errors import AskError
from storage.models import Launch
from storage.properties import Property
from storage.query import LaunchQuery

MEMBERS = 10
"""Rockets, providers or sites that a profile of several offers to look at alone."""

NAMED = 5
"""Of these, how many the text names."""

_ONE_OF = {
    Property.ROCKET: marked("Choose a rocket"),
    Property.PROVIDER: marked("Choose a provider"),
    Property.LOCATION: marked("Choose a launch site"),
}


@dataclass(frozen=True, slots=True)
class Profiles:
    """Draws profiles. All raise `StoreError`."""

    catalogue: Catalogue
    naming: Naming
    clock: Clock
    charts: Charts

    async def asked(self, kind: Property, name: str) -> Card:
        """Return the profile of what is called so, of several together where a family is.

        Raises `NearMissError` with the nearest names when nothing is.
        """
        found = await self.naming.named(kind, name)
        return await self.card(ShowProfile(kind, tuple(sorted({int(each) for each in found}))))

    async def card(self, profile: ShowProfile) -> Card:
        """Return a profile with a chart by year.

        Raises `AskError` if no launch of it is known.
        """
        query, catalogue = profile.query, self.catalogue
        page, stats = await catalogue.flown(query), await catalogue.stats(query)
        latest = page.items
        if not latest:
            raise AskError(_("There are no launches left here. Ask again with /previous."))
        title = await self._title(profile, latest)
        members = await catalogue.groups((profile.kind,), query)
        family, variants = await self._family(profile)
        alone = len(members) < 2
        drawn = picture_of_it(profile.kind, latest, title) if alone else None
        return Card(
            title=title,
            blocks=(
                *_facts(profile.kind, title, latest, members),
                Text(await self._figures(profile.kind, query, stats), _("Figures"), spare=True),
                Text((), _("Latest launches")),
                *[self._entry(profile, launch, n) for n, launch in enumerate(latest, 1)],
            ),
            buttons=((*self._buttons(profile), *family, *(links(profile.kind, latest) if alone else ())),),
            selects=self._members(profile, members if len(members) > 1 else variants),
            picture=drawn or await self._picture(query, title),
            footer=(_(ATTRIBUTION),),
            content=Content(query=query, count=page.count, launches=latest, figures=stats),
        )

    async def _family(self, profile: ShowProfile) -> tuple[tuple[Button, ...], Sequence[Group]]:
        """Return the way to the family of one rocket, and its variants, most used first."""
        facets = await self.catalogue.facet(Property.FAMILY, profile.query)
        if profile.kind is not Property.ROCKET or len(profile.ids) > 1 or len(facets) != 1:
            return (), ()
        query = LaunchQuery(families=(str(facets[0].value),))
        variants = await self.catalogue.groups((Property.ROCKET,), query)
        ids = tuple(sorted(int(each.key[0]) for each in variants if each.key[0] is not None))
        if len(ids) < 2:
            return (), ()
        label = _("Family: {name}").format(name=facets[0].name)
        return (Button(label, to=ShowProfile(Property.ROCKET, ids)),), variants

    async def _title(self, profile: ShowProfile, latest: Sequence[Launch]) -> str:
        """Return the whole name of one thing, and what several are called together."""
        one = latest[0]
        if len(profile.ids) == 1 and profile.kind is Property.PROVIDER and one.provider:
            return one.provider.name
        if len(profile.ids) == 1 and profile.kind is Property.ROCKET and one.rocket:
            return one.rocket.full_name or one.rocket.name
        return await self.naming.label(profile.kind, profile.ids)

    async def _picture(self, query: LaunchQuery, title: str) -> Picture | None:
        groups = await self.catalogue.groups((Property.YEAR,), query, local_zone())
        return await chart_of(groups, Property.YEAR, title, self.charts) if groups else None

    async def _figures(self, kind: Property, query: LaunchQuery, stats: Stats) -> tuple[Line, ...]:
        lines = [*totals(stats, query), *await landing_lines(query, self.catalogue)]
        lines += [*await this_year(query, self.catalogue, self.clock())]
        if kind is not Property.LOCATION:
            lines += await busiest_site(query, self.catalogue)
        if kind is not Property.ROCKET:
            lines += await most_used_rocket(query, self.catalogue)
        return (*lines, *faint_lines(*(await caveats(query, self.catalogue)).words))

    def _entry(self, profile: ShowProfile, launch: Launch, number: int) -> Entry:
        opening = Button(_("Details"), to=ShowLaunch(launch.id, profile))
        line = one_line(launch, beside_rocket=profile.kind is Property.ROCKET)
        return Entry(number, (line,), opening, launch.name, compact=True)

    def _buttons(self, profile: ShowProfile) -> tuple[Button, ...]:
        return (
            Button(_("Show these launches"), to=ShowPage(profile.query)),
            Button(_("Figures"), to=ShowStats(profile.query, (Property.YEAR,))),
        )

    def _members(self, profile: ShowProfile, members: Sequence[Group]) -> tuple[Select, ...]:
        """Return the choice of one alone, where the profile is of several."""
        if len(members) < 2:
            return ()
        choices = []
        for member in members[:MEMBERS]:
            action = ShowProfile(profile.kind, (int(member.key[0] or 0),))
            choices.append(Choice(str(member.key[1]), count=member.launches, to=action))
        label = _(_ONE_OF[profile.kind])
        return (Select(Menu.MEMBERS, label, tuple(choices), opener(Menu.MEMBERS, label, profile)),)


def _facts(kind: Property, title: str, latest: Sequence[Launch], members: Sequence[Group]) -> Iterable[Text]:
    """What Launch Library says of one thing, or which several it is about."""
    if len(members) > 1:
        lines = [_together(kind, members)]
    elif kind is Property.ROCKET:
        lines = list(_rocket(title, latest))
    elif kind is Property.PROVIDER:
        lines = list(_provider(latest))
    else:
        lines = list(_location(latest))
    if lines:
        yield Text(tuple(lines))


def _together(kind: Property, members: Sequence[Group]) -> Line:
    n, names = len(members), listed(str(member.key[1]) for member in members[:NAMED])
    match kind, n > NAMED:
        case Property.ROCKET, False:
            text = ngettext("{n} rocket together: {names}", "{n} rockets together: {names}", n)
        case Property.ROCKET, True:
            text = ngettext(
                "{n} rocket together, among them {names}", "{n} rockets together, among them {names}", n
            )
        case Property.PROVIDER, False:
            text = ngettext("{n} provider together: {names}", "{n} providers together: {names}", n)
        case Property.PROVIDER, True:
            text = ngettext(
                "{n} provider together, among them {names}", "{n} providers together, among them {names}", n
            )
        case _, False:
            text = ngettext("{n} launch site together: {names}", "{n} launch sites together: {names}", n)
        case _:
            text = ngettext(
                "{n} launch site together, among them {names}",
                "{n} launch sites together, among them {names}",
                n,
            )
    return (text.format(n=number(n), names=names),)


def _rocket(title: str, latest: Sequence[Launch]) -> Iterable[Line]:
    rockets = [launch.rocket for launch in latest if launch.rocket]
    names = dict.fromkeys(name for each in rockets for name in (each.full_name, each.name) if name)
    others = [name for name in names if name != title]
    yield from _first(_("Also called: {name}"), others[:1])
    yield from _first(_("Family: {name}"), [each.family for each in rockets])
    yield from _first(_("Variant: {name}"), [each.variant for each in rockets])
    makers = [each.manufacturer.name for each in rockets if each.manufacturer]
    yield from _first(_("Manufacturer: {name}"), makers)
    yield from rocket_lines(latest)


def _provider(latest: Sequence[Launch]) -> Iterable[Line]:
    providers = [launch.provider for launch in latest if launch.provider]
    types = [provider_type_words(each.type) for each in providers if each.type]
    countries = [country_of(each.name, each.country_code) for each in providers]
    yield from _first(_("Abbreviation: {name}"), [each.abbrev for each in providers])
    yield from _first(_("Type: {name}"), types)
    yield from _first(_("Country: {name}"), [country_words(code) for code in countries if code])
    yield from provider_lines(latest)


def _location(latest: Sequence[Launch]) -> Iterable[Line]:
    locations = [launch.pad.location for launch in latest if launch.pad and launch.pad.location]
    codes = [each.country_code for each in locations]
    landings = [each.total_landing_count for each in locations]
    yield from _first(
        _("Country: {name}"), [country_words(code) for code in codes if code and code.isalpha()]
    )
    yield from location_lines(latest)
    yield from _first(_("Landings: {name}"), [number(count) for count in landings if count])


def _first(text: str, values: Iterable[str | None]) -> Iterable[Line]:
    """The first that is known: records differ in how much they tell of the same thing."""
    if value := next((value for value in values if value and value.strip()), ""):
        yield fact(text, name=value)
