"""Runs the tests against mutants, each in a process that begins with everything loaded and collected."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import pkgutil
import shutil
import signal
import sys
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from hypothesis import HealthCheck, Phase, settings

from tests import states
from tests.mutation.fresh import try_fresh
from tests.mutation.limits import STUCK, limit, watch
from tests.mutation.mutants import Mutant
from tests.mutation.reach import Imports, Reach, Recorder, Telling, all_objects, chosen, of_module
from tests.mutation.targets import ROOT

_MADE, _FAILED = "made", "failed"
"""Where in the folder are the databases that were made, and in a mutant's own the test that runs."""

_PACKAGES = ("storage", "commands", "adapters", "playground", "bot")

_OPTIONS = (
    *("-qq", "--no-header", "--no-summary", "-s", "-p", "no:cacheprovider", "-p", "no:faulthandler"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),
)

_MAKES_STATES = frozenset({"migrate.py", "schema.py", "database.py"})

_SECONDS, _TIMES = 10.0, 10.0
"""A test may work so long, and so many times what it works else; then it counts as failed."""

_MAKES_FILES = ("storage/catalogue", "storage/history", "storage/models.py", "storage/instants.py")
"""What the catalogues are made by that tests share: those of a mutant of it are made again."""

_ONLY_READS = "storage/catalogue/reading"


def load() -> set[tuple[str, int]]:
    """Import all that a run needs, so that each begins with it; return the lines that this runs."""
    with Imports() as lines:
        for package in _PACKAGES:
            root = importlib.import_module(package)
            for module in pkgutil.walk_packages(root.__path__, f"{package}."):
                if "migrations" not in module.name and not module.name.endswith("__main__"):
                    importlib.import_module(module.name)
    states.migrated()
    return lines


