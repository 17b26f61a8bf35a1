"""Places that refuse posts, that were left, and that let the bot in again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import create_async_engine

from storage.state import migrate
from storage.state.models import EventKind, NewEvent, Pause, Place, Wishes
from storage.state.outbox import Only
from storage.state.standing import Stand
from storage.state.state import State
from tests.launches import NOW, HandClock
from tests.states import opened_state
from tests.storage.state.conftest import StateFile


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def state(tmp_path: Path, clock: HandClock) -> AsyncIterator[State]:
    async with await opened_state(tmp_path / "state.db", clock) as opened:
        yield opened


def place(number: int = 1, platform: Any = "telegram", owner: int = 0) -> Place:
    return Place(platform, number, owner_id=owner or number)


async def pauses(state: State, *places: Place) -> list[list[Pause | None]]:
    """Return how the subscriptions of each place are paused."""
    return [[each.paused for each in await state.subscriptions.of(here)] for here in places]


async def test_leaving_pauses_all_places_of_a_server_and_coming_back_resumes_just_those(state: State) -> None:
    home = [place(n, "discord", owner=9) for n in (1, 2)]
    mine = [await state.subscriptions.add(each, Wishes(query="")) for each in home]
    theirs = await state.subscriptions.add(place(3, "discord", owner=8), Wishes(query=""))
    await state.subscriptions.pause(mine[1].id, Pause.BY_HAND)
    assert await state.subscriptions.pause_owner("discord", 9, Pause.LEFT) == 1
    assert await state.subscriptions.paused() == {Pause.LEFT: 1, Pause.BY_HAND: 1}
    assert (await state.subscriptions.get(theirs.id)) == theirs
    assert await state.subscriptions.resume_owner("discord", 9) == 1
    assert await state.subscriptions.paused() == {Pause.BY_HAND: 1}


@pytest.mark.parametrize("why", [Pause.LEFT, Pause.BLOCKED, Pause.GONE])
async def test_thirty_days_after_leaving_everything_of_a_place_is_forgotten(
    state: State, clock: HandClock, why: Pause
) -> None:
    """What its people had paused themselves, and the settings of the chat, go as well."""
    await state.chats.set_zone("telegram", 1, "Asia/Tokyo")
    for query in ("a=1", "b=1"):
        await state.subscriptions.add(place(1), Wishes(query=query))
    await state.subscriptions.pause((await state.subscriptions.of(place(1)))[0].id, Pause.BY_HAND)
    await state.subscriptions.pause_place(place(1), why)
    clock.now += timedelta(days=29)
    assert await state.subscriptions.prune(clock.now - timedelta(days=30)) == 0
    clock.now += timedelta(days=2)
    assert await state.subscriptions.prune(clock.now - timedelta(days=30)) == 1
    assert await state.subscriptions.of(place(1)) == ()
    zone = await state.chats.zone("telegram", 1)
    assert zone == ("Asia/Tokyo" if why is Pause.GONE else "")


async def test_thirty_days_after_leaving_no_other_place_is_forgotten(state: State, clock: HandClock) -> None:
    for number in (1, 2, 3, 4):
        await state.subscriptions.add(place(number), Wishes(query="a=1"))
        await state.chats.set_zone("telegram", number, "Asia/Tokyo")
    await state.subscriptions.pause_owner("telegram", 1, Pause.LEFT)
    await state.subscriptions.pause_place(place(2), Pause.FORBIDDEN)
    await state.subscriptions.pause_owner("telegram", 4, Pause.LEFT)
    await state.subscriptions.resume_owner("telegram", 4)
    clock.now += timedelta(days=31)
    assert await state.subscriptions.prune(clock.now - timedelta(days=30)) == 1
    assert await pauses(state, *map(place, (1, 2, 3, 4))) == [[], [Pause.FORBIDDEN], [None], [None]]
    zones = [await state.chats.zone("telegram", number) for number in (1, 2, 3, 4)]
    assert zones == ["", "Asia/Tokyo", "Asia/Tokyo", "Asia/Tokyo"]


async def test_subscribing_again_where_nobody_told_of_the_return_is_a_return(
    state: State, clock: HandClock
) -> None:
    await state.subscriptions.add(place(1), Wishes(query="a=1"))
    await state.subscriptions.pause_owner("telegram", 1, Pause.LEFT)
    clock.now += timedelta(days=20)
    await state.subscriptions.add(place(1), Wishes(query="b=1"))
    await state.chats.set_language("telegram", 1, "de")
    clock.now += timedelta(days=20)
    assert await state.subscriptions.prune(clock.now - timedelta(days=30)) == 0
    assert await state.chats.language("telegram", 1) == "de"


async def test_servers_left_and_joined_while_away_are_taken_note_of_at_once(state: State) -> None:
    stayed, left, back = (place(n, "discord", owner=n + 100) for n in (1, 2, 3))
    private, elsewhere = place(4, "discord"), place(5)
    for each in (stayed, left, back, private, elsewhere):
        await state.subscriptions.add(each, Wishes(query=""))
    await state.chats.set_zone("discord", 102, "Asia/Tokyo")
    await state.subscriptions.pause_owner("discord", 103, Pause.LEFT)
    assert await state.subscriptions.present("discord", {101, 103, 999}) == (1, 1)
    every = (stayed, left, back, private, elsewhere)
    assert await pauses(state, *every) == [[None], [Pause.LEFT], [None], [None], [None]]
    assert await state.subscriptions.present("discord", {101, 103}) == (0, 0)
    await state.subscriptions.prune(NOW + timedelta(seconds=1))
    assert await state.chats.zone("discord", 102) == ""


@pytest.mark.parametrize("what", ["zone", "language"])
async def test_a_server_left_while_away_of_which_only_settings_are_kept_is_taken_note_of(
    state: State, clock: HandClock, what: str
) -> None:
    homes = [place(n, "discord", owner=n + 100) for n in (1, 2)]
    private = place(3, "discord")
    for each in (*homes, private):
        if what == "zone":
            await state.chats.set_zone("discord", each.owner_id, "Asia/Tokyo", each)
        else:
            await state.chats.set_language("discord", each.owner_id, "de", each)
    await state.subscriptions.prune(clock.now - timedelta(days=30))
    await state.subscriptions.present("discord", {101})
    clock.now += timedelta(days=31)
    await state.subscriptions.prune(clock.now - timedelta(days=30))
    asked = state.chats.zone if what == "zone" else state.chats.language
    kept = [bool(await asked("discord", owner)) for owner in (101, 102, 3)]
    assert kept == [True, False, True], "what belongs to no server is left alone"


async def test_thousands_of_servers_are_compared_at_once(state: State) -> None:
    for number in range(1, 40):
        await state.subscriptions.add(place(number, "discord", owner=number + 100), Wishes(query=""))
    assert await state.subscriptions.present("discord", range(120, 5_000)) == (19, 0)
    assert await state.subscriptions.present("discord", range(100, 5_000)) == (0, 19)


async def test_how_a_place_stands_is_one_look_into_the_state(state: State) -> None:
    """Every answer in a chat asks."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        asked.append(statement)

    here, other = place(1, "discord", owner=9), place(2, "discord", owner=9)
    event.listen(state._database._engine.sync_engine, "before_cursor_execute", note)
    assert await state.subscriptions.stand(here) is None
    assert sum(statement.startswith("SELECT") for statement in asked) == 1
    event.remove(state._database._engine.sync_engine, "before_cursor_execute", note)
    await state.chats.set_zone("discord", 9, "Asia/Tokyo")
    await state.subscriptions.add(here, Wishes(query=""))
    await state.subscriptions.add(other, Wishes(query=""))
    assert await state.subscriptions.stand(here) is None
    await state.subscriptions.pause_place(here, Pause.FORBIDDEN)
    assert await state.subscriptions.stand(here) == Stand(Pause.FORBIDDEN)
    assert await state.subscriptions.stand(other) is None
    await state.subscriptions.pause_owner("discord", 9, Pause.LEFT)
    assert await state.subscriptions.stand(other) == Stand(Pause.LEFT)
    # A place that nothing is known of, in a server that was left.
    assert await state.subscriptions.stand(place(3, "discord", owner=9)) == Stand(None)


