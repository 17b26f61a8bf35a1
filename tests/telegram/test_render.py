from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from telegram import InlineKeyboardButton

from adapters.telegram.document import is_visible
from adapters.telegram.render import Drawn, draw, toast
from commands.cards.card import (
    Button,
    Card,
    Choice,
    Code,
    Entry,
    Faint,
    Link,
    Picture,
    Select,
    Strong,
    Text,
    When,
    WhenStyle,
)
from tests.telegram.reading import read, utf16
from tests.telegram.strategies import cards

NOW = datetime(2026, 9, 12, tzinfo=UTC)


def drawn(card: Card) -> Drawn:
    return draw(card, now=NOW)


def keys(card: Card) -> list[list[InlineKeyboardButton]]:
    keyboard = drawn(card).keyboard
    return [list(row) for row in keyboard.inline_keyboard] if keyboard else []


def launch(number: int, *, compact: bool = False, name: str = "Falcon 9 | Demo") -> Entry:
    lines = (("Falcon 9 | Demo ", Strong("Success")), ("SpaceX",))
    return Entry(number, lines, Button("Details", f"d:{number}"), name, compact)


@given(cards)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_card_is_drawn_within_all_limits(card: Card) -> None:
    message = drawn(card)
    reader = read(message.html)
    assert reader.text == message.plain
    assert utf16(message.plain) <= 4096
    assert is_visible(message.plain)
    assert all(link.startswith(("https://", "http://")) for link in reader.links)
    message.html.encode()
    rows = message.keyboard.inline_keyboard if message.keyboard else ()
    assert sum(map(len, rows)) <= 100
    for row in rows:
        assert 1 <= len(row) <= 8
        for key in row:
            assert is_visible(key.text)
            assert utf16(key.text) <= 64
            assert bool(key.url) is not bool(key.callback_data)
            assert not key.callback_data or len(str(key.callback_data).encode()) <= 64
    assert utf16(message.caption) <= 1024
    assert utf16(toast(card, now=NOW)) <= 200


def test_a_card_reads_as_title_launches_and_footer() -> None:
    card = Card(
        "Previous launches",
        blocks=(Text((("2 of 7 launches",),)), launch(1), launch(2)),
        footer=("Data as of ", When(NOW, WhenStyle.RELATIVE)),
    )
    assert drawn(card).plain == (
        "Previous launches\n\n2 of 7 launches\n\n1. Falcon 9 | Demo Success\nSpaceX\n\n"
        "2. Falcon 9 | Demo Success\nSpaceX\n\nData as of just now"
    )


def test_compact_launches_are_a_line_each() -> None:
    card = Card("List", blocks=tuple(launch(n, compact=True) for n in (11, 12)))
    assert drawn(card).plain == (
        "List\n\n11. Falcon 9 | Demo Success · SpaceX\n12. Falcon 9 | Demo Success · SpaceX"
        "\n\nPress a number to open that launch."
    )


def test_every_kind_of_text_has_its_mark() -> None:
    line = ("a<b ", Strong("B"), Faint("F"), Code("/x <y>"), Link("L", "https://example.org/?a=1&b=2"))
    assert drawn(Card("T&T", blocks=(Text((line,)),))).html == (
        "<b>T&amp;T</b>\n\na&lt;b <b>B</b><i>F</i><code>/x &lt;y&gt;</code>"
        '<a href="https://example.org/?a=1&amp;b=2">L</a>'
    )


def test_a_link_that_is_not_http_is_shown_as_its_words() -> None:
    assert drawn(Card("T", blocks=(Text(((Link("click", "javascript:x"),),)),))).html == "<b>T</b>\n\nclick"


def test_compact_launches_have_number_buttons_five_a_row() -> None:
    card = Card("List", blocks=tuple(launch(n, compact=True) for n in range(1, 8)))
    assert [[key.text for key in row] for row in keys(card)] == [["1", "2", "3", "4", "5"], ["6", "7"]]
    assert keys(card)[1][1].callback_data == "d:7"


def test_other_launches_have_a_button_with_their_name() -> None:
    assert [[key.text for key in row] for row in keys(Card("T", blocks=(launch(3),)))] == [
        ["3 · Falcon 9 | Demo"]
    ]


