"""Answers interactions with cards, in Discord's time and whatever goes wrong on the way.

An interaction has to be answered within three seconds; a card that takes longer is announced by
deferring, and sent when it is there. Everything that fails here or below is caught here: it is logged
once, and the person gets one plain sentence where Discord still lets us say one.
Source: https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum, auto
from typing import Any, Protocol

import aiohttp
import discord
import msgspec

from adapters.discord.context import Interaction, person
from adapters.discord.local_names import as_typed_here
from adapters.discord.modals import draw_form
from adapters.discord.render import Drawing, Drawn, components_of, draw
from adapters.discord.unread import unread_response
from commands.cards.card import Card, Form
from commands.cards.system import apology, failure_card
from commands.dispatcher import Dispatcher
from commands.i18n.translation import ENGLISH, _, speaking
from storage.errors import AskError

log = logging.getLogger("launchlog.discord")

PATIENCE = 1.5
"""Seconds to wait for a card before deferring: half of what Discord gives, the rest is for the way."""

GRACE = 2.0
"""Seconds that answers under way have to come to their end when we are stopped."""

PARTING = 1.0
"""Seconds to say, after that, that an answer does not come."""

_WEIGHT = 5
"""How many times the bytes of its JSON a drawing takes in memory, at most."""

_THINKING = discord.InteractionResponseType.deferred_channel_message
_LOST = (aiohttp.ClientError, OSError)
"""What breaks a connection before anything is answered."""

_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060
_UNKNOWN_WEBHOOK = 10015
_UNKNOWN_MESSAGE = 10008
_TOO_LATE = frozenset({_UNKNOWN_INTERACTION, _ALREADY_ACKNOWLEDGED, _UNKNOWN_WEBHOOK, _UNKNOWN_MESSAGE})
"""Codes after which an interaction takes no answer any more.

https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""


class Speaker(Protocol):
    """What a client knows of languages, and of our commands as Discord knows them."""

    dispatcher: Dispatcher
    command_ids: Mapping[str, int]


class Way(Enum):
    """How a card reaches the person: as a new message, in place of the pressed one, or privately."""

    SEND = auto()
    EDIT = auto()
    COPY = auto()


class Answers:
    """Answers interactions, and knows those still being answered so that closing can end them.

    Presses of one person on one message are answered one after the other, so that the last one stands.
    """

    def __init__(self, patience: float = PATIENCE, grace: float = GRACE) -> None:
        self._patience = patience
        self._grace = grace
        self._running: set[asyncio.Task[Any] | None] = set()
        self._lines: dict[tuple[int, int], asyncio.Event] = {}
        self._closing = False

    async def give(
        self,
        interaction: Interaction,
        asked: Coroutine[Any, Any, Card | Form] | Coroutine[Any, Any, Card],
        way: Way,
    ) -> None:
        """Answer an interaction with what `asked` comes to; raises nothing but cancellation."""
        with self._in_line(interaction) as before:
            work: asyncio.Task[Any] = asyncio.create_task(_after(before, asked))
            task = asyncio.current_task()
            self._running.add(task)
            reply = Reply(interaction)
            try:
                await self._wait(reply, work, way)
                answer = await work
                await _deliver(reply, answer, way)
            except asyncio.CancelledError:
                if not self._closing:
                    raise
                await self._part(reply, way)
            except Exception as error:  # noqa: BLE001  # the one place where an interaction's failures end
                await self.fail(interaction, error, way, reply=reply)
            finally:
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)
                # One that was cancelled before it began has not taken it over.
                asked.close()
                self._running.discard(task)

    async def fail(
        self,
        interaction: Interaction,
        error: Exception,
        way: Way = Way.SEND,
        sentence: str = "",
        reply: Reply | None = None,
    ) -> None:
        """Log why an interaction could not be answered, and say so to the person if that is possible."""
        _report(interaction, error)
        if interaction.type is discord.InteractionType.autocomplete:
            return
        if isinstance(error, discord.HTTPException) and (error.code in _TOO_LATE or error.status == 401):
            return
        card = apology(AskError(sentence)) if sentence else failure_card()
        await self._apologise(reply or Reply(interaction), card, way)

    async def close(self) -> None:
        """Let what is being answered come to its end for a moment, and say a sentence for the rest."""
        if self._others():
            await asyncio.wait(self._others(), timeout=self._grace)
        self._closing = True
        if late := self._others():
            log.warning("answers_cut_short count=%s", len(late))
            for task in late:
                task.cancel()
            await asyncio.wait(late, timeout=PARTING)
            for task in self._others():
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _others(self) -> list[asyncio.Task[Any]]:
        return [task for task in self._running if task and task is not asyncio.current_task()]

    async def _part(self, reply: Reply, way: Way) -> None:
        """Say that the answer does not come, as we are being stopped."""
        client: Speaker = reply.interaction.client
        with speaking(await client.dispatcher.language(person(reply.interaction))):
            card = apology(AskError(_("I am being restarted. Please ask again in a minute.")))
        await self._apologise(reply, card, way)

    async def _apologise(self, reply: Reply, card: Card, way: Way) -> None:
        try:
            await _deliver(reply, card, way)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as again:
            log.warning("apology_failed interaction=%s cause=%s", reply.interaction.id, cause(again))

    async def _wait(self, reply: Reply, work: asyncio.Task[Card | Form], way: Way) -> None:
        done, _pending = await asyncio.wait({work}, timeout=self._patience)
        if not done:
            await reply.defer(hidden=way is Way.COPY, thinking=way is not Way.EDIT)

    @contextmanager
    def _in_line(self, interaction: Interaction) -> Iterator[asyncio.Event | None]:
        """Give what has to end before this interaction is worked on, None for nothing."""
        if interaction.message is None:
            yield None
            return
        line = interaction.user.id, interaction.message.id
        before, ended = self._lines.get(line), asyncio.Event()
        self._lines[line] = ended
        try:
            yield before
        finally:
            ended.set()
            if self._lines[line] is ended:
                del self._lines[line]


