"""The one door through which both platforms reach what the bot can do."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial

from commands.cards.addresses import Addresses
from commands.cards.buttons import finished
from commands.cards.card import Card, Form
from commands.cards.kept_pages import KeptPages, Page, next_page
from commands.cards.menus import with_open_menu
from commands.cards.system import apology, failure_card, trouble_card
from commands.chat_zone import zone_for
from commands.codec.actions import Action, ShowPage
from commands.codec.callback_data import decode, decode_link
from commands.codec.layout import Keep, Recall
from commands.definitions.command import Arguments, Command, Parameter, Person, Suggestion
from commands.definitions.commands import COMMANDS
from commands.definitions.permissions import LOCATION
from commands.i18n.languages import Languages
from commands.i18n.local_days import counting_days_in
from commands.i18n.translation import Language, speaking
from commands.parsing.arguments import split_words
from commands.parsing.names.resolver import Naming
from commands.parsing.timezones import complete_zone, zone_at
from commands.rate_limit import Pace
from commands.routes import Handlers, find_command
from commands.sharing.inline_results import Offered, Offers, refused
from commands.sharing.share import Sharing
from commands.stats.contenders import COMPARED
from commands.subscriptions.pauses import Pauses
from commands.subscriptions.whereabouts import allowed
from storage.errors import AskError, StoreError
from storage.measures import Measure, tell
from storage.properties import Property
from storage.state.chat_settings import Chats
from storage.state.models import Pause, Place, Platform
from storage.state.patience import answering
from storage.state.subscriptions import Subscriptions

log = logging.getLogger("launchlog.commands")

_KINDS = frozenset({command.name for command in COMMANDS} | {"press", "link", "form", "location"})
"""How answers are told apart when they are counted: never by what somebody has typed."""

_PAGED = frozenset({"previous", "search"})
"""Commands whose answers are pages, most often."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked: how to answer it, and what it is kept as where the answer may be a page."""

    answer: Callable[[], Awaitable[Card | Form]]
    page: Page | None = None


