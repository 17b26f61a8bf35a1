"""How long a process may take: measured in what it works, for how long it takes is up to the machine."""

from __future__ import annotations

import os
import signal
import time

IDLE = 20.0
"""A process that does nothing for so many seconds waits for what never comes."""

_NOTHING = 0.05
"""Seconds of work in that time that count as none."""

STUCK = 3
"""The exit status of a process that was ended for doing nothing."""


def limit(seconds: float) -> None:
    """Have this process ended once it has worked for so many seconds from now on."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def watch() -> None:
    """Have this process ended where it does nothing."""
    worked = time.process_time()

    def look(_signal: int, _frame: object) -> None:
        nonlocal worked
        now = time.process_time()
        if now - worked < _NOTHING:
            os._exit(STUCK)
        worked = now

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, IDLE, IDLE)
