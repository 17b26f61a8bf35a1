"""The languages that the bot speaks, and which of them is meant."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from commands.i18n.translation import ENGLISH, Language

CATALOGUES = Path(__file__).parent / "locales"
"""Where the messages are: one file for each language but English."""

TRANSLATED = (
    Language("de", "Deutsch", "de"),
    Language("es", "Español", "es"),
    Language("fr", "Français", "fr"),
    Language("ru", "Русский", "ru"),
    Language("zh", "简体中文", "zh_Hans_CN"),
)
"""The languages besides English, still without their messages."""

OWN = "auto"
"""Stands for everybody's own language where one is chosen."""


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages that can be spoken; English always is one."""

    others: tuple[Language, ...] = ()

    @classmethod
    def load(cls) -> Languages:
        """Return all languages with their messages. Reads files the first time, so keep it off the loop."""
        return cls(tuple(replace(each, messages=_messages(each.code)) for each in TRANSLATED))

    def __iter__(self) -> Iterator[Language]:
        yield ENGLISH
        yield from self.others

    def of(self, locale: str) -> Language:
        """Return the language of a locale such as "de", "de-AT" or "zh_CN"; English where it is none of ours.

        Those who read traditional characters get simplified ones rather than English.
        """
        code = locale.replace("_", "-").partition("-")[0].lower()
        return next((each for each in self.others if each.code == code), ENGLISH)


def catalogue_file(code: str) -> Path:
    """Return the file with the messages of a language."""
    return CATALOGUES / code / "LC_MESSAGES" / "launchlog.po"


@cache
def _messages(code: str) -> gettext.NullTranslations:
    with catalogue_file(code).open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