async def _after(before: asyncio.Event | None, asked: Coroutine[Any, Any, Any]) -> Any:
    if before is not None:
        await before.wait()
    return await asked


class Reply:
    """What was said so far to one interaction, also where Discord's confirmation of it was lost.

    The first response is repeated once when the connection breaks before it is confirmed: Discord takes one
    response to an interaction, and refuses the second, which tells that the first has arrived.
    """

    def __init__(self, interaction: Interaction) -> None:
        self.interaction = interaction
        self.is_begun = interaction.response.is_done()
        self.is_thinking = interaction.response.type is _THINKING

    async def defer(self, *, hidden: bool, thinking: bool) -> None:
        """Ask for patience."""
        response = self.interaction.response
        await self.begin(lambda: response.defer(ephemeral=hidden, thinking=thinking))
        self.is_thinking = thinking

    async def begin(self, respond: Callable[[], Awaitable[object]]) -> None:
        """Give the first response; raises what Discord refuses it with."""
        try:
            await respond()
        except _LOST as error:
            log.warning("confirmation_lost interaction=%s cause=%s", self.interaction.id, cause(error))
            await self._again(respond)
        except discord.HTTPException as error:
            # The library repeats by itself what was answered by a server error, and may have arrived.
            if error.code != _ALREADY_ACKNOWLEDGED:
                raise
        self.is_begun = True

    async def _again(self, respond: Callable[[], Awaitable[object]]) -> None:
        try:
            await respond()
        except discord.HTTPException as error:
            if error.code != _ALREADY_ACKNOWLEDGED:
                raise


async def _deliver(reply: Reply, answer: Card | Form, way: Way) -> None:
    """Send an answer; a private one never takes the place of a message that others or the asker read."""
    interaction = reply.interaction
    response = interaction.response
    if isinstance(answer, Form):
        if not reply.is_begun:
            form = draw_form(answer)
            await reply.begin(lambda: response.send_modal(form))
            return
        # A form can only be the first response, and that was spent on asking for patience.
        with speaking(answer.language):
            answer = apology(AskError(_("That took too long. Please press the button again.")))
    edits = way is Way.EDIT and _takes_place(interaction, answer)
    hidden = way is Way.COPY or answer.private
    if not reply.is_begun:
        await reply.begin(lambda: _respond(interaction, answer, edits=edits, hidden=hidden))
        return
    drawing = _drawn(answer, interaction)
    view, files = drawing.view, drawing.files
    if edits or way is Way.COPY or not (answer.private or answer.fresh):
        await interaction.edit_original_response(view=view, attachments=files)
        return
    if reply.is_thinking:
        # Discord would show the first message after a public deferral to everybody.
        await interaction.delete_original_response()
    await interaction.followup.send(view=view, files=files, ephemeral=hidden)


async def _respond(interaction: Interaction, card: Card, *, edits: bool, hidden: bool) -> None:
    """Answer at once; drawn anew each time, as a file is read only once."""
    drawing, response = _drawn(card, interaction), interaction.response
    with unread_response():
        if edits:
            await response.edit_message(view=drawing.view, attachments=drawing.files)
        else:
            await response.send_message(view=drawing.view, files=drawing.files, ephemeral=hidden)


def _drawn(card: Card, interaction: Interaction) -> Drawing:
    """Draw a card that names commands as the person's client does; one that is kept is drawn once.

    Where others read it too, who may speak other languages, only if the card is in that of the client.
    """
    client: Speaker = interaction.client
    of_client = client.dispatcher.languages.of(interaction.locale.value)
    is_shared = not card.private and of_client != card.language
    names = ENGLISH if is_shared else of_client
    kept = card.drawings
    if kept is None:
        return draw(as_typed_here(card, names, client.command_ids))
    how = "discord", names.code, tuple(client.command_ids.items())
    drawing: Drawing | None = kept.find(how)
    if drawing is None:
        drawing = draw(as_typed_here(card, names, client.command_ids))
        if not drawing.files:
            components = components_of(drawing.view)
            drawing = Drawing(Drawn(components), [])
            kept.keep(how, drawing, _WEIGHT * len(msgspec.json.encode(components)))
    return drawing


def _takes_place(interaction: Interaction, card: Card) -> bool:
    """Tell whether a card takes the place of the asker's pressed message.

    A fresh one and a picture alone do not, an error does not, and what is private does so only where it is
    private already.
    """
    if card.fresh or (card.private and card.notice):
        return False
    message = interaction.message
    return not card.private or (message is not None and message.flags.ephemeral)


def _report(interaction: Interaction, error: Exception) -> None:
    expected = isinstance(error, discord.DiscordException | aiohttp.ClientError | OSError)
    log.log(
        logging.WARNING if expected else logging.ERROR,
        "answer_failed interaction=%s kind=%s cause=%s",
        interaction.id,
        interaction.type.name,
        cause(error),
        exc_info=None if expected else error,
    )


def cause(error: Exception) -> str:
    """Return why something failed, on one line and without any token."""
    if isinstance(error, discord.HTTPException):
        return f"{type(error).__name__} status={error.status} code={error.code}"
    return " ".join(f"{type(error).__name__} {error}".split())
