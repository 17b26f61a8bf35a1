"""Every text of ours passes here on its way to a person, so that it can be translated.

Texts are written in English in the code, marked by `_`, `ngettext` or, where one English text is two in
another language, `pgettext`. Of what comes from Launch Library, only the values of its closed lists are
translated (`commands/definitions/closed_lists.py`).
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code in `Chats`, its own name, and its messages.

    `locale` is the identifier by which the Unicode CLDR knows how it writes dates and numbers.
    """

    code: str
    name: str
    locale: str
    messages: _gettext.NullTranslations = field(
        default_factory=_gettext.NullTranslations, compare=False, repr=False
    )


ENGLISH = Language("en", "English", "en_GB")
"""The language of the code, with dates such as "11 September 2024"."""

_current: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def current() -> Language:
    """Return the language of the current request."""
    return _current.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language within a block."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def _(text: str) -> str:
    """Return `text` in the language of the current request."""
    return _current.get().messages.gettext(text)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a text that fits the number `n`, in the language of the current request."""
    return _current.get().messages.ngettext(singular, plural, n)


def pgettext(context: str, text: str) -> str:
    """Return `text` in the language of the current request, as it is said in that context."""
    return _current.get().messages.pgettext(context, text)


def marked(text: str) -> str:
    """Mark a text that is defined once and translated where it is shown."""
    return text


def marked_in(_context: str, text: str) -> str:
    """Mark a text that is defined once and translated by `pgettext` where it is shown."""
    return text