async def owe(state: State, here: Place, key: str) -> None:
    day = timedelta(days=1)
    event = NewEvent(kind=EventKind.DIGEST, key=key, created_at=NOW, expires_at=NOW + day)
    await state.outbox.announce(event, Only(here, Wishes(query="")))


async def test_regained_rights_end_pauses_on_trial_and_hurry_what_waits(
    state: State, clock: HandClock
) -> None:
    for number in (1, 2):
        await state.subscriptions.add(place(number), Wishes(query=""))
        await owe(state, place(number), f"digest:{number}")
    await state.subscriptions.refused(place(1))
    for delivery in await state.outbox.claim("telegram", "e", 9):
        later = clock.now + timedelta(hours=6)
        await state.outbox.later(delivery, later, "refused", counts=True, begun=False)
    await state.subscriptions.pause_place(place(1), Pause.FORBIDDEN)
    assert await state.subscriptions.refusing("telegram") == (place(1),)
    assert await state.subscriptions.refusing("telegram", 2) == ()
    assert await state.subscriptions.regained(place(1))
    assert await pauses(state, place(1)) == [[None]]
    (due,) = await state.outbox.claim("telegram", "e", 9)
    assert due.place == place(1)
    assert due.refused_since == NOW, "one more refusal is one too many"
    assert await state.subscriptions.refusing("telegram") == (place(1),), "until it has taken a post"
    await state.subscriptions.accepted(place(1))
    assert await state.subscriptions.refusing("telegram") == ()