class Dispatcher:
    """Runs commands and presses; every call answers and raises nothing but cancellation.

    Each call speaks the language of whoever asks and counts days where they are; the card knows both.
    `addresses` are where people find the bot, which the platforms fill in when they know. `keep` and `recall`
    keep queries that are too long for a button, `pages` keeps answers that are the same for everybody.
    """

    def __init__(
        self,
        handlers: Handlers,
        sharing: Sharing,
        offers: Offers,
        naming: Naming,
        subscriptions: Subscriptions,
        pauses: Pauses,
        chats: Chats,
        languages: Languages,
        addresses: Addresses,
        pace: Pace,
        keep: Keep,
        recall: Recall,
        *,
        pages: KeptPages,
    ) -> None:
        self._handlers = handlers
        self._sharing = sharing
        self._offers = offers
        self._naming = naming
        self._subscriptions = subscriptions
        self._pauses = pauses
        self._chats = chats
        self._languages = languages
        self.addresses = addresses
        self._pace = pace
        self._keep, self._recall = keep, recall
        self._pages = pages

    async def end(self) -> None:
        """Leave what nobody waits for, before what is asked is closed."""
        await self._pages.end()

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands, in the order in which a help lists them."""
        return COMMANDS

    @property
    def languages(self) -> Languages:
        """The languages that are spoken."""
        return self._languages

    async def run(self, name: str, arguments: Arguments, person: Person) -> Card:
        """Answer a command whose arguments are known by parameter name."""

        async def ask() -> _Asked:
            return self._command(find_command(name), arguments, person)

        return _card(await self._answer(name, person, ask))

    async def say(self, name: str, text: str, person: Person) -> Card:
        """Answer a command followed by free text, such as "provider:spacex since:2024 crew dragon"."""

        async def ask() -> _Asked:
            command = find_command(name)
            return self._command(command, split_words(command, text), person)

        return _card(await self._answer(name, person, ask))

    async def press(self, action: str, person: Person) -> Card | Form:
        """Answer a pressed button or a taken choice; the card replaces the one it stands on.

        The answer is a form only for buttons that say so.
        """

        async def ask() -> _Asked:
            return self._action(await decode(action, self._recall), person)

        return await self._answer("press", person, ask)

    async def pick(self, action: str, role_id: int, person: Person) -> Card | Form:
        """Answer a role that was picked from a menu with that action, as `press` does; 0 is none."""

        async def ask() -> _Asked:
            picked = await decode(action, self._recall)
            return _Asked(lambda: self._handlers.pick(picked, role_id, person))

        return await self._answer("press", person, ask)

    async def follow(self, payload: str, person: Person) -> Card | Form:
        """Answer a link into the bot: its payload is the action of a button that only shows something.

        Anybody can write such a link, so nothing that changes anything is done by one.
        """

        async def ask() -> _Asked:
            return self._action(await decode_link(payload, self._recall), person)

        return await self._answer("link", person, ask)

    async def is_look(self, payload: str) -> bool:
        """Tell whether an action only shows something, so that a link into the bot may lead to it."""
        try:
            await decode_link(payload, self._recall)
        except (AskError, StoreError):
            return False
        return True

    async def mentioned(self, text: str, person: Person) -> Card:
        """Answer privately with the launches that someone's message mentions."""

        async def ask() -> _Asked:
            return _Asked(lambda: self._handlers.mentioned(text))

        return _card(await self._answer("message", person, ask))

    async def offer(self, text: str, offset: str, person: Person) -> Offered:
        """Return the launches to offer while somebody types `text`, which is read as /previous reads it.

        `offset` is empty at first, and then what the page before gave. Typing has a pace of its own.
        """
        async with self._listening(person):
            try:
                return await self._offers.page(text, offset, person.key)
            except AskError as error:
                return await refused(error, lasting=False)
            except StoreError as error:
                log.warning("offer_failed reason=%s", error)
                return await refused(AskError(trouble_card().notice), lasting=False)
            except Exception:
                log.exception("offer_crashed")
                return await refused(AskError(failure_card().notice), lasting=False)

    async def fill(self, action: str, values: Arguments, person: Person) -> Card:
        """Answer a form that was filled in; the card replaces the one whose button opened the form."""

        async def ask() -> _Asked:
            filled = await decode(action, self._recall)
            return _Asked(lambda: self._handlers.fill(filled, values))

        return _card(await self._answer("form", person, ask))

    async def complete(
        self, name: str, parameter: str, typed: str, arguments: Arguments, person: Person
    ) -> tuple[Suggestion, ...]:
        """Return at most 25 completions for what is being typed into a parameter, likeliest first."""
        del arguments
        async with self._listening(person):
            try:
                return await self._completions(find_command(name).parameter(parameter), typed)
            except (AskError, StoreError) as error:
                log.info("completion_failed parameter=%s reason=%s", parameter, error)
                return ()

    async def _completions(self, found: Parameter | None, typed: str) -> tuple[Suggestion, ...]:
        match found.source if found else "":
            case "":
                return ()
            case "zone":
                return await asyncio.to_thread(complete_zone, typed)
            case "launch":
                return await self._handlers.finding.complete(typed)
            case "contender":
                return await self._naming.complete_any(COMPARED, typed)
            case source:
                return await self._naming.complete(Property(source), typed)

    async def zone_at(self, latitude: float, longitude: float, person: Person) -> Card:
        """Answer a shared location (degrees, north and east positive): its time zone is set."""

        async def answer() -> Card:
            zone = await asyncio.to_thread(zone_at, latitude, longitude)
            return await self._handlers.subscribing.set_zone(await allowed(person, LOCATION), zone)

        async def ask() -> _Asked:
            return _Asked(answer)

        return _card(await self._answer("location", person, ask))

    async def left(self, platform: Platform, owner_id: int) -> None:
        """Take note that the bot was removed from a chat or server."""
        await self._carry("left", lambda: self._subscriptions.pause_owner(platform, owner_id, Pause.LEFT))

    async def joined(self, platform: Platform, owner_id: int) -> None:
        """Record that the bot was added to a chat or server, perhaps again."""
        await self._carry("joined", lambda: self._subscriptions.resume_owner(platform, owner_id))

    async def present(self, platform: Platform, owner_ids: Collection[int]) -> None:
        """Take note of all servers that the bot is in, as if told of each that was left or joined."""

        async def compare() -> None:
            paused, resumed = await self._subscriptions.present(platform, owner_ids)
            if paused or resumed:
                log.info("servers_compared platform=%s paused=%s resumed=%s", platform, paused, resumed)

        await self._carry("present", compare)

    async def rights_changed(
        self, platform: Platform, owner_id: int | None, may_post: Callable[[Place], bool]
    ) -> None:
        """Take note that places may let the bot post again: those of a server or chat, or of all.

        `may_post` tells of a place that has refused posts whether it would take them now.
        """

        async def look() -> None:
            for place in await self._subscriptions.refusing(platform, owner_id):
                if may_post(place):
                    await self._subscriptions.regained(place)
                    log.info("place_tried_again platform=%s chat=%s", platform, place.chat_id)

        await self._carry("rights_changed", look)

    async def migrated(self, chat_id: int, to_chat_id: int) -> None:
        """Take note that a Telegram group has got another id."""
        await self._carry("migrated", lambda: self._subscriptions.move("telegram", chat_id, to_chat_id))

    async def _carry(self, what: str, write: Callable[[], Awaitable[object]]) -> None:
        try:
            await write()
        except StoreError as error:
            log.warning("not_noted what=%s reason=%s", what, error)

    async def language(self, person: Person) -> Language:
        """Return the language of the chat or server where somebody asks, or else that of their client."""
        chosen = ""
        if person.here is not None:
            place = person.here.place
            try:
                with answering():
                    chosen = await self._chats.language(place.platform, place.owner_id)
            except StoreError as error:
                log.warning("language_unknown reason=%s", error)
        return self._languages.of(chosen or person.locale)

    @asynccontextmanager
    async def _listening(self, person: Person) -> AsyncIterator[None]:
        """Speak the language of whoever asks, and count days where they are."""
        with answering():
            language, zone = await self.language(person), await zone_for(self._chats, person)
            with speaking(language), counting_days_in(zone):
                yield

    def _command(self, command: Command, arguments: Arguments, person: Person) -> _Asked:
        page = None
        if command.name in _PAGED:
            page = (command.name, *(part for pair in sorted(arguments.items()) for part in pair))
        return _Asked(lambda: self._handlers.handle(command, arguments, person), page)

    def _action(self, action: Action, person: Person) -> _Asked:
        page = action if isinstance(action, ShowPage) else None
        return _Asked(lambda: self._handlers.act(action, person), page)

    async def _answer(self, what: str, person: Person, ask: Callable[[], Awaitable[_Asked]]) -> Card | Form:
        """Make an answer, and tell how long it took; `what` is a command, or how else it was asked."""
        started = time.perf_counter()
        card, result = await self._made(person, ask)
        named = what if what in _KINDS else "unknown"
        tell(Measure.ANSWER, person.platform, named, result, amount=time.perf_counter() - started)
        return card

    async def _made(self, person: Person, ask: Callable[[], Awaitable[_Asked]]) -> tuple[Card | Form, str]:
        """Return an answer, and in a word what came of it."""
        async with self._listening(person):
            try:
                self._pace.take(person.key)
                return await self._given(await ask(), person), "answered"
            except AskError as error:
                return apology(error), "refused"
            except StoreError as error:
                log.warning("answer_failed reason=%s", error)
                return trouble_card(), "failed"
            except Exception:
                # The last line of defence: whatever it is, the person gets an answer.
                log.exception("answer_crashed")
                return failure_card(), "failed"

    async def _given(self, asked: _Asked, person: Person) -> Card | Form:
        """Return the answer, a kept page where it is one and the place has nothing of its own to be told."""
        if asked.page is None or await self._pauses.has_news(person.here):
            return await self._whole(asked, person, self._keep, news=True)
        find = partial(self._pages.find, platform=person.platform, keep=self._keep)
        answer = await find(asked.page, make=lambda keep: self._whole(asked, person, keep))
        if isinstance(asked.page, ShowPage) and (following := next_page(answer)):
            # Whoever turns pages is likely to turn one more.
            then = self._action(following, person)
            self._pages.warm(lambda: find(following, make=lambda keep: self._whole(then, person, keep)))
        return answer

    async def _whole(self, asked: _Asked, person: Person, keep: Keep, *, news: bool = False) -> Card | Form:
        """Make an answer, with what stands beside it and with the `news` of its place."""
        given = await asked.answer()
        if not isinstance(given, Form):
            given = await self._sharing.beside(given, person)
            if news:
                given = await self._pauses.beside(given, person.here)
            given = with_open_menu(given)
        return await finished(given, keep)


def _card(answer: Card | Form) -> Card:
    """Return the answer to what no form answers."""
    assert isinstance(answer, Card)
    return answer
