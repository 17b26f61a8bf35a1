"""`python -m bot forget`: an operator deletes what is kept about a place or person who asks for it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.cli.main import main
from storage.clock import system_clock
from storage.state.models import Place, Wishes
from storage.state.state import State

LOUNGE = Place("discord", 11, owner_id=1)
NEWS = Place("discord", 12, owner_id=1)
ADA = Place("telegram", 5, owner_id=5)
GROUP = Place("telegram", -1005, owner_id=-1005)
PLACES = (LOUNGE, NEWS, ADA, GROUP)


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    address = f"sqlite+aiosqlite:///{tmp_path / 'state.db'}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", address)

    async def fill() -> None:
        async with await State.open(address, system_clock) as state:
            for place in PLACES:
                await state.subscriptions.add(place, Wishes(query=""))
                await state.chats.set_language(place.platform, place.owner_id, "de")

    asyncio.run(fill())
    return address


def kept(address: str) -> tuple[set[Place], set[Place]]:
    """Return where there are subscriptions, and where a language is set."""

    async def look() -> tuple[set[Place], set[Place]]:
        async with await State.open(address, system_clock) as state:
            subscribed = {place for place in PLACES if await state.subscriptions.of(place)}
            told = {place for place in PLACES if await state.chats.language(place.platform, place.owner_id)}
            return subscribed, told

    return asyncio.run(look())


@pytest.mark.parametrize(
    ("arguments", "number", "subscribed", "told"),
    [
        (("discord", "1"), 2, {ADA, GROUP}, {ADA, GROUP}),
        (("discord", "12"), 1, {LOUNGE, ADA, GROUP}, set(PLACES)),
        (("telegram", "5"), 1, {LOUNGE, NEWS, GROUP}, {LOUNGE, NEWS, GROUP}),
        (("telegram", "-1005"), 1, {LOUNGE, NEWS, ADA}, {LOUNGE, NEWS, ADA}),
        (("telegram", "1"), 0, set(PLACES), set(PLACES)),
    ],
    ids=["a server", "one channel of it", "a person", "a group", "nobody"],
)
def test_all_of_a_place_is_deleted_and_nothing_of_others(
    address: str,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    number: int,
    subscribed: set[Place],
    told: set[Place],
) -> None:
    assert main(("forget", *arguments)) == 0
    assert capsys.readouterr().out == f"Forgotten. Subscriptions that were deleted: {number}.\n"
    assert kept(address) == (subscribed, told)


def test_what_is_no_id_is_told_and_deletes_nothing(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(("forget", "telegram", "@ada"))
    assert "invalid int value: '@ada'" in capsys.readouterr().err
    assert kept(address) == (set(PLACES), set(PLACES))
