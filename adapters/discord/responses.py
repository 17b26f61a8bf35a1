"""Answers interactions with cards, in Discord's time and whatever goes wrong on the way.

An interaction has to be answered within three seconds; a card that takes longer is announced by
deferring, and sent when it is there. Everything that fails here or below is caught here: it is logged
once, and the person gets one plain sentence where Discord still lets us say one.
Source: https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
from collections.abc import Coroutine
from enum import Enum, auto
from typing import Any, Protocol

import aiohttp
import discord

from adapters.discord.local_names import with_local_names
from adapters.discord.modals import draw_form
from adapters.discord.render import draw
from commands.cards.card import Card, Form
from commands.cards.system import apology, failure_card
from commands.dispatcher import Dispatcher
from commands.i18n.translation import ENGLISH, _, current, speak
from storage.errors import AskError

log = logging.getLogger("launchlog.discord")

Interaction = discord.Interaction[Any]

PATIENCE = 1.5
"""Seconds to wait for a card before deferring: half of what Discord gives, the rest is for the way."""

_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060
_UNKNOWN_WEBHOOK = 10015
_UNKNOWN_MESSAGE = 10008
_TOO_LATE = frozenset({_UNKNOWN_INTERACTION, _ALREADY_ACKNOWLEDGED, _UNKNOWN_WEBHOOK, _UNKNOWN_MESSAGE})
"""Codes after which an interaction takes no answer any more.

https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""


class Speaker(Protocol):
    """What a client knows of languages."""

    dispatcher: Dispatcher


class Way(Enum):
    """How a card reaches the person: as a new message, in place of the pressed one, or privately."""

    SEND = auto()
    EDIT = auto()
    COPY = auto()


class Answers:
    """Answers interactions, and knows those still being answered so that closing can end them."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._running: set[asyncio.Task[Any] | None] = set()

    async def give(
        self,
        interaction: Interaction,
        asked: Coroutine[Any, Any, Card | Form] | Coroutine[Any, Any, Card],
        way: Way,
    ) -> None:
        """Answer an interaction with what `asked` comes to; raises nothing but cancellation."""
        asking = contextvars.copy_context()
        work: asyncio.Task[Any] = asyncio.create_task(asked, context=asking)
        task = asyncio.current_task()
        self._running.add(task)
        try:
            await self._wait(interaction, work, way)
            answer = await work
            # What the adapter says itself is in the language of the answer.
            speak(asking.run(current))
            await _deliver(interaction, answer, way)
        except Exception as error:  # noqa: BLE001  # the one place where an interaction's failures end
            await self.fail(interaction, error, way)
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            self._running.discard(task)

    async def fail(
        self, interaction: Interaction, error: Exception, way: Way = Way.SEND, sentence: str = ""
    ) -> None:
        """Log why an interaction could not be answered, and say so to the person if that is possible."""
        _report(interaction, error)
        if interaction.type is discord.InteractionType.autocomplete:
            return
        if isinstance(error, discord.HTTPException) and (error.code in _TOO_LATE or error.status == 401):
            return
        try:
            await _deliver(interaction, apology(AskError(sentence)) if sentence else failure_card(), way)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as again:
            log.warning("apology_failed interaction=%s cause=%s", interaction.id, cause(again))

    async def close(self) -> None:
        """End what is still being answered."""
        running = [task for task in self._running if task and task is not asyncio.current_task()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _wait(self, interaction: Interaction, work: asyncio.Task[Card | Form], way: Way) -> None:
        done, _pending = await asyncio.wait({work}, timeout=self._patience)
        if not done:
            await interaction.response.defer(ephemeral=way is Way.COPY, thinking=way is not Way.EDIT)


async def _deliver(interaction: Interaction, answer: Card | Form, way: Way) -> None:
    """Send an answer; a private one never takes the place of a message that others or the asker read."""
    response = interaction.response
    if isinstance(answer, Form):
        if not response.is_done():
            await response.send_modal(draw_form(answer))
            return
        # A form can only be the first response, and that was spent on asking for patience.
        answer = apology(AskError(_("That took too long. Please press the button again.")))
    drawing = draw(_as_typed(answer, interaction))
    view, files = drawing.view, drawing.files
    edits = way is Way.EDIT and _takes_place(interaction, answer)
    hidden = way is Way.COPY or answer.private
    if not response.is_done():
        if edits:
            await response.edit_message(view=view, attachments=files)
        else:
            await response.send_message(view=view, files=files, ephemeral=hidden)
        return
    if edits or way is Way.COPY or not (answer.private or answer.fresh or answer.picture_alone):
        await interaction.edit_original_response(view=view, attachments=files)
        return
    if response.type is discord.InteractionResponseType.deferred_channel_message:
        # Discord would show the first message after a public deferral to everybody.
        await interaction.delete_original_response()
    await interaction.followup.send(view=view, files=files, ephemeral=hidden)


def _as_typed(card: Card, interaction: Interaction) -> Card:
    """Return a card that names commands as the person's client does, where both speak one language."""
    client: Speaker = interaction.client
    of_client = client.dispatcher.languages.of(interaction.locale.value)
    return with_local_names(card) if of_client == current() != ENGLISH else card


def _takes_place(interaction: Interaction, card: Card) -> bool:
    """Tell whether a card takes the place of the asker's pressed message.

    A fresh one and a picture alone do not, an error does not, and what is private does so only where it is
    private already.
    """
    if card.fresh or card.picture_alone or (card.private and card.notice):
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
