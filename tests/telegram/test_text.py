import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.telegram.text import cut, disarmed, escape, units
from commands.cards.safe_text import clean
from tests.telegram.reading import read, utf16


@given(st.text())
def test_length_is_counted_in_utf16_units(text: str) -> None:
    assert units(text) == utf16(text)


@given(st.text(), st.integers(0, 60))
@example("🚀🚀🚀", 2)
def test_a_cut_text_is_never_longer_than_asked_and_begins_as_the_text_does(text: str, limit: int) -> None:
    shortened = cut(text, limit)
    assert utf16(shortened) <= limit
    if shortened != text:
        assert text.startswith(shortened.removesuffix("…"))


def test_a_character_of_two_units_is_not_split() -> None:
    assert cut("🚀" * 10, 8) == "🚀" * 3 + "…"


@given(st.text())
def test_escaped_text_reads_as_the_text(text: str) -> None:
    text = clean(text)
    assert read(escape(text)).text == text


@pytest.mark.parametrize("text", ["@everyone", "ask @spacex now", "tg://resolve?domain=x", "(ton://x)"])
def test_mentions_and_app_links_are_broken_up_invisibly(text: str) -> None:
    assert disarmed(text) != text
    assert disarmed(text).replace("\u2060", "") == text


@pytest.mark.parametrize("text", ["a @ b", "https://example.org/@x y".replace("@", ""), "16:23 // UTC"])
def test_other_text_is_left_alone(text: str) -> None:
    assert disarmed(text) == text
