"""What leads from a card to elsewhere: to other chats, and to the bot on the other platform."""

from __future__ import annotations

from dataclasses import dataclass, replace

from commands.cards.addresses import Addresses
from commands.cards.card import Button, Card, Code, Text
from commands.codec import callback_data
from commands.codec.actions import Menu, ShowLaunch, ShowPage
from commands.codec.layout import Keep
from commands.definitions.command import Person
from commands.i18n.translation import _
from commands.launch_lookup import MAX_TYPED, Finding
from commands.parsing.query import Asking
from commands.sharing.query_words import typed
from storage.models import Launch
from storage.query import LaunchQuery

SIDE_BY_SIDE = 3
"""Most buttons in a row that they join; beyond, a phone cuts their words."""

_SLOT = "x"


@dataclass(frozen=True, slots=True)
class Sharing:
    """Puts buttons on cards that show a launch or a list; `keep` keeps queries too long for a link.

    The other platform is led to from the details of a launch, where the operator wants that.
    """

    addresses: Addresses
    finding: Finding
    asking: Asking
    keep: Keep

    async def beside(self, card: Card, person: Person) -> Card:
        """Return the card with what its platform can do to pass it on; raises `StoreError`."""
        if card.subject is None:
            return card
        if person.platform == "discord":
            return await self._on_discord(card, card.subject)
        return await self._on_telegram(card, card.subject)

    async def button(self, subject: Launch | LaunchQuery, title: str) -> Button | None:
        """Return Telegram's button that sends a launch or a list to another chat, None where it has none."""
        if self.addresses.inline:
            return Button(_("Share"), share=await self.words(subject))
        link = self.addresses.share_link(await self._action(subject), title)
        return Button(_("Share"), url=link) if link else None

    async def words(self, subject: Launch | LaunchQuery) -> str:
        """Return what finds it when typed after the bot's name: to be read by people, where that can be."""
        if isinstance(subject, Launch):
            (words,) = await self.finding.calling(subject)
            return words
        written = await typed(subject, self.asking)
        if written is not None and len(written) <= MAX_TYPED:
            return written
        return await self._action(subject.at(0))

    async def _on_discord(self, card: Card, subject: Launch | LaunchQuery) -> Card:
        if not isinstance(subject, Launch) or not self._leads_across(card):
            return card
        link = self.addresses.deep_link(await self._action(subject))
        return _with(card, Button(_("On Telegram"), url=link)) if link else card

    async def _on_telegram(self, card: Card, subject: Launch | LaunchQuery) -> Card:
        share = await self.button(subject, card.title)
        buttons: tuple[Button, ...] = (share,) if share else ()
        if not isinstance(subject, Launch):
            return _with(card, *buttons)
        buttons += (Button(_("Copy the ID"), copied=subject.id, menu=Menu.SIMILAR),)
        link = self.addresses.install_link
        if not link or not self._leads_across(card):
            return _with(card, *buttons)
        # Discord has no links that carry a question, so the card says what to type there.
        (words,) = await self.finding.calling(subject)
        hint = Text(((_("On Discord, type:"), " ", Code(f"/launch launch:{words}")),))
        there = Button(_("On Discord"), url=link, menu=Menu.SIMILAR)
        return _with(replace(card, blocks=(*card.blocks, hint)), *buttons, there)

    def _leads_across(self, card: Card) -> bool:
        """Tell whether a card is the details of a launch and may lead to the other platform.

        A list that shows its launches one by one is a list all the same.
        """
        return self.addresses.across and card.content.query is None

    async def _action(self, subject: Launch | LaunchQuery) -> str:
        action = ShowLaunch(subject.id) if isinstance(subject, Launch) else ShowPage(subject)
        return await callback_data.encode(action, _SLOT, self.keep)


def _with(card: Card, *buttons: Button) -> Card:
    """Return the card with more buttons, in its last row where there is room."""
    if not buttons:
        return card
    *rows, last = card.buttons or ((),)
    if len(last) + len(buttons) <= SIDE_BY_SIDE:
        return replace(card, buttons=tuple(filter(None, (*rows, (*last, *buttons)))))
    return replace(card, buttons=(*rows, last, buttons))
