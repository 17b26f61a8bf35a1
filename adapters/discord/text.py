"""Text for Discord: escaped, and lines of spans turned into Discord's Markdown.

Everything is taken for untrusted. Text is cut before it is escaped, so that no escape is cut in two.
Source of the Markdown: https://support.discord.com/hc/en-us/articles/210298617
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from commands.cards.card import (
    Code,
    Faint,
    Line,
    Link,
    RoleName,
    Sign,
    Span,
    Spoiler,
    Strong,
    Typed,
    When,
    WhenStyle,
)
from commands.cards.safe_text import clean, on_one_line, web_address

_MARKS = re.compile(r"[\\*_~`|\[\]<@]|:(?=//)")
_LINE_MARKS = re.compile(r"^(\s*)([-+#>])", re.MULTILINE)
_LINE_NUMBERS = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)
_BRACKETS = str.maketrans({mark: f"%{ord(mark):02X}" for mark in "'()*[]"})
"""What would end an address in Markdown; as it stands in one, it is the same address."""

_WHEN_STYLES = {
    WhenStyle.DATE: "D",
    WhenStyle.DATE_TIME: "f",
    WhenStyle.TIME: "t",
    WhenStyle.RELATIVE: "R",
}


_AROUND = {Strong: "**", Faint: "*", Spoiler: "||"}


def escape(text: str) -> str:
    """Return `text` so that Discord shows it as it stands, mentions and addresses included."""
    text = _MARKS.sub(r"\\\g<0>", clean(text))
    text = _LINE_MARKS.sub(r"\1\\\2", text)
    return _LINE_NUMBERS.sub(r"\1\\\2", text)


def markdown(line: Line) -> str:
    """Return a line's spans in Markdown; one of faint spans and commands in them becomes small print."""
    if any(isinstance(each, Faint) for each in line) and all(isinstance(s, Faint | Typed) for s in line):
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
    return escape(on_one_line(text))


def _span(span: Span) -> str:
    match span:
        case str():
            return escape(span)
        case Strong(text) | Faint(text) | Spoiler(text):
            return _wrapped(_inline(text), _AROUND[type(span)])
        case Code(text):
            return _code(on_one_line(text))
        case Typed() | RoleName() | Sign() | When():
            return _in_its_own_form(span)
        case Link(text, url):
            return _link(_inline(text), url)


def _in_its_own_form(span: Typed | RoleName | Sign | When) -> str:
    """Return what Discord's client puts into words itself.

    https://docs.discord.com/developers/reference#message-formatting
    """
    match span:
        case Typed(text, command_id):
            if command_id:
                return f"<{text}:{command_id}>"
            return _code(on_one_line(text)) if " " in text else escape(text)
        case RoleName(_text, role_id):
            return f"<@&{role_id}>"
        case Sign(text):
            return text
        case When(instant, style):
            return f"<t:{int(instant.timestamp())}:{_WHEN_STYLES[style]}>"


def _wrapped(text: str, mark: str) -> str:
    return f"{mark}{text}{mark}" if text else ""


def _code(text: str) -> str:
    if "`" not in text:
        return _wrapped(text, "`")
    return escape(text)


def _link(text: str, url: str) -> str:
    address = web_address(url).translate(_BRACKETS)
    return f"[{text or escape(address)}]({address})" if address else text
