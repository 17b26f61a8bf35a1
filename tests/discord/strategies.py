"""Cards of every shape for property tests, far beyond what the bot makes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from commands.cards.card import (
    Block,
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
    Span,
    Strong,
    Text,
    Tone,
    When,
    WhenStyle,
)

HARD = (
    "",
    " ",
    "\n",
    "\x00\x1f",
    "@everyone",
    "||spoiler||",
    "***" * 40,
    "\\" * 300,
    "`" * 3,
    "\u202e\u2066",
    "\ud800",
    "🚀" * 120,
    "word " * 900,
    "x" * 9000,
    "*" * 4500,
    "https://example.org/" + "a" * 3000,
)

texts = st.one_of(st.text(max_size=40), st.sampled_from(HARD))
urls = st.one_of(
    st.sampled_from(
        (
            "",
            "https://example.org/a_(b)*?q=1",
            "http://[::1",
            "javascript:alert(1)",
            "https://ex ample.org/",
            "https://example.org:port/",
            "https://" + "a" * 600 + ".org",
        )
    ),
    texts,
)
actions = st.one_of(st.text(max_size=64), st.text(max_size=140), st.sampled_from(("p:1", "p:2", "open")))
spans: st.SearchStrategy[Span] = st.one_of(
    texts,
    st.builds(Strong, texts),
    st.builds(Faint, texts),
    st.builds(Code, texts),
    st.builds(Link, texts, urls),
    st.builds(
        When,
        st.datetimes(datetime(1957, 10, 4), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
        st.sampled_from(WhenStyle),
    ),
)
lines = st.lists(spans, max_size=4).map(tuple)
buttons = st.builds(
    Button,
    label=texts,
    action=actions,
    url=urls,
    style=st.sampled_from(ButtonStyle),
    disabled=st.booleans(),
)
choices = st.builds(Choice, label=texts, action=actions, description=texts, selected=st.booleans())
entries = st.builds(
    Entry,
    number=st.integers(1, 10_000),
    lines=st.lists(lines, max_size=5).map(tuple),
    open=buttons,
    name=texts,
    compact=st.booleans(),
)
blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Text, lines=st.lists(lines, max_size=8).map(tuple), heading=texts), entries
)
pictures = st.builds(Picture, alt=texts, url=urls, data=st.sampled_from((b"", b"png")))


def _few_or_many(one: st.SearchStrategy[Any], many: int) -> st.SearchStrategy[tuple[Any, ...]]:
    several = st.builds(lambda part, times: part * times, st.lists(one, max_size=3), st.integers(1, many))
    return st.one_of(st.lists(one, max_size=5), several).map(tuple)


cards = st.builds(
    Card,
    title=texts,
    tone=st.sampled_from(Tone),
    blocks=_few_or_many(blocks, 60),
    picture=st.one_of(st.none(), pictures),
    buttons=_few_or_many(_few_or_many(buttons, 5), 20),
    selects=_few_or_many(
        st.builds(Select, name=texts, placeholder=texts, choices=_few_or_many(choices, 30)), 15
    ),
    footer=lines,
    private=st.booleans(),
)
