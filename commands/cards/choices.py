"""The menus from which a chat takes its language and its time zone."""

from __future__ import annotations

from commands.cards.card import Choice, Select
from commands.codec.actions import RunCommand
from commands.definitions.commands import LANGUAGES
from commands.i18n.cities import city_words
from commands.i18n.languages import OWN
from commands.i18n.translation import _
from commands.parsing.timezones import POPULAR, zone_words


def language_select(chosen: str) -> Select:
    """Return the languages, with the code of the one that is chosen, "" where everybody has their own."""
    choices = (
        Choice(
            # Each language is called by its own name.
            _(label) if code == OWN else label,
            to=RunCommand("language", (("language", code),)),
            selected=code == (chosen or OWN),
        )
        for code, label in LANGUAGES
    )
    return Select("language", _("Choose a language"), tuple(choices))


def zone_select(chosen: str) -> Select:
    """Return the zones of much-peopled places, and the one that is chosen if it is another."""
    zones = dict.fromkeys(POPULAR)
    if chosen not in zones:
        zones = {chosen: None, **zones}
    choices = (
        Choice(
            zone_words(zone) if zone.startswith("Etc/") else city_words(zone),
            to=RunCommand("timezone", (("zone", zone_words(zone)),)),
            selected=zone == chosen,
        )
        for zone in zones
    )
    return Select("zone", _("Choose a time zone"), tuple(choices))
