"""What a rocket, a provider or a launch site is: its measures, as far as records tell them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from commands.cards.card import Button, Line, Picture
from commands.cards.lines import fact
from commands.i18n.formatting import date_words, decimal, number
from commands.i18n.translation import _, marked, pgettext
from storage.models import Launch, Pad, Sheet
from storage.properties import Property

T = TypeVar("T")

_MEASURES: tuple[tuple[tuple[str, str], ...], ...] = (
    (("length", marked("Length: {n} m")), ("diameter", marked("Diameter: {n} m"))),
    (("launch_mass", marked("Mass at lift-off: {n} t")), ("thrust", marked("Thrust at lift-off: {n} kN"))),
    (
        ("leo_capacity", marked("To low Earth orbit: {n} kg")),
        ("gto_capacity", marked("To geostationary transfer orbit: {n} kg")),
    ),
)
"""Fields of a sheet that stand in a line together, each with its words."""


def rocket_lines(latest: Sequence[Launch]) -> Iterable[Line]:
    """Return the measures of a rocket, its maiden flight and cost."""
    sheet = _newest(latest, _sheet)
    if sheet is None:
        return
    for together in _MEASURES:
        told = [(text, getattr(sheet, name)) for name, text in together]
        measures = [fact(_(text), n=decimal(value)) for text, value in told if value]
        if measures:
            yield tuple(span for each in measures for span in (" · ", *each))[1:]
    if began := _date(sheet.maiden_flight):
        yield fact(_("Maiden flight: {date}"), date=date_words(began))
    if sheet.cost:
        yield fact(_("Cost of a launch: ${n}"), n=number(sheet.cost))


def provider_lines(latest: Sequence[Launch]) -> Iterable[Line]:
    """Return since when there is a provider."""
    if founded := _newest(latest, _founded):
        yield fact(_("Founded: {year}"), year=str(founded))


def location_lines(latest: Sequence[Launch]) -> Iterable[Line]:
    """Return where a launch site is: its pad that was used last."""
    pad = _newest(latest, _placed)
    if pad and pad.latitude is not None and pad.longitude is not None:
        text = _("Coordinates: {latitude}° {north}, {longitude}° {east}")
        yield fact(
            text,
            latitude=decimal(abs(pad.latitude)),
            north=pgettext("direction", "N") if pad.latitude >= 0 else pgettext("direction", "S"),
            longitude=decimal(abs(pad.longitude)),
            east=pgettext("direction", "E") if pad.longitude >= 0 else pgettext("direction", "W"),
        )


def picture_of_it(kind: Property, latest: Sequence[Launch], title: str) -> Picture | None:
    """Return the picture of a rocket, the logo of a provider or the map of a site, as far as told."""
    url = _newest(latest, _PICTURES[kind])
    return Picture(_("Picture of {name}").format(name=title), url) if url else None


def links(kind: Property, latest: Sequence[Launch]) -> tuple[Button, ...]:
    """Return the way to what Wikipedia says of it."""
    wiki = _newest(latest, _ARTICLES[kind])
    return (Button(_("Wikipedia"), url=wiki),) if wiki else ()


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None


def _newest(latest: Sequence[Launch], read: Callable[[Launch], T | None]) -> T | None:
    """Return what the newest launch tells that tells it at all."""
    return next((value for launch in latest if (value := read(launch))), None)


def _sheet(launch: Launch) -> Sheet | None:
    return launch.rocket.sheet if launch.rocket else None


def _founded(launch: Launch) -> int | None:
    return launch.provider.founded if launch.provider else None


def _placed(launch: Launch) -> Pad | None:
    pad = launch.pad
    return pad if pad and pad.latitude is not None and pad.longitude is not None else None


_Reader = Callable[[Launch], str | None]

_PICTURES: dict[Property, _Reader] = {
    Property.ROCKET: lambda launch: sheet.picture if (sheet := _sheet(launch)) else None,
    Property.PROVIDER: lambda launch: launch.provider.logo if launch.provider else None,
    Property.LOCATION: lambda launch: (
        launch.pad.location.map_image if launch.pad and launch.pad.location else None
    ),
}

_ARTICLES: dict[Property, _Reader] = {
    Property.ROCKET: lambda launch: sheet.wiki_url if (sheet := _sheet(launch)) else None,
    Property.PROVIDER: lambda launch: launch.provider.wiki_url if launch.provider else None,
    # Of a site there are only those of its pads.
    Property.LOCATION: lambda _launch: None,
}
