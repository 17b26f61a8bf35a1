"""Texts of others made safe for any message: cleaned, put on one line, cut at a word; and addresses checked.

What only one platform gives a meaning to is escaped by its renderer, after this.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from urllib.parse import quote, urlsplit

ELLIPSIS = "…"

MAX_URL_LENGTH = 2048
"""Longest address passed on, in characters; browsers and the platforms' clients give up beyond."""

_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANK_LINES = re.compile("\n[ \t\n]*\n")
_SURROGATES = re.compile("[\ud800-\udfff]")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")
_URL_SAFE = "!#$%&'()*+,/:;=?@[]~"

Length = Callable[[str], int]
"""How a platform counts: a character is at least 1 and at most 2."""


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


def plain(text: str, limit: int) -> str:
    """Return `text` for where there is no markup: one line of 1 to `limit` characters."""
    return cut(on_one_line(text), limit) or ELLIPSIS


def cut(text: str, limit: int, length: Length = len) -> str:
    """Return `text` in at most `limit`, ended by an ellipsis at a word where it is cut."""
    if length(text) <= limit:
        return text
    if limit < 1:
        return ""
    kept = _start(text, limit - 1, length)
    words = kept.rsplit(maxsplit=1)
    broken_word = len(kept) < len(text) and not text[len(kept)].isspace() and not kept[-1:].isspace()
    if broken_word and len(words) == 2 and length(words[0]) >= limit // 2:
        kept = words[0]
    return kept.rstrip() + ELLIPSIS


def _start(text: str, limit: int, length: Length) -> str:
    """Return the longest start of `text` within `limit`; no character is split."""
    kept = text[:limit]
    while (over := length(kept) - limit) > 0:
        # No more than has to go: a character counts 2 at most.
        kept = kept[: -((over + 1) // 2)]
    return kept


def web_address(url: str, limit: int = MAX_URL_LENGTH) -> str:
    """Return `url` in a form that can stand in a message, or nothing where it is no plain http(s) address.

    A platform refuses a whole message for one button whose address it cannot read, so anything unusual is
    turned down here: other schemes, user names, hosts without a domain, white space.
    """
    url = url.strip()
    if not url or len(url) > limit or clean(url) != url or len(url.split()) != 1:
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
    return quoted if len(quoted) <= limit else ""


def _is_public_name(host: str) -> bool:
    """Tell whether `host`, in lower case, is a name under a top-level domain, or an IPv4 address."""
    if _HOST.match(host):
        return True
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True
