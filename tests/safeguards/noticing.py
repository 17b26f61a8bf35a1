"""Switches a safeguard off and looks what notices."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.safeguards.table import SAFEGUARDS, Safeguard
from tests.simulation.runner import stage

ROOT = Path(__file__).parents[2]
MOST_SEEDS = 400
"""Worlds lived through at most: an unnoticed safeguard is one that is missing in all of them."""

VARIABLE = "LAUNCHLOG_WITHOUT"
"""Names the safeguard that is switched off in a run of pytest with this module as a plugin."""


def noticed(safeguard: Safeguard, most: int = MOST_SEEDS) -> str:
    """Return how a world or a test notices that a safeguard is off, empty if none does.

    Raises AssertionError where the same world or test fails with the safeguard on.
    """
    if isinstance(safeguard.noticed_in, str):
        return _by_test(safeguard, safeguard.noticed_in)
    return _by_world(safeguard, safeguard.noticed_in, most)


def _by_world(safeguard: Safeguard, troubles: tuple[str, ...], most: int) -> str:
    with stage(troubles) as live:
        for seed in range(most):
            with safeguard.switch_off():
                wrongs = live(seed, None).wrongs
            if wrongs:
                assert live(seed, None).wrongs == [], f"seed {seed} fails with {safeguard.name} on"
                return f"seed {seed}: {wrongs[0]}"
    return ""


def _by_test(safeguard: Safeguard, test: str) -> str:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", __name__, "-p", "no:cacheprovider", test]
    done = {
        name: subprocess.run(
            command, cwd=ROOT, env={**os.environ, VARIABLE: name}, capture_output=True, check=False
        )
        for name in (safeguard.name, "")
    }
    assert done[""].returncode == 0, done[""].stdout.decode()
    failed = done[safeguard.name].returncode == pytest.ExitCode.TESTS_FAILED
    return f"{test.rpartition('::')[2]} fails" if failed else ""


def pytest_configure() -> None:
    """Switch off what the environment names, for a whole run of pytest."""
    for safeguard in SAFEGUARDS:
        if safeguard.name == os.environ.get(VARIABLE):
            safeguard.switch_off().__enter__()
