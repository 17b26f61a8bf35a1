"""What the commands and buttons about many launches at once do: figures, days, profiles, comparisons."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from commands.cards.card import Card
from commands.cards.interpretation import Understanding
from commands.codec.actions import (
    Ranking,
    ShowBooster,
    ShowChart,
    ShowComparison,
    ShowDay,
    ShowFleet,
    ShowFlights,
    ShowProfile,
    ShowStats,
)
from commands.definitions.command import Arguments, Command, Person
from commands.i18n.local_days import local_zone
from commands.parsing.arguments import choose
from commands.parsing.plain_words.reading import Reading
from commands.parsing.query import Asking
from commands.stats.boosters import Boosters
from commands.stats.comparison import Comparisons
from commands.stats.contenders import Comparing
from commands.stats.figures_card import StatsCards
from commands.stats.flights import FlightCards
from commands.stats.on_this_day import OnThisDay
from commands.stats.profile import Profiles
from storage.properties import Property

_PROFILES = {
    "rocket": Property.ROCKET,
    "provider": Property.PROVIDER,
    "site": Property.LOCATION,
}

_FLIGHTS = {
    "astronaut": Property.PERSON,
    "spacecraft": Property.SPACECRAFT,
}


Summing = (
    ShowBooster | ShowFleet | ShowStats | ShowDay | ShowProfile | ShowFlights | ShowComparison | ShowChart
)
"""The actions that are about many launches at once."""


@dataclass(frozen=True, slots=True)
class Summaries:
    """One method for each command; all raise `AskError` or `StoreError`."""

    asking: Asking
    understanding: Understanding
    stats: StatsCards
    days: OnThisDay
    profiles: Profiles
    flights: FlightCards
    comparisons: Comparisons
    comparing: Comparing
    boosters: Boosters

    @property
    def commands(self) -> Mapping[str, Callable[[Command, Arguments, Person], Awaitable[Card]]]:
        """The commands by their names."""
        return {
            "stats": self._stats,
            "compare": self._compare,
            "onthisday": self._on_this_day,
            "booster": self._booster,
            "boosters": self._boosters,
            **dict.fromkeys(_PROFILES, self._profile),
            **dict.fromkeys(_FLIGHTS, self._flights),
        }

    async def act(self, action: Summing, person: Person) -> Card:
        """Answer a button."""
        match action:
            case ShowStats():
                return replace(await self.stats.card(action), fresh=action.fresh)
            case ShowProfile():
                return await self.profiles.card(action)
            case ShowFlights():
                return await self.flights.card(action)
            case ShowComparison():
                return await self.comparisons.card(action)
            case ShowBooster():
                return await self.boosters.card(action)
            case ShowFleet():
                return await self.boosters.fleet(action)
            case ShowChart(of):
                return await self.act(of, person)
            case ShowDay():
                return await self.days.card(action, local_zone())

    async def _compare(self, command: Command, given: Arguments, _person: Person) -> Card:
        contenders = await self.comparing.contenders(command, given)
        return await self.comparisons.card(ShowComparison(contenders, await self.asking.net(given)))

    async def _stats(self, command: Command, given: Arguments, _person: Person) -> Card:
        reading = await self.asking.read(command, given)
        chosen = [
            Property(choose(parameter, given[parameter.name]))
            for parameter in command.parameters
            if parameter.name in ("by", "then") and parameter.name in given
        ]
        by = tuple(dict.fromkeys(chosen)) or (Property.YEAR,)
        return await self.figures(reading, by)

    async def figures(self, reading: Reading, by: tuple[Property, ...]) -> Card:
        """Return the figures of what was read, and how it was understood."""
        understood = await self.understanding.told(reading, lambda query: ShowStats(query, by))
        return await self.stats.card(ShowStats(reading.query, by), understood=understood)

    async def comparison(self, comparison: ShowComparison) -> Card:
        """Return a comparison."""
        return await self.comparisons.card(comparison)

    async def _on_this_day(self, _command: Command, given: Arguments, _person: Person) -> Card:
        return await self.days.asked(given.get("date", ""), local_zone())

    async def _flights(self, command: Command, given: Arguments, _person: Person) -> Card:
        return await self.flights.asked(_FLIGHTS[command.name], given["name"])

    async def _booster(self, _command: Command, given: Arguments, _person: Person) -> Card:
        return await self.boosters.asked(given["booster"])

    async def _boosters(self, command: Command, given: Arguments, _person: Person) -> Card:
        parameter = command.parameter("by")
        ranking = choose(parameter, given["by"]) if parameter and "by" in given else "flights"
        return await self.boosters.fleet(ShowFleet(Ranking[ranking.upper()]))

    async def _profile(self, command: Command, given: Arguments, _person: Person) -> Card:
        return await self.profiles.asked(_PROFILES[command.name], given["name"])
