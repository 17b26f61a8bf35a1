"""The cards that say what became of results: one of each fate, as a state seldom has them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from commands.cards.card import Card
from commands.cards.fates import Fate, FatesPage, Told, fates_card
from commands.codec.actions import ShowFates
from storage.models import Launch
from storage.state.models import Frequency, Subscription, Wishes
from tests.commands.people import HOME, someone


def every_fate(launch: Launch, now: datetime) -> Iterator[tuple[str, Card]]:
    """Yield a card of each fate, with what led to it."""
    here = someone().here
    assert here is not None
    for spoiler in (False, True):
        subscription = Subscription(
            id=1,
            place=HOME,
            wishes=Wishes(query="", spoiler=spoiler),
            created_at=now,
            told_until=now,
            number=1,
        )
        for fate in Fate:
            told = Told(
                launch, fate, ("crewed", "failures"), on_outcome=True, muted="SpaceX", reason="No access",
                message_id=5, due_at=now + timedelta(hours=3) if fate is Fate.DUE else None,
            )  # fmt: skip
            page = FatesPage(ShowFates(1, 1), subscription, "all launches", (told,), 3)
            yield f"fate {fate.name} {spoiler}", fates_card(page, here)
    page = FatesPage(ShowFates(1), subscription, "all launches", (), 1)
    yield "no fates", fates_card(page, here)
    memory = replace(subscription, wishes=Wishes(query="", frequency=Frequency.MEMORY_DAILY))
    yield "no results", fates_card(replace(page, subscription=memory), here)
