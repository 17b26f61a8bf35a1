"""What can be muted: told to those who decide what is posted, with a post's details and in /subscriptions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from commands.cards.card import Button, Card, Text
from commands.codec.actions import Deed, Manage, MuteHere
from commands.definitions.command import Person
from commands.definitions.permissions import Right
from commands.i18n.translation import _
from storage.models import Launch
from storage.state.models import Mute, MuteKind

MOST = 20
"""Rockets and providers that are offered."""

_ROW = 5
"""Buttons in a row, the most that Discord takes."""


async def managing_buttons(launch: Launch, person: Person) -> tuple[tuple[Button, ...], ...]:
    """Return what somebody who pressed a post can do about such posts; nothing for those who may not."""
    here = person.here
    if not person.at_post or here is None or not await here.may(Right.CHANNEL):
        return ()
    mutes = (button for _mute, button in _mutes_of(launch))
    return ((*mutes, Button(_("All subscriptions"), to=Manage(Deed.LIST))),)


def mutes_card(posted: Iterable[Launch], muted: Collection[Mute]) -> Card:
    """Return the rockets and providers of the launches that can still be muted, each as a button."""
    offered = {mute: button for launch in posted for mute, button in _mutes_of(launch) if mute not in muted}
    buttons = list(offered.values())[:MOST]
    text = (
        _("What should no longer be posted here? These are the rockets and providers of the latest posts.")
        if buttons
        else _("Nothing was posted here lately that could be muted.")
    )
    rows = tuple(tuple(buttons[start : start + _ROW]) for start in range(0, len(buttons), _ROW))
    back = Button("‹ " + _("All subscriptions"), to=Manage(Deed.LIST))
    return Card(title=_("Mute"), blocks=(Text(((text,),)),), buttons=(*rows, (back,)), private=True)


def _mutes_of(launch: Launch) -> Iterator[tuple[Mute, Button]]:
    """Yield what can be muted of a launch, called as people call it."""
    named = []
    if launch.rocket:
        named.append((Mute(MuteKind.ROCKET, launch.rocket.id), launch.rocket.name))
    if launch.provider:
        named.append((Mute(MuteKind.PROVIDER, launch.provider.id), launch.provider.shown))
    for mute, name in named:
        yield mute, Button(_("Mute {name}").format(name=name), to=MuteHere(mute))
