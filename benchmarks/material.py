"""What the benchmarks work on: the real history where it is at hand, else launches made up to its size."""

from __future__ import annotations

import gzip
import json
import os
import random
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

HISTORY_SIZE = 6_947
"""Launches from 1957 to September 2024."""

_WORDS = (
    "Kosmos", "Starlink Group", "Progress", "Yaogan", "Intelsat", "Explorer", "Soyuz", "Galileo", "Meteor",
    "Telstar", "Crew", "Echo", "Molniya", "Beidou", "Gaofen", "Lunar Probe", "Relay", "Navstar",
)  # fmt: skip


def history() -> tuple[str, list[dict[str, Any]]]:
    """Return what it is, and Launch Library records in the 2.0.0 shape."""
    name = os.environ.get("LAUNCHLOG_HISTORY")
    if name:
        with gzip.open(Path(name)) as file:
            return "the real history", json.load(file)["results"]
    return "made-up launches", [_made_up(i) for i in range(HISTORY_SIZE)]


def tenfold(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ten of each record, under ids and times of their own."""
    copies = []
    for copy in range(10):
        for record in records:
            net = datetime.fromisoformat(record["net"]) - timedelta(minutes=copy)
            launch_id = str(uuid.uuid5(uuid.UUID(record["id"]), str(copy))) if copy else record["id"]
            copies.append({**record, "id": launch_id, "net": net.isoformat().replace("+00:00", "Z")})
    return copies


def _made_up(i: int) -> dict[str, Any]:
    choose = random.Random(i)
    provider = int(choose.paretovariate(0.8)) % 90 + 1
    rocket, location = provider * 5 + choose.randrange(5), int(choose.paretovariate(0.7)) % 45 + 1
    mission = f"{choose.choice(_WORDS)} {choose.randrange(1, 3000)}"
    net = datetime(1957, 10, 4, tzinfo=UTC) + timedelta(hours=i * 84.5)
    status = choose.choices((3, 4, 7), (92, 7, 1))[0]
    base = "https://ll.thespacedevs.com/2.0.0"
    launch_id = str(uuid.UUID(int=choose.getrandbits(128), version=4))
    time = net.isoformat().replace("+00:00", "Z")
    return {
        "id": launch_id, "url": f"{base}/launch/{launch_id}/", "launch_library_id": None,
        "slug": f"rocket-{rocket}-{i}", "name": f"Rocket {rocket} | {mission}",
        "status": {"id": status, "name": {3: "Success", 4: "Failure", 7: "Partial Failure"}[status]},
        "net": time, "window_end": time, "window_start": time,
        "inhold": False, "tbdtime": False, "tbddate": False, "probability": None, "holdreason": "",
        "failreason": "", "hashtag": None,
        "launch_service_provider": {
            "id": provider, "url": f"{base}/agencies/{provider}/", "name": f"Provider {provider} of Space",
            "abbrev": f"P{provider}", "type": None},
        "rocket": {"id": i, "configuration": {
            "id": rocket, "launch_library_id": None, "url": f"{base}/config/launcher/{rocket}/",
            "name": f"Rocket {rocket}", "family": f"Family {provider}", "full_name": f"Rocket {rocket} B5",
            "variant": ""}},
        "mission": {"id": i, "launch_library_id": None, "name": mission, "description": None,
                    "launch_designator": None, "type": "Communications", "orbit": None},
        "pad": {
            "id": location * 3, "url": f"{base}/pad/{location * 3}/", "agency_id": None,
            "name": f"Launch Complex {location}", "info_url": None, "wiki_url": None, "map_url": None,
            "latitude": None, "longitude": None, "map_image": None, "total_launch_count": None,
            "location": {
                "id": location, "url": f"{base}/location/{location}/", "name": f"Spaceport {location}",
                "country_code": "USA", "map_image": None, "total_launch_count": None,
                "total_landing_count": 0}},
        "webcast_live": False, "image": None, "infographic": None, "program": [],
    }  # fmt: skip
