"""A PostgreSQL server of the tests' own: `python -m tests.postgres [ARGUMENTS OF PYTEST]`.

It is made by `initdb` in a temporary folder, listens there and on loopback, and is gone afterwards.
What it keeps need not survive a power cut, so nothing waits for a disk. Each test has a database of its own,
copied from one with the tables (`tests.states`).
"""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from socket import socket
from typing import Any

VARIABLE = "TEST_POSTGRES"
"""Address of the server's database `postgres`; tests of the state run on it where that is set."""

_PATIENCE = 30.0
"""Seconds that a server may take to start or stop."""

_SMALL = {"max_connections": "300", "shared_buffers": "64MB", "deadlock_timeout": "200ms"}
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Server:
    """A server in a folder; `address` names its database `postgres`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        # PostgreSQL does not run as root: https://www.postgresql.org/docs/current/postgres-user.html
        self._user = _unprivileged()
        with socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"postgresql+psycopg://launchlog@127.0.0.1:{self.port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Make the cluster."""
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        command = [_program("initdb"), "-D", str(self.data), "-U", "launchlog", "-A", "trust", "-E", "UTF8",
                   "--locale=C", "--no-sync"]  # fmt: skip
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self._as_user())

    def start(self, *, durable: bool = False) -> None:
        """Start, and be ready when this returns; `durable`, what is committed survives a power cut."""
        settings = _SMALL if durable else _SMALL | _QUICK
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [_program("postgres"), "-D", str(self.data), "-k", str(self.folder), "-h", "127.0.0.1",
                   "-p", str(self.port), *options]  # fmt: skip
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd=self.folder, **self._as_user()
            )
        ready = [_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        end = time.monotonic() + _PATIENCE
        while subprocess.run(ready, check=False).returncode:
            if time.monotonic() > end or self._process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text(encoding="utf-8"))
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: by SIGINT at once and in order, by SIGQUIT as in a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE)
            self._process = None

    def _as_user(self) -> dict[str, Any]:
        return {} if self._user is None else {"user": self._user.pw_uid, "group": self._user.pw_gid}


@contextmanager
def server(*, durable: bool = False) -> Iterator[Server]:
    """Run a server for the block; `durable` as in `Server.start`."""
    with tempfile.TemporaryDirectory(prefix="postgres-", ignore_cleanup_errors=True) as folder:
        made = Server(Path(folder))
        made.make()
        made.start(durable=durable)
        try:
            yield made
        finally:
            made.stop()


def is_installed() -> bool:
    """Tell whether there is a PostgreSQL that can be started."""
    try:
        _program("initdb")
    except FileNotFoundError:
        return False
    return True


def _program(name: str) -> str:
    """Return the path of a program of the newest PostgreSQL; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    if found:
        return str(found[-1])
    if (path := which(name)) is None:
        message = f"PostgreSQL is not installed: there is no {name}"
        raise FileNotFoundError(message)
    return path


def _unprivileged() -> pwd.struct_passwd | None:
    return pwd.getpwnam("nobody") if os.getuid() == 0 else None


def main(arguments: Sequence[str]) -> int:
    """Run pytest on a server."""
    # Told to end, it takes its server with it.
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit(1))
    with server() as running:
        environment = {
            **os.environ, VARIABLE: running.address, f"{VARIABLE}_LOCK": str(running.folder / "template.lock")
        }  # fmt: skip
        command = [sys.executable, "-m", "pytest", *arguments]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
