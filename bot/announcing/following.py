"""Carries over the subscriptions that were made before names were kept: each gets those that its ids have."""

from __future__ import annotations

import logging

from commands.parsing.names.resolver import Naming
from commands.parsing.watched import Callings, Watched, callings_of, watched
from storage.errors import AskError, StoreError
from storage.state.subscriptions import Subscriptions

log = logging.getLogger("launchlog.announcing")


async def carry_over(subscriptions: Subscriptions, naming: Naming) -> int:
    """Add names to the texts that have none, and return to how many; what cannot be done now is logged.

    Nothing is taken away: the ids stay, and a version that knows no names reads the text as before.
    """
    try:
        texts = await subscriptions.texts()
        plain = {number: text for number, text in texts.items() if not _has_names(text)}
        if not plain:
            return 0
        callings = await callings_of(naming)
        carried = 0
        for number, text in plain.items():
            named = _with_names(text, callings)
            if named != text:
                await subscriptions.rewrite(number, named)
                carried += 1
    except StoreError as error:
        log.warning("subscriptions_not_carried_over reason=%s", error)
        return 0
    if carried:
        log.info("subscriptions_carried_over queries=%s", carried)
    return carried


def _has_names(text: str) -> bool:
    try:
        return bool(Watched.read(text).names)
    except AskError:
        return True


def _with_names(text: str, callings: Callings) -> str:
    return watched(Watched.read(text).query, callings)
