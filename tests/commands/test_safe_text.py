"""Texts of others are safe in any message, and addresses are those of the web."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.cards.safe_text import clean, cut, on_one_line, plain, web_address
from playground.telegram.links import link_problem


def test_direction_controls_cannot_flip_what_follows() -> None:
    assert clean("abc\u202edef\u2066ghi\u200f") == "abcdefghi"


def test_nul_and_other_controls_are_removed_and_line_breaks_are_kept() -> None:
    assert clean("a\x00b\x1bc\r\nd\u2028e") == "abc\nd\ne"


def test_half_a_character_from_broken_json_does_not_break_the_message() -> None:
    assert clean("a\ud83d b").encode() == "a\ufffd b".encode()


def test_many_blank_lines_become_one() -> None:
    assert clean("a\n \n\n\nb") == "a\n\nb"


def test_a_label_has_no_line_breaks() -> None:
    assert on_one_line(" a\n\n b\t c ") == "a b c"


def test_a_text_is_cut_at_a_word() -> None:
    assert cut("Falcon Heavy launches Psyche", 20) == "Falcon Heavy…"


def test_a_single_endless_word_is_cut_inside() -> None:
    assert cut("x" * 50, 10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c&d=%20#e",
        "https://en.wikipedia.org/wiki/Soyuz_(rocket)",
        "https://192.0.2.1/x",
    ],
)
def test_plain_web_addresses_are_kept(url: str) -> None:
    assert web_address(url) == url


def test_letters_beyond_ascii_in_a_path_are_encoded() -> None:
    assert web_address("https://example.org/wiki/Ariane 6".replace(" ", "é")) == (
        "https://example.org/wiki/Ariane%C3%A96"
    )


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "tg://resolve?domain=x",
        "ftp://example.org",
        "https://",
        "https://localhost/x",
        "https://user:pass@example.org",
        "https://example.org/a b",
        "https://exa\nmple.org",
        "https://example.org:99999",
        "https://[::1",
        "https://-bad-.org",
        "https://example.7",
        "https://example.org/" + "x" * 3000,
    ],
)
def test_anything_else_is_no_address(url: str) -> None:
    assert web_address(url) == ""


@given(st.text())
def test_any_text_as_an_address_is_answered_without_an_error(text: str) -> None:
    for url in (text, f"https://{text}", f"https://example.org/{text}"):
        address = web_address(url)
        assert address.isascii()
        assert not address or link_problem(address) == ""


@given(st.text(), st.integers(1, 60))
def test_cut_text_keeps_within_its_limit(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


def test_plain_text_is_one_line_and_never_empty() -> None:
    assert plain("two\n lines", 50) == "two lines"
    assert plain(" \n", 50) == "…"


def test_an_address_that_is_too_long_is_none() -> None:
    assert web_address("https://example.org/" + "a" * 600, 512) == ""
