"""The time zone in which a chat or server is answered."""

from __future__ import annotations

import logging
from datetime import UTC, tzinfo

from commands.definitions.command import Person
from commands.parsing.timezones import zone_of
from storage.errors import StoreError
from storage.state.chat_settings import Chats
from storage.state.models import Platform

log = logging.getLogger("launchlog.commands")


async def zone_in(chats: Chats, platform: Platform, owner_id: int) -> tzinfo:
    """Return the time zone of a chat or server, UTC where none was set or it cannot be read."""
    try:
        return zone_of(await chats.zone(platform, owner_id))
    except StoreError as error:
        log.warning("zone_unknown reason=%s", error)
        return UTC


async def zone_for(chats: Chats, person: Person) -> tzinfo:
    """Return the time zone of where somebody asks, UTC where the bot is not at home."""
    if person.here is None:
        return UTC
    return await zone_in(chats, person.here.place.platform, person.here.place.owner_id)