def test_disabled_buttons_are_left_out_unless_kept() -> None:
    row = (Button("First", disabled=True), Button("2/9", disabled=True, keep=True), Button("Next", "n"))
    assert [(key.text, key.callback_data) for key in keys(Card("T", buttons=(row,)))[0]] == [
        ("2/9", "-"),
        ("Next", "n"),
    ]


def test_a_menu_becomes_rows_with_the_taken_choice_marked() -> None:
    choices = tuple(Choice(label, f"v:{label}", selected=label == "b") for label in "abcd")
    rows = keys(Card("T", selects=(Select("view", "View", choices),)))
    assert [[key.text for key in row] for row in rows] == [["a", "✓ b", "c"], ["d"]]


def test_link_buttons_lead_to_their_address_and_bad_ones_are_left_out() -> None:
    row = (Button("Wiki", url="https://example.org/w"), Button("Bad", url="ftp://example.org"))
    assert [(key.text, key.url) for key in keys(Card("T", buttons=(row,)))[0]] == [
        ("Wiki", "https://example.org/w")
    ]


def test_an_action_too_long_is_dropped_and_told_to_the_operator(caplog: pytest.LogCaptureFixture) -> None:
    assert keys(Card("T", buttons=((Button("Long", "é" * 33), Button("Fits", "é" * 32)),)))[0][0].text == (
        "Fits"
    )
    assert "action_refused" in caplog.text


def test_buttons_beyond_a_hundred_are_dropped_and_told(caplog: pytest.LogCaptureFixture) -> None:
    rows = tuple(tuple(Button("x", f"{r}:{c}") for c in range(5)) for r in range(25))
    assert sum(map(len, keys(Card("T", buttons=rows)))) == 100
    assert "buttons_dropped" in caplog.text


def test_a_picture_by_link_is_a_large_preview_above_the_text() -> None:
    preview = drawn(Card("T", picture=Picture("Alt", "https://example.org/a.jpg"))).preview
    assert preview.to_dict() == {
        "url": "https://example.org/a.jpg",
        "prefer_large_media": True,
        "show_above_text": True,
    }


@pytest.mark.parametrize("picture", [None, Picture("Alt", "data:image/png;base64,x"), Picture("Alt")])
def test_without_a_usable_picture_no_link_is_previewed(picture: Picture | None) -> None:
    assert drawn(Card("T", picture=picture)).preview.is_disabled is True


def test_picture_bytes_become_a_photo_with_the_alt_text() -> None:
    message = drawn(Card("T", picture=Picture("A chart", data=b"png")))
    assert (message.photo, message.caption) == (b"png", "A chart")
    assert message.without_picture().photo == b""


def test_the_longest_text_gives_way_and_no_launch_is_lost() -> None:
    long = Text((("word " * 1500,), ("short one",)))
    card = Card("T", blocks=(long, *(launch(n) for n in range(1, 11))), footer=("the end",))
    plain = drawn(card).plain
    assert all(f"\n{n}. Falcon 9 | Demo Success\nSpaceX" in plain for n in range(1, 11))
    assert "short one" in plain
    assert plain.endswith("the end")
    assert "word…" in plain


def test_with_too_many_lines_launches_outlast_their_details() -> None:
    details = tuple((f"detail {n} " + "x" * 20,) for n in range(30))
    entries = tuple(replace(launch(n), lines=(("Name",), *details)) for n in range(1, 11))
    plain = drawn(Card("T", blocks=entries)).plain
    assert all(f"\n{n}. Name" in plain for n in range(1, 11))
    assert plain.endswith("…")


def test_nobody_is_mentioned_and_nothing_is_marked_up_by_a_launch_name() -> None:
    card = Card("<i>@everyone</i>", blocks=(launch(1),))
    assert "@everyone" not in drawn(card).html
    assert "<i>" not in drawn(card).html


def test_a_card_that_shows_nothing_still_makes_a_message() -> None:
    assert drawn(Card("\u200b \n")).plain == "…"


def test_a_toast_is_the_notice_or_the_card_in_plain_words() -> None:
    text = Text((("Did you mean ", Strong("Falcon Heavy"), "?"),))
    assert toast(Card("No such rocket", blocks=(text,)), now=NOW) == (
        "No such rocket\nDid you mean Falcon Heavy?"
    )
    assert toast(Card("T", notice="Done."), now=NOW) == "Done."
