"""A process that has everything imported and becomes the bot: `python -m tests.prepared SOCKET`.

The imports take a second of each start. From here on it is what `python -m MODULE ARGUMENT…` is: arguments,
environment, folder, output, signals and exit status are the new process's own (see `tests.processes`).
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import sys
from importlib import import_module
from typing import Any

ROOMS = ("storage", "commands", "adapters", "bot", "playground")


def prepare() -> None:
    """Import whatever a command might."""
    gc.disable()
    for room in ROOMS:
        package = import_module(room)
        for module in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    # What is there stays, and stays shared with the parent.
    gc.freeze()
    gc.enable()


def serve(asked: socket.socket) -> dict[str, Any] | None:
    """Return what is to be run, in the process that is to run it; None in the parent, at the end of all."""
    while True:
        line, handles, _flags, _address = socket.recv_fds(asked, 1 << 16, 3)
        if not line:
            return None
        if not os.fork():
            asked.close()
            return _attend(json.loads(line), *handles)
        for handle in handles:
            os.close(handle)
        _bury()


def _attend(told: dict[str, Any], out: int, errors: int, fate: int) -> dict[str, Any]:
    """Return in a child; wait for its end here and tell of it, for nobody else can wait for it."""
    with socket.socket(fileno=fate) as telling:
        if child := os.fork():
            os.close(out)
            os.close(errors)
            telling.sendall(b"%d\n" % child)
            _child, status = os.waitpid(child, 0)
            telling.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
            os._exit(0)
    for handle, number in ((out, 1), (errors, 2)):
        os.dup2(handle, number)
        os.close(handle)
    return told


def _bury() -> None:
    """Let go of the attendants whose work is done."""
    try:
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass
    except ChildProcessError:
        pass


def become(told: dict[str, Any]) -> None:
    """Be `python -m MODULE ARGUMENT…` in that folder, with that environment and nothing else."""
    os.chdir(told["cwd"])
    os.environ.clear()
    os.environ.update(told["env"])
    sys.path[0] = told["cwd"]
    module, *arguments = told["arguments"]
    sys.argv[1:] = arguments
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    prepare()
    # Ctrl-C is for whoever runs the tests, and for what this becomes.
    interrupted = signal.signal(signal.SIGINT, signal.SIG_IGN)
    order = serve(socket.socket(fileno=int(sys.argv[1])))
    signal.signal(signal.SIGINT, interrupted)
    if order is not None:
        become(order)
