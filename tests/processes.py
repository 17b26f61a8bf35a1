"""Programs of ours as processes of their own: begun afresh, or by a process that has all imported already."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]


class Forked:
    """What a process of `asyncio.subprocess` is, of one that another process has made."""

    def __init__(
        self,
        pid: int,
        fate: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        out: tuple[asyncio.StreamReader, asyncio.ReadTransport],
        errors: tuple[asyncio.StreamReader, asyncio.ReadTransport],
    ) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self.stdout, self.stderr = out[0], errors[0]
        self._fate, self._open = fate[0], (fate[1], out[1], errors[1])

    def send_signal(self, number: int) -> None:
        """Send a signal, unless the end of the process is known already."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask the process to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the process at once."""
        self.send_signal(signal.SIGKILL)

    async def wait(self) -> int:
        """Wait for the end; what was not read of the output is lost."""
        if self.returncode is None:
            self.returncode = int(await self._fate.readline())
            for each in self._open:
                each.close()
        return self.returncode

    async def communicate(self) -> tuple[bytes, bytes]:
        """Read all that is said until the end; return what went to standard output and to standard error."""
        out, errors = await asyncio.gather(self.stdout.read(), self.stderr.read())
        await self.wait()
        return out, errors


class Prepared:
    """The process that becomes others (`tests.prepared`), begun when the first is wanted."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None
        self._asking: socket.socket | None = None

    async def start(self, *arguments: str, cwd: Path, env: Mapping[str, str]) -> Forked:
        """Start what `python -m` does with those arguments; its output comes through pipes."""
        told = json.dumps({"arguments": arguments, "cwd": str(cwd), "env": dict(env)}).encode()
        ours, theirs = socket.socketpair()
        out, out_end = os.pipe()
        errors, errors_end = os.pipe()
        with theirs:
            socket.send_fds(self._ask(), [told], [out_end, errors_end, theirs.fileno()])
        for end in (out_end, errors_end):
            os.close(end)
        fate = await asyncio.open_connection(sock=ours)
        return Forked(int(await fate[0].readline()), fate, await _reading(out), await _reading(errors))

    def end(self) -> None:
        """Have the process end, if it was needed."""
        if self._asking is not None and self._server is not None:
            self._asking.close()
            self._server.wait()
        self._asking = self._server = None

    def _ask(self) -> socket.socket:
        if self._asking is None:
            self._asking, theirs = socket.socketpair()
            with theirs:
                command = [sys.executable, "-m", "tests.prepared", str(theirs.fileno())]
                # As little of an environment as the bots of these tests have: some of it works at the start.
                environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
                self._server = subprocess.Popen(
                    command, env=environment, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
                )
        return self._asking


PREPARED = Prepared()
"""The one that all tests of a process share; it ends with their session."""


async def start_afresh(*arguments: str, cwd: Path, env: Mapping[str, str]) -> Process:
    """Start the same as an operator does, with all imports: for what a prepared process cannot show."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", *arguments, cwd=cwd, env=env, stdout=PIPE, stderr=PIPE
    )


async def _reading(handle: int) -> tuple[asyncio.StreamReader, asyncio.ReadTransport]:
    """Read what comes through a pipe."""
    reader = asyncio.StreamReader()
    transport, _protocol = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(handle, "rb", 0)
    )
    return reader, transport
