"""The way from a launch to the other flights of those aboard, and of its spacecraft."""

from __future__ import annotations

from collections.abc import Iterable

from commands.cards.card import Choice, Select
from commands.cards.menus import opener
from commands.codec.actions import Back, Menu, ShowFlights, ShowLaunch
from commands.i18n.translation import _
from commands.stats.figures import launches_words
from storage.catalogue import Catalogue
from storage.catalogue.people import people_of
from storage.catalogue.spacecraft_names import spacecraft_names
from storage.models import Launch
from storage.properties import Property

MOST_PEOPLE = 9
"""People of one launch that are offered: the largest crew of a Space Shuttle had eight."""


async def aboard(launch: Launch, back: Back, catalogue: Catalogue) -> tuple[Select, ...]:
    """Return the choice of who and what flew, each with how often they did; raises `StoreError`."""
    choices = []
    for kind, name in _flown(launch):
        action = ShowFlights(kind, (name,), launch.id)
        page = await catalogue.flown(action.query.having(limit=1))
        if page.count:
            choices.append(Choice(name, description=launches_words(page.count), to=action))
    if not choices:
        return ()
    label = _("Crew and spacecraft")
    return (
        Select(Menu.ABOARD, label, tuple(choices), opener(Menu.ABOARD, label, ShowLaunch(launch.id, back))),
    )


def _flown(launch: Launch) -> Iterable[tuple[Property, str]]:
    for person in list(people_of(launch))[:MOST_PEOPLE]:
        yield Property.PERSON, person
    for name in spacecraft_names(launch):
        yield Property.SPACECRAFT, name.name
