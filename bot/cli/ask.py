"""`python -m bot ask`: one line answered as a chat would answer it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from adapters.telegram.times import told
from commands.cards.card import Button, Card, Entry, Line, Text, When
from commands.codec.query_string import write
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from commands.i18n.translation import speaking
from commands.parsing.typed_command import typed_command
from storage.catalogue import Stats
from storage.clock import Clock

ASKER = 0
"""The id of a person who asks on the command line; no platform gives it to anybody."""


async def answer(text: str, person: Person, dispatcher: Dispatcher) -> Card:
    """Return the answer to a line in a private chat: a command with a slash, or plain words."""
    command = typed_command(text)
    if command is None:
        card = await dispatcher.say("previous", text, person)
    else:
        card = await dispatcher.say(command.name, command.rest, person)
    if person.platform == "discord":
        from adapters.discord.local_names import as_typed_here  # noqa: PLC0415 - discord.py takes a second

        return as_typed_here(card, card.language, {})
    return card


def as_text(card: Card, clock: Clock) -> str:
    """Return the card as it is read, buttons in brackets at the end."""
    lines = [*filter(None, [card.title]), *_read(card, clock()), *(f"[{label}]" for label in _labels(card))]
    return "\n".join(lines)


def as_json(card: Card, clock: Clock) -> str:
    """Return the card as one object; docs/command-line.md tells its fields."""
    content = card.content
    figures: dict[str, Any] | None = None
    if content.figures is not None:
        figures = _figures(content.figures)
    elif content.compared:
        figures = {"compared": [{"name": name, **_figures(stats)} for name, stats in content.compared]}
    object_ = {
        "title": card.title,
        "lines": _read(card, clock()),
        "query": None if content.query is None else write(content.query),
        "count": content.count,
        "launches": [{"id": launch.id, "name": launch.name} for launch in content.launches],
        "figures": figures,
        "suggestions": list(content.suggestions),
        "buttons": list(_labels(card)),
        "private": card.private,
    }
    return msgspec.json.format(msgspec.json.encode(object_), indent=2).decode()


def _figures(stats: Stats) -> dict[str, Any]:
    return {
        "total": stats.launches,
        "success": stats.success,
        "failure": stats.failure,
        "partial": stats.partial,
        "success_rate": stats.success_rate,
    }


def _read(card: Card, now: datetime) -> list[str]:
    with speaking(card.language):
        return list(_lines(card, now))


def _lines(card: Card, now: datetime) -> Iterator[str]:
    for block in card.blocks:
        if isinstance(block, Text) and block.heading:
            yield block.heading
        number = f"{block.number}. " if isinstance(block, Entry) else ""
        for index, line in enumerate(block.lines):
            for each in _words(line, now).splitlines():
                yield ("" if index else number) + each
    if card.footer:
        yield _words(card.footer, now)


def _words(line: Line, now: datetime) -> str:
    def word(span: Any) -> str:
        if isinstance(span, str):
            return span
        return told(span, now) if isinstance(span, When) else str(span.text)

    return "".join(word(span) for span in line)


def _labels(card: Card) -> Iterator[str]:
    opening = [block.open for block in card.blocks if isinstance(block, Entry)]
    buttons: list[Button] = [*(button for row in card.buttons for button in row), *opening]
    yield from (button.label for button in buttons)
    for select in card.selects:
        yield from (choice.label for choice in select.choices)
