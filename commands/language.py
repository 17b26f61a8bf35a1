"""Every text of ours passes here on its way to a person, so that it can be translated.

Texts are written in English in the code, marked by `_` or `ngettext`. Text that comes from Launch
Library is never translated.
"""

from __future__ import annotations

import gettext as _gettext
from contextvars import ContextVar

_translations: ContextVar[_gettext.NullTranslations] = ContextVar("translations")
_ENGLISH = _gettext.NullTranslations()


def _(text: str) -> str:
    """Return `text` in the language of the current request."""
    return _translations.get(_ENGLISH).gettext(text)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form of a text that fits the number `n`, in the language of the current request."""
    return _translations.get(_ENGLISH).ngettext(singular, plural, n)


def marked(text: str) -> str:
    """Mark a text that is defined once and translated where it is shown."""
    return text
