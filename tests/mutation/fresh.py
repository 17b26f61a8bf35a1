"""Runs the tests where a mutant is imported: for what runs while modules are imported, and never again."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

import pytest

from tests.mutation.limits import STUCK, limit, watch
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.targets import ROOT

_SECONDS = 900.0
"""How long all tests of a module may work."""


def try_fresh(mutant: Mutant, tests: Sequence[str]) -> str:
    """Return what becomes of a mutant that runs only while modules are imported."""
    told = [sys.executable, "-m", __name__, str(mutant.path), str(mutant.number), *tests]
    status = subprocess.run(told, cwd=ROOT, capture_output=True, check=False).returncode
    return {0: "survived", STUCK: "stuck", -signal.SIGPROF: "too slow"}.get(status, "killed")


def _import(mutant: Mutant) -> None:
    path, code_of = str(ROOT / mutant.path), SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> CodeType | None:
        if self.path != path:
            return code_of(self, fullname)
        return compile(mutant.tree(), path, "exec", dont_inherit=True)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]


def main(path: str, number: str, *tests: str) -> int:
    """Return the status of pytest over one mutant."""
    watch()
    limit(_SECONDS)
    _import(next(each for each in mutants_of(Path(path)) if each.number == int(number)))
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
