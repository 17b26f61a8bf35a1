"""The fuzzer finds what it looks for, readers take some inputs, and what was found once stays mended."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import found, seeds
from tests.fuzz.reader import HangError, Reader, tried, watching
from tests.fuzz.readers import OPENINGS
from tests.fuzz.runs import run, warm_up


@pytest.fixture(autouse=True)
def _history(history_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the readers what other tests have made already."""
    monkeypatch.setattr(seeds, "prepared", history_file)


@pytest.mark.parametrize("name", OPENINGS)
async def test_some_inputs_are_read_or_refused_as_they_should_be(name: str) -> None:
    tally = await run((name,), seed=1, seconds=60.0, most=10)
    assert tally.inputs[name] == 10
    assert [(ascii(fault.value), fault.error) for fault in tally.faults] == []


@pytest.mark.parametrize(("name", "path"), found.kept(), ids=lambda part: getattr(part, "stem", part))
async def test_what_was_found_once_stays_mended(name: str, path: Path) -> None:
    async with OPENINGS[name]() as reader:
        await warm_up(reader)
        with watching():
            assert await tried(reader, found.load(path)) is None


async def test_the_same_seed_makes_the_same_inputs() -> None:
    async with OPENINGS["dates"]() as reader:
        first, second = ([reader.make(Random("7")) for _ in range(5)] for _ in range(2))
    assert first == second


def crashes(value: str) -> None:
    if "%" in value:
        raise ZeroDivisionError


async def test_a_crash_is_found_and_its_input_made_small() -> None:
    reader = Reader(lambda _random: "a lot of words with a % in between", crashes)
    error = await tried(reader, reader.make(Random(0)))
    assert isinstance(error, ZeroDivisionError)
    assert await found.smaller(reader, reader.make(Random(0)), error) == "%"


async def test_what_computes_for_ever_is_stopped_even_where_errors_are_answered() -> None:
    async def read(_value: object) -> None:
        while True:
            try:
                sum(range(1000))
            except Exception:  # noqa: BLE001  # as the door of the core does
                continue

    with watching():
        assert isinstance(await tried(Reader(Random.random, read), 0), HangError)


async def test_what_waits_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.fuzz.reader.PATIENCE", 0.01)

    async def read(_value: object) -> None:
        await asyncio.Event().wait()

    assert isinstance(await tried(Reader(Random.random, read), 0), TimeoutError)


def test_an_input_that_is_kept_comes_back_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(found, "FOLDER", tmp_path)
    for value in ("\ud800ü", b"\xff\x00", [True, {"a": [None, 1.5]}]):
        assert found.load(found.keep("a reader", value)) == value
    assert {name for name, _path in found.kept()} == {"a reader"}
