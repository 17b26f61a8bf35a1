"""`python -m tests.mutation commands/codec [--sample 60] [--seed 1]`: the score, and what survives."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.runner import Run, load, run
from tests.mutation.targets import modules_of, which_concern

_LIVES = frozenset({"survived", "not reached", "nowhere"})


def main() -> int:
    """Run the mutants of some modules; exit status 1 where the score is less than asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("parts", nargs="+", help="folders or modules, such as commands/codec")
    parser.add_argument("--sample", type=int, default=0, help="mutants of each part, drawn by seed; all else")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=0.0, help="percentage that has to be killed")
    parser.add_argument("--only", default="", help="words that the mutant's description has")
    parser.add_argument("--tests", nargs="*", help="instead of those named for the module")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at a time")
    parser.add_argument("--keep", type=Path, help="folder for what tests reach, while nothing changes")
    parser.add_argument("--all", action="store_true", help="name the mutants that are killed too")
    told = parser.parse_args()
    imported = load()
    with tempfile.TemporaryDirectory() as made:
        folder = told.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        scores = [_score(part, told, folder, imported) for part in told.parts]
    return int(min(scores) < told.least)


def _score(part: str, told: argparse.Namespace, folder: Path, imported: set[tuple[str, int]]) -> float:
    every = [mutant for path in modules_of(part) for mutant in mutants_of(path)]
    chosen = [mutant for mutant in every if told.only in str(mutant)]
    if told.sample and told.sample < len(chosen):
        chosen = Random(told.seed).sample(chosen, told.sample)
    results: Counter[str] = Counter()

    def tell(mutant: Mutant, result: str) -> None:
        results[result] += 1
        if told.all or result in _LIVES:
            _say(f"{result:11} {mutant}")

    by_tests: dict[tuple[str, ...], list[Mutant]] = defaultdict(list)
    for mutant in chosen:
        by_tests[tuple(told.tests or which_concern(mutant.path))].append(mutant)
    for tests, mutants in by_tests.items():
        paths = [path for path in modules_of(part) if tuple(told.tests or which_concern(path)) == tests]
        run(Run(tests, mutants, paths, folder, told.jobs, imported, tell))
    lives = sum(results[result] for result in _LIVES)
    score = 100 * (1 - lives / max(len(chosen), 1))
    _say(f"{part}: {score:.1f}% of {len(chosen)} killed of {len(every)}, seed {told.seed}: {dict(results)}")
    return score


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
