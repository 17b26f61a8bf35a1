"""What fans ask gives the answers of `fan_questions.txt`, counted by SQL from the file of the history."""

from __future__ import annotations

from pathlib import Path

import pytest

from commands.dispatcher import Dispatcher
from tests.commands.test_typed_phrases import check, phrases

ROWS = list(phrases(Path(__file__).with_name("fan_questions.txt")))


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("section", "question", "wanted"), ROWS, ids=[question for _s, question, _w in ROWS])
async def test_what_fans_ask_is_answered(
    asked: Dispatcher, section: str, question: str, wanted: list[str]
) -> None:
    await check(asked, section, question, wanted)


def test_no_two_questions_are_alike() -> None:
    said = [question.casefold() for _section, question, _wanted in ROWS]
    assert len(said) == len(set(said)) >= 20
