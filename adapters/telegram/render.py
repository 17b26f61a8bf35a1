"""Draws a card as Telegram shows it: HTML text, an inline keyboard and a large link preview."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from telegram import InlineKeyboardMarkup, LinkPreviewOptions

from adapters.telegram import limits
from adapters.telegram.document import Document, Piece, Row, is_visible
from adapters.telegram.keyboard import keyboard, without_switches
from adapters.telegram.text import cut, disarmed, escape_attribute, units
from adapters.telegram.times import tag, told
from commands.cards.card import (
    Card,
    Code,
    Entry,
    Faint,
    Line,
    Link,
    RoleName,
    Sign,
    Span,
    Spoiler,
    Strong,
    Text,
    Typed,
    When,
    WhenStyle,
)
from commands.cards.safe_text import ELLIPSIS, clean, on_one_line, web_address
from commands.i18n.translation import _, speaking

_BARE = re.compile(r"/\w+")
"""A command without arguments."""

_AROUND = {
    Strong: ("<b>", "</b>"),
    Faint: ("<i>", "</i>"),
    Spoiler: ("<tg-spoiler>", "</tg-spoiler>"),
}

_WEIGHT, _KEY = 4, 1_500
"""Bytes of memory of a letter at most, and about those of a button."""

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A card as Telegram takes it.

    `html` is the text, `plain` the same as a reader sees it. A picture that came as bytes is `photo`, and the
    text its caption: one message, so that neither ever tells something else than the other.
    """

    html: str
    plain: str
    keyboard: InlineKeyboardMarkup | None
    preview: LinkPreviewOptions = NO_PREVIEW
    photo: bytes = field(default=b"", repr=False)

    def without_picture(self) -> Drawn:
        """Return the same without its link preview and photo."""
        return replace(self, preview=NO_PREVIEW, photo=b"")

    def without_sharing(self) -> Drawn:
        """Return the same without the buttons that work only while inline mode is on."""
        return replace(self, keyboard=without_switches(self.keyboard))


def draw(card: Card, *, now: datetime) -> Drawn:
    """Return the card within all of Telegram's limits, whatever its texts are.

    One that is kept is drawn once. `now` is what "2 years ago" is counted from.
    """
    kept = card.drawings
    if kept is not None and (found := kept.find("telegram")) is not None:
        drawn: Drawn = found
        return drawn
    with speaking(card.language):
        drawn = _drawn(card, now)
    if kept is not None and not (drawn.photo or _counts(card)):
        kept.keep("telegram", drawn, _WEIGHT * (len(drawn.html) + len(drawn.plain)) + _KEY * _keys(drawn))
    return drawn


def _counts(card: Card) -> bool:
    """Tell whether a card says how long something is ago, which changes all the time."""
    lines = (line for block in card.blocks for line in block.lines)
    return any(
        isinstance(span, When) and span.style is WhenStyle.RELATIVE
        for line in (*lines, card.footer)
        for span in line
    )


def _keys(drawn: Drawn) -> int:
    return sum(map(len, drawn.keyboard.inline_keyboard)) if drawn.keyboard else 0


def _drawn(card: Card, now: datetime) -> Drawn:
    photo = card.picture.data if card.picture else b""
    room = limits.CAPTION_BUDGET if photo else limits.TEXT_BUDGET
    document = Document(tuple(_Scribe(now, card.zone).rows(card))).fitted(room)
    if not is_visible(document.plain):
        document = Document((Row((Piece(ELLIPSIS),)),))
    # No preview can be hidden.
    address = web_address(card.picture.url) if card.picture and not card.picture.spoiler else ""
    preview = LinkPreviewOptions(url=address, prefer_large_media=True, show_above_text=True)
    return Drawn(
        html=document.html,
        plain=document.plain,
        keyboard=keyboard(card),
        preview=preview if address else NO_PREVIEW,
        photo=photo,
    )


def toast(card: Card, *, now: datetime) -> str:
    """Return the card as plain text for a toast: its notice, or else its title and text."""
    if card.notice:
        return cut(on_one_line(card.notice), limits.TOAST)
    with speaking(card.language):
        rows = [row.plain for row in _Scribe(now, card.zone).rows(replace(card, footer=()))]
    return cut("\n".join(filter(None, rows)), limits.TOAST)


