"""Runs the tests against one mutant, in a process that begins with all libraries loaded."""

from __future__ import annotations

import importlib.machinery
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.mutation.mutants import Mutant

_LIBRARIES = (
    "aiosqlite",
    "alembic.command",
    "babel.core",
    "discord",
    "httpx",
    "msgspec",
    "rapidfuzz.process",
    "sqlalchemy.ext.asyncio",
    "telegram.ext",
    "jsonschema",
    "PIL.Image",
    "apscheduler",
)


class _Prepared:
    """A plugin that spares what does not depend on the mutant: a filled catalogue, an empty state."""

    def __init__(self, history: Path, state: bytes, *, is_state: bool) -> None:
        self._history, self._state, self._is_state = history, state, is_state

    def pytest_configure(self) -> None:
        """Put what is prepared in the place of what makes it."""
        from tests import conftest, history, states

        del conftest
        history.fill_once = lambda _path: self._history
        if not self._is_state:
            states._migrated = lambda: self._state  # type: ignore[assignment]


def load_libraries() -> None:
    """Import what every run needs and no mutant is a part of."""
    for name in _LIBRARIES:
        __import__(name)
    settings.register_profile(
        "mutation", deadline=None, suppress_health_check=list(HealthCheck), max_examples=40, derandomize=True
    )
    settings.load_profile("mutation")


def run(mutant: Mutant | None, tests: tuple[str, ...], seconds: float, prepared: Any) -> str:
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


def _run_in_child(mutant: Mutant | None, tests: tuple[str, ...], prepared: Any) -> None:
    os.setpgrp()
    silent = os.open(os.environ.get("MUTATION_LOG", os.devnull), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    if mutant is not None:
        _put_in_place(mutant)
    status = 1
    try:
        status = int(
            pytest.main(
                [
                    "-x",
                    "-q",
                    "-p",
                    "no:cacheprovider",
                    "--no-header",
                    "-W",
                    "ignore::pytest.PytestAssertRewriteWarning",
                    *tests,
                ],
                plugins=[prepared],
            )
        )
    except BaseException:  # noqa: BLE001  # nobody is left to see it raised
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _put_in_place(mutant: Mutant) -> None:
    """Let the import of the module give the mutant."""
    path = str(mutant.path.absolute())
    get_code: Callable[..., Any] = importlib.machinery.SourceFileLoader.get_code

    def mutated(loader: importlib.machinery.SourceFileLoader, fullname: str) -> Any:
        if loader.path == path:
            return compile(mutant.tree, path, "exec", dont_inherit=True)
        return get_code(loader, fullname)

    importlib.machinery.SourceFileLoader.get_code = mutated  # type: ignore[method-assign]
    assert not any(getattr(each, "__file__", None) == path for each in sys.modules.values()), "loaded before"


def prepared_for(path: Path, history: Path, state: bytes) -> Any:
    """Return the plugin for a mutant of that module."""
    return _Prepared(history, state, is_state=path.name in {"migrate.py", "schema.py", "database.py"})
