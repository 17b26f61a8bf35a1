"""What is fuzzed: each reader with a maker of inputs for it."""

from __future__ import annotations

from tests.fuzz.reader import Opening
from tests.fuzz.readers import (
    answers,
    catalogue,
    codec,
    discord,
    history,
    pages,
    settings,
    talk,
    telegram,
    words,
)

OPENINGS: dict[str, Opening] = (
    words.OPENINGS
    | codec.OPENINGS
    | pages.OPENINGS
    | answers.OPENINGS
    | history.OPENINGS
    | settings.OPENINGS
    | catalogue.OPENINGS
    | talk.OPENINGS
    | telegram.OPENINGS
    | discord.OPENINGS
)
"""Every reader by its name."""
