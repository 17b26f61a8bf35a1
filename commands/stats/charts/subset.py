"""`make letters FONT=…`: cuts a font down to the Chinese letters that texts and names of countries need.

The font is Droid Sans Fallback, by Google under the Apache License 2.0 (Debian's fonts-droid-fallback); what
is left of it lies beside this file. Needs fontTools, which nothing else does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

from commands.stats.charts.letters import CHINESE

_TEXTS = Path(__file__).parents[2] / "i18n/locales/zh/LC_MESSAGES/launchlog.po"


def needed() -> set[str]:
    """Return the letters of all our Chinese texts, and of the names of countries."""
    return {letter for text in _texts() for letter in text if letter >= "\u2e80"}


def _texts() -> Iterator[str]:
    with _TEXTS.open("rb") as file:
        for message in read_po(file, locale="zh"):
            yield from message.string if isinstance(message.string, (tuple, list)) else [message.string or ""]
    yield from Locale("zh").territories.values()


def _spare() -> set[str]:
    """Return letters that common words have, so that a new text seldom needs a new file."""
    names = (*Locale("zh").languages.values(), *Locale("zh").currencies.values())
    return {letter for name in names for letter in name if letter >= "\u2e80"}


def main(font: str) -> None:
    """Write the subset of that font file."""
    subset = import_module("fontTools.subset")
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 1, 13, 14], notdef_outline=True)
    whole = subset.load_font(font, options)
    cutter = subset.Subsetter(options)
    cutter.populate(text="".join(needed() | _spare()))
    cutter.subset(whole)
    subset.save_font(whole, str(CHINESE), options)


if __name__ == "__main__":
    main(sys.argv[1])
