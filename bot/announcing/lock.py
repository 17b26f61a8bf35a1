"""One sender per bot: whoever holds its lock sends, everybody else does not."""

from __future__ import annotations

import asyncio
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from storage.errors import StoreError


class SenderLock:
    """The lock of one bot on one machine, a file beside the state; a process that dies loses it.

    `token` is the bot's; only a hash of it stands in the file's name. Used as `async with`, which gives
    back what was taken.
    """

    def __init__(self, folder: Path, platform: str, token: str) -> None:
        name = blake2b(token.encode(), digest_size=6).hexdigest()
        self._lock = FileLock(folder / f"sender-{platform}-{name}.lock", timeout=0, thread_local=False)

    async def take(self) -> bool:
        """Take the lock unless another process has it; return whether it is ours. Raises `StoreError`."""
        try:
            await asyncio.to_thread(self._lock.acquire)
        except Timeout:
            return False
        except OSError as error:
            message = f"The sender's lock {self._lock.lock_file} cannot be made: {error.strerror}"
            raise StoreError(message) from error
        return True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._lock.release, force=True)
