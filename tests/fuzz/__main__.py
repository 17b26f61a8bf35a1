"""`python -m tests.fuzz --seconds 60 [--seed N] [--reader NAME]`: exit status 1 where a fault was found."""

from __future__ import annotations

import argparse
import asyncio
import logging
import secrets
import sys
import traceback

from tests.fuzz import found
from tests.fuzz.readers import OPENINGS
from tests.fuzz.runs import Fault, Tally, run

_SHOWN = 2000
"""Characters of an input that are printed."""


def main() -> int:
    """Fuzz, and say what came of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long, in seconds")
    parser.add_argument(
        "--seed", type=int, default=None, help="what all inputs are made from; a fresh one else"
    )
    parser.add_argument(
        "--reader", action="append", choices=sorted(OPENINGS), help="only this one; repeatable"
    )
    parser.add_argument("--most", type=int, default=None, help="inputs that each reader gets at most")
    told = parser.parse_args()
    # What a refusal logs is not what we look for, and there are millions of them.
    logging.disable(logging.WARNING)
    logging.getLogger().addHandler(logging.NullHandler())
    seed = secrets.randbelow(10**9) if told.seed is None else told.seed
    _say(f"fuzz seed={seed} seconds={told.seconds:g}")
    tally = asyncio.run(run(told.reader or tuple(OPENINGS), seed, told.seconds, _report, told.most))
    _say(_table(tally))
    return 1 if tally.faults else 0


def _report(fault: Fault) -> None:
    path = found.keep(fault.reader, fault.value)
    shown = ascii(fault.value)
    _say(f"\nFAULT in {fault.reader}, kept as {path}\n{shown[:_SHOWN]}")
    _say("".join(traceback.format_exception(fault.error)))


def _table(tally: Tally) -> str:
    lines = [
        f"{name:28} {number:>10,} inputs   slowest {tally.slowest.get(name, 0) * 1000:6.0f} ms"
        for name, number in tally.inputs.items()
    ]
    total, faults = sum(tally.inputs.values()), len(tally.faults)
    return "\n".join([*lines, f"{'all':28} {total:>10,} inputs   {faults} faults"])


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
