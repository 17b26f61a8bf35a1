from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.discord.render import Drawing, draw
from commands.cards.card import (
    Button,
    ButtonStyle,
    Card,
    Choice,
    Entry,
    Faint,
    Line,
    Link,
    Picture,
    Select,
    Sign,
    Spoiler,
    Strong,
    Text,
    Tone,
    When,
    WhenStyle,
)
from playground.discord.component_types import Type, walk
from playground.discord.rules.messages import check_message
from tests.discord.strategies import cards


def payload_of(drawing: Drawing) -> list[dict[str, Any]]:
    return [item.to_component_dict() for item in drawing.view.children]


def payload(card: Card) -> list[dict[str, Any]]:
    return payload_of(draw(card))


def components(card: Card) -> list[dict[str, Any]]:
    return list(walk(payload(card)))


def of_type(card: Card, kind: Type) -> list[dict[str, Any]]:
    return [each for each in components(card) if each["type"] == kind]


def text(card: Card) -> str:
    return "\n".join(each["content"] for each in of_type(card, Type.TEXT_DISPLAY))


def entry(number: int, *lines: Line, compact: bool = False) -> Entry:
    shown = lines or ((Strong(f"Launch {number}"),),)
    return Entry(number, shown, Button("Details", f"d:{number}"), f"Launch {number}", compact=compact)


PAGER = tuple(Button(label, f"p:{label}", disabled=label == "3/9") for label in ("|<", "<", "3/9", ">", ">|"))
ORDER = Select(
    "order", "Order", (Choice("Newest", "o:new", "latest", selected=True), Choice("Oldest", "o:old"))
)


@settings(deadline=None)
@given(cards)
def test_any_card_is_drawn_as_discord_takes_it(card: Card) -> None:
    drawing = draw(card)
    body: dict[str, Any] = {"components": payload_of(drawing), "flags": 1 << 15}
    body["attachments"] = [file.to_dict(index) for index, file in enumerate(drawing.files)]
    check_message(body, "answer", [file.filename for file in drawing.files])


@settings(deadline=None, max_examples=20)
@given(cards)
def test_the_same_card_is_always_drawn_alike(card: Card) -> None:
    assert payload(card) == payload(card)


def test_launches_have_the_width_of_the_card_and_a_row_of_numbers_that_opens_them() -> None:
    card = Card("Launches", blocks=(entry(1, (Strong("Falcon 1"),), ("Omelek",)), entry(2)))
    assert of_type(card, Type.SECTION) == []
    assert "**1\\.** **Falcon 1**\nOmelek" in [each["content"] for each in of_type(card, Type.TEXT_DISPLAY)]
    (row,) = of_type(card, Type.ACTION_ROW)
    assert [(each["label"], each["custom_id"]) for each in row["components"]] == [("1", "d:1"), ("2", "d:2")]
    assert "-# Press a number to open that launch." in text(card)


def test_ten_launches_with_pager_and_menu_keep_their_buttons() -> None:
    card = Card(
        "Launches",
        blocks=tuple(entry(number) for number in range(1, 11)),
        buttons=(PAGER,),
        selects=(ORDER,),
        footer=("1 to 10 of 6947",),
    )
    assert [each["label"] for each in of_type(card, Type.BUTTON)[:10]] == [str(n) for n in range(1, 11)]
    assert [each["label"] for each in of_type(card, Type.BUTTON)[10:]] == [each.label for each in PAGER]
    assert "-# 1 to 10 of 6947" in text(card)


def test_compact_launches_are_a_line_each_and_open_from_one_menu() -> None:
    entries = tuple(entry(n, (Strong(f"Ariane {n}"),), ("Kourou",), compact=True) for n in (11, 12))
    card = Card("Launches", blocks=entries)
    (menu,) = of_type(card, Type.STRING_SELECT)
    assert [(each["label"], each["value"]) for each in menu["options"]] == [
        ("11. Launch 11", "d:11"),
        ("12. Launch 12", "d:12"),
    ]
    assert [line.replace("\\", "") for line in text(card).splitlines()[1:]] == [
        "**11.** **Ariane 11** · Kourou",
        "**12.** **Ariane 12** · Kourou",
    ]


def test_in_a_menu_the_sign_of_an_outcome_stands_before_a_launch_and_a_hidden_one_does_not() -> None:
    failed, hidden = (Sign("❌", "failure"), " Failure"), (Spoiler("❌ Failure"),)
    entries = (entry(1, ("Ariane 1",), failed, compact=True), entry(2, ("Ariane 2",), hidden, compact=True))
    (menu,) = of_type(Card("Launches", blocks=entries), Type.STRING_SELECT)
    assert [each.get("emoji", {}).get("name") for each in menu["options"]] == ["❌", None]


def test_too_many_launches_for_buttons_are_still_all_there() -> None:
    card = Card("Launches", blocks=tuple(entry(number) for number in range(1, 31)))
    options = [option for menu in of_type(card, Type.STRING_SELECT) for option in menu["options"]]
    assert [option["value"] for option in options] == [f"d:{number}" for number in range(1, 31)]


def test_launches_that_do_not_fit_at_all_are_counted() -> None:
    card = Card("Launches", blocks=tuple(entry(number, compact=True) for number in range(1, 1001)))
    drawn = text(card)
    kept = drawn.count("Launch ")
    assert 100 < kept < 1000
    assert f"… and {1000 - kept} more" in drawn


def test_the_chosen_option_is_marked() -> None:
    (menu,) = of_type(Card("x", selects=(ORDER,)), Type.STRING_SELECT)
    assert (menu["custom_id"], menu["placeholder"]) == ("order", "Order")
    assert [(each["value"], bool(each.get("default"))) for each in menu["options"]] == [
        ("o:new", True),
        ("o:old", False),
    ]
    assert menu["options"][0]["description"] == "latest"


