"""The card that tells everything about one launch."""

from __future__ import annotations

from collections.abc import Iterable

from commands.cards.card import Button, Card, Content, Line, Link, Picture, Strong, Text, When, WhenStyle
from commands.cards.lines import filled
from commands.cards.sources import replay
from commands.cards.spacecraft import aboard_lines
from commands.cards.text import ATTRIBUTION, is_timed, net_and_age, place_words, sign, status_words, tone
from commands.definitions.closed_lists import value_words
from commands.i18n.formatting import beside, listed, ordinal
from commands.i18n.translation import _
from storage.catalogue import landing_of
from storage.models import Booster, Launch
from storage.properties import Property
from storage.query import Landing

MAX_LINKS = 3
"""Link buttons on a card; with the way back they make one row."""


def detail_card(launch: Launch, buttons: tuple[tuple[Button, ...], ...] = ()) -> Card:
    """Return the card of one launch, with those rows of buttons before its links."""
    links = tuple(_links(launch))[:MAX_LINKS]
    mission = launch.mission
    blocks = [Text(tuple(_facts(launch)))]
    if mission and mission.description and mission.description.strip():
        text = mission.description.replace("\r\n", "\n").strip()
        blocks.append(Text(((text,),), heading=_("Mission"), fold=True))
    more = tuple(_more(launch))
    if more:
        blocks.append(Text(more, heading=_("More details")))
    return Card(
        title=launch.name,
        tone=tone(launch.status),
        blocks=tuple(blocks),
        picture=picture_of(launch),
        buttons=tuple(row for row in (*buttons, links) if row),
        footer=(_(ATTRIBUTION),),
        subject=launch,
        content=Content(launches=(launch,)),
    )


def _facts(launch: Launch) -> Iterable[Line]:
    yield (sign(launch.status), " ", Strong(status_words(launch.status)))
    if launch.failure_reason:
        yield (_("Reason: {reason}").format(reason=launch.failure_reason.strip()),)
    yield net_and_age(launch, WhenStyle.DATE_TIME)
    opens, closes = launch.window_start, launch.window_end
    if is_timed(launch) and opens and closes and opens != closes:
        start, end = When(opens, WhenStyle.DATE_TIME), When(closes, WhenStyle.DATE_TIME)
        yield filled(_("Window: {start} – {end}"), start=start, end=end)
    if launch.provider:
        yield (_("Provider: {name}").format(name=launch.provider.name),)
    if launch.rocket:
        yield (_("Rocket: {name}").format(name=launch.rocket.full_name or launch.rocket.name),)
    yield from _mission_facts(launch)
    if place := place_words(launch):
        map_url = launch.pad.map_url if launch.pad else None
        line: Line = (_("Pad: {place}").format(place=place),)
        yield (*line, " · ", Link(_("Map"), map_url)) if map_url else line


def _mission_facts(launch: Launch) -> Iterable[Line]:
    mission = launch.mission
    if mission is None:
        return
    if mission.type:
        yield (_("Mission type: {type}").format(type=value_words(Property.MISSION_TYPE, mission.type)),)
    if mission.orbit:
        yield (_("Orbit: {name}").format(name=value_words(Property.ORBIT, mission.orbit.name)),)


def _more(launch: Launch) -> Iterable[Line]:
    yield from aboard_lines(launch)
    for booster in launch.boosters or ():
        yield (_booster_words(booster),)
    if launch.programs:
        yield (_("Program: {names}").format(names=listed(p.name for p in launch.programs)),)
    if launch.designator:
        yield (_("International designator: {code}").format(code=launch.designator),)
    counts = launch.counts
    if counts and counts.orbital and counts.orbital_year:
        yield (
            _("{all} orbital launch attempt ever ({year} that year)").format(
                all=ordinal(counts.orbital), year=ordinal(counts.orbital_year)
            ),
        )
    if counts and counts.agency and launch.provider:
        sentence = _("{n} launch by {provider}")
        yield (sentence.format(n=ordinal(counts.agency), provider=launch.provider.shown),)
    if counts and counts.pad and launch.pad:
        yield (_("{n} launch from this pad").format(n=ordinal(counts.pad)),)


def _booster_words(booster: Booster) -> str:
    words = [_("Booster {serial}").format(serial=booster.serial_number)]
    if booster.flight_number:
        words.append(_("{nth} flight").format(nth=ordinal(booster.flight_number)))
    words += landing_words(_is_tried(booster), landing_of(booster), booster.landing_place)
    return listed(words)


def _is_tried(booster: Booster) -> bool | None:
    return True if booster.landing_success else booster.landing_attempt


def landing_words(attempted: bool | None, landing: Landing | None, place: str | None) -> list[str]:
    """Return what is known of a booster's landing: nothing where it is not known, or none was tried."""
    if not attempted or landing not in (Landing.SUCCESS, Landing.FAILURE):
        return []
    landed = landing is Landing.SUCCESS
    if not place:
        return [_("landed") if landed else _("landing failed")]
    text = _("landed ({place})") if landed else _("landing failed ({place})")
    return [text.format(place=place)]


def picture_of(launch: Launch) -> Picture | None:
    """Return the picture of a launch with its words and credit, if it has one."""
    if launch.picture is None:
        return None
    credit = launch.picture.credit
    words = [_("Picture of {name}").format(name=launch.name)]
    words += [_("Credit: {name}").format(name=credit)] if credit else []
    return Picture(beside(words), launch.picture.url)


def _links(launch: Launch) -> Iterable[Button]:
    if film := replay(launch):
        yield Button(_("Webcast"), url=film.url)
    wiki = launch.wiki_url or (launch.pad.wiki_url if launch.pad else None)
    if wiki:
        yield Button(_("Wikipedia") if launch.wiki_url else _("Wikipedia: the pad"), url=wiki)
    for url in (launch.info_urls or ())[:1]:
        yield Button(_("More"), url=url)
