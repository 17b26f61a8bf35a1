"""Whether people can be answered: there are launches to tell of, and each platform has been reached once.

A platform that is away later does not make a process unready: nothing could be asked elsewhere instead.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from bot.platforms import Platforms
from storage.catalogue import Catalogue
from storage.errors import StoreError

log = logging.getLogger("launchlog.app")


@dataclass(frozen=True, slots=True)
class Readiness:
    """Tells what is missing."""

    catalogue: Catalogue
    platforms: Platforms

    async def missing(self) -> tuple[str, ...]:
        """Return what is waited for, nothing when all is there."""
        try:
            launches = (await self.catalogue.freshness()).launches
        except StoreError as error:
            log.warning("readiness_unknown reason=%s", error)
            launches = 0
        return (*(() if launches else ("launches",)), *self.platforms.missing)

    async def is_ready(self) -> bool:
        """Tell whether nothing is missing."""
        return not await self.missing()
