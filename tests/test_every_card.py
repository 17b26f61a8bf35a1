"""Every card in every language: whole within each platform's limits, and told in words.

Over the detailed sample: it has what makes cards long, the sentences and pictures that the history lacks. Its
launches are walked in `test_every_kind_of_launch.py`.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from adapters.discord import limits as discord_limits
from adapters.discord.render import draw as draw_on_discord
from adapters.launch_library.pages import decode_page
from adapters.telegram import limits as telegram_limits
from adapters.telegram.callback_queries import no_forms, not_yours
from adapters.telegram.profile import LONG, SHORT
from adapters.telegram.render import draw as draw_on_telegram
from adapters.telegram.render import toast
from adapters.telegram.text import units
from commands.cards.card import Button, Card, Entry, Form, Link, Picture, Tone
from commands.cards.system import failure_card, trouble_card
from commands.i18n.languages import TRANSLATED, Languages
from commands.i18n.translation import ENGLISH, Language, _, speaking
from playground.launch_library.records import records
from storage.catalogue import Catalogue
from tests.commands.conftest import NOW, read
from tests.every_card import Step, Walk
from tests.launches import nothing_missing
from tests.outside import outside
from tests.shown import Shown, on_discord, on_telegram
from tests.states import opened_state

CODES = [each.code for each in (ENGLISH, *TRANSLATED)]
OUTCOMES = {
    Tone.SUCCESS: ("Success",),
    Tone.FAILURE: ("Failure",),
    Tone.PARTIAL_FAILURE: ("Partial failure",),
}


Walking = Callable[[Language], Awaitable[list[Step]]]


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages.load()


@pytest.fixture(scope="module")
def walked() -> dict[str, list[Step]]:
    """The walks so far, by language: the English one is needed beside every other."""
    return {}


@pytest.fixture
def walk(languages: Languages, walked: dict[str, list[Step]], tmp_path: Path) -> Walking:
    """Walks in a language, or tells again of the walk that there was."""

    async def walk(language: Language) -> list[Step]:
        if language.code not in walked:
            walked[language.code] = [step async for step in _walk(language, languages, tmp_path)]
        return walked[language.code]

    return walk


async def _walk(language: Language, languages: Languages, folder: Path) -> AsyncIterator[Step]:
    page = decode_page(msgspec.json.encode(records()), "2.3.0", NOW)
    async with (
        await opened_state(folder / f"{language.code}.db", lambda: NOW) as state,
        Catalogue.open(folder / f"{language.code}-catalogue.db", lambda: NOW) as catalogue,
    ):
        await catalogue.store(page.records, marks=nothing_missing(NOW))
        async for step in Walk(catalogue, outside(state, languages=languages), language, NOW).steps():
            yield step


_DRAWN: dict[str, list[dict[str, Shown]]] = {}


def drawn(language: Language, steps: list[Step]) -> list[dict[str, Shown]]:
    """Draw all answers on both platforms, once; what has no place on a platform shows nothing there."""
    if language.code not in _DRAWN:
        with speaking(language):
            _DRAWN[language.code] = [
                {"discord": on_discord(step.answer), "telegram": on_telegram(step.answer)} for step in steps
            ]
    return _DRAWN[language.code]


@pytest.mark.parametrize("code", CODES)
async def test_nothing_is_cut_or_dropped_in_any_language(
    code: str, languages: Languages, walk: Walking
) -> None:
    language = languages.of(code)
    english, steps = await walk(ENGLISH), await walk(language)
    assert len(steps) > 150
    assert [step.words for step in steps] == [step.words for step in english]
    for step, shown, expected in zip(steps, drawn(language, steps), drawn(ENGLISH, english), strict=True):
        for platform in ("discord", "telegram"):
            assert len(shown[platform].labels) == len(expected[platform].labels), step.words
            assert shown[platform].cuts == expected[platform].cuts, (step.words, shown)


@pytest.mark.parametrize("code", CODES)
async def test_hints_to_presses_and_introductions_are_read_whole(
    code: str, languages: Languages, walk: Walking
) -> None:
    language = languages.of(code)
    hints = []
    for step in await walk(language):
        if step.pressed and isinstance(step.answer, Card) and step.answer.notice:
            hints.append(toast(step.answer, now=NOW))
            assert hints[-1] == " ".join(step.answer.notice.split()), step.words
    assert hints
    with speaking(language):
        fixed = (not_yours(), no_forms(), failure_card().notice, trouble_card().notice)
        introductions = _(SHORT), _(LONG)
    assert all(units(text) <= telegram_limits.TOAST for text in (*fixed, *hints))
    assert len(introductions[0]) <= telegram_limits.SHORT_INTRODUCTION
    assert len(introductions[1]) <= telegram_limits.INTRODUCTION


@pytest.mark.parametrize("code", CODES)
async def test_labels_of_ours_fit_where_they_are_shown(
    code: str, languages: Languages, walk: Walking
) -> None:
    """A label with a name in it may be cut; one without must not, on either platform."""
    for step in await walk(languages.of(code)):
        if isinstance(step.answer, Form):
            assert len(step.answer.title) <= discord_limits.MODAL_TITLE
            for field in step.answer.inputs:
                assert len(field.label) <= discord_limits.INPUT_LABEL
                assert len(field.placeholder) <= discord_limits.INPUT_VALUE
            continue
        for button in _buttons(step.answer):
            assert units(button.label) <= telegram_limits.LABEL, step.words
        for select in step.answer.selects:
            assert len(select.placeholder) <= discord_limits.PLACEHOLDER
            assert all(len(choice.description) <= discord_limits.OPTION_TEXT for choice in select.choices)
        if step.answer.picture:
            assert units(step.answer.picture.alt) <= telegram_limits.CAPTION


@pytest.mark.parametrize("code", CODES)
async def test_what_colours_pictures_and_signs_say_is_said_in_words(
    code: str, languages: Languages, walk: Walking
) -> None:
    language = languages.of(code)
    for step in await walk(language):
        if not isinstance(step.answer, Card):
            continue
        card, text = step.answer, read(step.answer)
        if card.tone in OUTCOMES and not step.words.startswith(("/subscri", "('Manage", "paused")):
            with speaking(language):
                assert any(_(word) in text for word in OUTCOMES[card.tone]), (step.words, text)
        if card.picture:
            _is_described(card.picture, card)
        for button in _buttons(card):
            assert _has_a_word(button.label, text), (step.words, button.label)
        for select in card.selects:
            assert _has_a_word(select.placeholder, "")
            assert all(choice.label.strip() for choice in select.choices)
        for block in card.blocks:
            links = [span for line in block.lines for span in line if isinstance(span, Link)]
            assert all(_has_a_word(link.text, "") for link in links)


def _is_described(picture: Picture, card: Card) -> None:
    assert _has_a_word(picture.alt, "")
    galleries = [item for item in draw_on_discord(card).view.walk_children() if hasattr(item, "items")]
    assert [item.description for gallery in galleries for item in gallery.items] == [
        " ".join(picture.alt.split())
    ]
    if picture.data:
        assert draw_on_telegram(card, now=NOW).caption == picture.alt


def _buttons(card: Card) -> Iterator[Button]:
    for row in card.buttons:
        yield from row
    for block in card.blocks:
        if isinstance(block, Entry):
            yield block.open
    yield from (select.open for select in card.selects if select.open)


def _has_a_word(label: str, text: str) -> bool:
    """Tell whether a label has letters, or is a number by which the text names something."""
    if any(letter.isalpha() for letter in label):
        return True
    return label.isdigit() and bool(re.search(rf"\b{label}\b", text))
