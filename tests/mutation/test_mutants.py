"""What is changed in a module, what is left alone, and that a change reaches whoever holds the function."""

from __future__ import annotations

import gc
from pathlib import Path
from types import FunctionType

import pytest

from commands.codec.base36 import to_base36
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.reach import Reach, chosen
from tests.mutation.runner import functions_of, put_in_place
from tests.mutation.targets import ROOT, TESTS, modules_of, which_concern

SOURCE = '''
"""A module."""
import logging

log = logging.getLogger("x")
LIMIT = 5

def is_less(number: int, words: str = "") -> bool:
    """Tell whether it is."""
    if words:
        log.info("said %s", words)
        return False
    return number < 3 and not words
'''


@pytest.fixture
def module(tmp_path: Path) -> Path:
    path = tmp_path / "sample.py"
    path.write_text(SOURCE)
    return path


def changes(path: Path) -> list[tuple[str, str]]:
    return [(mutant.before, mutant.after) for mutant in mutants_of(path)]


def test_comparisons_numbers_words_and_statements_are_changed_one_at_a_time(module: Path) -> None:
    found = changes(module)
    assert ("number < 3", "number <= 3") in found
    assert ("3", "4") in found
    assert ("number < 3 and (not words)", "number < 3 or not words") in found
    assert ("not words", "words") in found
    assert ("return number < 3 and (not words)", "return None") in found
    assert ("False", "True") in found


def test_messages_annotations_and_what_is_outside_of_functions_are_left_alone(
    module: Path,
) -> None:
    changed = {before for before, _after in changes(module)}
    assert not changed & {"'said %s'", "log.info('said %s', words)", "5", "'x'", "int", "bool"}
    assert not [before for before in changed if "Tell" in before]


def test_a_mutant_reaches_whoever_has_the_function_already(module: Path) -> None:
    space: dict[str, object] = {}
    exec(compile(SOURCE, str(module.absolute()), "exec"), space)
    held = space["is_less"]
    assert isinstance(held, FunctionType)
    assert held(3) is False
    (wanted,) = (each for each in mutants_of(module) if each.after == "number <= 3")
    assert put_in_place(wanted, [held])
    assert held(3) is True
    assert not put_in_place(wanted, [])


def test_a_mutant_reaches_functions_that_were_frozen_when_the_tests_were_collected() -> None:
    wanted = next(mutants_of(Path("commands/codec/base36.py")))
    gc.freeze()
    try:
        (found,) = functions_of([wanted]).values()
    finally:
        gc.freeze()
    assert to_base36 in found


def test_the_tests_that_reach_the_statement_of_a_mutant_are_chosen_the_quickest_file_first(
    module: Path,
) -> None:
    (wanted,) = (each for each in mutants_of(module) if each.after == "number <= 3")
    here, line = str(module), wanted.line
    reaches = {
        "slow.py::test_long": Reach(5.0, frozenset({(here, line)})),
        "quick.py::test_whole": Reach(2.0, frozenset({(here, line), (here, line - 1)})),
        "quick.py::test_elsewhere": Reach(0.1, frozenset({(here, line - 2), ("other.py", line)})),
        "slow.py::test_short": Reach(0.3, frozenset({(here, line)})),
    }
    assert chosen(wanted, reaches) == ["slow.py::test_short", "slow.py::test_long", "quick.py::test_whole"]


def test_every_part_has_tests_that_are_there() -> None:
    for part, tests in TESTS.items():
        assert modules_of(part), part
        assert all((ROOT / test).exists() for test in tests), part
    with pytest.raises(LookupError):
        which_concern(Path("playground/wire.py"))
    assert isinstance(next(mutants_of(ROOT / "commands/codec/compact.py")), Mutant)
