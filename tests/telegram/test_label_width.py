"""How wide labels are taken to be, held against the letters of a font that is there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.label_width import _ADVANCES, fitting, room, width
from commands.stats.charts.letters import font

THOUSANDTHS = font(1000)


@pytest.mark.parametrize("letter", sorted("".join(_ADVANCES.values())))
def test_no_letter_is_taken_for_narrower_than_it_is_nor_for_much_wider(letter: str) -> None:
    told, real = width(letter) * 1000 / 15, THOUSANDTHS.getlength(letter)
    assert real <= told + 1e-6 < real + 60


@pytest.mark.parametrize("letter", "éÅñçüýŠžёїйĚő")
def test_a_letter_with_a_mark_is_as_wide_as_without(letter: str) -> None:
    assert width(letter) * 1000 / 15 >= THOUSANDTHS.getlength(letter) - 1


@pytest.mark.parametrize(
    ("letter", "dp"), [("发", 15), ("✓", 15), ("🚀", 19.5), ("e\u0301", 9), ("\u2060", 0)]
)
def test_other_letters_are_squares_pictures_or_nothing(letter: str, dp: float) -> None:
    assert width(letter) == pytest.approx(dp)


@given(st.text(max_size=120), st.sampled_from(["", " (12)", " (1,234)"]))
def test_whatever_the_label_it_fits_a_row_of_its_own_with_its_end(label: str, end: str) -> None:
    told = fitting(label, end)
    assert width(told) <= room(1)
    assert told.endswith(end)
    assert told == label + end or "…" in told


def test_a_cut_is_made_at_a_word_unless_that_leaves_little() -> None:
    told = fitting("Federal Space Agency of some other Federation")
    assert told.removesuffix("…") in ("Federal Space Agency of some", "Federal Space Agency of some other")
    assert fitting("Bundesraumfahrtsicherheitsuntersuchungsausschuss").startswith("Bundesraumfahrtsicherheit")
