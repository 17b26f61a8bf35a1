"""What the buttons of a card carry: given once, when the card is finished."""

from __future__ import annotations

import asyncio
import string
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from commands.cards.card import Block, Button, Card, Choice, Entry, Form, RoleMenu, Select
from commands.cards.typography import spaced
from commands.codec.actions import Action
from commands.codec.callback_data import encode
from commands.codec.layout import Keep

SLOTS = string.digits + string.ascii_letters
"""What tells equal actions of a card apart: a platform takes no two buttons that carry the same."""

A = TypeVar("A", Card, Form, Card | Form)
P = TypeVar("P", Button, Choice, RoleMenu)

Give = Callable[[Action], str]


async def finished(answer: A, keep: Keep) -> A:
    """Return a card or form whose buttons carry what they lead to; `keep` keeps queries too long for one."""
    if isinstance(answer, Form):
        return replace(answer, action=await encode(answer.to, SLOTS[0], keep)) if answer.to else answer
    give = _slots(await _codes(set(_actions(answer)), keep))
    answer = spaced(answer)
    return replace(
        answer,
        buttons=tuple(tuple(_given(button, give) for button in row) for row in answer.buttons),
        blocks=tuple(_block(block, give) for block in answer.blocks),
        selects=tuple(_select(select, give) for select in answer.selects),
        roles=answer.roles and _given(answer.roles, give),
    )


async def _codes(actions: set[Action], keep: Keep) -> dict[Action, str]:
    """Return the actions as strings; what has to be kept is kept side by side."""
    kept: dict[str, str] = {}

    async def look_up(text: str) -> str:
        return kept.setdefault(text, "")

    codes = {action: await encode(action, SLOTS[0], look_up) for action in actions}
    if kept:
        kept = dict(zip(kept, await asyncio.gather(*map(keep, kept)), strict=True))
        codes = {action: await encode(action, SLOTS[0], look_up) for action in actions}
    return codes


def _slots(codes: dict[Action, str]) -> Give:
    """Return what gives each button of a card its action string, in a slot that is still free."""
    used = defaultdict[str, Iterator[str]](lambda: iter(SLOTS))

    def give(action: Action) -> str:
        code = codes[action]
        return code[0] + next(used[code]) + code[2:]

    return give


def _actions(card: Card) -> Iterator[Action]:
    places: list[Button | Choice | RoleMenu | None] = [card.roles]
    places += [button for row in card.buttons for button in row]
    places += [block.open for block in card.blocks if isinstance(block, Entry)]
    for select in card.selects:
        places += [*select.choices, select.open]
    yield from (place.to for place in places if place and place.to)


def _given(place: P, give: Give) -> P:
    return replace(place, action=give(place.to)) if place.to else place


def _block(block: Block, give: Give) -> Block:
    return replace(block, open=_given(block.open, give)) if isinstance(block, Entry) else block


def _select(select: Select, give: Give) -> Select:
    opening = select.open and _given(select.open, give)
    return replace(select, choices=tuple(_given(each, give) for each in select.choices), open=opening)
