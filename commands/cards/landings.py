"""How the boosters of a launch came down, in whole sentences."""

from __future__ import annotations

from collections.abc import Mapping

from commands.i18n.formatting import listed, number, ordinal
from commands.i18n.translation import _, marked, ngettext
from storage.models import Booster, Launch

_ON_SHIPS = frozenset({"ASDS"})
_IN_THE_SEA = frozenset({"OCEAN", "ATL", "PAC", "SPLASHDOWN"})
"""Ways to land as Launch Library abbreviates them; all others end on the ground."""

_LANDED: Mapping[str, str] = {
    "ship": marked("{flight}, landed on {place}"),
    "ground": marked("{flight}, landed at {place}"),
    "sea": marked("{flight}, landed in the sea ({place})"),
    "": marked("{flight}, landed"),
}
_LOST: Mapping[str, str] = {
    "ship": marked("{flight}, landing on {place} failed"),
    "ground": marked("{flight}, landing at {place} failed"),
    "sea": marked("{flight}, landing in the sea failed ({place})"),
    "": marked("{flight}, landing failed"),
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
    if booster.landing_success is None or not booster.landing_attempt:
        return (flight,)
    sentences = _LANDED if booster.landing_success else _LOST
    short, full = sentences[""], sentences[_where(booster)]
    words = (_(each).format(flight=flight, place=booster.landing_place) for each in (full, short))
    return tuple(dict.fromkeys(words))


def flight_words(booster: Booster) -> str:
    """Return which flight of a booster it was, or its serial number alone."""
    if not booster.flight_number:
        return _("Booster {serial}").format(serial=booster.serial_number)
    text = _("{serial}’s {n} flight")
    return text.format(serial=booster.serial_number, n=ordinal(booster.flight_number))


def _where(booster: Booster) -> str:
    """Return on what kind of place a booster came down, "" where the place has no name."""
    if not booster.landing_place or booster.landing_place.casefold() == "unknown":
        return ""
    kind = (booster.landing_type or "").upper()
    return "ship" if kind in _ON_SHIPS else "sea" if kind in _IN_THE_SEA else "ground"


def _several(boosters: tuple[Booster, ...]) -> tuple[str, ...]:
    tried = [each for each in boosters if each.landing_attempt and each.landing_success is not None]
    names = listed(each.serial_number for each in boosters)
    if not tried:
        return (_("Boosters: {names}").format(names=names),)
    landed = sum(bool(each.landing_success) for each in tried)
    text = ngettext("{landed} of {n} booster landed", "{landed} of {n} boosters landed", len(boosters))
    short = text.format(landed=number(landed), n=number(len(boosters)))
    return _("{sentence} ({names})").format(sentence=short, names=names), short
