"""Lets launches end in the playground, so that a newcomer sees how results are posted and corrected."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.app import Core, look
from playground.launch_library.archive import Archive, Outcome
from playground.page.controls import Control

SINCE_LAUNCH = timedelta(minutes=10)
"""How long ago a launch left whose outcome becomes known."""

_LIKE = "falcon 9 starlink"
_OTHER: dict[Outcome, Outcome] = {"success": "failure", "failure": "success", "partial failure": "success"}
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
        like = archive.previous({"search": _LIKE})[0]
        self._flights += 1
        name = f"{like['rocket']['configuration']['full_name']} | Rehearsal {self._flights}"
        net = (datetime.now(UTC) - SINCE_LAUNCH).strftime("%Y-%m-%dT%H:%M:%SZ")
        launch_id = str(uuid.uuid4())
        archive.put(
            {**like, "id": launch_id, "name": name, "net": net, "window_start": net, "window_end": net}
        )
        self._last = (launch_id, name, outcome)
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
