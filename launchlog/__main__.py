"""`launchlog` and `python -m launchlog`: finds the rooms and runs `python -m bot`."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

ROOMS = Path(__file__).parent / "rooms"
"""Where a wheel has what stands at the top of the repository: `bot`, `adapters`, `commands`, `storage`."""


def main() -> None:
    """Run the command line; raises SystemExit with its status."""
    # First, so that no other package named "bot" is taken for ours. In a clone there is no such folder.
    sys.path.insert(0, str(ROOMS if ROOMS.is_dir() else ROOMS.parent.parent))
    runpy.run_module("bot", run_name="__main__")


if __name__ == "__main__":
    main()
