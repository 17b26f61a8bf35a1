"""Cards whose title is what they tell, so that the world can see which post has arrived."""

from __future__ import annotations

import json
from typing import NamedTuple

from commands.cards.card import Card
from storage.catalogue import NO_PRECEDENTS, Precedents
from storage.models import Launch, Status


class Told(NamedTuple):
    """A "result", "correction", "digest" or "summary": of which launches, and how they ended.

    `was` is the status that it corrects, -1 for none.
    """

    kind: str
    launch_ids: tuple[str, ...]
    statuses: tuple[int, ...]
    was: int = -1


def result_card(
    launch: Launch,
    *,
    spoiler: bool = False,
    was: Status | None = None,
    precedents: Precedents = NO_PRECEDENTS,
) -> Card:
    """Return a result, and what it corrects."""
    return _card(Told("result", (launch.id,), (launch.status.id,), was.id if was else -1))


def correction_card(launch: Launch, was: Status, *, spoiler: bool = False) -> Card:
    """Return the message that follows a post which cannot be edited."""
    return _card(Told("correction", (launch.id,), (launch.status.id,), was.id))


def digest_card(launches: tuple[Launch, ...], title: str, *, spoiler: bool = False) -> Card:
    """Return one card for several launches."""
    ids = tuple(launch.id for launch in launches)
    kind = "summary" if title == "While I was away" else "digest"
    return _card(Told(kind, ids, tuple(launch.status.id for launch in launches)))


def told_by(card: Card) -> Told:
    """Return what a card tells."""
    kind, ids, statuses, was = json.loads(card.title)
    return Told(kind, tuple(ids), tuple(statuses), was)


def _card(told: Told) -> Card:
    return Card(title=json.dumps(told))
