"""When a platform is left alone as a whole: told to wait, refused everybody, or does not know us."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from commands.subscriptions.poster import Scope
from storage.clock import Clock
from storage.state.models import Platform

log = logging.getLogger("launchlog.announcing")


@dataclass(slots=True)
class Rest:
    """A pause in sending on one platform. One delivery goes first afterwards, the others if it succeeds."""

    platform: Platform
    clock: Clock
    reason: str = ""
    _until: datetime | None = None
    _longest: timedelta = field(default=timedelta())

    @property
    def seconds(self) -> float:
        """How much longer nothing is to be sent; 0 when something may be."""
        if self._until is None:
            return 0.0
        # A clock that was set back makes no rest longer than it was to be.
        return max(0.0, min(self._until - self.clock(), self._longest).total_seconds())

    @property
    def is_on_trial(self) -> bool:
        """Whether nothing was taken since the rest began."""
        return self._until is not None

    def begin(self, seconds: float, reason: str, scope: Scope = Scope.PLATFORM) -> None:
        """Rest that long; a rest under way is never made shorter."""
        until = self.clock() + timedelta(seconds=seconds)
        if self._until is None or until > self._until:
            if not self.seconds:
                log.warning(
                    "platform_rests platform=%s scope=%s seconds=%.0f reason=%s",
                    self.platform, scope.value, seconds, reason,
                )  # fmt: skip
            self._until, self._longest, self.reason = until, timedelta(seconds=seconds), reason

    def end(self) -> None:
        """Note that the platform takes posts again."""
        if self._until is not None and not self.seconds:
            log.info("platform_takes_posts_again platform=%s", self.platform)
            self._until, self.reason = None, ""
