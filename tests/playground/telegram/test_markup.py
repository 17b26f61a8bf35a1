"""HTML turned into text and entities exactly as Telegram does it."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.telegram.content import read_text
from playground.telegram.detection import find_entities
from playground.telegram.errors import ApiError
from playground.telegram.markup import parse_html
from playground.telegram.text import slice_utf16, utf16_length

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
ROCKET = "🚀 "


def entity(kind: str, offset: int, length: int, **extra: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **extra}


@given(TEXT)
def test_escaped_text_comes_back_unchanged(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@given(
    TEXT.filter(bool), st.sampled_from(["b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler"]), TEXT
)
def test_an_entity_covers_what_its_tag_encloses(inside: str, tag: str, before: str) -> None:
    source = f"{html.escape(before)}<{tag}>{html.escape(inside)}</{tag}>"
    text, entities = parse_html(source.replace("&#x27;", "'"))
    assert text == before + inside
    assert [slice_utf16(text, found["offset"], found["length"]) for found in entities] == [inside]


@given(TEXT, TEXT)
def test_a_cleaned_text_keeps_its_entities_on_the_same_words(left: str, right: str) -> None:
    word = "Falcon🚀9"
    source = f"{html.escape(left, quote=False)}<b>{word}</b>{html.escape(right, quote=False)}"
    text, entities = read_text(source, "HTML", None)
    bold = [found for found in entities if found["type"] == "bold"]
    assert [slice_utf16(text, found["offset"], found["length"]) for found in bold] == [word]
    assert text == text.strip()


@given(st.text(alphabet="<>/&;=\"' abipre#x1-", max_size=40))
def test_any_html_is_parsed_or_refused_with_entities_inside_the_text(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except ApiError as error:
        refusal = error.description
        text, entities = "", []
    else:
        refusal = ""
    assert refusal == "" or refusal.startswith("Bad Request: can't parse entities: ")
    assert all(0 < found["length"] <= utf16_length(text) - found["offset"] for found in entities)


@pytest.mark.parametrize(
    ("source", "entities"),
    [
        ("<b>x</b>", [entity("bold", 0, 1)]),
        ("<STRONG>x</strong>", [entity("bold", 0, 1)]),
        (f"{ROCKET}<i>x</i>", [entity("italic", 3, 1)]),
        ("<em>x</em><ins>y</ins>", [entity("italic", 0, 1), entity("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", [entity("strikethrough", n, 1) for n in range(3)]),
        ('<span class="tg-spoiler">x</span>', [entity("spoiler", 0, 1)]),
        ("<b>a<i>b</i></b>", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<i><b>x</b></i>", [entity("bold", 0, 1), entity("italic", 0, 1)]),
        ("<blockquote>x</blockquote>", [entity("blockquote", 0, 1)]),
        ("<blockquote expandable>x</blockquote>", [entity("expandable_blockquote", 0, 1)]),
        ("<code>x</code>", [entity("code", 0, 1)]),
        ("<pre>x</pre>", [entity("pre", 0, 1)]),
        ('<pre><code class="language-python">x</code></pre>', [entity("pre", 0, 1, language="python")]),
        ('<code class="language-python">x</code>', [entity("code", 0, 1)]),
        ('<a href="HTTPS://Example.ORG/A?b=1&amp;c=2">x</a>',
         [entity("text_link", 0, 1, url="https://example.org/A?b=1&c=2")]),
        ('<a href="javascript:alert(1)">x</a>', []),
        ("<a>example.org</a>", [entity("text_link", 0, 11, url="http://example.org/")]),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>',
         [entity("custom_emoji", 0, 2, custom_emoji_id="5368324170671202286")]),
        ('<tg-time unix="1647531900" format="wDT">x</tg-time>',
         [entity("date_time", 0, 1, unix_time=1647531900, date_time_format="wDT")]),
        ('<i><tg-time unix="5" format="r">x</tg-time></i>',
         [entity("date_time", 0, 1, unix_time=5, date_time_format="r"), entity("italic", 0, 1)]),
        ('<tg-time unix="2147483647">x</tg-time>', [entity("date_time", 0, 1, unix_time=2147483647)]),
        ("<b></b>x", []),
        ("<b>x</>", [entity("bold", 0, 1)]),
        ("<b class=c>x</b>", [entity("bold", 0, 1)]),
    ],
)  # fmt: skip
def test_every_tag_becomes_its_entity(source: str, entities: list[dict[str, Any]]) -> None:
    found = parse_html(source)[1]
    for one in found:
        one.pop("user", None)
    assert found == entities


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        'unix="0"',
        'unix="-5"',
        'unix="2147483648"',
        'unix="soon"',
        'unix="5" format="dD"',
        'unix="5" format="rt"',
    ],
)
def test_an_instant_that_is_none_is_refused(attributes: str) -> None:
    with pytest.raises(ApiError):
        parse_html(f"<tg-time {attributes}>x</tg-time>")


def test_a_user_link_becomes_a_mention() -> None:
    found = parse_html('<a href="tg://user?id=42">Ann</a>')[1]
    assert (found[0]["type"], found[0]["user"]["id"]) == ("text_mention", 42)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&lt&amp", "<&"),
        ("&#128640;&#x1F680;", "🚀🚀"),
        ("&nbsp;&apos;&copy;", "&nbsp;&apos;&copy;"),
        ("&#99999999;&;&", "&#99999999;&;&"),
        ("a > b", "a > b"),
    ],
)
def test_only_four_names_and_numbers_are_references(source: str, text: str) -> None:
    assert parse_html(source)[0] == text


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("🚀<br>", 'Unsupported start tag "br" at byte offset 4'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("a < b >", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b ", "Unclosed end tag at byte offset 4"),
        ('<span class="c">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
        ("<b =x>y</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
        ('<tg-emoji emoji-id="x">y</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("&#xD800;", "Text contains invalid Unicode characters after decoding HTML entities, "
         "check for unmatched surrogate code units"),
    ],
)  # fmt: skip
def test_broken_html_is_refused_with_its_place(source: str, problem: str) -> None:
    with pytest.raises(ApiError, match=f"^Bad Request: can't parse entities: {re.escape(problem)}$"):
        parse_html(source)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/previous provider:spacex", ["bot_command:/previous"]),
        ("/previous@playground_bot x", ["bot_command:/previous@playground_bot"]),
        ("see /latest and and/or 1/2", ["bot_command:/latest"]),
        ("🚀 @spacex #crew2 #1", ["mention:@spacex", "hashtag:#crew2"]),
        ("https://a.org/b_(c). Next", ["url:https://a.org/b_(c)"]),
        ("(www.nasa.gov/x)", ["url:www.nasa.gov/x"]),
        ("mail me: ann@example.org", []),
        ("Soyuz 2.1a flew", []),
    ],
)
def test_commands_links_and_mentions_are_found_in_plain_text(text: str, found: list[str]) -> None:
    entities = find_entities(text)
    assert [f"{one['type']}:{slice_utf16(text, one['offset'], one['length'])}" for one in entities] == found


def test_nothing_is_looked_for_inside_code() -> None:
    assert [one["type"] for one in read_text("<code>/latest</code> /status", "HTML", None)[1]] == [
        "code",
        "bot_command",
    ]


def test_text_is_cleaned_of_what_telegram_removes() -> None:
    assert read_text("  \u202ea\tb\r\nc\x07 ", None, None)[0] == "a b\nc"
