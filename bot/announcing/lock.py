"""One sender per bot: whoever holds its lock sends, everybody else does not."""

from __future__ import annotations

import asyncio
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

from filelock import FileLock, Timeout

from storage.errors import StoreError
from storage.private_files import FILE, close_to_others
from storage.state.state import State


class SenderLock:
    """The lock of one bot: a file on this machine, and in the database where several machines share it.

    `token` is the bot's; only a hash of it stands in the file's name. A process that dies loses the lock.
    Used as `async with`, which gives back what was taken.
    """

    def __init__(self, folder: Path, platform: str, token: str, state: State) -> None:
        name = f"sender-{platform}-{blake2b(token.encode(), digest_size=6).hexdigest()}"
        self._file = FileLock(folder / f"{name}.lock", timeout=0, thread_local=False, mode=FILE)
        self._shared = state.lock(name)

    async def take(self) -> bool:
        """Take the lock unless another process has it; return whether it is ours. Raises `StoreError`."""
        try:
            await asyncio.to_thread(close_to_others, Path(self._file.lock_file))
            await asyncio.to_thread(self._file.acquire)
        except Timeout:
            return False
        except OSError as error:
            message = f"The sender's lock {self._file.lock_file} cannot be made: {error.strerror}"
            raise StoreError(message) from error
        taken = False
        try:
            taken = self._shared is None or await self._shared.take()
        finally:
            if not taken:
                await asyncio.to_thread(self._file.release)
        return taken

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shared is not None:
            await self._shared.release()
        await asyncio.to_thread(self._file.release, force=True)
