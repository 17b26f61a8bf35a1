"""Untrusted text made safe for a Telegram message: cleaned, cut at a word, escaped, in this order."""

from __future__ import annotations

import html
import ipaddress
import re
from urllib.parse import quote, urlsplit

ELLIPSIS = "…"

MAX_URL_LENGTH = 2048
"""Longest address passed on, in characters; browsers and Telegram's clients give up beyond."""

_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile("\n[ \t\n]*\n")
_SURROGATES = re.compile("[\ud800-\udfff]")
_MENTION = re.compile(r"@(?=\w|\Z)")
_APP_LINK = re.compile(r"\b(?!https?:)([a-z][a-z0-9+.-]*:)(?=//)", re.IGNORECASE)
_WORD_JOINER = "\u2060"
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"


def units(text: str) -> int:
    """Return the length of `text` as Telegram counts it, in UTF-16 code units.

    Source: https://core.telegram.org/api/entities#entity-length
    """
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """Return `text` without controls that hide or reorder what follows; its line breaks stay."""
    if text.isprintable():  # nearly all there is, and no control is
        return text
    text = _LINE_BREAKS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", text)
    text = _CONTROLS.sub("", _DIRECTION_CONTROLS.sub("", text))
    return _BLANK_LINES.sub("\n\n", text)


def on_one_line(text: str) -> str:
    """Return `text` cleaned, with every run of white space turned into one space."""
    return " ".join(clean(text).split())


def disarmed(text: str) -> str:
    """Return `text` such that Telegram finds no user to notify and no app link in it.

    Telegram makes links of bare "@name" and "tg://…" in any message; an invisible word joiner keeps
    it from recognising them.
    """
    return _APP_LINK.sub(rf"\1{_WORD_JOINER}", _MENTION.sub(f"@{_WORD_JOINER}", text))


def cut(text: str, limit: int) -> str:
    """Return `text` in at most `limit` UTF-16 units, ended by an ellipsis at a word where it is cut."""
    if units(text) <= limit:
        return text
    if limit < 1:
        return ""
    kept = _first_units(text, limit - 1)
    words = kept.rsplit(maxsplit=1)
    broken_word = len(kept) < len(text) and not text[len(kept)].isspace() and not kept[-1:].isspace()
    if broken_word and len(words) == 2 and units(words[0]) >= limit // 2:
        kept = words[0]
    return kept.rstrip() + ELLIPSIS


def _first_units(text: str, limit: int) -> str:
    """Return the longest start of `text` within `limit` UTF-16 units; no character is split."""
    if text.isascii():
        return text[:limit]
    encoded = text.encode("utf-16-le")[: 2 * limit]
    return encoded.decode("utf-16-le", "ignore")


def escape(text: str) -> str:
    """Return `text` with the characters that Telegram's HTML gives a meaning to escaped.

    Source: https://core.telegram.org/bots/api#html-style
    """
    return html.escape(text, quote=False)


def escape_attribute(text: str) -> str:
    """Return `text` for use between the double quotes of an attribute."""
    return html.escape(text, quote=True)


def web_address(url: str) -> str:
    """Return `url` in a form that Telegram accepts, or nothing where it is no plain http(s) address.

    Telegram refuses a whole message for one button whose address it cannot read, so anything unusual
    is turned down here: other schemes, user names, hosts without a domain, white space.
    """
    if not url or len(url) > MAX_URL_LENGTH or clean(url) != url or len(url.split()) != 1:
        return ""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or "@" in parts.netloc or not _is_public_name(host):
        return ""
    if port == 0:
        return ""
    quoted = quote(url, safe=_URL_SAFE)
    return quoted if len(quoted) <= MAX_URL_LENGTH else ""


def _is_public_name(host: str) -> bool:
    """Tell whether `host`, in lower case, is a name under a top-level domain, or an IPv4 address."""
    if _HOST.match(host):
        return True
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True
