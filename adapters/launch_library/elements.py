"""Finds the elements of a JSON array without understanding them.

Needed for the rare answer that a strict parser refuses as a whole because of one record in it (NaN, broken
escapes, bottomless nesting): cut apart, the other records can still be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# A string (closed, or running to the end of the data), a bracket, or a comma; linear in any input.
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[\]{},]', re.DOTALL)
_AFTER_KEY = re.compile(rb"\s*:\s*\[")


def cut_out(data: bytes, key: bytes) -> tuple[bytes, list[bytes]] | None:
    """Take the array under a key of the outermost object apart.

    Returns the data with that array emptied, and the array's elements as they stand; None when there is no
    such array or its end is missing. The elements may be anything, valid JSON or not.
    """
    start = _array_start(data, key)
    if start is None:
        return None
    elements: list[bytes] = []
    begin = start
    for depth, token in _depths(data, start):
        if depth == 1 and token.group() == b",":
            elements.append(data[begin : token.start()].strip())
            begin = token.end()
        elif depth == 0:
            last = data[begin : token.start()].strip()
            if last or elements:
                elements.append(last)
            return data[:start] + data[token.start() :], elements
    return None


def _array_start(data: bytes, key: bytes) -> int | None:
    """Return the position behind the opening bracket."""
    wanted = b'"' + key + b'"'
    depth = 0
    for token in _TOKEN.finditer(data):
        found = token.group()
        if depth == 1 and found == wanted and (opening := _AFTER_KEY.match(data, token.end())):
            return opening.end()
        depth += _STEP.get(found, 0)
    return None


def _depths(data: bytes, start: int) -> Iterator[tuple[int, re.Match[bytes]]]:
    """Yield each token behind an opening bracket with the depth reached after it."""
    depth = 1
    for token in _TOKEN.finditer(data, start):
        depth += _STEP.get(token.group(), 0)
        yield depth, token


_STEP = {b"[": 1, b"{": 1, b"]": -1, b"}": -1}
