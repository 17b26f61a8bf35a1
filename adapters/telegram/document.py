"""A message before it is HTML: lines of pieces that can be measured, shortened and written out."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from adapters.telegram.text import cut, escape, units
from commands.cards.safe_text import ELLIPSIS

SHORTEST_CUT = 24
"""Texts are cut down to this many UTF-16 units before whole lines are left out."""

_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


@dataclass(frozen=True, slots=True)
class Piece:
    """Cleaned text in one style; a `fixed` piece, such as a date, is never cut."""

    text: str
    opening: str = ""
    closing: str = ""
    fixed: bool = False

    @property
    def html(self) -> str:
        """The piece as Telegram's HTML."""
        return f"{self.opening}{escape(self.text)}{self.closing}" if self.text else ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `apart` puts a blank line before it.

    `spare` lines are left out before any text is cut, those with the highest number first; 0 is none of them.
    A `remark` goes with the line above it. `extra` lines are left out when short texts are still too many,
    and `kept` ones never: they have to be short.
    """

    pieces: tuple[Piece, ...]
    extra: bool = False
    apart: bool = False
    spare: int = 0
    remark: bool = False
    kept: bool = False

    @property
    def plain(self) -> str:
        """The line without markup."""
        return "".join(piece.text for piece in self.pieces)


_GAP = Row((Piece(ELLIPSIS, fixed=True),))


@dataclass(frozen=True, slots=True)
class Document:
    """The lines of a message from top to bottom."""

    rows: tuple[Row, ...]

    @property
    def plain(self) -> str:
        """What a reader sees, without markup."""
        return self._joined(row.plain for row in self.rows)

    @property
    def html(self) -> str:
        """The message in Telegram's HTML."""
        return self._joined("".join(piece.html for piece in row.pieces) for row in self.rows)

    def _joined(self, lines: Iterable[str]) -> str:
        breaks = ("" if not index else "\n\n" if row.apart else "\n" for index, row in enumerate(self.rows))
        return "".join(gap + line for gap, line in zip(breaks, lines, strict=True))

    def fitted(self, limit: int) -> Document:
        """Return the document in at most `limit` UTF-16 units.

        Spare lines give way first, then the longest texts. Where short texts are still too many, extra
        lines are left out from the bottom up, then others, and an ellipsis stands where the message was
        ended, above what is kept of it.
        """
        spared = self._without_spare(limit)
        excess = units(spared.plain) - limit
        if excess <= 0:
            return spared
        shortened = _cut_longest(spared, excess)
        if units(shortened.plain) <= limit:
            return shortened
        return _without_last_rows(shortened, limit)

    def _without_spare(self, limit: int) -> Document:
        """Return the document without as many spare lines as it takes, an ellipsis wherever some were."""
        spare = [index for index, row in enumerate(self.rows) if row.spare]
        fitting, gone = self, set[int]()
        for index in sorted(spare, key=lambda each: (self.rows[each].spare, each), reverse=True):
            if units(fitting.plain) <= limit:
                break
            gone.add(index)
            if self.rows[index].remark and self.rows[index - 1].spare:
                gone.add(index - 1)
            fitting = self._without(gone)
        return fitting

    def _without(self, gone: Collection[int]) -> Document:
        rows: list[Row] = []
        for index, row in enumerate(self.rows):
            if index not in gone:
                rows.append(row)
            elif index - 1 not in gone:
                rows.append(_GAP)
        return Document(tuple(rows))


def _cut_longest(document: Document, excess: int) -> Document:
    """Return the document with its longest texts cut to one length that saves `excess` units."""
    sizes = [units(piece.text) for row in document.rows for piece in row.pieces if not piece.fixed]
    low, high = SHORTEST_CUT, max(sizes, default=SHORTEST_CUT)
    while low < high:
        middle = (low + high + 1) // 2
        saved = sum(size - middle for size in sizes if size > middle)
        low, high = (middle, high) if saved >= excess else (low, middle - 1)
    return Document(tuple(_with_cut_pieces(row, low) for row in document.rows))


def _without_last_rows(document: Document, limit: int) -> Document:
    """Return the document without as many lines as it takes; the first is kept, cut if need be."""
    rows = [row for row in document.rows if not row.kept]
    kept = tuple(row for row in document.rows if row.kept)
    excess = units(document.plain) + 1 + len(ELLIPSIS) - limit
    for droppable in (True, False):
        for index in range(len(rows) - 1, 0, -1):
            if excess <= 0:
                break
            if rows[index].extra is droppable:
                excess -= units(rows[index].plain) + 1 + rows[index].apart
                del rows[index]
    if excess > 0:
        rows[0] = Row((Piece(cut(rows[0].plain, units(rows[0].plain) - excess)),))
    return Document((*rows, _GAP, *kept))


def _with_cut_pieces(row: Row, limit: int) -> Row:
    return replace(
        row, pieces=tuple(p if p.fixed else replace(p, text=cut(p.text, limit)) for p in row.pieces)
    )


def is_visible(text: str) -> bool:
    """Tell whether a reader sees anything of `text`; Telegram refuses what shows nothing."""
    return any(unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK_LETTERS for letter in text)
