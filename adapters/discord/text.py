"""Text for Discord: cleaned, cut, escaped, and lines of spans turned into Discord's Markdown.

Everything is taken for untrusted. Text is cut before it is escaped, so that no escape is cut in two.
Source of the Markdown: https://support.discord.com/hc/en-us/articles/210298617
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, urlsplit

from commands.cards.card import Code, Faint, Line, Link, Span, Spoiler, Strong, When, WhenStyle

ELLIPSIS: Final = "…"

_BREAKS = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"  # directions, which could flip the rest of a message
)
_SURROGATES = re.compile("[\ud800-\udfff]")  # no encoder takes one that stands alone
_MARKS = re.compile(r"[\\*_~`|\[\]<@]|:(?=//)")
_LINE_MARKS = re.compile(r"^(\s*)([-+#>])", re.MULTILINE)
_LINE_NUMBERS = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)
_BLANK_LINES = re.compile(r"\n{3,}")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.?")
_URL_SAFE = "/:?#@!$&+,;=%~-."

_WHEN_STYLES = {
    WhenStyle.DATE: "D",
    WhenStyle.DATE_TIME: "f",
    WhenStyle.TIME: "t",
    WhenStyle.RELATIVE: "R",
}


def clean(text: str) -> str:
    """Return `text` without controls, direction marks and halves of characters."""
    if text.isprintable():  # nearly all there is, and nothing of the above is
        return text
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text))
    return _SURROGATES.sub("\ufffd", text)


def cut(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters (at least 1), ended at a word by an ellipsis if cut."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    space = max(kept.rfind(" "), kept.rfind("\n"))
    if space > limit // 2 and not text[limit - 1].isspace():
        kept = kept[:space]
    return kept.rstrip() + ELLIPSIS


def plain(text: str, limit: int) -> str:
    """Return `text` for a place that knows no Markdown: one line of 1 to `limit` characters."""
    return cut(" ".join(clean(text).split()), limit) or ELLIPSIS


def escape(text: str) -> str:
    """Return `text` so that Discord shows it as it stands, mentions and addresses included."""
    text = _MARKS.sub(r"\\\g<0>", clean(text))
    text = _LINE_MARKS.sub(r"\1\\\2", text)
    return _LINE_NUMBERS.sub(r"\1\\\2", text)


def web_address(url: str, limit: int) -> str:
    """Return an http(s) address that can stand anywhere in a message, or an empty text for any other."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
        address = quote(url.strip(), safe=_URL_SAFE)
    except ValueError:  # a bracket too few, a port that is no number, half of a character
        return ""
    usable = parts.scheme in ("http", "https") and _HOST.fullmatch(host) and port != 0
    return address if usable and len(address) <= limit else ""


def markdown(line: Line) -> str:
    """Return a line's spans in Markdown; a line of faint spans alone becomes a line of small print."""
    if line and all(isinstance(span, Faint) for span in line):
        return small(line)
    return _joined(_span(span) for span in line)


def small(line: Line) -> str:
    """Return a line as small print, without line breaks, or an empty text."""
    drawn = _joined(escape(span.text) if isinstance(span, Faint) else _span(span) for span in line)
    text = " ".join(drawn.split())
    return f"-# {text}" if text else ""


def heading(text: str, level: int) -> str:
    """Return a heading of level 1 to 3, or an empty text."""
    drawn = _inline(text)
    return f"{'#' * level} {drawn}" if drawn else ""


def _joined(drawn: Iterable[str]) -> str:
    text = ""
    for part in drawn:
        if text[-1:] in ("*", "`", "|") and part[:1] == text[-1]:
            text += "\u200b"  # nothing to see, but it keeps the marks of two neighbours apart
        text += part
    return text


def _inline(text: str) -> str:
    return escape(" ".join(clean(text).split()))


def _span(span: Span) -> str:
    match span:
        case str():
            return _BLANK_LINES.sub("\n\n", escape(span))
        case Strong(text):
            return _wrapped(_inline(text), "**")
        case Faint(text):
            return _wrapped(_inline(text), "*")
        case Spoiler(text):
            return _wrapped(_inline(text), "||")
        case Code(text):
            return _code(" ".join(clean(text).split()))
        case Link(text, url):
            return _link(_inline(text), url)
        case When(instant, style):
            return f"<t:{int(instant.timestamp())}:{_WHEN_STYLES[style]}>"


def _wrapped(text: str, mark: str) -> str:
    return f"{mark}{text}{mark}" if text else ""


def _code(text: str) -> str:
    if "`" not in text:
        return _wrapped(text, "`")
    return escape(text)


def _link(text: str, url: str) -> str:
    address = web_address(url, 2048)
    return f"[{text or escape(address)}]({address})" if address else text
