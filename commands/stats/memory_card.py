"""The post of what happened in earlier years: on a day, or on each day of a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from commands.cards.card import Button, Card, Text
from commands.cards.launch import picture_of
from commands.cards.text import ATTRIBUTION
from commands.codec.actions import ShowDay, ShowLaunch
from commands.i18n.formatting import date_words
from commands.i18n.translation import _
from commands.stats.calendar_days import CalendarDay
from commands.stats.on_this_day import memory_line
from commands.stats.remembered import Remembered, remembered_on
from storage.catalogue import Catalogue

OF_A_DAY = 5
"""Most that the post of one day names; the page behind its button has all."""

OF_A_WEEK_DAY = 2
"""Most that the post of a week names for each day."""

WEEK = 7
"""Days of a week."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered on a day of the year, the most memorable first, all of it notable."""

    month: int
    day: int
    found: tuple[Remembered, ...]


async def memories(catalogue: Catalogue, now: datetime, zone: tzinfo, *, weekly: bool) -> tuple[Memory, ...]:
    """Return what is notable on the day of `now` in the zone, or on each of the seven days from it on.

    Days without anything are left out. Raises `StoreError`.
    """
    memories = []
    for days in range(WEEK if weekly else 1):
        # The year may turn within the week.
        then = now + timedelta(days=days)
        day = then.astimezone(zone).date()
        found = await remembered_on(CalendarDay(day.month, day.day), catalogue, then, zone)
        memories.append(Memory(day.month, day.day, tuple(each for each in found if each.is_notable)))
    return tuple(memory for memory in memories if memory.found)


def memory_card(memories: Sequence[Memory], began: date, *, weekly: bool) -> Card:
    """Return the post of a day, or of the week that began on that one."""
    first = memories[0]
    if weekly:
        title = _("Space history of the week from {date}").format(date=date_words(began))
        blocks = [_day(memory, OF_A_WEEK_DAY, heading=_words(memory)) for memory in memories]
    else:
        title = _("On this day: {day}").format(day=_words(first))
        blocks = [_day(first, OF_A_DAY, heading="")]
    top = min((memory.found[0] for memory in memories), key=lambda each: each.event.rank if each.event else 9)
    return Card(
        title=title,
        blocks=tuple(blocks),
        picture=picture_of(top.launch),
        buttons=(tuple(_buttons(memories, top)),),
        footer=(_(ATTRIBUTION),),
    )


def _words(memory: Memory) -> str:
    return CalendarDay(memory.month, memory.day).words


def _day(memory: Memory, most: int, heading: str) -> Text:
    return Text(tuple(memory_line(each) for each in memory.found[:most]), heading)


def _buttons(memories: Sequence[Memory], top: Remembered) -> list[Button]:
    day = next(memory for memory in memories if top in memory.found)
    whole = ShowDay(day.month, day.day)
    return [
        Button(_("Details"), to=ShowLaunch(top.launch.id, whole)),
        Button(_("All of {day}").format(day=_words(day)), to=whole),
    ]
