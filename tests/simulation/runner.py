"""Runs worlds: one, or very many on all processors."""

from __future__ import annotations

import gc
import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.announcing import posts, publisher, sender
from tests.simulation import cards
from tests.simulation.direct import direct_engines
from tests.simulation.driver import kept_engines
from tests.simulation.verdict import Verdict, verdict
from tests.simulation.virtual_loop import run
from tests.simulation.world import World
from tests.states import migrated

IDLE = 86_400.0
"""Virtual seconds between two looks of an idle sender: nobody else writes into a world's state, so that
looking each half minute would find nothing and take most of the time."""

CHUNK = 5
"""Seeds that a processor takes at once."""

TEMPLATE = "template.db"


Live = Callable[[int, Callable[[str], None] | None], Verdict]


@contextmanager
def quiet() -> Iterator[None]:
    """Have nothing logged: worlds are full of troubles."""
    before = logging.root.manager.disable
    logging.disable()
    try:
        yield
    finally:
        logging.disable(before)


@contextmanager
def stage(troubles: Sequence[str] | None = None, *, whole: bool = False) -> Iterator[Live]:
    """Give what lives through a seed and tells what happens there, if asked to.

    With `troubles`, every world has those, instead of some by chance. With `whole`, nothing of
    SQLAlchemy is left out, which takes some times as long.
    """
    with _folder() as folder, _patches(whole=whole):
        yield _in(folder, troubles)


def many(seeds: Iterable[int], workers: int) -> Iterator[Verdict]:
    """Live through seeds on several processors; in which order they come is left open."""
    if workers == 1:
        with stage() as live:
            for seed in seeds:
                yield live(seed, None)
        return
    with _folder() as folder, get_context("fork").Pool(workers, _open, [folder]) as pool:
        yield from pool.imap_unordered(_live, seeds, CHUNK)


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder for the worlds' files, in memory where the system has such a place."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        folder = Path(name)
        (folder / TEMPLATE).write_bytes(migrated())
        yield folder


@contextmanager
def _patches(*, whole: bool = False) -> Iterator[None]:
    drawn: dict[str, Any] = {
        "result_card": cards.result_card,
        "correction_card": cards.correction_card,
        "digest_card": cards.digest_card,
    }
    with (
        patch.multiple(posts, **drawn),
        kept_engines() if whole else direct_engines(),
        patch.object(sender, "IDLE", IDLE),
        patch.object(publisher, "INTERVAL", IDLE),
    ):
        yield


def _in(folder: Path, troubles: Sequence[str] | None = None) -> Live:
    def live(seed: int, tell: Callable[[str], None] | None) -> Verdict:
        own = folder / str(os.getpid())
        found: Verdict = run(_lived(seed, own, folder / TEMPLATE, tell, troubles))
        return found

    return live


async def _lived(
    seed: int,
    folder: Path,
    template: Path,
    tell: Callable[[str], None] | None,
    troubles: Sequence[str] | None,
) -> Verdict:
    world = World(seed, folder, template, tell or (lambda _line: None), troubles)
    await world.run()
    found = verdict(world)
    await world.end()
    return found


_WORKER: list[Live] = []
_ENTERED = ExitStack()


def _open(folder: Path) -> None:
    logging.disable()
    # What is loaded stays; looking through it for garbage takes a tenth of the time.
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    # Entered for as long as the worker lives: let go of, they would be left at once.
    _ENTERED.enter_context(_patches())
    _WORKER.append(_in(folder))


def _live(seed: int) -> Verdict:
    return _WORKER[0](seed, None)
