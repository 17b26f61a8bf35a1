import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from telegram import InlineKeyboardButton

from adapters.telegram.document import is_visible
from adapters.telegram.label_width import room, width
from adapters.telegram.render import Drawn, draw, toast
from commands.cards.card import (
    Button,
    ButtonStyle,
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
    assert utf16(message.plain) <= (1024 if message.photo else 4096)
    assert is_visible(message.plain)
    assert all(link.startswith(("https://", "http://")) for link in reader.links)
    message.html.encode()
    rows = message.keyboard.inline_keyboard if message.keyboard else ()
    assert sum(map(len, rows)) <= 100
    for row in rows:
        assert 1 <= len(row) <= 8
        for key in row:
            assert is_visible(key.text)
            assert width(key.text) <= room(len(row)) or key.text.isdecimal()
            assert [bool(key.url), bool(key.callback_data), bool(key.copy_text)].count(True) == 1
            assert not key.callback_data or len(str(key.callback_data).encode()) <= 64
    assert utf16(toast(card, now=NOW)) <= 200


def test_a_card_reads_as_title_launches_and_footer() -> None:
    card = Card(
        "Previous launches",
        blocks=(Text((("2 of 7 launches",),)), launch(1), launch(2)),
        footer=("Data as of ", When(NOW, WhenStyle.RELATIVE)),
    )
    assert drawn(card).plain == (
        "Previous launches\n\n2 of 7 launches\n\n1. Falcon 9 | Demo Success\nSpaceX\n\n"
        "2. Falcon 9 | Demo Success\nSpaceX\n\nPress a number to open that launch.\n\n"
        "Data as of just now"
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


def test_launches_of_several_lines_have_number_buttons_as_well() -> None:
    card = Card("T", blocks=(launch(3), launch(4)))
    assert [[key.text for key in row] for row in keys(card)] == [["3", "4"]]
    assert drawn(card).plain.endswith("\n\nPress a number to open that launch.")


def test_which_page_it_is_stands_in_the_text_and_its_keys_say_which_they_turn_to() -> None:
    row = (
        Button("First", disabled=True),
        Button("Page 2 of 9", disabled=True, keep=True),
        Button("Next", "n", short="3 ›"),
    )
    card = Card("T", buttons=(row,))
    assert [(key.text, key.callback_data) for key in keys(card)[0]] == [("3 ›", "n")]
    assert drawn(card).plain == "T\n\nPage 2 of 9"


def test_a_menu_becomes_rows_with_the_taken_choice_marked() -> None:
    choices = tuple(Choice(label, f"v:{label}", selected=label == "b") for label in "abcdef")
    rows = keys(Card("T", selects=(Select("view", "View", choices),)))
    assert [[key.text for key in row] for row in rows] == [["a", "✓ b", "c"], ["d", "e", "f"]]


def test_a_menu_behind_a_button_takes_one_key_and_what_stands_in_it_none() -> None:
    menu = Select(
        "order", "Change the order", (Choice("Newest", "n"), Choice("Oldest", "o")), Button("Order", "l")
    )
    card = Card(
        "T", buttons=((Button("Filters", "f"), Button("Next flight", "x", menu="order")),), selects=(menu,)
    )
    assert [[key.text for key in row] for row in keys(card)] == [["Filters", "Order"]]


@pytest.mark.parametrize(
    ("labels", "rows"),
    [
        (["Filters", "Order", "View", "Share"], [4]),
        (["Filters", "Order", "View", "Share", "More"], [3, 2]),
        (["Nach Anbieter", "Nach Rakete", "Nach Startort", "Nach Jahr"], [2, 2]),
        (["Show these launches", "Filters"], [1, 1]),
        (["Показать эти пуски", "Фильтры", "Период"], [1, 2]),
    ],
)
def test_rows_are_filled_by_the_width_of_their_labels(labels: list[str], rows: list[int]) -> None:
    found = keys(Card("T", buttons=(tuple(Button(label, label[:3]) for label in labels),)))
    assert [len(row) for row in found] == rows
    assert [key.text for row in found for key in row] == labels


def test_a_name_wider_than_the_keyboard_is_cut_before_its_count() -> None:
    name = "National Aeronautics and Space Administration of everywhere"
    (((key,),)) = keys(Card("T", selects=(Select("f", "F", (Choice(name, "f:1", count=1234),)),)))
    assert key.text == "National Aeronautics and… (1,234)"


def test_weights_of_buttons_are_told_where_the_app_is_not_to_choose() -> None:
    row = tuple(Button("x", f"{style}", style=style) for style in ButtonStyle)
    assert [key.style for key in keys(Card("T", buttons=(row,)))[0]] == ["primary", None, "success", "danger"]


def test_what_is_copied_is_given_to_the_app() -> None:
    (((key, _),)) = keys(Card("T", buttons=((Button("Copy the ID", copied="5461"), Button("x", "x")),)))
    assert key.copy_text is not None
    assert key.copy_text.text == "5461"


def test_a_long_text_that_folds_is_a_quotation_opened_by_a_tap() -> None:
    long, short = "A satellite & more. " * 20, "A satellite."
    told = drawn(Card("T", blocks=(Text(((long,),), fold=True), Text(((short,),), fold=True))))
    assert told.html.count("<blockquote expandable>A satellite &amp; more.") == 1
    assert told.html.endswith(f"</blockquote>\n\n{short}")


@pytest.mark.parametrize(
    ("instant", "form"),
    [
        (datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC), "D"),
        (datetime(2026, 9, 12, 7, 30, tzinfo=UTC), "D"),
        (NOW + timedelta(days=1090), "D"),
    ],
)
def test_instants_are_shown_by_each_readers_app(instant: datetime, form: str) -> None:
    html = drawn(Card("T", blocks=(Text(((When(instant),),)),))).html
    words = html.partition(">")[2]
    assert f'<tg-time unix="{int(instant.timestamp())}" format="{form}">' in words
    assert words.endswith(f"{instant:%Y}</tg-time>")


@pytest.mark.parametrize(
    "instant",
    [
        datetime(1969, 7, 16, 13, 32, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        NOW + timedelta(days=1100),
    ],
)
def test_instants_that_telegram_takes_none_of_are_words(instant: datetime) -> None:
    assert "tg-time" not in drawn(Card("T", blocks=(Text(((When(instant),),)),))).html


def test_every_style_of_an_instant_has_its_format() -> None:
    line = tuple(When(NOW, style) for style in WhenStyle)
    html = drawn(Card("T", footer=line)).html
    assert re.findall(r'<i><tg-time unix="\d+" format="(\w+)">[^<]+</tg-time></i>', html) == [
        "D",
        "Dt",
        "t",
        "r",
    ]


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


def test_picture_bytes_become_a_photo_of_which_the_text_is_the_caption() -> None:
    message = drawn(Card("T", blocks=(Text((("Figures",),)),), picture=Picture("A chart", data=b"png")))
    assert (message.photo, message.plain) == (b"png", "T\n\nFigures")
    assert message.without_picture().photo == b""


def test_a_caption_is_as_short_as_it_has_to_be() -> None:
    lines = tuple((f"{year} · 12 launches · 100% successful",) for year in range(1957, 2027))
    message = drawn(
        Card("T", blocks=(Text(lines),), picture=Picture("A chart", data=b"png"), footer=("End",))
    )
    assert 900 < utf16(message.plain) <= 1024


def test_a_caption_leaves_groups_out_before_it_cuts_a_sentence() -> None:
    sentence = "7,321 launches, the most of them: United States (2,617), " + "and so on " * 40 + "to its end."
    groups = tuple((f"Country {number} · 12 launches · 100% successful",) for number in range(1, 31))
    blocks = (Text(((sentence,),)), Text(groups, "By country", spare=True))
    message = drawn(Card("T", blocks=blocks, picture=Picture("A chart", data=b"png"), footer=("End",)))
    assert 960 < utf16(message.plain) <= 1024
    assert f"\n{sentence}\n\nBy country\nCountry 1 · 12 launches" in message.plain
    assert message.plain.endswith("successful\n…\n\nEnd")


def test_a_caption_never_cuts_whose_data_it_is_nor_what_the_keys_do() -> None:
    blocks: tuple[Text | Entry, ...] = (
        Text(tuple((f"Fact {number} " + "x" * 60,) for number in range(20))),
        *(launch(number) for number in range(1, 11)),
    )
    footer = ("Data: Launch Library 2, The Space Devs",)
    message = drawn(Card("T", blocks=blocks, picture=Picture("A chart", data=b"png"), footer=footer))
    assert utf16(message.plain) <= 1024
    assert message.plain.endswith(
        "\n\nPress a number to open that launch.\n\nData: Launch Library 2, The Space Devs"
    )


def test_of_several_texts_a_caption_leaves_out_the_same_and_no_remark_without_its_line() -> None:
    facts = (("Launches: 12",), ("Streak: 7 in a row",), ("Landings: 5 of 6",), (Faint("Not known for 6."),))
    texts = tuple(
        Text((*facts, *((f"{name} {number}: " + "x" * 40,) for number in range(4))), name, spare=True)
        for name in ("SpaceX", "ULA", "Rocket Lab", "Arianespace")
    )
    plain = drawn(Card("T", blocks=texts, picture=Picture("A chart", data=b"png"), footer=("End",))).plain
    assert utf16(plain) <= 1024
    parts = [part.splitlines()[1:] for part in plain.split("\n\n")[1:-1]]
    sizes = {len(part) for part in parts}
    assert max(sizes) - min(sizes) <= 1, plain
    assert any(part[-1] == "…" for part in parts)
    short = (Text((*facts, *((f"Site {n}: " + "x" * 300,) for n in range(3))), "SpaceX", spare=True),)
    long = (*short, Text((("y" * 720,),)))
    plain = drawn(Card("T", blocks=long, picture=Picture("A chart", data=b"png"))).plain
    assert ("Landings" in plain) == ("Not known" in plain)
    assert "y" * 720 in plain


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
    assert plain.endswith("10. Name\n…\n\nPress a number to open that launch.")


def test_nobody_is_mentioned_and_nothing_is_marked_up_by_a_launch_name() -> None:
    card = Card("<i>@everyone</i>", blocks=(launch(1),))
    assert "@everyone" not in drawn(card).html
    assert "<i>@" not in drawn(card).html


def test_a_card_that_shows_nothing_still_makes_a_message() -> None:
    assert drawn(Card("\u200b \n")).plain == "…"


def test_a_toast_is_the_notice_or_the_card_in_plain_words() -> None:
    text = Text((("Did you mean ", Strong("Falcon Heavy"), "?"),))
    assert toast(Card("No such rocket", blocks=(text,)), now=NOW) == (
        "No such rocket\nDid you mean Falcon Heavy?"
    )
    assert toast(Card("T", notice="Done."), now=NOW) == "Done."
