"""Character references: the four named ones Telegram knows, and numbers.

https://core.telegram.org/bots/api#html-style
"""

from __future__ import annotations

import re

REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-z]+));?")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
LARGEST_REFERENCE = 0x10FFFF


def decode_reference(source: str, position: int) -> tuple[str, int]:
    """Decode the character reference at an ampersand; return its text and where reading goes on.

    What is not a reference is text: `&ge;` stays as it is written.
    """
    found = REFERENCE.match(source, position)
    if found is None:
        return source[position], position + 1
    hexadecimal, decimal, name = found.groups()
    if name is not None:
        if name in NAMED:
            return NAMED[name], found.end()
        return found.group(), found.end()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code <= LARGEST_REFERENCE:
        return source[position], position + 1
    return chr(code), found.end()
