"""The ways on from a launch: to those of its rocket, pad or program, and along its boosters' flights."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from commands.cards.card import Button, Card, Choice, Select
from commands.cards.launch import detail_card
from commands.cards.menus import opener
from commands.codec.actions import Back, Menu, ShowBooster, ShowLaunch, ShowPage
from commands.codec.compact import PAGE_SIZES
from commands.i18n.formatting import beside, together
from commands.i18n.translation import _
from commands.stats.aboard import aboard
from commands.stats.figures import launches_words
from storage.catalogue import Catalogue, Similar, is_booster
from storage.models import Launch
from storage.query import LaunchQuery, View

MOST_PROGRAMS = 3
"""Programs of one launch that are offered."""

MOST_BOOSTERS = 3
"""Boosters whose flights are offered: a Falcon Heavy's, with two buttons each."""

_EVERYTHING = LaunchQuery(limit=PAGE_SIZES[View.NORMAL])

_Flown = tuple[str | None, str | None]


Wish = Callable[[str], Awaitable[None]]
"""Notes that somebody waits for the details of a launch; never raises."""


@dataclass(frozen=True, slots=True)
class Details:
    """Draws launches, each with the ways on from it. Raises `StoreError`."""

    catalogue: Catalogue
    wish: Wish

    async def card(
        self, launch: Launch, rows: tuple[tuple[Button, ...], ...] = (), back: Back = None
    ) -> Card:
        """Return the card of a launch with those rows of buttons, opened from there."""
        if launch.boosters is None:
            await self.wish(launch.id)
        ways = await ways_on(launch, back, self.catalogue)
        who = await aboard(launch, back, self.catalogue)
        return replace(detail_card(launch, (*rows, *ways.rows)), selects=(*who, *ways.selects))


@dataclass(frozen=True, slots=True)
class Ways:
    """What leads on from a launch, in menus and rows of buttons."""

    selects: tuple[Select, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()


async def ways_on(launch: Launch, back: Back, catalogue: Catalogue) -> Ways:
    """Return the ways on from a launch, none that would lead to itself alone; raises `StoreError`.

    `back` is where the launch was opened from, which its boosters' other flights lead back to as well.
    """
    similar = await catalogue.similar(launch)
    choices = [
        Choice(label, description=hint, to=ShowPage(query)) for label, hint, query in _shared(launch, similar)
    ]
    rows = [_flights(serial_numbers, flown, back) for flown, serial_numbers in _together(similar)]
    named = [each.serial_number for each in launch.boosters or () if is_booster(each.serial_number)]
    rows.append(
        tuple(
            Button(_("Booster {serial}").format(serial=serial), menu=Menu.SIMILAR, to=ShowBooster(serial))
            for serial in dict.fromkeys(named[:MOST_BOOSTERS])
        )
    )
    label = _("Similar launches")
    select = Select(
        Menu.SIMILAR, label, tuple(choices), opener(Menu.SIMILAR, label, ShowLaunch(launch.id, back))
    )
    return Ways((select,) if choices else (), tuple(filter(None, rows)))


def _shared(launch: Launch, similar: Similar) -> Iterable[tuple[str, str, LaunchQuery]]:
    """Yield what is shared, with what and how many, and the query for those that share it."""
    if launch.rocket and similar.of_rocket > 1:
        name = launch.rocket.shown
        query = _EVERYTHING.having(configuration_ids=(launch.rocket.id,))
        yield _("Same rocket"), beside([name, launches_words(similar.of_rocket)]), query
    if launch.pad and similar.from_pad > 1:
        query = _EVERYTHING.having(pad_ids=(launch.pad.id,))
        yield _("Same pad"), beside([launch.pad.name, launches_words(similar.from_pad)]), query
    for program in (launch.programs or ())[:MOST_PROGRAMS]:
        if (launches := similar.programs.get(program.id, 0)) > 1:
            query = _EVERYTHING.having(program_ids=(program.id,))
            yield _("Program: {name}").format(name=program.name), launches_words(launches), query


def _together(similar: Similar) -> Iterable[tuple[_Flown, list[str]]]:
    """Yield the flights before and after, with the boosters that flew in them together."""
    boosters: dict[_Flown, list[str]] = {}
    for each in similar.flights[:MOST_BOOSTERS]:
        boosters.setdefault((each.before, each.after), []).append(each.serial_number)
    return boosters.items()


def _flights(serial_numbers: Sequence[str], flown: _Flown, back: Back) -> tuple[Button, ...]:
    """The buttons to the flights before and after, as far as there are any."""
    buttons = []
    labels = ("‹ " + _("Previous flight of {booster}"), _("Next flight of {booster}") + " ›")
    for launch_id, label in zip(flown, labels, strict=True):
        if launch_id:
            words = label.format(booster=together(serial_numbers))
            buttons.append(Button(words, menu=Menu.SIMILAR, to=ShowLaunch(launch_id, back)))
    return tuple(buttons)
