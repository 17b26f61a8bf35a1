"""What writing costs, in steps of the database: it may not grow with what is there already."""

from __future__ import annotations

from pathlib import Path

from storage.catalogue import Catalogue
from tests.history import HISTORY_NOW, copied, opened
from tests.launches import launch, records

STEP = 100
"""Instructions of SQLite's machine after which a step is counted."""


async def steps_of_twenty(catalogue: Catalogue) -> int:
    """Count the steps that twenty launches more take in one write, new and then without what was known.

    All launches are numbered anew once a write, however many it brings.
    """
    taken = 0

    def count() -> int:
        nonlocal taken
        taken += 1
        return 0

    async def storing(first: int, last: int) -> int:
        before = taken
        numbers = range(first, last + 1)
        await catalogue.store(records(*map(launch, numbers)))
        await catalogue.store(records(*(launch(number, programs=None, boosters=None) for number in numbers)))
        return taken - before

    await catalogue._file.writer.set_progress_handler(count, STEP)
    one = await storing(1, 1)
    return await storing(2, 22) - one


async def test_storing_a_launch_costs_no_more_beside_the_whole_history(
    history_file: Path, tmp_path: Path
) -> None:
    async with Catalogue.open(tmp_path / "empty.db", lambda: HISTORY_NOW) as empty:
        alone = await steps_of_twenty(empty)
    async with opened(copied(history_file, tmp_path)) as whole:
        beside = await steps_of_twenty(whole)
    assert beside < 3 * alone