@dataclass(frozen=True, slots=True)
class _Scribe:
    """Writes blocks as rows, telling instants as of `now` in `zone`."""

    now: datetime
    zone: tzinfo

    def rows(self, card: Card) -> Iterator[Row]:
        """Yield the lines of the whole card, title first."""
        if title := disarmed(on_one_line(card.title)):
            yield Row((_bold(title),))
        was_compact = False
        for block in card.blocks:
            compact = isinstance(block, Entry) and block.compact
            rows = self._entry(block) if isinstance(block, Entry) else self._text(block)
            first = next(rows, None)
            if first is None:
                continue
            yield replace(first, apart=not (compact and was_compact))
            yield from rows
            was_compact = compact
        if hints := tuple(_hints(card)):
            yield _kept(Row((Piece(" · ".join(hints), "<i>", "</i>"),), apart=True))
        if card.footer:
            yield _kept(Row(tuple(self._piece(span, italic=True) for span in card.footer), apart=True))

    def _text(self, block: Text) -> Iterator[Row]:
        if heading := disarmed(on_one_line(block.heading)):
            yield Row((_bold(heading),))
        for index, line in enumerate(block.lines):
            pieces = self._line(line)
            yield Row(
                _folded(pieces) if block.fold else pieces,
                extra=bool(index),
                spare=index if block.spare else 0,
                remark=all(isinstance(span, Faint) for span in line),
            )

    def _entry(self, entry: Entry) -> Iterator[Row]:
        number = _bold(f"{entry.number}. ", fixed=True)
        lines = entry.lines or ((entry.name,),)
        if entry.compact:
            yield Row((number, *self._on_one_line(lines)))
            return
        first, *others = lines
        yield Row((number, *self._line(first)))
        for line in others:
            yield Row(self._line(line), extra=True)

    def _on_one_line(self, lines: tuple[Line, ...]) -> Iterator[Piece]:
        """Yield the pieces of all lines, with a dot between two lines."""
        for index, line in enumerate(lines):
            if index:
                yield Piece(" · ", fixed=True)
            for piece in self._line(line):
                yield replace(piece, text=piece.text.replace("\n", " "))

    def _line(self, line: Line) -> tuple[Piece, ...]:
        return tuple(self._piece(span) for span in line)

    def _piece(self, span: Span, *, italic: bool = False) -> Piece:
        """Return one span as a piece; `italic` sets what has no weight of its own in italics."""
        plain = ("<i>", "</i>") if italic else ("", "")
        match span:
            case str():
                return Piece(disarmed(clean(span)), *plain)
            case RoleName(text) | Sign(text):
                return Piece(disarmed(clean(text)), *plain)
            case Strong(text) | Faint(text) | Spoiler(text):
                return Piece(disarmed(clean(text)), *_AROUND[type(span)])
            case Code(text):
                return Piece(clean(text), "<code>", "</code>")
            case Typed(text):
                # A bare command is sent when it is tapped, and code is copied.
                return Piece(clean(text), *(plain if _BARE.fullmatch(text) else ("<code>", "</code>")))
            case Link(text, url):
                return _link(text, url, plain)
            case When():
                before, after = tag(span, self.now)
                words = told(span, self.now, self.zone)
                return Piece(words, plain[0] + before, after + plain[1], fixed=True)


def _kept(row: Row) -> Row:
    """Return a line that is never cut or left out: who is named there has to be, and what the keys do."""
    if units(row.plain) > limits.KEPT:
        return row
    return replace(row, pieces=tuple(replace(each, fixed=True) for each in row.pieces), kept=True)


def _folded(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return a long text such that the first lines of it are seen, and all once it is tapped."""
    if len(pieces) != 1 or units(pieces[0].text) <= limits.UNFOLDED:
        return pieces
    (text,) = pieces
    before, after = f"<blockquote expandable>{text.opening}", f"{text.closing}</blockquote>"
    return (replace(text, opening=before, closing=after),)


def _hints(card: Card) -> Iterator[str]:
    """Yield what is said of the keys: which page they turn, and that launches have their numbers alone."""
    yield from (on_one_line(each.label) for row in card.buttons for each in row if each.keep)
    if any(isinstance(each, Entry) and each.open.action for each in card.blocks):
        yield _("Press a number to open that launch.")


def _bold(text: str, *, fixed: bool = False) -> Piece:
    return Piece(text, "<b>", "</b>", fixed)


def _link(text: str, url: str, plain: tuple[str, str]) -> Piece:
    """Return a link, or its words alone where the address is none that may be followed."""
    words = disarmed(on_one_line(text))
    address = web_address(url)
    if not address:
        return Piece(words, *plain)
    return Piece(words or address, f'<a href="{escape_attribute(address)}">', "</a>")
