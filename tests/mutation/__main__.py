"""`python -m tests.mutation commands/codec [--sample 60] [--seed 1]`: the score, and what survives."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.runner import Prepared, load, run
from tests.mutation.targets import ROOT, modules_of, which_concern

_LONGEST = 600.0
"""Seconds that the tests of the code as it is may take."""

_PREPARE = """
import sys
from pathlib import Path
from tests.history import fill
from tests.states import _migrated
fill(Path(sys.argv[1]) / "catalogue.db")
(Path(sys.argv[1]) / "state.db").write_bytes(_migrated())
"""


def main() -> int:
    """Run the mutants of some modules; exit status 1 where the score is less than asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("parts", nargs="+", help="folders or modules, such as commands/codec")
    parser.add_argument("--sample", type=int, default=0, help="mutants of each part, drawn by seed; all else")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=0.0, help="percentage that has to be killed")
    parser.add_argument("--only", default="", help="words that the mutant's description has")
    parser.add_argument("--folder", type=Path, help="where what takes long to make is kept for the next time")
    parser.add_argument("--tests", nargs="*", help="instead of those named for the module")
    parser.add_argument("--all", action="store_true", help="name the mutants that are killed too")
    told = parser.parse_args()
    load()
    with tempfile.TemporaryDirectory() as made:
        folder = told.folder or Path(made)
        if not (folder / "state.db").exists():
            folder.mkdir(exist_ok=True)
            subprocess.run([sys.executable, "-c", _PREPARE, str(folder)], check=True, cwd=ROOT)
        scores = [_score(part, told, folder) for part in told.parts]
    return int(min(scores) < told.least)


def _score(part: str, told: argparse.Namespace, folder: Path) -> float:
    every = [mutant for path in modules_of(part) for mutant in mutants_of(path)]
    chosen = [mutant for mutant in every if told.only in str(mutant)]
    if told.sample and told.sample < len(chosen):
        chosen = Random(told.seed).sample(chosen, told.sample)
    limits: dict[tuple[str, ...], float] = {}
    results: Counter[str] = Counter()
    for mutant in chosen:
        result = _result(mutant, tuple(told.tests or which_concern(mutant.path)), folder, limits)
        results[result] += 1
        if told.all or result == "survived":
            _say(f"{result:9} {mutant}")
    score = 100 * (1 - results["survived"] / max(len(chosen), 1))
    _say(f"{part}: {score:.1f}% of {len(chosen)} killed of {len(every)}, seed {told.seed}: {dict(results)}")
    return score


def _result(
    mutant: Mutant, tests: tuple[str, ...], folder: Path, limits: dict[tuple[str, ...], float]
) -> str:
    prepared = Prepared(folder / "catalogue.db", (folder / "state.db").read_bytes())
    if tests not in limits:
        begun = time.monotonic()
        if run(None, tests, _LONGEST, prepared) != "survived":
            sys.exit(f"the tests fail on the code as it is: {' '.join(tests)}")
        limits[tests] = 30.0 + 5 * (time.monotonic() - begun)
    return run(mutant, tests, limits[tests], prepared)


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
