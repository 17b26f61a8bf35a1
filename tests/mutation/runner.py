"""Runs the tests against one mutant, in a process that begins with everything loaded."""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from hypothesis import HealthCheck, settings

from tests.mutation.mutants import Mutant

_PACKAGES = ("storage", "commands", "adapters", "playground", "bot")

_OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What does not depend on the mutant: a file of the filled catalogue, and the bytes of an empty state."""

    history: Path
    state: bytes

    def put_in_place(self, module: Path) -> None:
        """Spare a run the making of what is prepared, where the module has no part in it."""
        from tests import history, states

        history.fill = lambda path: shutil.copyfile(self.history, path)  # type: ignore[assignment]
        if module.name not in {"migrate.py", "schema.py", "database.py"}:
            states.migrated = lambda: self.state  # type: ignore[assignment]


def load() -> None:
    """Import all that a run needs, so that each begins with it."""
    for package in _PACKAGES:
        root = importlib.import_module(package)
        for module in pkgutil.walk_packages(root.__path__, f"{package}."):
            if "migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    settings.register_profile(
        "mutation", deadline=None, suppress_health_check=list(HealthCheck), max_examples=40, derandomize=True
    )
    settings.load_profile("mutation")


def run(mutant: Mutant | None, tests: tuple[str, ...], seconds: float, prepared: Prepared) -> str:
    """Return "killed", "survived" or "too slow" for a mutant, None being the code as it is."""
    child = os.fork()
    if child == 0:
        _run_in_child(mutant, tests, prepared)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return "survived" if status == 0 else "killed"
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "too slow"


def _run_in_child(mutant: Mutant | None, tests: tuple[str, ...], prepared: Prepared) -> None:
    os.setpgrp()
    silent = os.open(os.environ.get("MUTATION_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    status = 1
    try:
        if mutant is not None:
            put_in_place(mutant)
        prepared.put_in_place(mutant.path if mutant else Path())
        status = int(pytest.main([*_OPTIONS, *tests]))
    except BaseException:  # noqa: BLE001  # nobody is left to see it raised
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def put_in_place(mutant: Mutant) -> None:
    """Give the functions of the loaded module the mutant's code, whoever holds them."""
    path = str(mutant.path.absolute())
    codes = dict(_codes(compile(mutant.tree(), path, "exec", dont_inherit=True)))
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename == path:
            code = codes.get(each.__code__.co_qualname)
            if code is not None and code.co_freevars == each.__code__.co_freevars:
                each.__code__ = code


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner.co_qualname, inner
            yield from _codes(inner)
