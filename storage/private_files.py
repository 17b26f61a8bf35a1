"""Files that their owner alone can read: what people asked for is nobody else's on the machine."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from pathlib import Path

log = logging.getLogger("launchlog.files")

FILE, FOLDER = 0o600, 0o700
"""Modes; Windows has no such rights, and there nothing of this changes anything.

https://docs.python.org/3/library/os.html#os.chmod
"""

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database; it makes them with the database's mode.

https://www.sqlite.org/tempfiles.html
"""


def make_folder(folder: Path) -> None:
    """Make a folder, closed to others, with its parents; one that is there stays as it is. Raises OSError."""
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=FOLDER, exist_ok=True)


def keep_private(database: Path, copies: str = "") -> None:
    """Make a database's file, empty, or close the one that is there and all that stands beside it.

    `copies` is a pattern of the names of older copies in the same folder. Raises nothing: a file that cannot
    be made is told by SQLite, and one that cannot be closed to others is logged.
    """
    with suppress(OSError):
        os.close(os.open(database, os.O_CREAT | os.O_RDWR, FILE))
    beside = [database.with_name(database.name + ending) for ending in BESIDE]
    for path in (database, *beside, *(database.parent.glob(copies) if copies else ())):
        close_to_others(path)


def close_to_others(path: Path) -> None:
    """Let nobody but its owner read a file, if there is one; what keeps that from being done is logged."""
    try:
        if path.stat().st_mode & 0o077:
            path.chmod(FILE)
    except FileNotFoundError:
        return
    except OSError as error:
        log.warning("file_open_to_others path=%s reason=%s", path, error.strerror)
