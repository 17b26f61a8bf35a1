"""Names, descriptions and choices of our commands in the languages of Discord's clients.

Discord shows them by the language that a client is set to, and sends the English names back.
Source: https://docs.discord.com/developers/interactions/application-commands#localization
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from adapters.discord.local_names import in_words
from commands.definitions.local_names import command_name, parameter_name
from commands.i18n.languages import Languages
from commands.i18n.translation import ENGLISH, Language, _, speaking


def _description(text: str) -> str:
    return in_words(_(text))


_WORDS: dict[Location, Callable[[str], str]] = {
    Location.command_name: command_name,
    Location.command_description: _description,
    Location.parameter_name: parameter_name,
    Location.parameter_description: _description,
}
"""How what stands in a place is translated; as any other text where nothing is named here."""


class Translator(app_commands.Translator):
    """Translates names and descriptions for clients in a language that the bot supports."""

    def __init__(self, languages: Languages) -> None:
        self._spoken: dict[discord.Locale, Language] = {
            locale: language
            for locale in discord.Locale
            if (language := languages.of(locale.value)) != ENGLISH
        }

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return a text of ours in the language of a client; None where it stays as it is in English."""
        language = self._spoken.get(locale)
        if language is None:
            return None
        if context.location is Location.command_name:
            # All commands at once are thousands of texts: others get their turn in between.
            await asyncio.sleep(0)
        in_menu = isinstance(context.data, app_commands.ContextMenu)
        with speaking(language):
            told = (_ if in_menu else _WORDS.get(context.location, _))(string.message)
        return told if told != string.message else None