async def test_regained_rights_leave_what_somebody_paused(state: State) -> None:
    made = await state.subscriptions.add(place(1), Wishes(query=""))
    await state.subscriptions.pause(made.id, Pause.BY_HAND)
    assert not await state.subscriptions.regained(place(1))
    assert await pauses(state, place(1)) == [[Pause.BY_HAND]]


async def test_why_posts_were_paused_is_known_until_it_was_told(state: State) -> None:
    await state.subscriptions.add(place(1), Wishes(query=""))
    assert await state.subscriptions.stand(place(1)) is None
    await state.subscriptions.refused(place(1))
    assert await state.subscriptions.stand(place(1)) == Stand(None)
    await state.subscriptions.pause_place(place(1), Pause.TOPIC_CLOSED)
    assert await state.subscriptions.stand(place(1)) == Stand(Pause.TOPIC_CLOSED)
    await state.subscriptions.accepted(place(1))
    assert await state.subscriptions.stand(place(1)) == Stand(Pause.TOPIC_CLOSED)
    await state.subscriptions.tell(place(1))
    assert await state.subscriptions.stand(place(1)) is None


async def test_nobody_is_told_of_a_pause_where_nothing_was_active(state: State) -> None:
    made = await state.subscriptions.add(place(1), Wishes(query=""))
    await state.subscriptions.pause(made.id, Pause.BY_HAND)
    await state.subscriptions.pause_place(place(1), Pause.FORBIDDEN)
    assert await state.subscriptions.stand(place(1)) is None


async def test_a_state_of_before_knows_since_when_places_were_left(file: StateFile, clock: HandClock) -> None:
    """Revision 0003 knew it of single subscriptions alone."""
    await _make(file, "0003")
    for number, owner in ((1, 9), (2, 9), (3, 3)):
        file.run(
            "INSERT INTO places (id, platform, chat_id, topic_id, owner_id) VALUES (?, 'discord', ?, 0, ?)",
            number, number, owner,
        )  # fmt: skip
    file.run("INSERT INTO watched_queries (id, text, matched) VALUES (1, '', false)")
    for number, paused, at in (
        (1, "left", 500),
        (2, "gone", 400),
        (3, "by hand", 300),
        (3, "forbidden", 200),
    ):
        file.run(
            "INSERT INTO subscriptions (place_id, query_id, frequency, hour, weekday, role_id, spoiler,"
            " failures_always, publish, paused, paused_at, created_at, told_until)"
            " VALUES (?, 1, 'instant', 9, 0, 0, false, false, false, ?, ?, 0, 0)", number, paused, at,
        )  # fmt: skip
    for owner in (9, 3):
        file.run("INSERT INTO chats VALUES ('discord', ?, 'Asia/Tokyo', '')", owner)
    await (await State.open(file.url, clock)).close()
    assert file.rows("SELECT id, left_at FROM places ORDER BY id") == [(1, 500), (2, 400), (3, None)]
    assert file.rows("SELECT owner_id, left_at FROM chats ORDER BY owner_id") == [(3, None), (9, 400)]


async def _make(file: StateFile, revision: str) -> None:
    """Make a state as the program of that revision left it."""

    def upgrade(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(migrate._FOLDER).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    engine = create_async_engine(file.url)
    async with engine.begin() as connection:
        await connection.run_sync(upgrade)
    await engine.dispose()
