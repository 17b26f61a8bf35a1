"""The card that somebody sees first."""

from __future__ import annotations

from commands.cards.card import Button, Card, Content, Text
from commands.cards.help import ways
from commands.cards.launch_lines import summary
from commands.cards.text import ATTRIBUTION
from commands.codec.actions import RunCommand
from commands.i18n.translation import _
from storage.models import Launch


def greeting_card(example: Launch | None, *, subscribes: bool) -> Card:
    """Return what the bot is in two sentences, one result if there is one, and four ways on.

    Who may not have results posted where they are (`subscribes`) is not offered that.
    """
    what = _("I know the rocket launches since Sputnik 1: who flew what, from where, and how it ended.")
    results = _("Subscribe, and I’ll post each new result here as soon as it’s known.")
    blocks = [Text(((f"{what} {results}",),))]
    if example is not None:
        blocks.append(Text(summary(example), _("The latest result")))
    latest, browse, *subscribe = ways(subscribes=subscribes)
    help_ = Button(_("Help"), to=RunCommand("help"))
    return Card(
        title=_("Hello, I’m Launchlog"),
        blocks=tuple(blocks),
        # Two by two, so that a phone shows their words.
        buttons=((latest, browse), (*subscribe, help_)),
        footer=(_(ATTRIBUTION),) if example else (),
        private=True,
        content=Content(launches=(example,) if example else ()),
    )