def test_only_one_option_is_marked_as_chosen() -> None:
    both = tuple(Choice(name, name, selected=True) for name in "ab")
    (menu,) = of_type(Card("x", selects=(Select("s", "s", both),)), Type.STRING_SELECT)
    assert [bool(each.get("default")) for each in menu["options"]] == [True, False]


def test_instants_are_shown_in_the_readers_own_time() -> None:
    instant = datetime(1969, 7, 20, 20, 17, 40, tzinfo=UTC)
    line = tuple(When(instant, style) for style in WhenStyle)
    assert text(Card("", blocks=(Text((line,)),))) == (
        "<t:-14182940:D><t:-14182940:f><t:-14182940:t><t:-14182940:R>"
    )


def test_text_blocks_have_headings_and_share_a_display() -> None:
    card = Card("Apollo 11", blocks=(Text((("Crewed",),), "Mission"), Text(((Faint("LC-39A"),),), "Pad")))
    assert [each["content"] for each in of_type(card, Type.TEXT_DISPLAY)] == [
        "## Apollo 11\n### Mission\nCrewed\n### Pad\n-# LC-39A"
    ]


def test_a_picture_by_address_has_its_words() -> None:
    card = Card("x", picture=Picture("A rocket", url="https://example.org/a.png"))
    (gallery,) = of_type(card, Type.MEDIA_GALLERY)
    assert gallery["items"][0]["media"]["url"] == "https://example.org/a.png"
    assert gallery["items"][0]["description"] == "A rocket"
    assert draw(card).files == []


def test_a_picture_of_our_own_is_attached_with_its_words() -> None:
    drawing = draw(Card("x", picture=Picture("A chart", data=b"png")))
    (file,) = drawing.files
    assert (file.fp.read(), file.description) == (b"png", "A chart")
    (gallery,) = of_type(Card("x", picture=Picture("A chart", data=b"png")), Type.MEDIA_GALLERY)
    assert gallery["items"][0]["media"]["url"] == f"attachment://{file.filename}"


def test_a_picture_from_nowhere_is_left_out() -> None:
    assert of_type(Card("x", picture=Picture("A", url="file:///etc/passwd")), Type.MEDIA_GALLERY) == []


def test_link_buttons_lead_to_web_addresses_only() -> None:
    row = (Button("Wiki", url="https://example.org/"), Button("Evil", url="javascript:alert(1)"))
    wiki, evil = of_type(Card("x", buttons=(row,)), Type.BUTTON)
    assert wiki["url"] == "https://example.org/"
    assert (evil["label"], evil["disabled"], evil.get("url")) == ("Evil", True, None)


def test_a_row_of_too_many_buttons_becomes_two() -> None:
    card = Card("x", buttons=(tuple(Button(str(n), f"a:{n}") for n in range(7)),))
    assert [len(row["components"]) for row in of_type(card, Type.ACTION_ROW)] == [5, 2]


def test_a_second_button_of_the_same_action_does_nothing() -> None:
    first, second = of_type(Card("x", buttons=((Button("a", "p:1"), Button("b", "p:1")),)), Type.BUTTON)
    assert (first["custom_id"], first["disabled"]) == ("p:1", False)
    assert second["disabled"]
    assert second["custom_id"] != "p:1"


@pytest.mark.parametrize(("style", "number"), [(ButtonStyle.PRIMARY, 1), (ButtonStyle.DANGER, 4)])
def test_buttons_have_their_weight(style: ButtonStyle, number: int) -> None:
    (button,) = of_type(Card("x", buttons=((Button("a", "p:1", style=style),),)), Type.BUTTON)
    assert button["style"] == number


def test_every_outcome_has_a_colour_of_its_own() -> None:
    colours = [of_type(Card("x", tone), Type.CONTAINER)[0]["accent_color"] for tone in Tone]
    assert len(set(colours)) == len(Tone)


def test_a_very_long_description_is_cut_and_the_rest_is_kept() -> None:
    long = "liftoff " * 125_000
    card = Card("Title", blocks=(Text((("Short",), (long,))), Text((("After",),))), footer=("Data",))
    drawn = text(card)
    assert 3_900 < len(drawn) <= 4_000
    assert "liftoff…" in drawn
    assert all(word in drawn for word in ("Title", "Short", "After", "Data"))


def test_the_longest_texts_are_cut_first() -> None:
    blocks = (Text((("a" * 3000,),)), Text((("b" * 3000,),)), Text((("c" * 1000,),)))
    drawn = text(Card("x", blocks=blocks))
    assert drawn.count("c") == 1000
    assert drawn.count("a") == drawn.count("b") > 1400


def test_text_from_outside_is_shown_as_text() -> None:
    card = Card("**@everyone**", blocks=(Text((("# <@1> [x](https://evil.example)",),)),))
    assert text(card) == ("## \\*\\*\\@everyone\\*\\*\n\\# \\<\\@1> \\[x\\](https\\://evil.example)")


def test_a_link_in_a_line_is_masked() -> None:
    assert text(Card("", blocks=(Text(((Link("Map", "https://example.org/m"),),)),))) == (
        "[Map](https://example.org/m)"
    )


def test_a_card_of_nothing_is_still_a_message() -> None:
    assert text(Card("")) == "…"


def test_text_of_many_bytes_is_cut_before_discord_fails_on_it() -> None:
    """Discord answers 500 beyond 10,170 bytes, however few characters they are."""
    card = Card("火箭", blocks=tuple(Text((("发射" * 900,),)) for _ in range(3)))
    texts = [part["content"] for part in walk(payload(card)) if "content" in part]
    assert 9_000 < len("".join(texts).encode()) <= 10_170
