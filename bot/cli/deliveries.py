"""`python -m bot deliveries`: the delivery status of posts, and sending again what is held back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.program import PROGRAM
from storage.state.follow_ups import FollowUp, FollowUps, FollowUpState
from storage.state.models import Delivery, DeliveryState, Platform
from storage.state.outbox import Outbox
from storage.state.state import State

HELD = (DeliveryState.UNKNOWN, DeliveryState.DEAD)
"""States in which a delivery stays until somebody decides about it."""

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every post."""

PAGE = 100
"""Deliveries in one table."""


async def print_deliveries(state: State, console: Console) -> None:
    """Print how many deliveries are in which state, and all that are held back with the reason, in pages.

    And which posts could not be published so far, or given a thread. Raises `StoreError`.
    """
    outbox = state.outbox
    counts = await outbox.counts()
    console.print(_counts(counts))
    held = await outbox.listed(HELD, PAGE)
    is_any = bool(held)
    while held:
        console.print(_held(held))
        held = await outbox.listed(HELD, PAGE, before=held[-1].id)
    await _print_late(state.publications, "Not published to followers", console)
    await _print_late(state.threads, "Threads not opened", console)
    if is_any:
        console.print(f"Resend one with: {PROGRAM} deliveries resend ID", highlight=False)


async def _print_late(steps: FollowUps, title: str, console: Console) -> None:
    page = await steps.troubled(NO_TIME, PAGE)
    while page:
        console.print(_late(page, title))
        page = await steps.troubled(NO_TIME, PAGE, before=page[-1].delivery_id)


async def resend(outbox: Outbox, ids: Sequence[int], *, unknown: bool, console: Console) -> bool:
    """Make deliveries due again, those of the ids or all unknown ones; return whether all could be.

    Raises `StoreError`.
    """
    if unknown:
        held = await outbox.listed((DeliveryState.UNKNOWN,), 1_000_000)
        ids = [delivery.id for delivery in held]
    again = await outbox.resend(ids)
    for number in sorted(set(ids) - set(again)):
        console.print(f"no unknown or dead delivery has the ID {number}", highlight=False)
    if again:
        console.print(f"{len(again)} will be resent by the running bot within half a minute", highlight=False)
    elif unknown:
        console.print("nothing to resend", highlight=False)
    return len(again) == len(set(ids))


def _counts(counts: Mapping[tuple[Platform, DeliveryState], int]) -> Table:
    table = Table(header_style="bold", caption=f"{sum(counts.values()):,} deliveries", caption_justify="left")
    table.add_column("State")
    platforms: tuple[Platform, ...] = ("discord", "telegram")
    for platform in platforms:
        table.add_column(platform.capitalize(), justify="right")
    for state in DeliveryState:
        numbers = [counts.get((platform, state), 0) for platform in platforms]
        table.add_row(state.value, *(f"{number:,}" for number in numbers))
    return table


def _held(deliveries: Sequence[Delivery]) -> Table:
    table = Table(header_style="bold")
    table.add_column("ID", justify="right", no_wrap=True)
    for heading in ("State", "Where", "What", "Why"):
        table.add_column(heading, overflow="fold")
    for delivery in deliveries:
        place = delivery.place
        topic = f", topic {place.topic_id}" if place.topic_id else ""
        table.add_row(
            str(delivery.id),
            delivery.state.value,
            f"{place.platform} {place.chat_id}{topic}",
            Text(delivery.event.key),
            Text(delivery.reason),
        )
    return table


def _late(steps: Sequence[FollowUp], title: str) -> Table:
    table = Table(header_style="bold", title=title, title_justify="left")
    table.add_column("ID", justify="right", no_wrap=True)
    for heading in ("Where", "Tried", "Next try", "Why"):
        table.add_column(heading, overflow="fold")
    for each in steps:
        is_owed = each.state is FollowUpState.OWED
        table.add_row(
            str(each.delivery_id),
            f"{each.place.platform} {each.place.chat_id}",
            str(each.attempts),
            f"{each.due_at:%Y-%m-%d %H:%M} UTC" if is_owed else "given up",
            Text(each.reason),
        )
    return table
