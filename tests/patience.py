"""How long tests wait in real time: no longer than they have to, but long enough for a busy machine."""

PATIENCE = 120.0
"""Seconds after which what should have happened is given up."""

SOON = 10.0
"""Seconds within which something ends that would else wait for a poll of 25 seconds, or for ever."""
