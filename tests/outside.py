"""What the commands need from elsewhere, over a state of a test's own."""

from __future__ import annotations

from typing import Any

from bot.app import Outside
from commands.cards.system import Budget
from commands.i18n.languages import Languages
from commands.subscriptions.poster import Receipt
from storage.state.models import Subscription
from storage.state.state import State


async def no_budget() -> Budget | None:
    return None


async def no_example(_subscription: Subscription) -> Receipt | None:
    return None


def outside(state: State, **changes: Any) -> Outside:
    """Return what a state offers to the commands, with those parts changed."""
    parts: dict[str, Any] = {
        "keep": state.saved_queries.save,
        "recall": state.saved_queries.load,
        "wish": state.wanted.add,
        "budget": no_budget,
        "version": "0",
        "subscriptions": state.subscriptions,
        "results": state.results,
        "chats": state.chats,
        "example": no_example,
        "languages": Languages(),
    }
    return Outside(**(parts | changes))
