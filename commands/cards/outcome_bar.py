"""The bar behind which a spoiler keeps an outcome: as long for one as for any other."""

from __future__ import annotations

from commands.cards.card import Spoiler
from commands.cards.safe_text import cut
from commands.cards.text import status_words
from commands.cards.width import columns
from commands.definitions.outcomes import OUTCOME_LABELS
from commands.i18n.translation import _
from storage.models import Status

_BLANK = "\N{BRAILLE PATTERN BLANK}"
"""About as wide as a letter; unlike spaces, neither platform takes it away at the end of a text."""

_NONE_YET = OUTCOME_LABELS["pending"]
_HIDEABLE = (*(OUTCOME_LABELS[word] for word in ("success", "failure", "partial")), _NONE_YET)


def outcome_bar(status: Status, *, corrected: bool = False) -> Spoiler:
    """Return an outcome hidden until it is tapped, with a word that it was corrected if it was."""
    words = status_words(status) if status.outcome else _(_NONE_YET)
    text = cut(_corrected(words) if corrected else words, width := _width(), columns)
    missing = width - columns(text)
    before = missing // 2
    padded = _BLANK * before + text + _BLANK * (missing - before)
    # A space could break the line of one outcome and not of another.
    return Spoiler(padded.replace(" ", _BLANK))


def _width() -> int:
    return max(columns(_corrected(_(label))) for label in _HIDEABLE)


def _corrected(words: str) -> str:
    return _("{status} (corrected)").format(status=words)
