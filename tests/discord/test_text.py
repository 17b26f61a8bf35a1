import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.text import escape, heading, markdown, small
from commands.cards.card import Code, Faint, Link, Strong
from commands.cards.safe_text import clean, web_address


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
