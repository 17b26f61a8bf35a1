"""Switches off each safeguard in turn: `python -m tests.safeguards`, or those that are named."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from tests.safeguards.noticing import noticed
from tests.safeguards.table import SAFEGUARDS


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what notices; return 0 when something notices each."""
    parser = argparse.ArgumentParser(prog="python -m tests.safeguards", description=__doc__)
    parser.add_argument("names", nargs="*", help="the safeguards; all of them without any")
    names = parser.parse_args(arguments).names
    logging.disable()
    unnoticed = 0
    chosen = [each for each in SAFEGUARDS if not names or each.name in names]
    for each in chosen:
        how = noticed(each)
        unnoticed += not how
        print(f"{each.name:20} {each.guards:78} {how or 'NOBODY NOTICES'}"[:200], flush=True)
    print(f"{len(chosen)} safeguards switched off, {len(chosen) - unnoticed} noticed")
    return int(unnoticed > 0)


if __name__ == "__main__":
    sys.exit(main())
