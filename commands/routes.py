"""What each command and each button does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from commands.cards.addresses import Addresses
from commands.cards.card import Button, ButtonStyle, Card, Form, Text
from commands.cards.filter_panel import Filters
from commands.cards.interpretation import NOTHING, Understanding, Understood
from commands.cards.launch import detail_card
from commands.cards.launch_list import Lists
from commands.cards.subscription import SubscriptionCards
from commands.cards.system import BudgetReader, about_card, apology, help_card, status_card
from commands.cards.text import faint_lines
from commands.caveats import caveats
from commands.chat_settings import ChatLanguage
from commands.codec import action_reader
from commands.codec.action_reader import Recall
from commands.codec.actions import (
    Action,
    FillForm,
    ForgetChannel,
    ForgetHere,
    Manage,
    MuteHere,
    RunCommand,
    SaveFilters,
    ShowChart,
    ShowComparison,
    ShowDay,
    ShowFacet,
    ShowFilters,
    ShowLaunch,
    ShowPage,
    ShowProfile,
    ShowStats,
    UnmuteHere,
)
from commands.codec.callback_data import Keep
from commands.codec.compact import PAGE_SIZES
from commands.definitions.command import Arguments, Command, Person
from commands.definitions.commands import COMMANDS, PREVIOUS
from commands.i18n.languages import Languages
from commands.i18n.translation import _
from commands.launch_lookup import Finding
from commands.parsing.arguments import check_arguments
from commands.parsing.names.resolver import Naming
from commands.parsing.plain_words.reader import PlainWords
from commands.parsing.plain_words.reading import Reading
from commands.parsing.query import Asking, check_search
from commands.queries import Queries
from commands.questions.answers import Answers
from commands.stats.charts.charts import Charts
from commands.stats.handlers import Summaries
from commands.stats.related import Back, ways_on
from commands.subscriptions.handlers import Example, Subscribing
from storage.clock import Clock
from storage.errors import AskError, NearMissError
from storage.models import Launch
from storage.query import LaunchQuery, View
from storage.state.chat_settings import Chats
from storage.state.subscriptions import Subscriptions

Wish = Callable[[str], Awaitable[None]]
"""Notes that somebody waits for the details of a launch; never raises."""

_FIRST_PAGE = LaunchQuery(limit=PAGE_SIZES[View.NORMAL], strict=True)


@dataclass(frozen=True, slots=True)
class Outside:
    """What the commands need from elsewhere.

    Kept queries, wishes for details, the request budget, what is subscribed to where, the settings of
    chats, how an example is posted, the languages to speak, where people find the bot, and which of its parts
    do not run.
    """

    keep: Keep
    recall: Recall
    wish: Wish
    budget: BudgetReader
    version: str
    subscriptions: Subscriptions
    chats: Chats
    example: Example
    languages: Languages
    addresses: Addresses = field(default_factory=Addresses)
    troubles: Callable[[], tuple[str, ...]] = tuple


class Handlers:
    """One method for each command and each action. All raise `AskError` or `StoreError`."""

    def __init__(self, queries: Queries, outside: Outside, clock: Clock) -> None:
        self.naming = Naming(queries)
        self.finding = Finding(queries, self.naming)
        self._queries = queries
        self._outside = outside
        self._clock = clock
        self.asking = Asking(self.naming, clock, PlainWords(self.naming, clock))
        self._lists = Lists(queries, self.naming, outside.keep)
        self._understanding = Understanding(self.naming, outside.keep)
        self._filters = Filters(self._lists, self.asking)
        self._summaries = Summaries(self._lists, self.asking, self._understanding, clock, Charts())
        self._answers = Answers(
            self._lists, self.asking, self._understanding, self.finding, self._summaries, self._detail
        )
        cards = SubscriptionCards(self._lists)
        self.subscribing = Subscribing(
            outside.subscriptions, outside.chats, outside.example, cards, self.asking, clock
        )
        chat_language = ChatLanguage(outside.chats, outside.languages)
        self._managing: Mapping[str, Callable[[Command, Arguments, Person], Awaitable[Card]]] = {
            "subscribe": self.subscribing.subscribe,
            "subscriptions": self.subscribing.listing,
            "unsubscribe": self.subscribing.unsubscribe,
            "timezone": self.subscribing.timezone,
            "language": chat_language.language,
            "forget": self.subscribing.forget,
        }
        self._commands: Mapping[str, Callable[[Command, Arguments], Awaitable[Card]]] = {
            "previous": self._previous,
            "search": self._search,
            "launch": self._launch,
            "menu": self._menu,
            "latest": self._latest,
            "status": self._status,
            "help": self._help,
            "about": self._about,
        }

    async def handle(self, command: Command, arguments: Arguments, person: Person) -> Card:
        """Answer a command."""
        given = check_arguments(command, arguments)
        if command.name == "previous" and not given and person.platform == "telegram":
            # Where nothing completes what is being typed, a menu helps more than the newest page.
            return await self._filters.menu()
        try:
            if command.manages:
                return await self._managing[command.name](command, given, person)
            if self._summaries.answers(command):
                return await self._summaries.run(command, given, person)
            return await self._commands[command.name](command, given)
        except NearMissError as error:
            return await self._near_misses(error, command, given)

    async def act(self, action: Action, person: Person) -> Card | Form:
        """Answer a pressed button."""
        match action:
            case ShowPage(query, fresh):
                return replace(await self._show(query), fresh=fresh)
            case ShowLaunch():
                return await self._open(action)
            case ShowFilters(query, subscription):
                return await self._filters.panel(query, subscription)
            case ShowStats() | ShowDay() | ShowProfile() | ShowComparison() | ShowChart():
                return await self._summaries.act(action, person)
            case ShowFacet():
                return await self._filters.facet(action)
            case FillForm(query, subscription=subscription):
                return await self._filters.form(query, subscription)
            case RunCommand(name, arguments):
                if name not in {command.name for command in COMMANDS}:
                    raise action_reader.stale()
                return await self.handle(find_command(name), dict(arguments), person)
            case Manage() | SaveFilters() | MuteHere() | UnmuteHere() | ForgetHere() | ForgetChannel():
                return await self.subscribing.act(action, person)

    async def fill(self, action: Action, values: Arguments) -> Card:
        """Answer a filled form."""
        if not isinstance(action, FillForm) or not action.filled:
            raise action_reader.stale()
        return await self._filters.fill(action, values)

    async def _previous(self, command: Command, arguments: Arguments) -> Card:
        if answer := await self._answers.fact(arguments) or await self._answers.named(arguments):
            return answer
        reading = await self.asking.read(command, arguments)
        if answer := await self._answers.question(reading, arguments):
            return answer
        query = reading.query
        if not query.offset:
            return await self._show(query, await self._understanding.told(reading))
        page = await self._queries.flown(query)
        if page.count <= query.offset:
            last = (page.count - 1) // query.limit + 1 if page.count else 1
            sentence = _("There is no page {page}: the last one is {last}.")
            text = sentence.format(page=arguments["page"], last=last)
            raise NearMissError(text, (str(last),), "page")
        return await self._show(query)

    async def _search(self, _command: Command, arguments: Arguments) -> Card:
        query = _FIRST_PAGE.having(search=check_search(arguments["text"]), word_starts=True)
        return await self._answers.alone(Reading(query)) or await self._show(query)

    async def _launch(self, _command: Command, arguments: Arguments) -> Card:
        found = await self.finding.find(arguments["launch"])
        if isinstance(found, Launch):
            return await self._detail(found, ())
        return await self._show(found)

    async def _menu(self, _command: Command, _arguments: Arguments) -> Card:
        return await self._filters.menu()

    async def _latest(self, _command: Command, _arguments: Arguments) -> Card:
        launch = await self._queries.latest()
        if launch is None:
            return await self._show(_FIRST_PAGE)
        more = await self._lists.button(_("Earlier launches"), ShowPage(_FIRST_PAGE), "p")
        return await self._detail(launch, ((more,),))

    async def _status(self, _command: Command, _arguments: Arguments) -> Card:
        freshness = await self._queries.freshness()
        return status_card(freshness, await self._outside.budget(), self._clock(), self._outside.troubles())

    async def _help(self, _command: Command, _arguments: Arguments) -> Card:
        menu = await self._lists.button(_("Menu"), RunCommand("menu"), "h")
        latest = await self._lists.button(_("Latest launch"), RunCommand("latest"), "h")
        card = help_card(COMMANDS, self._outside.addresses)
        return replace(card, buttons=((menu, latest),))

    async def _about(self, _command: Command, _arguments: Arguments) -> Card:
        return about_card(self._outside.version)

    async def _show(self, query: LaunchQuery, understood: Understood = NOTHING) -> Card:
        if query.view is not View.DETAILED:
            return await self._lists.card(query, understood)
        page, query = await self._lists.page(query)
        if not page.items:
            return await self._lists.card(query, understood)
        rows = (
            *understood.drops,
            *understood.choices,
            await self._lists.pager(query, page.count),
            (await self._lists.filters_button(query), *understood.literal),
        )
        card = await self._detail(page.items[0], rows, query)
        lines = (*understood.lines, *faint_lines(*(await caveats(query, self._queries)).words))
        told = (Text(lines),) if lines else ()
        menus = (*card.selects, *await self._lists.menus(query))
        return replace(card, blocks=(*told, *card.blocks), selects=menus)

    async def _open(self, action: ShowLaunch) -> Card:
        launch = await self._queries.launch(action.launch_id)
        if launch is None:
            raise AskError(_("Launch Library no longer lists this launch. Ask again with /previous."))
        if action.back is None:
            return await self._detail(launch, ())
        if isinstance(action.back, LaunchQuery):
            back = await self._lists.button("‹ " + _("Back to the list"), ShowPage(action.back), "b")
        else:
            back = await self._lists.button("‹ " + _("Back"), action.back, "b")
        return await self._detail(launch, ((back,),), action.back)

    async def _detail(self, launch: Launch, rows: tuple[tuple[Button, ...], ...], back: Back = None) -> Card:
        if launch.boosters is None:
            await self._outside.wish(launch.id)
        ways = await ways_on(launch, back, self._lists)
        return replace(detail_card(launch, (*rows, *ways.rows)), selects=ways.selects)

    async def _near_misses(self, error: NearMissError, command: Command, given: Arguments) -> Card:
        """Offer each suggestion as a button that runs the corrected command."""
        buttons = []
        for suggestion, slot in zip(error.suggestions, "12345", strict=False):
            corrected = {**given, error.parameter: suggestion}
            action = await self._corrected(command, corrected)
            if action is not None:
                button = await self._lists.button(suggestion, action, slot)
                buttons.append(replace(button, style=ButtonStyle.PRIMARY))
        return replace(apology(error), buttons=(tuple(buttons),) if buttons else ())

    async def _corrected(self, command: Command, arguments: Arguments) -> Action | None:
        """Return what runs a command with those arguments, or None if they are wrong as well."""
        if command.manages:
            return RunCommand(command.name, tuple(arguments.items()))
        try:
            if self._summaries.answers(command):
                return RunCommand(command.name, tuple(arguments.items()))
            if command.name != "launch":
                return ShowPage(await self.asking.query(command, arguments), fresh=True)
            if not await self.finding.called(arguments["launch"]):
                words = {"search": arguments["launch"]}
                return ShowPage(await self.asking.query(PREVIOUS, words), fresh=True)
            found = await self.finding.find(arguments["launch"])
        except NearMissError:
            # Something else is misspelt too; the press will tell what.
            return RunCommand(command.name, tuple(arguments.items()))
        except AskError:
            return None
        return ShowLaunch(found.id) if isinstance(found, Launch) else ShowPage(found, fresh=True)


def find_command(name: str) -> Command:
    """Return the command of that name; raises `AskError` if there is none."""
    wanted = name.casefold()
    for command in COMMANDS:
        if command.name == wanted:
            return command
    raise AskError(_("There is no command /{name}. /help lists them.").format(name=name[:32]))
