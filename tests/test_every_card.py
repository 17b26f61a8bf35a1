"""Every card in every language: whole within each platform's limits, and told in words.

Over the detailed sample: it has what makes cards long, the sentences and pictures that the history lacks.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

import discord
import msgspec
import pytest
from babel.messages.pofile import read_po

from adapters.discord import limits as discord_limits
from adapters.discord.modals import draw_form
from adapters.discord.render import draw as draw_on_discord
from adapters.launch_library.pages import decode_page
from adapters.telegram import limits as telegram_limits
from adapters.telegram.callback_queries import no_forms, not_yours
from adapters.telegram.profile import LONG, SHORT
from adapters.telegram.render import draw as draw_on_telegram
from adapters.telegram.render import toast
from adapters.telegram.text import units
from commands.cards.card import Button, Card, Entry, Form, Link, Picture, TextInput, Tone
from commands.cards.system import failure_card, trouble_card
from commands.i18n.languages import TRANSLATED, Languages
from commands.i18n.translation import ENGLISH, Language, _, speaking
from commands.stats.charts.letters import font
from playground.launch_library.records import records as sample
from tests.commands.conftest import NOW, read
from tests.every_card import Step
from tests.every_card import walk as walk_in

_PO = Path(__file__).parents[1] / "commands/i18n/locales/de/LC_MESSAGES/launchlog.po"
MESSAGES = {str(message.id) for message in read_po(BytesIO(_PO.read_bytes())) if message.id}
CODES = [each.code for each in (ENGLISH, *TRANSLATED)]
OUTCOMES = {
    Tone.SUCCESS: ("Success",),
    Tone.FAILURE: ("Failure",),
    Tone.PARTIAL_FAILURE: ("Partial failure",),
}


SUBSCRIBED = ("/subscri", "('Manage", "('SetOption", "('ShowOption", "s0-", "paused")
"""How the steps begin whose cards are about subscriptions: their colours tell of no launch."""

TURNS = {"‹", "›", "«", "»"}
"""Keys around the number of the page, which tells in words what they turn."""


Walking = Callable[[Language], Awaitable[list[Step]]]


@dataclass(frozen=True, slots=True)
class Shown:
    """What a platform shows of an answer: its texts, and what can be pressed or chosen."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]

    is_caption: bool = False

    def cuts(self, platform: str) -> int:
        """How often something of ours ends in an ellipsis: labels of Telegram are measured elsewhere.

        What Launch Library writes of a mission or a failure gets the room that is left on a post, which
        differs from language to language.
        """
        labels = self.labels if platform == "discord" else ()
        texts = () if self.is_caption else self.texts
        return sum(map(_cuts, texts)) + sum(each.endswith("…") for each in labels)


def _cuts(text: str) -> int:
    """Count the ellipses of a text after other words than those of Launch Library."""
    before = [line.replace("\\", "").split() for line in text.split("…")[:-1]]
    return sum(
        len(words) < _ENOUGH or " ".join(words[-_ENOUGH:]) not in _told_by_launch_library()
        for words in before
    )


_ENOUGH = 4
"""Words in a row that are nobody else's."""


@cache
def _told_by_launch_library() -> str:
    """Return all that the sample tells in sentences: what missions are about, and why launches failed."""
    launches = [each.launch for each in decode_page(msgspec.json.encode(sample()), "2.3.0", NOW).records]
    told = [each.mission.description or "" for each in launches if each.mission]
    return "\n".join(
        " ".join(text.split()) for text in (*told, *(each.failure_reason or "" for each in launches))
    )


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
            walked[language.code] = [step async for step in walk_in(language, languages, tmp_path, NOW)]
        return walked[language.code]

    return walk


_DRAWN: dict[str, list[dict[str, Shown]]] = {}


def drawn(language: Language, steps: list[Step]) -> list[dict[str, Shown]]:
    """Draw all answers on both platforms, once; what has no place on a platform shows nothing there."""
    if language.code not in _DRAWN:
        with speaking(language):
            _DRAWN[language.code] = [
                {"discord": on_discord(step.answer), "telegram": on_telegram(step.answer)} for step in steps
            ]
    return _DRAWN[language.code]


def on_discord(answer: Card | Form) -> Shown:
    """Draw an answer on Discord."""
    drawn = draw_form(answer) if isinstance(answer, Form) else draw_on_discord(answer).view
    texts: list[str] = [drawn.title] if isinstance(drawn, discord.ui.Modal) else []
    labels: list[str] = []
    for item in drawn.walk_children():
        match item:
            case discord.ui.TextDisplay():
                texts.append(item.content)
            case discord.ui.Button():
                labels.append(str(item.label))
            case discord.ui.Select():
                labels += [str(item.placeholder), *(option.label for option in item.options)]
                labels += [option.description for option in item.options if option.description]
            case discord.ui.Label():
                labels.append(item.text)
    return Shown(tuple(texts), tuple(labels))


