"""The connections that are kept open for the next who needs one."""

from __future__ import annotations

import logging

from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry

# SQLAlchemy names the log of a pool after its class, so this one has to be told what holds for the library's.
logging.getLogger(f"{__name__}.ClosingPool").setLevel(logging.WARNING)


class ClosingPool(AsyncAdaptedQueuePool):
    """A pool that closes what comes back after it was disposed of, which SQLAlchemy's leaves open.

    A transaction that ends with the state, or is cut off, gives its connection back a moment later.
    """

    _is_over = False

    def dispose(self) -> None:
        """Close all connections, those in use when they come back."""
        self._is_over = True
        super().dispose()

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        if self._is_over:
            super().dispose()
