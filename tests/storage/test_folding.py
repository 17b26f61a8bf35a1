"""Texts are compared without regard to case and accents, and names are put in order by their letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.text import fold, order_key
from tests import oracle


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("SpaceX", "spacex"),
        ("Centro de Lançamento de Alcântara", "centro de lancamento de alcantara"),
        ("e\u0301tude", "etude"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("ﬁrst", "first"),
        ("\uff12\uff10\uff12\uff14", "2024"),
        ("Протон", "протон"),
        ("", ""),
    ],
)
def test_case_accents_and_forms_of_a_letter_do_not_count(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_is_what_the_oracle_takes_for_it(text: str) -> None:
    assert fold(text) == oracle.fold(text)
    assert order_key(text) == oracle.name_key(text)


@given(st.text(), st.text())
def test_what_contains_a_text_contains_it_folded(before: str, text: str) -> None:
    assert fold(text) in fold(before + " " + text)


def test_names_are_ordered_by_letters_and_digits_alone() -> None:
    recorded = [
        "Soyuz 2.1a | Soyuz MS-26",
        "Soyuz 2.1a/Fregat-M | Meteor",
        "Soyuz-2.1a | Progress",
        "SOYUZ 21",
    ]
    assert [order_key(name) for name in recorded] == [
        "soyuz21asoyuzms26",
        "soyuz21afregatmmeteor",
        "soyuz21aprogress",
        "soyuz21",
    ]
