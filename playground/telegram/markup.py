"""HTML of `parse_mode=HTML`, turned into text and entities.

The rules are Telegram's own (https://core.telegram.org/bots/api#html-style) down to the errors' byte
offsets: `&lt; &gt; &amp; &quot;` and numeric references are the only ones, with or without the
semicolon; an end tag may be empty (`</>`); an unknown tag is refused, an unknown attribute is not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar

from .dates import date_time
from .errors import ApiError, bad_request
from .links import checked_link, mentioned_user
from .references import REFERENCE, decode_reference
from .text import Entity, sort_entities, utf16_length

SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler",
}  # fmt: skip
TAGS = frozenset({*SIMPLE, "a", "code", "pre", "blockquote", "tg-emoji", "tg-time"})
ARGUMENTS = {("a", "href"): "", ("code", "class"): "language-", ("span", "class"): "tg-"}
ARGUMENTS |= {("tg-emoji", "emoji-id"): "", ("blockquote", "expandable"): "", ("tg-time", "unix"): ""}
"""Attributes that mean something, with the prefix their value must have."""


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Turn HTML into text and entities; raise `ApiError` 400 where Telegram would."""
    parser = _Parser(source)
    parser.run()
    return parser.text, sort_entities(parser.entities)


@dataclass(slots=True)
class _Open:
    """A tag not closed yet; `offset` in UTF-16 units, `start` in characters of the result."""

    name: str
    argument: str
    offset: int
    start: int
    format: str = ""


