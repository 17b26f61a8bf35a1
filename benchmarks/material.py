"""What the benchmarks work on: the bundled history, and ten times as much."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from tests.raw_history import raw_history


def history() -> list[dict[str, Any]]:
    """Return the launches of the bundled history as records in Launch Library's 2.0.0 shape."""
    return raw_history()


def tenfold(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ten of each record, under ids and times of their own."""
    copies = []
    for copy in range(10):
        for record in records:
            net = datetime.fromisoformat(record["net"]) - timedelta(minutes=copy)
            launch_id = str(uuid.uuid5(uuid.UUID(record["id"]), str(copy))) if copy else record["id"]
            copies.append({**record, "id": launch_id, "net": net.isoformat().replace("+00:00", "Z")})
    return copies
