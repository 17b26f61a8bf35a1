"""What the commands and buttons about many launches at once do: figures, days, profiles, comparisons."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import UTC, tzinfo

from commands.cards.card import Card
from commands.cards.interpretation import Understanding
from commands.cards.launch_list import Lists
from commands.caveats import made_up_words, missing_words
from commands.codec.actions import ShowChart, ShowComparison, ShowDay, ShowProfile, ShowStats
from commands.definitions.command import Arguments, Command, Person
from commands.i18n.translation import _
from commands.parsing.arguments import choose
from commands.parsing.plain_words.reading import Reading
from commands.parsing.query import Asking
from commands.parsing.timezones import zone_of
from commands.stats.charts.charts import Charts
from commands.stats.comparison import Comparisons
from commands.stats.contenders import Comparing
from commands.stats.figures_card import StatsCards
from commands.stats.on_this_day import OnThisDay
from commands.stats.profile import Profiles
from storage.catalogue import Dimension, NameKind
from storage.clock import Clock
from storage.errors import AskError, StoreError
from storage.state.chat_settings import Chats

log = logging.getLogger("launchlog.commands")

_PROFILES = {
    "rocket": NameKind.ROCKET,
    "provider": NameKind.PROVIDER,
    "site": NameKind.LOCATION,
}


class Summaries:
    """One method for each command; all raise `AskError` or `StoreError`."""

    def __init__(
        self,
        lists: Lists,
        asking: Asking,
        understanding: Understanding,
        chats: Chats,
        clock: Clock,
        charts: Charts,
    ) -> None:
        self._queries = lists.queries
        self._asking = asking
        self._understanding = understanding
        self._chats = chats
        self._figures = StatsCards(lists, clock, charts)
        self._days = OnThisDay(lists, clock)
        self._profiles = Profiles(lists, clock, charts)
        self._comparisons = Comparisons(lists, clock, charts)
        self._comparing = Comparing(lists.naming)
        self._commands: Mapping[str, Callable[[Command, Arguments, Person], Awaitable[Card]]] = {
            "stats": self._stats,
            "compare": self._compare,
            "onthisday": self._on_this_day,
            **dict.fromkeys(_PROFILES, self._profile),
        }

    def answers(self, command: Command) -> bool:
        """Tell whether the command is one of these."""
        return command.name in self._commands

    async def run(self, command: Command, given: Arguments, person: Person) -> Card:
        """Answer a command."""
        return await self._commands[command.name](command, given, person)

    async def act(
        self, action: ShowStats | ShowDay | ShowProfile | ShowComparison | ShowChart, person: Person
    ) -> Card:
        """Answer a button."""
        # A press on Telegram edits the text, and cannot edit a picture into it.
        chart = person.platform == "discord"
        match action:
            case ShowStats():
                card = await self._figures.card(action, chart=chart)
                return replace(card, fresh=action.fresh)
            case ShowProfile():
                return await self._profiles.card(action, chart=chart)
            case ShowComparison():
                return await self._comparisons.card(action, chart=chart)
            case ShowChart(of):
                return await self._chart(of)
            case ShowDay():
                return await self._days.card(action, await self._zone(person))

    async def _chart(self, of: ShowStats | ShowProfile | ShowComparison) -> Card:
        """Return the chart of what is shown, to be posted beside it."""
        match of:
            case ShowStats():
                picture = await self._figures.picture(of)
            case ShowProfile():
                picture = await self._profiles.picture(of)
            case ShowComparison():
                picture = await self._comparisons.picture(of)
        if picture is None:
            raise AskError(_("There is nothing to draw: no launch is left. Change the years or the filters."))
        # It stands alone, so it says itself what is missing or made up.
        asked = of.queries if isinstance(of, ShowComparison) else (of.query,)
        admitted = [await words(self._queries, *asked) for words in (missing_words, made_up_words)]
        told = replace(picture, alt=" ".join(filter(None, [picture.alt, *admitted])))
        return Card(title=_("Chart"), picture=told, picture_alone=True)

    async def _compare(self, command: Command, given: Arguments, _person: Person) -> Card:
        contenders = await self._comparing.contenders(command, given)
        return await self._comparisons.card(ShowComparison(contenders, await self._asking.net(given)))

    async def _stats(self, command: Command, given: Arguments, _person: Person) -> Card:
        reading = await self._asking.read(command, given)
        chosen = [
            Dimension(choose(parameter, given[parameter.name]))
            for parameter in command.parameters
            if parameter.name in ("by", "then") and parameter.name in given
        ]
        by = tuple(dict.fromkeys(chosen)) or (Dimension.YEAR,)
        return await self.figures(reading, by)

    async def figures(self, reading: Reading, by: tuple[Dimension, ...]) -> Card:
        """Return the figures of what was read, and how it was understood."""
        understood = await self._understanding.told(reading, lambda query: ShowStats(query, by))
        return await self._figures.card(ShowStats(reading.query, by), understood=understood)

    async def comparison(self, comparison: ShowComparison) -> Card:
        """Return a comparison."""
        return await self._comparisons.card(comparison)

    async def _on_this_day(self, _command: Command, given: Arguments, person: Person) -> Card:
        return await self._days.asked(given.get("date", ""), await self._zone(person))

    async def _profile(self, command: Command, given: Arguments, _person: Person) -> Card:
        return await self._profiles.asked(_PROFILES[command.name], given["name"])

    async def _zone(self, person: Person) -> tzinfo:
        """The time zone of the chat or server, UTC where none is set or it cannot be read."""
        if person.here is None:
            return UTC
        place = person.here.place
        try:
            return zone_of(await self._chats.zone(place.platform, place.owner_id))
        except StoreError as error:
            log.warning("zone_unknown reason=%s", error)
            return UTC
