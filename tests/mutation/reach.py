"""Which test reaches which line, and how long it takes: learnt from one run of the code as it is."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import _lru_cache_wrapper
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from tests.mutation.mutants import Mutant
from tests.mutation.targets import ROOT

_SHARED = ("commands/parsing/names",)
"""Packages of whose work tests keep a part for one another: who reaches a line of one is reached by all."""


_QUIET = 60
"""Calls of a function in one test that reach nothing new, after which no more are looked at.

Looking takes most of the time. A line that is missed makes a change survive, and none killed.
"""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a test does: seconds of work, and the lines that it runs, as paths from the root and numbers."""

    seconds: float
    lines: frozenset[tuple[str, int]]


def chosen(mutant: Mutant, reaches: dict[str, Reach]) -> list[str]:
    """Return the tests that reach a mutant, those of a file together, quick ones first."""
    path = str(mutant.path)
    package = next((each for each in _SHARED if path.startswith(each)), None)
    if package is None:
        wanted = {(path, line) for line in mutant.lines}
        found = [test for test, reach in reaches.items() if not wanted.isdisjoint(reach.lines)]
    else:
        found = [
            test
            for test, reach in reaches.items()
            if any(at.startswith(package) for at, _line in reach.lines)
        ]
    quickest: dict[str, float] = {}
    for test in found:
        file = test.split("::")[0]
        quickest[file] = min(quickest.get(file, reaches[test].seconds), reaches[test].seconds)
    return sorted(
        found,
        key=lambda test: (quickest[test.split("::")[0]], test.split("::")[0], reaches[test].seconds),
    )


def of_module(path: Path, reaches: dict[str, Reach]) -> list[str]:
    """Return all tests, those before that reach anything of the module, and quick ones first."""
    return sorted(
        reaches,
        key=lambda test: (
            all(at != str(path) for at, _line in reaches[test].lines),
            reaches[test].seconds,
        ),
    )


class Telling:
    """Knows which tests have noticed changes of a module: they are the ones to notice the next."""

    def __init__(self) -> None:
        self._counts: dict[Path, Counter[str]] = {}

    def first(self, path: Path, tests: list[str]) -> list[str]:
        """Return the tests, those first that have noticed most."""
        counts = self._counts.get(path, Counter())
        return sorted(tests, key=lambda test: -counts[test])

    def note(self, path: Path, failed: Path) -> None:
        """Note the test named in that file, with which the run of a mutant ended."""
        if failed.exists():
            self._counts.setdefault(path, Counter())[failed.read_text()] += 1


class Imports:
    """While it is entered, notes which lines of functions run as modules are imported."""

    def __init__(self) -> None:
        self.lines: set[tuple[str, int]] = set()
        self._root = f"{ROOT}{os.sep}"

    def __enter__(self) -> set[tuple[str, int]]:
        sys.settrace(self._called)
        return self.lines

    def __exit__(self, *_raised: object) -> None:
        sys.settrace(None)

    def _called(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        is_ours = code.co_filename.startswith(self._root) and code.co_name != "<module>"
        return self._line if is_ours else None

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        self.lines.add((frame.f_code.co_filename.removeprefix(self._root), frame.f_lineno))
        return self._line


class Recorder:
    """Runs tests one by one and notes what each reaches."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = {str(ROOT / path): str(path) for path in paths}
        self._lines: dict[CodeType, set[int]] = defaultdict(set)
        self._quiet: Counter[CodeType] = Counter()

    def record(self, items: list[pytest.Item], into: Path) -> None:
        """Run all the tests and write what they reach, those that fail left out."""
        found: dict[str, Reach] = {}
        threading.settrace(self._called)
        for item, following in zip(items, [*items[1:], None], strict=True):
            _forget_results()
            self._lines.clear()
            self._quiet.clear()
            failed = item.session.testsfailed
            begun = time.process_time()
            sys.settrace(self._called)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.settrace(None)
            if item.session.testsfailed == failed:
                found[item.nodeid] = Reach(time.process_time() - begun, frozenset(self._reached()))
        into.write_bytes(pickle.dumps(found))

    def _reached(self) -> Iterator[tuple[str, int]]:
        for code, lines in self._lines.items():
            yield from ((self._paths[code.co_filename], line) for line in lines)

    def _called(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if code.co_filename not in self._paths or self._quiet[code] > _QUIET:
            return None
        self._quiet[code] += 1
        return self._line

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        lines = self._lines[frame.f_code]
        if frame.f_lineno not in lines:
            lines.add(frame.f_lineno)
            self._quiet[frame.f_code] = 0
        return self._line


def all_objects() -> list[object]:
    """Return whatever the garbage collector knows, what was frozen when the tests were collected as well."""
    gc.unfreeze()
    return gc.get_objects()


def _forget_results() -> None:
    """Have no test spared a call because an earlier one has made it."""
    for each in all_objects():
        if isinstance(each, _lru_cache_wrapper) and each.__module__.split(".")[0] in {"commands", "storage"}:
            each.cache_clear()
