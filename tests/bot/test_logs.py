"""The operator's log as text and as JSON: each value by its name, each piece of work by its number."""

from __future__ import annotations

import ast
import asyncio
import json
import logging
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.logs import FORMATTERS
from storage.log_records import begin_work, working_on
from storage.redaction import Redaction

ROOT = Path(__file__).parents[2]
PASSWORD = 'say "friend" \\ and enter'
RESERVED = {"time", "level", "logger", "event", "message", "work", "trace"}


def line(form: str, template: str, *values: object, name: str = "launchlog.app", error: bool = False) -> str:
    record = logging.LogRecord(
        name, logging.WARNING, __file__, 1, template, values, sys.exc_info() if error else None
    )
    record.created = datetime(2024, 2, 29, 23, 59, tzinfo=UTC).timestamp()
    return FORMATTERS[form](Redaction([PASSWORD])).format(record)


def test_a_line_of_text_quotes_what_has_a_space_in_it() -> None:
    said = line("TEXT", "delivery_failed id=%s reason=%s empty=%s", 12, 'it said "no"', "")
    start = "2024-02-29T23:59:00Z WARNING launchlog.app delivery_failed"
    assert said == f'{start} id=12 reason="it said \\"no\\"" empty=""'


def test_an_object_has_every_value_by_its_name_and_numbers_as_numbers() -> None:
    said = line("JSON", "sync_waits seconds=%.0f count=%s reason=%s error=%r", 61.4, 3, "späť\nhere", None)
    assert json.loads(said) == {
        "time": "2024-02-29T23:59:00Z", "level": "WARNING", "logger": "launchlog.app",
        "event": "sync_waits", "seconds": 61, "count": 3, "reason": "späť\nhere", "error": None,
    }  # fmt: skip
    assert "\n" not in said


@pytest.mark.parametrize("form", FORMATTERS)
def test_a_secret_is_left_out_before_its_quotes_are_changed(form: str) -> None:
    said = line(form, "failed reason=%s", f"no {PASSWORD} there")
    assert "[secret]" in said
    assert "friend" not in said


@pytest.mark.parametrize("form", FORMATTERS)
def test_what_a_library_raised_is_one_short_line_without_half_a_secret(form: str) -> None:
    try:
        raise OSError("x" * 470 + PASSWORD)
    except OSError:
        said = line(form, "Ignoring %s of {}", "exception", name="discord.client", error=True)
    assert "Ignoring exception of {} error=OSError: xxx" in said
    assert "friend" not in said
    assert len(said) < 700
    assert "\n" not in said


def test_a_bug_of_ours_has_its_traceback() -> None:
    try:
        raise KeyError("gone")
    except KeyError:
        text = line("TEXT", "part_crashed name=%s", "Discord", error=True)
        told = json.loads(line("JSON", "part_crashed name=%s", "Discord", error=True))
    assert "\nTraceback" in text
    assert text.endswith("KeyError: 'gone'")
    assert told["trace"].startswith("Traceback")
    assert (told["event"], told["name"]) == ("part_crashed", "Discord")


async def test_all_lines_of_one_piece_of_work_name_it_also_those_of_tasks_it_starts() -> None:
    async def inner() -> str:
        await asyncio.sleep(0)
        return await asyncio.to_thread(line, "TEXT", "started")

    async def interaction(number: int) -> str:
        begin_work("discord", number)
        return await asyncio.create_task(inner())

    both = await asyncio.gather(asyncio.create_task(interaction(1)), asyncio.create_task(interaction(2)))
    assert [said.rpartition(" ")[2] for said in both] == ["work=discord-1", "work=discord-2"]
    with working_on("delivery", 7):
        assert json.loads(line("JSON", "started"))["work"] == "delivery-7"
    assert "work" not in json.loads(line("JSON", "started"))


def calls() -> Iterator[tuple[str, ast.Call]]:
    for room in ("bot", "adapters", "commands", "storage"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id in {"log", "_log"}
                ):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def test_every_line_that_we_log_is_an_event_whose_values_have_names_of_their_own() -> None:
    seen = 0
    for where, call in calls():
        assert isinstance(call.func, ast.Attribute)
        template, *values = call.args[1:] if call.func.attr == "log" else call.args
        assert isinstance(template, ast.Constant), where
        written = re.fullmatch(r"[a-z_]+((?: [a-z_]+=%(?:s|r|\.0f))*)", str(template.value))
        assert written, (where, template.value)
        names = re.findall(r"(\w+)=", written[1])
        assert len(set(names)) == len(names) == len(values), where
        assert not set(names) & RESERVED, where
        seen += 1
    assert seen > 70
