"""Reads records anew until killed by itself: `python -m tests.bot.dying_rereading FILE WRITES`.

It is gone as by `kill -9` after that many transactions, without a word to anybody.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from bot.sync.rereading import read_anew
from storage.catalogue import Catalogue, raw_records
from tests.launches import HandClock


async def read_until_killed(path: Path, writes: int) -> None:
    raw_records.LAUNCHES = 2
    async with Catalogue.open(path, HandClock()) as catalogue:
        write, left = catalogue._transact, writes

        async def dying(*arguments: Any, **named: Any) -> Any:
            nonlocal left
            stored = await write(*arguments, **named)
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            return stored

        catalogue._transact = dying  # type: ignore[method-assign]
        await read_anew(catalogue)


if __name__ == "__main__":
    asyncio.run(read_until_killed(Path(sys.argv[1]), int(sys.argv[2])))
