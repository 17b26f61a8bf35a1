"""The one door through which both platforms reach what the bot can do."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from commands import actions
from commands.actions import Action, Keep, Recall, RunCommand, ShowLaunch, ShowPage
from commands.asking import Asking, check_arguments, check_search, split_words
from commands.cards import Button, Card
from commands.definitions import COMMANDS
from commands.details import detail_card
from commands.finding import Finding
from commands.language import _
from commands.lists import Lists
from commands.naming import Naming
from commands.pace import Pace
from commands.queries import Queries
from commands.registry import Arguments, Command, Person, Suggestion
from commands.service import (
    BudgetReader,
    about_card,
    apology,
    failure_card,
    help_card,
    status_card,
    trouble_card,
)
from storage.catalogue import NameKind
from storage.clock import Clock
from storage.errors import AskError, StoreError
from storage.models import Launch
from storage.query import LaunchQuery, View

log = logging.getLogger("launchlog.commands")

Wish = Callable[[str], Awaitable[None]]
"""Notes that somebody waits for the details of a launch; never raises."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the commands need from elsewhere: kept queries, wishes for details, the request budget."""

    keep: Keep
    recall: Recall
    wish: Wish
    budget: BudgetReader
    version: str


class Dispatcher:
    """Runs commands and presses; every call answers with a card and raises nothing but cancellation."""

    def __init__(
        self,
        queries: Queries,
        outside: Outside,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queries = queries
        self._outside = outside
        self._clock = clock
        self._pace = Pace(monotonic)
        self._naming = Naming(queries)
        self._asking = Asking(self._naming, clock)
        self._finding = Finding(queries)
        self._lists = Lists(queries, self._naming, outside.keep)
        self._handlers: dict[str, Callable[[Command, Arguments], Awaitable[Card]]] = {
            "previous": self._previous,
            "search": self._search,
            "launch": self._launch,
            "latest": self._latest,
            "status": self._status,
            "help": self._help,
            "about": self._about,
        }

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands, in the order in which a help lists them."""
        return COMMANDS

    async def run(self, name: str, arguments: Arguments, person: Person) -> Card:
        """Answer a command whose arguments are known by parameter name."""
        return await self._answer(person, lambda: self._handle(_command(name), arguments))

    async def say(self, name: str, text: str, person: Person) -> Card:
        """Answer a command followed by free text, such as "provider:spacex since:2024 crew dragon"."""

        async def answer() -> Card:
            command = _command(name)
            return await self._handle(command, split_words(command, text))

        return await self._answer(person, answer)

    async def press(self, action: str, person: Person) -> Card:
        """Answer a pressed button or a taken choice; the card replaces the one it stands on."""

        async def answer() -> Card:
            return await self._act(await actions.decode(action, self._outside.recall))

        return await self._answer(person, answer)

    async def complete(
        self, name: str, parameter: str, typed: str, arguments: Arguments
    ) -> tuple[Suggestion, ...]:
        """Return at most 25 completions for what is being typed into a parameter, likeliest first."""
        del arguments  # narrowing by the other filters is the facets' part
        try:
            found = _command(name).parameter(parameter)
            if found is None or not found.source:
                return ()
            if found.source == "launch":
                return await self._finding.complete(typed)
            return await self._naming.complete(NameKind(found.source), typed)
        except (AskError, StoreError) as error:
            log.info("completion_failed parameter=%s reason=%s", parameter, error)
            return ()

    async def _answer(self, person: Person, answer: Callable[[], Awaitable[Card]]) -> Card:
        try:
            self._pace.take(person.key)
            return await answer()
        except AskError as error:
            return apology(error)
        except StoreError as error:
            log.warning("answer_failed reason=%s", error)
            return trouble_card()
        except Exception:
            # The last line of defence: whatever it is, the person gets an answer.
            log.exception("answer_crashed")
            return failure_card()

    async def _handle(self, command: Command, arguments: Arguments) -> Card:
        return await self._handlers[command.name](command, check_arguments(command, arguments))

    async def _act(self, action: Action) -> Card:
        if isinstance(action, ShowPage):
            return await self._show(action.query)
        if isinstance(action, ShowLaunch):
            return await self._open(action)
        try:
            command = _command(action.name)
        except AskError as error:
            raise actions.stale() from error
        return await self._handle(command, {})

    async def _previous(self, command: Command, arguments: Arguments) -> Card:
        query = await self._asking.query(command, arguments)
        page, _query = await self._lists.page(query)
        if query.offset and page.count <= query.offset:
            last = (page.count - 1) // query.limit + 1 if page.count else 1
            sentence = _("There is no page {page}: the last one is {last}.")
            raise AskError(sentence.format(page=arguments["page"], last=last), (str(last),))
        return await self._show(query)

    async def _search(self, _command: Command, arguments: Arguments) -> Card:
        text = check_search(arguments["text"])
        return await self._show(LaunchQuery(search=text, limit=5, strict=True))

    async def _launch(self, _command: Command, arguments: Arguments) -> Card:
        found = await self._finding.find(arguments["launch"])
        if isinstance(found, Launch):
            return await self._detail(found, ())
        return await self._show(found)

    async def _latest(self, _command: Command, _arguments: Arguments) -> Card:
        launch = await self._queries.latest()
        if launch is None:
            return await self._show(LaunchQuery(limit=5))
        more = await self._lists.button(_("Earlier launches"), ShowPage(LaunchQuery(limit=5)), "p")
        return await self._detail(launch, ((more,),))

    async def _status(self, _command: Command, _arguments: Arguments) -> Card:
        freshness = await self._queries.freshness()
        return status_card(freshness, await self._outside.budget(), self._clock())

    async def _help(self, _command: Command, _arguments: Arguments) -> Card:
        card = help_card(COMMANDS)
        latest = await self._lists.button(_("Latest launch"), RunCommand("latest"), "h")
        previous = await self._lists.button(_("Previous launches"), RunCommand("previous"), "h")
        return replace(card, buttons=((latest, previous),))

    async def _about(self, _command: Command, _arguments: Arguments) -> Card:
        return about_card(self._outside.version)

    async def _show(self, query: LaunchQuery) -> Card:
        if query.view is not View.DETAILED:
            return await self._lists.card(query)
        page, query = await self._lists.page(query)
        if not page.items:
            return await self._lists.card(query)
        card = await self._detail(page.items[0], (await self._lists.pager(query, page.count),))
        return replace(card, selects=await self._lists.menus(query))

    async def _open(self, action: ShowLaunch) -> Card:
        launch = await self._queries.launch(action.launch_id)
        if launch is None:
            sentence = _("Launch Library no longer lists this launch. Ask again with /previous.")
            raise AskError(sentence)
        if action.back is None:
            return await self._detail(launch, ())
        back = await self._lists.button("‹ " + _("Back to the list"), ShowPage(action.back), "b")
        return await self._detail(launch, ((back,),))

    async def _detail(self, launch: Launch, rows: tuple[tuple[Button, ...], ...]) -> Card:
        if launch.boosters is None:
            await self._outside.wish(launch.id)
        return detail_card(launch, rows)


def _command(name: str) -> Command:
    wanted = name.casefold()
    for command in COMMANDS:
        if command.name == wanted:
            return command
    raise AskError(_("There is no command /{name}. /help lists them.").format(name=name[:32]))
