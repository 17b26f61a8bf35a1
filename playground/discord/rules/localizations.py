"""Rules for names and descriptions in the languages of Discord's clients.

Source: https://docs.discord.com/developers/interactions/application-commands#localization
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .fields import Rule
from .problems import Path, Problems

LOCALES = frozenset({
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl",
    "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja",
    "zh-TW", "ko",
})  # fmt: skip
"""https://docs.discord.com/developers/reference#locales"""


@dataclass(frozen=True, slots=True)
class Localizations:
    """A text for each of some locales, each checked by `each`."""

    each: Rule
    required: bool = False

    def check(self, problems: Problems, path: Path, value: Any) -> None:
        """Note a wrong type, unknown locales, and what is wrong with each text."""
        if not isinstance(value, dict):
            problems.add(path, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return
        for locale, text in value.items():
            if locale not in LOCALES:
                message = f"Value must be one of {sorted(LOCALES)}."
                problems.add((*path, locale), "BASE_TYPE_CHOICES", message)
            elif text is not None:
                self.each.check(problems, (*path, locale), text)


def check_unique(
    problems: Problems, path: Path, siblings: Iterable[Mapping[str, Any]], code: str, message: str
) -> None:
    """Note each locale in which two of several commands or options would bear the same name."""
    named = list(siblings)
    for locale in sorted(LOCALES):
        names = [(each.get("name_localizations") or {}).get(locale) or each["name"] for each in named]
        if len(set(names)) < len(names):
            problems.add((*path, locale), code, message)


def longest(named: Mapping[str, Any], field: str) -> int:
    """Count the characters of a field as Discord does: those of its longest form in any language."""
    forms = [named.get(field), *(named.get(f"{field}_localizations") or {}).values()]
    return max(len(form or "") for form in forms)