def on_telegram(card: Card | Form) -> Shown:
    """Draw a card on Telegram, which has no forms."""
    if isinstance(card, Form):
        return Shown((), ())
    drawn = draw_on_telegram(card, now=NOW)
    rows = drawn.keyboard.inline_keyboard if drawn.keyboard else ()
    return Shown((drawn.plain,), tuple(key.text for row in rows for key in row), bool(drawn.photo))


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
            assert shown[platform].cuts(platform) == expected[platform].cuts(platform), (step.words, shown)


@pytest.mark.parametrize("code", ["en", *CODES])
async def test_a_caption_leaves_lines_out_rather_than_cutting_them(
    code: str, languages: Languages, walk: Walking
) -> None:
    language = languages.of(code)
    captions = 0
    steps = await walk(language)
    for step, shown in zip(steps, drawn(language, steps), strict=True):
        if shown["telegram"].is_caption:
            captions += 1
            lines = shown["telegram"].texts[0].splitlines()
            assert [line for line in lines if "…" in line and line != "…"] == [], step.words
    assert captions > 10


@pytest.mark.parametrize("code", ["en", *CODES])
async def test_a_sentence_ends_with_one_full_stop(code: str, languages: Languages, walk: Walking) -> None:
    language = languages.of(code)
    steps = await walk(language)
    for step, shown in zip(steps, drawn(language, steps), strict=True):
        texts = " ".join((*shown["discord"].texts, *shown["telegram"].texts)).replace("\\", "")
        assert re.findall(r".{0,40}(?<!\.)\.\.(?!\.)", texts) == [], step.words


@pytest.mark.parametrize("code", CODES)
async def test_labels_are_read_whole_on_a_phone(code: str, languages: Languages, walk: Walking) -> None:
    """Buttons of a row share 293 dp on a phone 360 dp wide; clients cut what is wider than its share."""
    language = languages.of(code)
    english, steps = await walk(ENGLISH), await walk(language)
    widest = 0.0
    for step, same in zip(steps, english, strict=True):
        if not isinstance(step.answer, Card) or not isinstance(same.answer, Card):
            continue
        rows = _keyboard(step.answer)
        for row in rows:
            share = (293 - 2 - 5 * (len(row) - 1)) / len(row) - 10
            for label in row:
                widest = max(widest, _width(label) / share)
                assert _width(label) <= share, (step.words, row)
        told = (label for row in _keyboard(same.answer) for label in row)
        for label, in_english in zip((label for row in rows for label in row), told, strict=True):
            # Only what has a name in it is ever shortened.
            assert "…" not in label or in_english.strip("‹›«»✓ ") not in MESSAGES, (step.words, label)
    assert widest > 0.9


def _keyboard(card: Card) -> list[list[str]]:
    drawn = draw_on_telegram(card, now=NOW).keyboard
    return [[key.text for key in row] for row in drawn.inline_keyboard] if drawn else []


def _width(label: str) -> float:
    """Return the dp of a label of 15 dp; what the font lacks is square."""
    lettered = "".join(each for each in label if each < "\u2e80" and each not in "✓✕")
    return font(150).getlength(lettered) / 10 + 15 * (len(label) - len(lettered))


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
                shown = (
                    [field.placeholder] if isinstance(field, TextInput) else [c.label for c in field.choices]
                )
                assert all(len(text) <= discord_limits.INPUT_VALUE for text in shown)
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
        if card.tone in OUTCOMES and not step.words.startswith(SUBSCRIBED):
            with speaking(language):
                assert any(_(word) in text for word in OUTCOMES[card.tone]), (step.words, text)
        if card.picture:
            _is_described(card.picture, card)
        for button in _buttons(card):
            assert button.label in TURNS or _has_a_word(button.label, text), (step.words, button.label)
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


def _buttons(card: Card) -> Iterator[Button]:
    for row in card.buttons:
        yield from row
    for block in card.blocks:
        # While a menu is open, launches are read and not opened: neither platform draws anything for that.
        if isinstance(block, Entry) and not block.open.disabled:
            yield block.open
    yield from (select.open for select in card.selects if select.open)


def _has_a_word(label: str, text: str) -> bool:
    """Tell whether a label has letters, or is a number by which the text names something."""
    if any(letter.isalpha() for letter in label):
        return True
    return label.isdigit() and bool(re.search(rf"\b{label}\b", text))
