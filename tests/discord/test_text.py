import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.text import clean, cut, escape, heading, markdown, plain, small, web_address
from commands.cards.card import Code, Faint, Link, Strong


def unescaped(text: str) -> str:
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


@given(st.text())
def test_escaped_text_reads_as_it_stood(text: str) -> None:
    assert unescaped(escape(text)) == clean(text)


@given(st.text(alphabet="*_~`|[]<@\\>#-+. \n1a:/"))
def test_no_mark_is_left_without_its_backslash(text: str) -> None:
    bare = re.sub(r"\\[^0-9A-Za-z\s]", " ", escape(text))
    assert not re.search(r"[\\*_~`|\[\]<@]|://", bare)


@pytest.mark.parametrize(
    "text", ["# big", "- item", "> quote", "-# small", "1. first", "  2) second", "a\n# big", ">>> all"]
)
def test_block_markdown_is_shown_as_text(text: str) -> None:
    drawn = escape(text)
    assert not re.search(r"(?m)^\s*(#|-|>|\d+[.)])", drawn)
    assert unescaped(drawn) == text


@pytest.mark.parametrize("text", ["@everyone", "<@123>", "<#5>", "<t:0:R>", "https://evil.example"])
def test_mentions_and_addresses_lose_their_meaning(text: str) -> None:
    assert text not in re.sub(r"\\.", "", escape(text))


@given(st.text(), st.integers(1, 60))
def test_cut_text_keeps_within_its_limit(text: str, limit: int) -> None:
    assert len(cut(text, limit)) <= limit


def test_text_is_cut_at_a_word() -> None:
    assert cut("Falcon Heavy demonstration", 16) == "Falcon Heavy…"


def test_one_long_word_is_cut_where_it_must() -> None:
    assert cut("a" * 50, 10) == "a" * 9 + "…"


def test_directions_and_controls_are_taken_out() -> None:
    assert clean("a\u202eb\u2066c\x00d\u200fe\r\nf") == "abcde\nf"


def test_half_a_character_becomes_a_visible_mark() -> None:
    assert clean("a\ud800b").encode() == "a\ufffdb".encode()


def test_plain_text_is_one_line_and_never_empty() -> None:
    assert plain("two\n lines", 50) == "two lines"
    assert plain(" \n", 50) == "…"


def test_a_line_of_faint_text_is_small_print() -> None:
    assert markdown((Faint("as of "), Faint("today"))) == "-# as of today"


def test_faint_text_among_other_text_is_slanted() -> None:
    assert markdown(("Falcon 9 ", Faint("retired"))) == "Falcon 9 *retired*"


def test_neighbouring_marks_do_not_run_together() -> None:
    assert markdown((Strong("a"), Faint("b"))) == "**a**\u200b*b*"


def test_small_print_stays_on_one_line() -> None:
    assert small(("a\nb ", Strong("c\nd"))) == "-# a b **c d**"


def test_headings_of_nothing_are_left_out() -> None:
    assert heading(" \n", 2) == ""
    assert heading("a\nb", 2) == "## a b"


def test_code_with_a_backtick_is_shown_as_text() -> None:
    assert markdown((Code("a b"),)) == "`a b`"
    assert markdown((Code("a`b"),)) == r"a\`b"


def test_links_are_masked_links() -> None:
    drawn = markdown((Link("[Wiki]", "https://example.org/a_(b)"),))
    assert drawn == r"[\[Wiki\]](https://example.org/a_%28b%29)"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.org", "//example.org", "http://[::1", "https://", "x", ""]
)
def test_what_is_no_web_address_is_shown_as_text(url: str) -> None:
    assert web_address(url, 2048) == ""
    assert markdown((Link("Wiki", url),)) == "Wiki"


def test_an_address_that_is_too_long_is_none() -> None:
    assert web_address("https://example.org/" + "a" * 600, 512) == ""
