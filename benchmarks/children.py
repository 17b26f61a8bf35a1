"""Processes of the benchmarks that are told what to do line by line, and answer each in JSON."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

ROOT = Path(__file__).parent.parent
LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of an answer."""

T = TypeVar("T")


class Child:
    """A process that has been started."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin
        assert process.stdout
        self._input, self._output = process.stdin, process.stdout

    async def hear(self, kind: type[T]) -> T:
        """Wait for the next answer; raises EOFError when the process has ended instead."""
        line = await self._output.readline()
        if not line:
            raise EOFError("a process of the benchmark has ended")
        return msgspec.json.decode(line, type=kind)

    async def ask(self, order: str, kind: type[T]) -> T:
        """Give an order and wait for the answer."""
        self._input.write(f"{order}\n".encode())
        await self._input.drain()
        return await self.hear(kind)


@asynccontextmanager
async def child(module: str, *arguments: str) -> AsyncIterator[Child]:
    """Start a module of the benchmarks; it is killed at the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, cwd=ROOT, stdin=PIPE, stdout=PIPE, limit=LONGEST_LINE
    )
    try:
        yield Child(process)
    finally:
        process.kill()
        await process.wait()


async def orders() -> AsyncIterator[str]:
    """Yield what this process is told, until nobody is left to tell it anything."""
    reader = asyncio.StreamReader(limit=LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while line := await reader.readline():
        yield line.decode().strip()


def answer(value: object) -> None:
    """Answer an order."""
    print(msgspec.json.encode(value).decode(), flush=True)
