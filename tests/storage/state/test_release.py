"""What a sender that ends gives back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from storage.state.models import EventKind, NewEvent, Place, Platform, Wishes
from storage.state.outbox import Only
from tests.launches import NOW, HandClock
from tests.states import opened_state


async def test_a_sender_that_ends_gives_back_its_own_and_not_what_another_works_on(tmp_path: Path) -> None:
    platforms: tuple[Platform, ...] = ("discord", "telegram")
    async with await opened_state(tmp_path / "state.db", HandClock()) as state:
        for platform in platforms:
            event = NewEvent(
                kind=EventKind.RESULT, key=platform, created_at=NOW, expires_at=NOW + timedelta(hours=1)
            )
            await state.outbox.announce(event, Only(Place(platform, 1, owner_id=1), Wishes(query="")))
            assert len(await state.outbox.claim(platform, f"the {platform} sender", 5)) == 1
        assert await state.outbox.release("the discord sender") == 1
        assert len(await state.outbox.claim("discord", "the next one", 5)) == 1
        assert await state.outbox.claim("telegram", "the next one", 5) == ()
