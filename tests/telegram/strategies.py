"""Cards of every shape for property tests, far beyond what the bot makes."""

from __future__ import annotations

from datetime import UTC

from hypothesis import strategies as st

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
    Tone,
    When,
    WhenStyle,
)

NASTY = [
    "",
    " ",
    "\n\n",
    "<b>&amp;</b> \"'",
    "@everyone",
    "\u202e\u2066flip",
    "\ud83d",
    "\x00",
    "\u200b\u2800",
    "🚀" * 300,
    "word " * 400,
    "x" * 5000,
]
texts = st.one_of(st.text(max_size=80), st.sampled_from(NASTY))
urls = st.one_of(texts, st.just("https://example.org/a?b=c&d=e"), st.just("javascript:alert(1)"))
instants = st.builds(When, st.datetimes(timezones=st.just(UTC)), st.sampled_from(WhenStyle))
spans = st.one_of(
    texts,
    st.builds(Strong, texts),
    st.builds(Faint, texts),
    st.builds(Code, texts),
    st.builds(Link, texts, urls),
    instants,
)
lines = st.lists(spans, max_size=4).map(tuple)
actions = st.one_of(st.text(max_size=70), st.sampled_from(["p:1", "", "x" * 64, "é" * 40]))
buttons = st.builds(
    Button, texts, actions, urls, st.sampled_from(ButtonStyle), disabled=st.booleans(), keep=st.booleans(),
    copied=st.just("") | texts, short=st.just("") | texts,
)  # fmt: skip
entries = st.builds(
    Entry, st.integers(1, 9999), st.lists(lines, max_size=4).map(tuple), buttons, texts, st.booleans()
)
blocks = st.one_of(st.builds(Text, st.lists(lines, max_size=6).map(tuple), texts, st.booleans()), entries)
selects = st.builds(
    Select,
    texts,
    texts,
    st.lists(st.builds(Choice, texts, actions, texts, st.booleans()), max_size=25).map(tuple),
)
cards = st.builds(
    Card,
    title=texts,
    tone=st.sampled_from(Tone),
    blocks=st.lists(blocks, max_size=12).map(tuple),
    picture=st.none() | st.builds(Picture, texts, urls, st.binary(max_size=4)),
    buttons=st.lists(st.lists(buttons, max_size=12).map(tuple), max_size=12).map(tuple),
    selects=st.lists(selects, max_size=4).map(tuple),
    footer=lines,
    private=st.booleans(),
    notice=texts,
)
