"""Lives through many seeds, or through one: `python -m tests.simulation --seeds 100000`, `--seed 7 -v`."""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext

from tests.simulation.runner import many, quiet, stage
from tests.simulation.verdict import COUNTS, Verdict


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, help="the only seed, or the first of many")
    parser.add_argument("--seeds", type=int, help="how many seeds from the first one on")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="when to stop at the latest")
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--troubles", help="what goes wrong in the one world, apart by commas")
    parser.add_argument("-v", "--verbose", action="store_true", help="tell what happens")
    asked = parser.parse_args(arguments)
    if asked.seed is not None and asked.seeds is None:
        return _one(asked.seed, asked.troubles, verbose=asked.verbose)
    first = secrets.randbelow(10**12) if asked.seed is None else asked.seed
    with quiet():
        return _many(range(first, first + (asked.seeds or 1000)), asked.workers, asked.seconds)


def _one(seed: int, troubles: str | None, *, verbose: bool) -> int:
    if verbose:
        logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    with nullcontext() if verbose else quiet(), stage(troubles.split(",") if troubles else None) as live:
        found = live(seed, print if verbose else None)
    _tell_wrongs(found)
    return _tell_table([found], 0.0)


def _many(seeds: range, workers: int, seconds: float) -> int:
    began, kept = time.monotonic(), []
    for found in many(seeds, workers):
        kept.append(found)
        _tell_wrongs(found)
        if time.monotonic() - began > seconds:
            break
    print(f"{len(kept):,} seeds from {seeds.start} on")
    return _tell_table(kept, time.monotonic() - began)


def _tell_wrongs(found: Verdict) -> None:
    for wrong in found.wrongs:
        print(f"seed {found.seed}: {wrong}", flush=True)


def _tell_table(kept: Iterable[Verdict], seconds: float) -> int:
    total: dict[str, Counter[str]] = {"discord": Counter(), "telegram": Counter()}
    worlds = failed = kills = 0
    for found in kept:
        worlds, failed, kills = worlds + 1, failed + bool(found.wrongs), kills + found.kills
        for name, counts in found.counts.items():
            total[name].update(counts)
    print(f"{'':10}" + "".join(f"{name:>14}" for name in COUNTS))
    for platform, counts in total.items():
        print(f"{platform:10}" + "".join(f"{counts[each]:>14,}" for each in COUNTS))
    speed = f", {seconds:.0f} s, {1000 * seconds / worlds:.1f} ms a world" if seconds else ""
    print(f"{worlds:,} worlds, {kills:,} kills, {failed:,} worlds with a broken promise{speed}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
