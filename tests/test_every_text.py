"""The walk over every card reaches every text: what it never draws is never looked at in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from gettext import NullTranslations
from pathlib import Path

from commands.cards.card import Form, TextInput
from commands.i18n.languages import Languages
from commands.i18n.translation import Language, speaking
from tests.commands.conftest import NOW
from tests.commands.test_languages import Key, read_texts
from tests.every_card import Step, walk
from tests.test_every_card import on_discord, on_telegram

ELSEWHERE = {
    "This command has changed. Try again in a minute, or use another command.": "discord/test_commands.py",
    "I am being restarted. Please ask again in a minute.": "discord/test_trouble.py",
    "That took too long. Please press the button again.": "discord/test_trouble.py",
    "… and {count} more": "discord/test_render.py",
    # Both platforms have the short form of this key; the command line prints the long one.
    "Search for these words instead": "commands/test_understanding.py",
    "Something went wrong here. Please try again in a moment.": "telegram/test_wire_troubles.py",
}
"""Texts that no card has, as a platform's part says them alone, in trouble; and the test that reads them."""


BLANK = "\N{BRAILLE PATTERN BLANK}"
"""What stands for a space in an outcome that is hidden."""


class Recording(NullTranslations):
    """Messages that say the English, and note what was looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[Key] = set()

    def gettext(self, message: str) -> str:
        self.seen.add((None, message))
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.seen.add((None, (msgid1, msgid2)))
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str:
        self.seen.add((context, message))
        return message


def _shown(step: Step) -> Iterator[str]:
    """Yield all that people may read of a step, on either platform."""
    answer = step.answer
    for shown in (on_discord(answer), on_telegram(answer)):
        yield from shown.texts
        yield from shown.labels
    if isinstance(answer, Form):
        for field in answer.inputs:
            if isinstance(field, TextInput):
                yield field.placeholder
            else:
                yield from (choice.label for choice in field.choices)
    else:
        yield answer.notice
        yield answer.picture.alt if answer.picture else ""


def _is_in(text: str, shown: str) -> bool:
    """Tell whether a text stands there, whatever it is filled in with; what begins a line has a capital."""
    said = [part for part in re.split(r"\{\w+\}", text) if part]
    words = ".*?".join(map(re.escape, said))
    return re.search(words, shown) is not None or re.search(rf"(?i:\b{words} ·)", shown) is not None


async def test_the_walk_draws_every_text(tmp_path: Path) -> None:
    recording = Recording()
    # No English, so that also what only others are told is told.
    language = Language("de", "Deutsch", "de", recording)
    steps = [step async for step in walk(language, Languages((language,)), tmp_path, NOW)]
    with speaking(language):
        # Much is said by many cards, and need not be searched in each.
        told = dict.fromkeys(text for step in steps for text in _shown(step))
    shown = "\n".join(told).replace("\\", "").replace(BLANK, " ")
    never = set()
    for key in read_texts():
        forms = (key[1],) if isinstance(key[1], str) else key[1]
        if key not in recording.seen or not any(_is_in(form, shown) for form in forms):
            never.add(forms[0])
    assert never - ELSEWHERE.keys() == set(), "draw them in the walk, or say where they are read"
    assert ELSEWHERE.keys() - never == set(), "the walk draws these by now"


def test_what_no_card_has_is_read_where_it_is_said() -> None:
    for text, path in ELSEWHERE.items():
        assert re.split(r"\.|{", text)[0] in (Path(__file__).parent / path).read_text("utf-8"), path
