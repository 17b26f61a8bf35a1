import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.telegram.text import clean, cut, disarmed, escape, on_one_line, units, web_address
from playground.telegram.links import link_problem
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


def test_a_text_is_cut_at_a_word() -> None:
    assert cut("Falcon Heavy launches Psyche", 20) == "Falcon Heavy…"


def test_a_single_endless_word_is_cut_inside() -> None:
    assert cut("x" * 50, 10) == "x" * 9 + "…"


def test_a_character_of_two_units_is_not_split() -> None:
    assert cut("🚀" * 10, 8) == "🚀" * 3 + "…"


@given(st.text())
def test_escaped_text_reads_as_the_text(text: str) -> None:
    text = clean(text)
    assert read(escape(text)).text == text


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


@pytest.mark.parametrize("text", ["@everyone", "ask @spacex now", "tg://resolve?domain=x", "(ton://x)"])
def test_mentions_and_app_links_are_broken_up_invisibly(text: str) -> None:
    assert disarmed(text) != text
    assert disarmed(text).replace("\u2060", "") == text


@pytest.mark.parametrize("text", ["a @ b", "https://example.org/@x y".replace("@", ""), "16:23 // UTC"])
def test_other_text_is_left_alone(text: str) -> None:
    assert disarmed(text) == text


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
