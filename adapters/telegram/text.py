"""Text for Telegram: counted as it counts, and escaped, after it was cleaned and cut."""

from __future__ import annotations

import html
import re

from commands.cards import safe_text

_MENTION = re.compile(r"@(?=\w|\Z)")
_APP_LINK = re.compile(r"\b(?!https?:)([a-z][a-z0-9+.-]*:)(?=//)", re.IGNORECASE)
_WORD_JOINER = "\u2060"


def units(text: str) -> int:
    """Return the length of `text` as Telegram counts it, in UTF-16 code units.

    Source: https://core.telegram.org/api/entities#entity-length
    """
    return len(text) + sum(character > "\uffff" for character in text)


def disarmed(text: str) -> str:
    """Return `text` such that Telegram finds no user to notify and no app link in it.

    Telegram makes links of bare "@name" and "tg://…" in any message; an invisible word joiner keeps
    it from recognising them.
    """
    return _APP_LINK.sub(rf"\1{_WORD_JOINER}", _MENTION.sub(f"@{_WORD_JOINER}", text))


def cut(text: str, limit: int) -> str:
    """Return `text` in at most `limit` UTF-16 units, ended by an ellipsis at a word where it is cut."""
    return safe_text.cut(text, limit, units)


def escape(text: str) -> str:
    """Return `text` with the characters that Telegram's HTML gives a meaning to escaped.

    Source: https://core.telegram.org/bots/api#html-style
    """
    return html.escape(text, quote=False)


def escape_attribute(text: str) -> str:
    """Return `text` for use between the double quotes of an attribute."""
    return html.escape(text, quote=True)
