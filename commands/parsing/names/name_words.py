"""English words that are parts of names, or stand around them."""

from __future__ import annotations

from commands.definitions.filters import NAMED


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON = _words(
    "space spaceport launch launcher launches air sea pacific white black blue red north south east west new"
    " old rocket test islamic royal people state corn first general international national united project"
    " commercial small smart little long great general army navy american project science sun earth low high"
    " medium orbital virgin sounding vehicle satellite ministry interarmy"
)
"""Words that begin several names and alone are none."""

PROVIDER_ENDINGS = _words(
    "space aerospace corporation company co ltd limited inc sa s l systems agency administration technologies"
    " technology industries services center centre operations research institute organization organisation"
    " program programme launch"
)
"""Words at the end of a provider's name that people leave out."""

KIND_NOUNS = {kind: frozenset(row.after) for kind, row in NAMED.items() if row.after}
"""Words after a name that tell what kind of name it is."""
