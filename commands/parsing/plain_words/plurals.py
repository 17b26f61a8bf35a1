"""English plurals."""

from __future__ import annotations


def plural(noun: str) -> str:
    """Return the plural of a regular noun, in lower case."""
    if noun.endswith("craft"):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith("ch") else f"{noun}s"
