"""Reads a message the way a strict reader of Telegram's HTML does, independent of the renderer."""

from __future__ import annotations

from html.parser import HTMLParser

ATTRIBUTES = {
    "b": [],
    "i": [],
    "code": [],
    "a": ["href"],
    "tg-time": ["unix", "format"],
    "blockquote": ["expandable"],
}


class StrictReader(HTMLParser):
    """Collects the visible text and the links; any tag that is unknown or badly nested is an error."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.links: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert [name for name, _ in attrs] == ATTRIBUTES[tag]
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def read(markup: str) -> StrictReader:
    """Return what a reader sees of `markup`, which has to be complete."""
    reader = StrictReader()
    reader.feed(markup)
    reader.close()
    assert not reader.open
    return reader


def utf16(text: str) -> int:
    """Return the length of `text` in UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2
