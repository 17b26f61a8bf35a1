"""What the command about the language of a chat or server does."""

from __future__ import annotations

from dataclasses import dataclass

from commands.cards.card import Card, Text
from commands.cards.choices import language_select
from commands.definitions.command import Arguments, Command, Person
from commands.i18n.languages import OWN, Languages
from commands.i18n.translation import _, current, speaking
from commands.parsing.arguments import choose
from commands.subscriptions.whereabouts import allowed
from storage.state.chat_settings import Chats


@dataclass(frozen=True, slots=True)
class ChatLanguage:
    """Sets and shows the language of a chat or server. Raises `AskError` or `StoreError`."""

    chats: Chats
    languages: Languages

    async def language(self, command: Command, given: Arguments, person: Person) -> Card:
        """Set the language of the chat or server, or say which it is, in that language."""
        place = (await allowed(person, command.right)).place
        if "language" not in given:
            code = await self.chats.language(place.platform, place.owner_id)
            return _said(code)
        code = choose(command.parameters[0], given["language"])
        code = "" if code == OWN else code
        await self.chats.set_language(place.platform, place.owner_id, code, place)
        with speaking(self.languages.of(code or person.locale)):
            return _said(code)


def _told(code: str) -> str:
    if not code:
        return _("I answer everyone here in the language of their app. Posts are in English.")
    return _("Answers and posts here are in {language}.").format(language=current().name)


def _said(code: str) -> Card:
    return Card(
        title=_("Language"),
        blocks=(Text(((_told(code),),)),),
        selects=(language_select(code),),
        private=True,
    )