@dataclass(slots=True)
class _Parser:
    source: str
    position: int = 0
    text: str = ""
    units: int = 0
    entities: list[Entity] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    format: str = ""
    SPACE: ClassVar[str] = " \t\n\r\0\v"

    def run(self) -> None:
        """Read the whole source."""
        pieces = re.compile(r"[^<&]+")
        while self.position < len(self.source):
            plain = pieces.match(self.source, self.position)
            if plain is not None:
                self._append(plain.group())
                self.position = plain.end()
            elif self.source[self.position] == "&":
                self._reference()
            elif self.source.startswith("</", self.position):
                self._end_tag()
            else:
                self._start_tag()
        if self.stack:
            name = self.stack[-1].name
            raise self._refuse(f'Can\'t find end tag corresponding to start tag "{name}"')
        if any("\ud800" <= character <= "\udfff" for character in self.text):
            raise self._refuse(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)

    def _append(self, piece: str) -> None:
        self.text += piece
        self.units += utf16_length(piece)

    def _reference(self) -> None:
        decoded, self.position = decode_reference(self.source, self.position)
        self._append(decoded)

    def _start_tag(self) -> None:
        begin = self.position
        name = self._word(begin + 1, ">").lower()
        if self.position >= len(self.source):
            raise self._refuse("Unclosed start tag", begin)
        if name not in TAGS:
            raise self._refuse(f'Unsupported start tag "{name}"', begin)
        argument = self._attributes(name, begin)
        if name == "span" and argument != "spoiler":
            raise self._refuse('Tag "span" must have class "tg-spoiler"', begin)
        self.stack.append(_Open(name, argument, self.units, len(self.text), self.format))

    def _attributes(self, name: str, begin: int) -> str:
        """Read up to the closing bracket; return the value of the one attribute that counts.

        Only an instant has two, the other of which is its format.
        """
        argument = self.format = ""
        while True:
            self._skip_space()
            if self.position >= len(self.source):
                raise self._refuse("Unclosed start tag", begin)
            if self.source[self.position] == ">":
                self.position += 1
                return argument
            attribute = self._word(self.position, "=>")
            if not attribute:
                raise self._refuse(f'Empty attribute name in the tag "{name}"', begin)
            value = self._value(name, begin)
            prefix = ARGUMENTS.get((name, attribute))
            if attribute == "expandable" and name == "blockquote":
                argument = attribute
            elif attribute == "format" and name == "tg-time":
                self.format = value
            elif prefix is not None and value.startswith(prefix):
                argument = value.removeprefix(prefix)

    def _value(self, name: str, begin: int) -> str:
        """Read `= value`, which may be missing: an attribute alone has an empty value."""
        self._skip_space()
        if not self.source.startswith("=", self.position):
            return ""
        self.position += 1
        self._skip_space()
        if self.position >= len(self.source):
            raise self._refuse(f'Unclosed start tag "{name}"', begin)
        if self.source[self.position] not in "'\"":
            return self._token()
        return self._quoted(begin)

    def _token(self) -> str:
        start = self.position
        found = re.compile(r"[A-Za-z0-9.-]*").match(self.source, start)
        self.position = found.end() if found else start
        if self.source[self.position : self.position + 1] not in (*self.SPACE, ">"):
            raise self._refuse("Unexpected end of name token", start)
        return self.source[start : self.position].lower()

    def _quoted(self, begin: int) -> str:
        quote = self.source[self.position]
        end = self.source.find(quote, self.position + 1)
        if end < 0 or end + 1 >= len(self.source):
            raise self._refuse("Unclosed start tag", begin)
        raw = self.source[self.position + 1 : end]
        self.position = end + 1
        return REFERENCE.sub(lambda match: decode_reference(match.group(), 0)[0], raw)

    def _end_tag(self) -> None:
        begin = self.position
        if not self.stack:
            raise self._refuse("Unexpected end tag", begin)
        name = self._word(begin + 2, ">").lower()
        self._skip_space()
        if not self.source.startswith(">", self.position):
            raise self._refuse("Unclosed end tag", begin)
        self.position += 1
        opened = self.stack.pop()
        if name not in ("", opened.name):
            raise self._refuse(
                "Unmatched end tag", begin, f', expected "</{opened.name}>", found "</{name}>"'
            )
        length = self.units - opened.offset
        if length > 0:
            self._close(opened, length)

    def _close(self, opened: _Open, length: int) -> None:
        entity: Entity = {
            "type": SIMPLE.get(opened.name, opened.name),
            "offset": opened.offset,
            "length": length,
        }
        if opened.name == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.name == "tg-emoji":
            if not opened.argument.isdecimal() or not 0 < int(opened.argument) < 2**63:
                raise self._refuse("Invalid custom emoji identifier specified")
            entity |= {"type": "custom_emoji", "custom_emoji_id": opened.argument}
        elif opened.name == "tg-time":
            entity |= date_time(opened.argument, opened.format)
        elif opened.name == "a":
            link = _link(opened.argument or self.text[opened.start :])
            if link is None:
                return
            entity |= link
        elif opened.name in ("pre", "code") and self._merged(opened, entity):
            return
        self.entities.append(entity)

    def _merged(self, opened: _Open, entity: Entity) -> bool:
        """Make one `pre` with a language out of pre and code around the same text."""
        if opened.name == "code" and opened.argument:
            entity["language"] = opened.argument
        last = self.entities[-1] if self.entities else None
        if last is None or any(last[key] != entity[key] for key in ("offset", "length")):
            return False
        language = last.get("language") or entity.get("language")
        if {last["type"], entity["type"]} != {"pre", "code"} or not language:
            return False
        last |= {"type": "pre", "language": language}
        return True

    def _word(self, start: int, stops: str) -> str:
        end = start
        while end < len(self.source) and self.source[end] not in self.SPACE and self.source[end] not in stops:
            end += 1
        self.position = end
        return self.source[start:end]

    def _skip_space(self) -> None:
        while self.position < len(self.source) and self.source[self.position] in self.SPACE:
            self.position += 1

    def _refuse(self, problem: str, begin: int | None = None, rest: str = "") -> ApiError:
        if begin is not None:
            offset = len(self.source[:begin].encode("utf-8", "surrogatepass"))
            problem = f"{problem} at byte offset {offset}{rest}"
        return bad_request(f"can't parse entities: {problem}")


def _link(target: str) -> Entity | None:
    """Give the fields of a link's entity, or None for a target that is no link: the text stays plain."""
    user_id = mentioned_user(target)
    if user_id is not None:
        return {"type": "text_mention", "user": {"id": user_id, "is_bot": False, "first_name": str(user_id)}}
    url = checked_link(target)
    return None if url is None else {"type": "text_link", "url": url}
