"""Who and what flew besides the rocket, in lines of a launch's card."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from commands.cards.card import Line, When, WhenStyle
from commands.cards.lines import filled
from commands.definitions.closed_lists import role_words
from commands.i18n.formatting import beside, capitalised, listed, number
from commands.i18n.translation import _, ngettext, pgettext
from storage.catalogue.spacecraft_names import type_of
from storage.flights import Docking, Payload
from storage.models import Launch, Spacecraft

MOST_PAYLOADS = 5
"""Payloads of a launch that its card names."""

_DAY = timedelta(days=1).total_seconds()
_HOUR = timedelta(hours=1).total_seconds()


def aboard_lines(launch: Launch) -> Iterable[Line]:
    """Yield the crew with what they flew as, the spacecraft with what became of it, and the payloads."""
    crafts = launch.spacecraft or ()
    if launch.is_crewed:
        names = [person_words(craft, at) for craft in crafts for at in range(len(craft.crew))]
        yield (_("Crew: {names}").format(names=listed(names)) if names else _one_is_crewed(),)
    for craft in crafts:
        yield from _craft_lines(craft)
    yield from _payload_lines(launch.payloads or ())


def _one_is_crewed() -> str:
    return capitalised(pgettext("of one launch", "crewed"))


def person_words(craft: Spacecraft, at: int) -> str:
    """Return one of a crew, counted from 0, with what they flew as where that is known."""
    role = craft.role_of(at)
    if not role:
        return craft.crew[at]
    return _("{name} ({role})").format(name=craft.crew[at], role=role_words(role))


def _craft_lines(craft: Spacecraft) -> Iterable[Line]:
    words = [_("Spacecraft: {name}").format(name=craft.name)]
    kind = type_of(craft)
    words += [kind] if kind not in craft.name else []
    words += [_("to {place}").format(place=craft.destination)] if craft.destination else []
    yield (beside(words),)
    for docking in craft.dockings:
        yield from _docking_lines(docking)
    yield from _end_lines(craft)


def _docking_lines(docking: Docking) -> Iterable[Line]:
    place = beside(filter(None, (docking.station, docking.place)))
    if docking.docked_at is None or not place:
        return
    docked = When(docking.docked_at, WhenStyle.DATE)
    if docking.departed_at is None:
        yield filled(_("Docked: {place}, {date}"), place=place, date=docked)
        return
    left = When(docking.departed_at, WhenStyle.DATE)
    yield filled(_("Docked: {place}, {start} – {end}"), place=place, start=docked, end=left)


def _end_lines(craft: Spacecraft) -> Iterable[Line]:
    landed = {True: _("landed"), False: _("landing failed"), None: ""}[craft.landing_success]
    words = beside(filter(None, (landed, craft.landing_place, duration_words(craft.duration))))
    if craft.mission_end is not None:
        end = filled(_("Flight over: {date}"), date=When(craft.mission_end, WhenStyle.DATE))
        yield (*end, f" · {words}") if words else end
    elif words:
        yield (capitalised(words),)


def duration_words(seconds: int | None) -> str:
    """Return a length of time in days and hours, or in hours and minutes; "" where it is not known."""
    if not seconds:
        return ""
    if seconds >= _DAY:
        days, hours = int(seconds // _DAY), int(seconds % _DAY // _HOUR)
        return beside_units(
            ngettext("{n} day", "{n} days", days).format(n=number(days)),
            ngettext("{n} hour", "{n} hours", hours).format(n=hours) if hours else "",
        )
    hours, minutes = int(seconds // _HOUR), int(seconds % _HOUR // 60)
    return beside_units(
        ngettext("{n} hour", "{n} hours", hours).format(n=hours) if hours else "",
        ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes) if minutes or not hours else "",
    )


def beside_units(larger: str, smaller: str) -> str:
    """Return a length of time in two units, of which either may be missing."""
    return " ".join(filter(None, (larger, smaller)))


def _payload_lines(payloads: tuple[Payload, ...]) -> Iterable[Line]:
    for payload in payloads[:MOST_PAYLOADS]:
        name = payload.name if (payload.amount or 1) < 2 else f"{payload.name} × {payload.amount}"
        mass = _("{n} kg").format(n=number(round(payload.mass))) if payload.mass else ""
        words = beside(filter(None, (name, payload.operator or payload.manufacturer, mass)))
        yield (_("Payload: {name}").format(name=words),)
    if (more := len(payloads) - MOST_PAYLOADS) > 0:
        yield (ngettext("and {n} more", "and {n} more", more).format(n=more),)
