"""What a subscription asks for after one of its options was changed by touch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from commands.cards.subscription_options import WISHES, counts
from commands.codec.actions import Option, SetOption
from commands.codec.layout import stale
from commands.definitions.command import Here
from commands.definitions.commands import DAYS, FREQUENCIES
from commands.i18n.translation import _
from commands.subscriptions.options import (
    USUAL_DAY,
    USUAL_HOUR,
    check_threads,
    checked_role,
    has_followers,
)
from storage.errors import AskError
from storage.state.models import Frequency, Wishes

_DAYS = [name for name, _label in DAYS]
_MOST = {Option.WHEN: len(FREQUENCIES) - 1, Option.HOUR: 23, Option.DAY: len(DAYS) - 1}


def changed(wishes: Wishes, action: SetOption, here: Here) -> Wishes:
    """Return the wishes with that value of that option; raises `AskError` for one that it cannot have there.

    As in a command, hour and day are the usual ones where they make no difference.
    """
    value = action.value
    if action.option is not Option.MENTION and value > _MOST.get(action.option, 1):
        raise stale()
    if not counts(action.option, wishes):
        return wishes
    match action.option:
        case Option.WHEN:
            return _at(wishes, Frequency(list(FREQUENCIES)[value]))
        case Option.HOUR:
            return replace(wishes, hour=value)
        case Option.DAY:
            return replace(wishes, weekday=value)
        case Option.MENTION:
            return replace(wishes, role_id=_role(value, here))
        case Option.PUBLISH if value and not has_followers(here):
            raise AskError(_("Only posts in a Discord announcement channel can be published."))
        case Option.THREAD if value:
            check_threads(here)
    changes: dict[str, Any] = {WISHES[action.option]: bool(value)}
    return replace(wishes, **changes)


def _at(wishes: Wishes, frequency: Frequency) -> Wishes:
    hour = USUAL_HOUR if frequency is Frequency.INSTANT else wishes.hour
    weekday = wishes.weekday if frequency.is_weekly else _DAYS.index(USUAL_DAY)
    thread = wishes.thread and frequency is Frequency.INSTANT
    changed = replace(wishes, frequency=frequency, hour=hour, weekday=weekday, thread=thread)
    return replace(changed, spoiler=False, failures_always=False) if frequency.is_memory else changed


def _role(role_id: int, here: Here) -> int:
    if role_id and here.place.platform != "discord":
        raise stale()
    return checked_role(role_id, here)
