"""Lets launches end in the playground, so that a newcomer sees how results are posted and corrected."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.app import Core, look
from commands.caveats import REHEARSAL
from playground.launch_library.archive import Archive, Outcome
from playground.page.controls import Control

SINCE_LAUNCH = timedelta(minutes=10)
"""How long ago a launch left whose outcome becomes known."""

FIRST_ID = 900_000_000
"""Missions, rockets, places, orbits and programs from here on are of rehearsals."""

_LIKE = "falcon 9 starlink"
_OTHER: dict[Outcome, Outcome] = {"success": "failure", "failure": "success", "partial failure": "success"}
_MADE_UP = "A rehearsal in the playground: this launch is made up, nothing has flown."
_NO_LINKS: dict[str, list[Any]] = {"info_urls": [], "vid_urls": []}
_PLACE = {"id": FIRST_ID, "name": "Playground (made up)"}
_ORBIT = {
    "id": FIRST_ID,
    "name": "None: a rehearsal",
    "abbrev": "Rehearsal",
    "celestial_body": {"response_mode": "list", "id": 1, "name": "Earth"},
}
_PROGRAM: dict[str, Any] = {
    "response_mode": "normal",
    "id": FIRST_ID,
    "url": "",
    "name": "Rehearsals (made up)",
    "description": _MADE_UP,
    "type": None,
    "agencies": [],
    "mission_patches": [],
    **dict.fromkeys(("image", "info_url", "wiki_url", "start_date", "end_date")),
}
_REASONS: dict[Outcome, str] = {"failure": "The second stage exploded in the rehearsal."}


@dataclass(slots=True)
class Rehearsal:
    """Changes the stand-in Launch Library, and has the running bot look at it, as it does by itself."""

    archive: Archive | None = None
    core: Core | None = None
    _flights: int = 0
    _last: tuple[str, str, Outcome] | None = field(default=None)

    @property
    def controls(self) -> tuple[Control, ...]:
        """The buttons for the page."""
        return (
            Control("succeed", "A launch succeeds", lambda: self._end("success")),
            Control("fail", "A launch fails", lambda: self._end("failure")),
            Control("correct", "The outcome is corrected", self._correct),
        )

    async def _end(self, outcome: Outcome) -> str:
        archive, core = self._ready()
        self._flights += 1
        record = made_up(archive.previous({"search": _LIKE})[0], self._flights)
        archive.put(record)
        self._last = (record["id"], record["name"], outcome)
        return await self._conclude(archive, core)

    async def _correct(self) -> str:
        archive, core = self._ready()
        if self._last is None:
            return "There is no outcome to correct yet: let a launch succeed or fail first."
        launch_id, name, outcome = self._last
        self._last = (launch_id, name, _OTHER[outcome])
        return await self._conclude(archive, core)

    async def _conclude(self, archive: Archive, core: Core) -> str:
        assert self._last is not None
        launch_id, name, outcome = self._last
        archive.conclude(launch_id, outcome, _REASONS.get(outcome, ""))
        core.sync.hurry()
        await look(core)
        return f"{name}: {outcome}. Channels that have subscribed hear of it now."

    def _ready(self) -> tuple[Archive, Core]:
        if self.archive is None or self.core is None:
            raise RuntimeError("the bot is just starting; try again in a moment")
        return self.archive, self.core


def made_up(like: dict[str, Any], flight: int) -> dict[str, Any]:
    """Return a launch by that provider and rocket that is visibly made up wherever it is shown.

    Its name says so in lists, its place and orbit in figures by these, and answers that count it say so.
    What the real launch alone has done stays with it: its boosters, links and attempt counts.
    """
    net = (datetime.now(UTC) - SINCE_LAUNCH).strftime("%Y-%m-%dT%H:%M:%SZ")
    word, pad = f"Rehearsal {flight}", like["pad"]
    mission = like["mission"] or {"image": None, **_NO_LINKS, "agencies": []}
    return {
        **like,
        **dict.fromkeys(key for key in like if "launch_attempt_count" in key),
        "id": str(uuid.uuid4()),
        "name": f"{like['rocket']['configuration']['full_name']} | {word}",
        "slug": f"rehearsal-{flight}",
        "launch_designator": None,
        **dict.fromkeys(("net", "window_start", "window_end"), net),
        "mission": {
            **mission,
            "id": FIRST_ID + flight,
            "name": word,
            "type": REHEARSAL,
            "description": _MADE_UP,
            "orbit": _ORBIT,
        },
        "rocket": {**like["rocket"], "id": FIRST_ID + flight, "launcher_stage": [], "spacecraft_stage": []},
        "program": [_PROGRAM],
        "pad": {**pad, "id": FIRST_ID, "name": "Rehearsal pad", "location": {**pad["location"], **_PLACE}},
        **_NO_LINKS,
    }
