"""The operator's log: one line an event, with a stable name and its values, on standard error."""

from __future__ import annotations

import logging
import sys

_NOISY = ("apscheduler", "httpx", "httpcore", "discord", "telegram", "alembic", "aiosqlite", "asyncio")
"""Libraries whose own chatter an operator does not need below a warning; some of it names tokens."""


def configure_logging(level: str) -> None:
    """Send the log to standard error from that level on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # It prints a traceback for every lost connection, of which the adapter tells in one line.
    logging.getLogger("discord.client").setLevel(logging.CRITICAL)
    for name in _NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
