"""Files that take long to make: made once in a run of the tests, by whichever of its processes is first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the file of that name, which `make` puts at a path; each process of the run has its own copy.

    `make` leaves nothing beside the file that belongs to it.
    """
    own = factory.getbasetemp() / name
    # Run in parallel, each process has a folder of its own within that of the run.
    folder = own.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else own.parent
    original = folder / f"original-{name}"
    with FileLock(f"{original}.lock"):
        if not original.exists():
            unfinished = folder / f"unfinished-{name}"
            make(unfinished)
            unfinished.rename(original)
    shutil.copyfile(original, own)
    return own
