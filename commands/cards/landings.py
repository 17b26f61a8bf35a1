"""How the boosters of a launch came down, in whole sentences."""

from __future__ import annotations

from collections.abc import Mapping

from commands.i18n.formatting import listed, number, ordinal
from commands.i18n.translation import _, marked, ngettext
from storage.catalogue import landing_of, manner_of, place_of
from storage.models import Booster, Launch
from storage.query import Landing

_LANDED: Mapping[Landing | None, str] = {
    Landing.DRONE_SHIP: marked("{flight}, landed on {place}"),
    Landing.GROUND_PAD: marked("{flight}, landed at {place}"),
    Landing.OCEAN: marked("{flight}, landed in the sea ({place})"),
    None: marked("{flight}, landed"),
}
_LOST: Mapping[Landing | None, str] = {
    Landing.DRONE_SHIP: marked("{flight}, landing on {place} failed"),
    Landing.GROUND_PAD: marked("{flight}, landing at {place} failed"),
    Landing.OCEAN: marked("{flight}, landing in the sea failed ({place})"),
    None: marked("{flight}, landing failed"),
}


def landing_words(launch: Launch) -> tuple[str, ...]:
    """Return what is known of a launch's boosters and their landings, the fullest sentence first.

    Nothing for a launch of which no booster with a serial number is known.
    """
    boosters = launch.boosters or ()
    if len(boosters) > 1:
        return _several(boosters)
    return _one(boosters[0]) if boosters else ()


def _one(booster: Booster) -> tuple[str, ...]:
    flight = flight_words(booster)
    end = landing_of(booster)
    if end not in {Landing.SUCCESS, Landing.FAILURE}:
        return (flight,)
    sentences = _LANDED if end is Landing.SUCCESS else _LOST
    place = place_of(booster) or ""
    manner = (manner_of(booster) or Landing.GROUND_PAD) if place else None
    words = (_(each).format(flight=flight, place=place) for each in (sentences[manner], sentences[None]))
    return tuple(dict.fromkeys(words))


def flight_words(booster: Booster) -> str:
    """Return which flight of a booster it was, or its serial number alone."""
    if not booster.flight_number:
        return _("Booster {serial}").format(serial=booster.serial_number)
    text = _("{serial}’s {n} flight")
    return text.format(serial=booster.serial_number, n=ordinal(booster.flight_number))


def _several(boosters: tuple[Booster, ...]) -> tuple[str, ...]:
    tried = [end for each in boosters if (end := landing_of(each)) in {Landing.SUCCESS, Landing.FAILURE}]
    names = listed(each.serial_number for each in boosters)
    if not tried:
        return (_("Boosters: {names}").format(names=names),)
    landed = tried.count(Landing.SUCCESS)
    text = ngettext("{landed} of {n} booster landed", "{landed} of {n} boosters landed", len(boosters))
    short = text.format(landed=number(landed), n=number(len(boosters)))
    return _("{sentence} ({names})").format(sentence=short, names=names), short
