"""Posts that never stop, never repeat and never lie, where real servers behave oddly."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from adapters.telegram.posting import TelegramPoster
from commands.subscriptions.poster import Post, Receipt, Sent
from playground.discord.faults import Action as DiscordAction
from playground.discord.faults import EdgePage, Refuse, ResetAfter, Status, TooManyRequests
from playground.discord.places import ChannelType
from playground.telegram.faults import refused
from storage.errors import StoreError
from storage.state.models import DeliveryState, Place
from storage.state.outbox import Outbox
from tests.bot.announcing.stage import Stage, World, crowd, stage, until, words

SENT, PENDING, DEAD = DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.DEAD
POSTS = "/channels/*/messages"


@pytest.mark.parametrize(
    "away",
    [
        pytest.param(TooManyRequests(120.0), id="429 of two minutes"),
        pytest.param(EdgePage(), id="an edge ban"),
        pytest.param(
            TooManyRequests(None),
            id="429 that does not say how long",
            marks=pytest.mark.lies("'retry_after' is a required property"),
        ),
        pytest.param(Refuse(403, 40333, "internal network error"), id="40333"),
        pytest.param(Refuse(401, 0, "401: Unauthorized"), id="a stray 401"),
    ],
)
async def test_what_may_have_arrived_is_looked_up_whatever_comes_of_later_requests(
    running: Stage, here: World, away: object
) -> None:
    here.discord.faults.add("POST", POSTS, ResetAfter())
    here.discord.faults.add("POST", POSTS, away)  # type: ignore[arg-type]
    await running.result()
    await running.settled(until_final=False)
    here.clock.now += timedelta(seconds=10)
    running.core.announcer.wake()
    await until(lambda: not here.discord.faults._faults)
    await running.settled(until_final=False)
    here.clock.now += timedelta(minutes=30)
    running.core.announcer.wake()
    assert (await running.settled())["discord"] == [SENT]
    assert len(here.on_discord()) == 1


async def test_a_state_that_is_locked_does_not_make_forget_what_may_have_arrived(
    running: Stage, here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.discord.faults.add("POST", POSTS, ResetAfter())
    await running.result()
    await running.settled(until_final=False)
    assert (await running.states())["discord"] == [PENDING]

    tried = asyncio.Event()

    async def locked(_self: Outbox, _number: int, _shown: int) -> None:
        tried.set()
        raise StoreError("the state is locked by another program")

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "begin", locked)
        here.clock.now += timedelta(seconds=10)
        running.core.announcer.wake()
        await until(tried.is_set)
        await running.settled(until_final=False)
    here.clock.now += timedelta(minutes=30)
    running.core.announcer.wake()
    assert (await running.settled())["discord"] == [SENT]
    assert len(here.on_discord()) == 1


@pytest.mark.parametrize("fault", [TooManyRequests(120.0), Status(503), EdgePage()])
async def test_a_look_up_that_fails_is_made_again(running: Stage, here: World, fault: DiscordAction) -> None:
    here.discord.faults.add("POST", POSTS, ResetAfter())
    await running.result()
    await running.settled(until_final=False)
    here.discord.faults.add("GET", POSTS, fault)
    here.clock.now += timedelta(minutes=30)
    running.core.announcer.wake()
    assert (await running.settled())["discord"] == [SENT]
    assert not here.discord.faults._faults
    assert len(here.on_discord()) == 1


async def test_at_most_five_posts_to_telegram_are_under_way(
    running: Stage, here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash leaves nobody knowing of any of them whether it arrived."""
    await crowd(running, 19)
    under_way = most = 0
    gate = asyncio.Event()

    async def posted(_self: TelegramPoster, _place: Place, _post: Post) -> Receipt:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await gate.wait()
        under_way -= 1
        return Sent(1)

    async def at_once(_self: TelegramPoster, _place: Place) -> None:
        return None

    monkeypatch.setattr(TelegramPoster, "post", posted)
    monkeypatch.setattr(TelegramPoster, "turn", at_once)
    await running.result()
    line = running.core.announcer._senders["telegram"].attempts._under_way
    await until(lambda: len(line._waiters or ()) == 15 and under_way >= 5)
    gate.set()
    assert (await running.settled())["telegram"] == [SENT] * 20
    assert most == 5


async def test_a_failure_within_the_library_is_not_forgotten_when_the_next_try_never_left(
    running: Stage, here: World
) -> None:
    """The library repeats a 500 by itself; what it says of the last try is not true of the first."""
    here.discord.faults.add("POST", POSTS, Status(500))
    here.discord.faults.add("POST", POSTS, TooManyRequests(120.0))
    await running.result()
    await running.settled(until_final=False)
    (delivery,) = await running.core.state.outbox.listed([PENDING])
    assert delivery.begun_at is not None


async def test_an_error_of_ours_is_tried_again_and_given_up_after_five_times(
    running: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts, errors = running.core.announcer.posts, [ZeroDivisionError()] * 4
    drawing = posts._card

    async def failing(*arguments: object, **named: object) -> object:
        if errors:
            raise errors.pop()
        return await drawing(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(type(posts), "_card", lambda _self, *a, **n: failing(*a, **n))
    await running.result()
    assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
    errors.extend([ZeroDivisionError()] * 100)
    await running.result("Falcon 9 Block 5 | Starlink Group 99-2")
    assert await running.settled() == {"discord": [SENT, DEAD], "telegram": [SENT, DEAD]}


async def test_a_correction_in_a_thread_that_archived_itself_follows_as_a_message(here: World) -> None:
    thread = here.discord.world.add_channel(
        here.guild, "static fire", ChannelType.PUBLIC_THREAD, parent=here.channel
    )
    here.channel = thread
    async with stage(here) as running:
        await running.subscribe()
        launch_id = await running.result()
        await running.settled()
        thread.archived = True
        here.telegram.faults.add("editMessageText", refused("CHAT_WRITE_FORBIDDEN"))
        here.library.archive.conclude(launch_id, "failure")
        await running.pass_time(minutes=31)
        assert await running.settled() == {"discord": [SENT, SENT], "telegram": [SENT, SENT]}
        for platform in ("discord", "telegram"):
            (subscription,) = await running.core.state.subscriptions.of(running.place(platform))
            assert subscription.paused is None
    for text in (words(here.on_discord()[-1]), here.on_telegram()[-1].text or ""):
        assert "Corrected: Failure" in text


async def test_an_event_carries_its_launch_as_it_was_told(running: Stage) -> None:
    launch_id = await running.result()
    (delivery,) = [d for d in await running.core.state.outbox.listed(tuple(DeliveryState)) if d.id == 1]
    told = json.loads(delivery.event.content)["launch"]
    assert (told["id"], told["status"]["id"]) == (launch_id, 3)
    assert len(delivery.event.content) < 8_000
