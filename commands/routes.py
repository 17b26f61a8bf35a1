"""What each command and each button does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from commands.cards.card import Button, ButtonStyle, Card, Content, Form, Text
from commands.cards.filter_panel import Filtering, Filters
from commands.cards.interpretation import NOTHING, Understanding, Understood
from commands.cards.launch_list import Lists, filter_buttons, jump_form, menus, page_of, page_turner
from commands.cards.system import apology
from commands.cards.text import faint_lines
from commands.caveats import caveats
from commands.chat_settings import ChatLanguage
from commands.codec.actions import (
    Action,
    FillForm,
    FilterList,
    JumpToPage,
    RunCommand,
    SetOption,
    ShowHelp,
    ShowLaunch,
    ShowMenu,
    ShowOption,
    ShowPage,
)
from commands.codec.compact import PAGE_SIZES
from commands.codec.layout import stale
from commands.definitions.command import Arguments, Command, Person
from commands.definitions.commands import COMMANDS, PREVIOUS
from commands.definitions.local_names import command_name
from commands.i18n.translation import _
from commands.launch_lookup import Finding
from commands.parsing.arguments import check_arguments, nearest
from commands.parsing.plain_words.reading import Reading
from commands.parsing.query import Asking, check_search, page_offset
from commands.parsing.tokens import unquoted
from commands.questions.answers import Answers
from commands.stats.handlers import Summaries, Summing
from commands.stats.related import Details
from commands.subscriptions.handlers import Subscribing
from commands.subscriptions.mutes import managing_buttons
from commands.subscriptions.presses import Managing, SubscriptionPresses
from commands.system import System
from storage.catalogue import Catalogue
from storage.errors import AskError, NearMissError, StaleButtonError, UnknownCommandError
from storage.models import Launch
from storage.query import LaunchQuery, View

Showing = ShowPage | ShowLaunch | ShowMenu | JumpToPage | RunCommand
"""The actions that lead to launches, one by one or in a list, to the menus of cards, and to the commands."""

_FIRST_PAGE = LaunchQuery(limit=PAGE_SIZES[View.NORMAL], strict=True)


Handler = Callable[[Command, Arguments, Person], Awaitable[Card]]


@dataclass(frozen=True, slots=True)
class Handlers:
    """One method for each command and each action. All raise `AskError` or `StoreError`."""

    catalogue: Catalogue
    finding: Finding
    asking: Asking
    lists: Lists
    understanding: Understanding
    details: Details
    filters: Filters
    summaries: Summaries
    answers: Answers
    subscribing: Subscribing
    managing: SubscriptionPresses
    chat_language: ChatLanguage
    system: System

    @property
    def commands(self) -> Mapping[str, Handler]:
        """The commands by their names."""
        return {
            "previous": self._previous,
            "search": self._search,
            "launch": self._launch,
            "menu": self._menu,
            "latest": self._latest,
            "start": self.system.start,
            "status": self.system.status,
            "help": self.system.help,
            "about": self.system.about,
            "language": self.chat_language.language,
            **self.summaries.commands,
            **self.subscribing.commands,
        }

    @property
    def actions(self) -> Mapping[type[Action], Callable[[Any, Person], Awaitable[Card | Form]]]:
        """The actions, each with what answers it."""
        return {
            **dict.fromkeys(get_args(Showing), self._act),
            **dict.fromkeys(get_args(Filtering), self.filters.act),
            **dict.fromkeys(get_args(Summing), self.summaries.act),
            **dict.fromkeys(get_args(Managing), self.managing.act),
            ShowHelp: self.system.show,
        }

    async def handle(self, command: Command, arguments: Arguments, person: Person) -> Card:
        """Answer a command."""
        given = check_arguments(command, arguments)
        if command.name == "previous" and not given and person.platform == "telegram":
            # Where nothing completes what is being typed, a menu helps more than the newest page.
            return self.filters.menu()
        try:
            return await self.commands[command.name](command, given, person)
        except NearMissError as error:
            return await self._near_misses(error, command, given)

    async def act(self, action: Action, person: Person) -> Card | Form:
        """Answer a pressed button."""
        return await self.actions[type(action)](action, person)

    async def _act(self, action: Showing, person: Person) -> Card | Form:
        match action:
            case ShowPage(query, fresh):
                return replace(await self._show(query), fresh=fresh)
            case ShowLaunch():
                return await self._open(action, person)
            case ShowMenu(of=of):
                card = await self.act(of, person)
                return card if isinstance(card, Form) else replace(card, open_menu=action)
            case JumpToPage(query):
                return jump_form(query)
            case RunCommand(name, arguments):
                if name not in {command.name for command in COMMANDS}:
                    raise stale()
                return await self.handle(find_command(name), dict(arguments), person)

    async def pick(self, action: Action, role_id: int, person: Person) -> Card | Form:
        """Answer a role picked from a menu."""
        if not isinstance(action, ShowOption):
            raise stale()
        return await self.act(SetOption(action.option, action.subscription, role_id), person)

    async def fill(self, action: Action, values: Arguments) -> Card:
        """Answer a filled form."""
        match action:
            case FillForm(filled=True) | FilterList(filled=True):
                return await self._filtered(action, values)
            case JumpToPage(query, filled=True):
                return await self._show(query.at(page_offset(values.get("page", ""), query.limit)))
        raise stale()

    async def _filtered(self, action: FillForm | FilterList, values: Arguments) -> Card:
        """Show what was filled in, or say what is wrong with it and keep it for another try."""
        try:
            if isinstance(action, FillForm):
                return await self.filters.fill(action, values)
            return await self._show(await self.filters.forms.filled(action, values))
        except StaleButtonError:
            raise
        except AskError as error:
            again = self.filters.forms.amended(action, values)
            button = Button(_("Change what I typed"), style=ButtonStyle.PRIMARY, form=True, to=again)
            return replace(apology(error), buttons=((button,),))

    async def mentioned(self, text: str) -> Card:
        """Show the launches that a message speaks of, to whoever asked alone."""
        found = await self.finding.mentioned(text)
        card = await self.details.card(found) if isinstance(found, Launch) else await self._show(found)
        return replace(card, private=True)

    async def _previous(self, command: Command, arguments: Arguments, _person: Person) -> Card:
        if set(arguments) == {"search"} and (card := await self._booster_of(arguments["search"])):
            return card
        if answer := await self.answers.fact(arguments) or await self.answers.named(arguments):
            return answer
        reading = await self.asking.read(command, arguments)
        if answer := await self.answers.question(reading, arguments):
            return answer
        query = reading.query
        if not query.offset:
            return await self._show(query, await self.understanding.told(reading))
        card = await self._show(query)
        count = card.content.count or 0
        if count <= query.offset:
            last = (count - 1) // query.limit + 1 if count else 1
            sentence = _("There is no page {page}: the last one is {last}.")
            text = sentence.format(page=arguments["page"], last=last)
            raise NearMissError(text, (str(last),), "page")
        return card

    async def _booster_of(self, text: str) -> Card | None:
        """Return the card of the booster whose number is typed alone."""
        return await self.summaries.boosters.named(unquoted(text)) if len(text.split()) <= 2 else None

    async def _search(self, _command: Command, arguments: Arguments, _person: Person) -> Card:
        if card := await self._booster_of(arguments["text"]):
            return card
        query = _FIRST_PAGE.having(search=check_search(arguments["text"]), word_starts=True)
        return await self.answers.alone(Reading(query)) or await self._show(query)

    async def _launch(self, _command: Command, arguments: Arguments, _person: Person) -> Card:
        if not await self.finding.called(arguments["launch"]) and (
            card := await self._booster_of(arguments["launch"])
        ):
            return card
        found = await self.finding.find(arguments["launch"])
        if isinstance(found, Launch):
            return await self.details.card(found)
        return await self._show(found)

    async def _menu(self, _command: Command, _arguments: Arguments, _person: Person) -> Card:
        return self.filters.menu()

    async def _latest(self, _command: Command, _arguments: Arguments, _person: Person) -> Card:
        page = await self.catalogue.flown(LaunchQuery(limit=1))
        if not page.items:
            return await self._show(_FIRST_PAGE)
        more = Button(_("Earlier launches"), to=ShowPage(_FIRST_PAGE))
        return await self.details.card(page.items[0], ((more,),))

    async def _show(self, query: LaunchQuery, understood: Understood = NOTHING) -> Card:
        if query.view is not View.DETAILED:
            return await self.lists.card(query, understood)
        page, query = await page_of(query, self.catalogue)
        if not page.items:
            return await self.lists.card(query, understood)
        rows = (
            *understood.drops,
            *understood.choices,
            page_turner(query, page.count),
            (*filter_buttons(query), *understood.literal),
        )
        card = await self.details.card(page.items[0], rows, query)
        lines = (*understood.lines, *faint_lines(*(await caveats(query, self.catalogue)).words))
        told = (Text(lines),) if lines else ()
        selects = (*card.selects, *menus(query))
        content = Content(query=query, count=page.count, launches=page.items)
        return replace(card, blocks=(*told, *card.blocks), selects=selects, content=content)

    async def _open(self, action: ShowLaunch, person: Person) -> Card:
        launch = await self.catalogue.launch(action.launch_id)
        if launch is None:
            raise AskError(_("Launch Library no longer lists this launch. Ask again with /previous."))
        if action.back is None:
            return await self.details.card(launch, await managing_buttons(launch, person))
        if isinstance(action.back, LaunchQuery):
            back = Button("‹ " + _("Back to the list"), to=ShowPage(action.back))
        else:
            back = Button("‹ " + _("Back"), to=action.back)
        return await self.details.card(launch, ((back,),), action.back)

    async def _near_misses(self, error: NearMissError, command: Command, given: Arguments) -> Card:
        """Offer each suggestion as a button that runs the corrected command."""
        buttons = []
        for suggestion in error.suggestions:
            corrected = {**given, error.parameter: suggestion}
            action = await self._corrected(command, corrected)
            if action is not None:
                buttons.append(Button(suggestion, style=ButtonStyle.PRIMARY, to=action))
        return replace(apology(error), buttons=(tuple(buttons),) if buttons else ())

    async def _corrected(self, command: Command, arguments: Arguments) -> Action | None:
        """Return what runs a command with those arguments, or None if they are wrong as well."""
        if command.manages:
            return RunCommand(command.name, tuple(arguments.items()))
        try:
            if command.name in self.summaries.commands:
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
    """Return the command of that name; raises `UnknownCommandError` with the nearest if there is none.

    Who knows the names of their own language from another platform is understood as well.
    """
    wanted = name.casefold()
    for command in COMMANDS:
        if command.name == wanted:
            return command
    names = {spelling: each.name for each in COMMANDS for spelling in (each.name, command_name(each.name))}
    for near in nearest(wanted, names)[:1]:
        sentence = _("There’s no command “{name}”: did you mean /{nearest}?")
        raise UnknownCommandError(sentence.format(name=name[:32], nearest=names[near]), (f"/{names[near]}",))
    raise UnknownCommandError(_("There’s no command “{name}”: see /help.").format(name=name[:32]))