@dataclass(slots=True, eq=False)
class Run:
    """A pytest session that collects tests once, and then runs some of them for each mutant."""

    tests: Sequence[str]
    mutants: Sequence[Mutant]
    paths: Sequence[Path]
    folder: Path
    jobs: int
    imported: set[tuple[str, int]]
    tell: Callable[[Mutant, str], None]

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Have Hypothesis try the same few examples each time."""
        checks = list(HealthCheck)
        # That an example fails is enough: nobody reads the smallest one.
        settings.register_profile(
            "mutation",
            deadline=None,
            suppress_health_check=checks,
            max_examples=40,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),
        )
        settings.load_profile("mutation")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Learn what the tests reach, then tell what becomes of each mutant."""
        if session.testsfailed:
            sys.exit("some tests cannot be collected")
        reaches = self._reaches(session)
        items = {item.nodeid: item for item in session.items}
        functions = functions_of(self.mutants)
        gc.freeze()
        waiting, running, telling = list(self.mutants), dict[int, Mutant](), Telling()
        while waiting or running:
            while waiting and len(running) < self.jobs:
                mutant = waiting.pop(0)
                found = telling.first(mutant.path, chosen(mutant, reaches))
                tests = [(items[test], _limit(reaches[test])) for test in found]
                if tests:
                    work = partial(self._try, mutant, functions[str(ROOT / mutant.path)], tests)
                    running[_forked(session, self.folder, work)] = mutant
                elif self.imported.isdisjoint({(str(mutant.path), line) for line in mutant.lines}):
                    self.tell(mutant, "not reached")
                else:
                    self.tell(mutant, try_fresh(mutant, of_module(mutant.path, reaches)))
            if running:
                ended, status = os.wait()
                mutant = running.pop(ended)
                if status:
                    telling.note(mutant.path, self.folder / str(ended) / _FAILED)
                self._clean(ended)
                self.tell(mutant, _meaning(status))
        return True

    def _try(
        self, mutant: Mutant, functions: Sequence[FunctionType], items: Sequence[tuple[pytest.Item, float]]
    ) -> None:
        own, path = self.folder / str(os.getpid()), str(mutant.path)
        if path.startswith(_ONLY_READS) or not path.startswith(_MAKES_FILES):
            for file in (self.folder / _MADE).iterdir():
                os.link(file, own / file.name)
        if not put_in_place(mutant, functions):
            # It would survive whatever the tests are worth.
            os._exit(_NOWHERE)
        if mutant.path.name in _MAKES_STATES:
            states.migrated.cache_clear()
        watch()
        following = [item for item, _seconds in items[1:]]
        for (item, seconds), after in zip(items, [*following, None], strict=True):
            limit(seconds)
            (own / _FAILED).write_text(item.nodeid)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if item.session.testsfailed:
                return

    def _reaches(self, session: pytest.Session) -> dict[str, Reach]:
        into, made = self.folder / f"reaches-{_name_of(self.tests)}", self.folder / _MADE
        if not into.exists():
            recorder = Recorder(self.paths)
            child = _forked(session, self.folder, lambda: recorder.record(session.items, into))
            os.waitpid(child, 0)
            made.mkdir(exist_ok=True)
            for file in (self.folder / str(child)).glob("original-*.db"):
                file.replace(made / file.name)
            self._clean(child)
        found: dict[str, Reach] = pickle.loads(into.read_bytes())
        for item in session.items:
            if item.nodeid not in found:
                sys.stdout.write(f"fails on the code as it is, left out: {item.nodeid}\n")
        return found

    def _clean(self, child: int) -> None:
        """End what the child began and did not end, and remove its files."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        shutil.rmtree(self.folder / str(child), ignore_errors=True)


def _name_of(tests: Sequence[str]) -> str:
    return sha256("\n".join(tests).encode()).hexdigest()[:12]


def run(plugin: Run) -> None:
    """Collect the tests, and have the plugin run them; ends the process where they cannot be collected."""
    status = pytest.main([*_OPTIONS, *plugin.tests], plugins=[plugin])
    if status != pytest.ExitCode.OK:
        sys.exit(f"pytest: {status}")


def _forked(session: pytest.Session, folder: Path, work: Callable[[], object]) -> int:
    """Do it in a process of its own with a folder of its own; it ends with 1 where a test failed."""
    child = os.fork()
    if child:
        return child
    os.setpgrp()
    silent = os.open(os.environ.get("MUTATION_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    status = 1
    try:
        own = folder / str(os.getpid())
        own.mkdir()
        session.config._tmp_path_factory._basetemp = own  # type: ignore[attr-defined]
        work()
        status = int(session.testsfailed > 0)
    except BaseException:  # noqa: BLE001  # nobody is left to see it raised
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _limit(reach: Reach) -> float:
    return _SECONDS + _TIMES * reach.seconds


_NOWHERE = 4
"""The exit status of a mutant that is in no function that is loaded."""


def _meaning(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "too slow" if os.WTERMSIG(status) == signal.SIGPROF else "killed"
    return {0: "survived", STUCK: "stuck", _NOWHERE: "nowhere"}.get(os.WEXITSTATUS(status), "killed")


def functions_of(mutants: Sequence[Mutant]) -> dict[str, list[FunctionType]]:
    """Return the functions of the modules to be changed, whoever holds them."""
    found: dict[str, list[FunctionType]] = defaultdict(list)
    paths = {str(ROOT / mutant.path) for mutant in mutants}
    for each in all_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename in paths:
            found[each.__code__.co_filename].append(each)
    return found


def put_in_place(mutant: Mutant, functions: Sequence[FunctionType]) -> bool:
    """Give the functions of the loaded module the mutant's code; False where none of them is among these."""
    placed = False
    codes = dict(_codes(compile(mutant.tree(), str(ROOT / mutant.path), "exec", dont_inherit=True)))
    for each in functions:
        code = codes.get(each.__code__.co_qualname)
        if code is not None and code.co_freevars == each.__code__.co_freevars:
            each.__code__ = code
            placed = True
    return placed


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner.co_qualname, inner
            yield from _codes(inner)
