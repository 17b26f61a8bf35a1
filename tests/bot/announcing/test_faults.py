"""What goes wrong between the bot and the platforms: nothing is lost, nothing is there twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.telegram.application import TelegramBot
from playground.discord import permissions
from playground.discord.faults import Action as DiscordAction
from playground.discord.faults import (
    EdgePage,
    HoldAnswer,
    ResetAfter,
    ResetBefore,
    Status,
    TooManyRequests,
)
from playground.telegram.errors import ApiError
from playground.telegram.faults import Action as TelegramAction
from playground.telegram.faults import (
    Broken,
    Refuse,
    Reset,
    Slow,
    bad_gateway,
    blocked,
    flood,
    internal_error,
    refused,
)
from storage.state.models import DeliveryState, Pause, Platform
from tests.bot.announcing.stage import Stage, World, stage, until, words
from tests.patience import PATIENCE

SENT, UNKNOWN, DEAD = DeliveryState.SENT, DeliveryState.UNKNOWN, DeliveryState.DEAD
POSTS = "/channels/*/messages"


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Status(500), id="500"),
        pytest.param(Status(502), id="502"),
        pytest.param(Status(503), id="503"),
        pytest.param(Status(504), id="504"),
        pytest.param(ResetBefore(), id="reset before"),
        pytest.param(ResetAfter(), id="answer lost"),
        pytest.param(TooManyRequests(0.2), id="429"),
        pytest.param(TooManyRequests(0.2, everywhere=True), id="429 everywhere"),
        pytest.param(TooManyRequests(40.0), id="429, too long to wait in a request"),
        pytest.param(EdgePage(), id="edge page"),
    ],
)
async def test_discord_gets_each_post_once(running: Stage, fault: DiscordAction) -> None:
    running.world.discord.faults.add("POST", POSTS, fault)
    await running.result()
    assert (await running.settled())["discord"] == [SENT]
    assert len(running.world.on_discord()) == 1


async def test_a_lost_answer_is_found_in_the_history_when_discord_may_have_forgotten_the_nonce(
    running: Stage,
) -> None:
    running.world.discord.faults.add("POST", POSTS, ResetAfter())
    await running.result()
    await running.settled(until_final=False)
    assert (await running.states())["discord"] == [DeliveryState.PENDING]
    await running.pass_time(minutes=30)
    assert (await running.settled())["discord"] == [SENT]
    assert len(running.world.on_discord()) == 1


async def test_without_the_right_to_read_the_history_nobody_can_know(here: World) -> None:
    here.guild.everyone = permissions.MEMBER & ~permissions.READ_MESSAGE_HISTORY
    here.guild.bot_permissions = here.guild.everyone
    async with stage(here) as running:
        await running.subscribe()
        here.discord.faults.add("POST", POSTS, ResetAfter())
        await running.result()
        await running.settled(until_final=False)
        await running.pass_time(minutes=30)
        assert (await running.settled())["discord"] == [UNKNOWN]
    assert len(here.on_discord()) == 1


@pytest.mark.parametrize(
    ("fault", "state", "posts"),
    [
        pytest.param(flood(3), SENT, 1, id="429"),
        pytest.param(flood(0), SENT, 1, id="429 without a wait"),
        pytest.param(internal_error(), UNKNOWN, 0, id="500"),
        pytest.param(bad_gateway(), UNKNOWN, 0, id="502"),
        pytest.param(Broken(504), UNKNOWN, 0, id="504"),
        pytest.param(Reset(after=False), UNKNOWN, 0, id="reset before"),
        pytest.param(Reset(after=True), UNKNOWN, 1, id="answer lost"),
        pytest.param(refused("WEBPAGE_MEDIA_EMPTY"), SENT, 1, id="picture refused"),
        pytest.param(refused("message text is empty"), SENT, 1, id="400 of the picture, perhaps"),
    ],
)
async def test_telegram_gets_no_post_twice_and_holds_what_nobody_can_know(
    running: Stage, fault: TelegramAction, state: DeliveryState, posts: int
) -> None:
    running.world.telegram.faults.add("sendMessage", fault)
    await running.result()
    assert (await running.settled())["telegram"] == [state]
    assert len(running.world.on_telegram()) == posts


async def test_what_is_held_is_listed_and_sent_again_by_command(running: Stage) -> None:
    outbox = running.core.state.outbox
    running.world.telegram.faults.add("sendMessage", Reset(after=False))
    await running.result()
    await running.settled()
    (held,) = await outbox.listed((UNKNOWN,))
    assert "NetworkError" in held.reason
    assert await outbox.resend([held.id, 999]) == (held.id,)
    running.core.announcer.wake()
    assert (await running.settled())["telegram"] == [SENT]
    assert len(running.world.on_telegram()) == 1


@pytest.mark.parametrize(
    ("fault", "pause"),
    [
        pytest.param(blocked(), Pause.BLOCKED, id="blocked"),
        pytest.param(Refuse(ApiError(403, "Forbidden: bot was kicked from the supergroup chat")),
                     Pause.LEFT, id="kicked"),
        pytest.param(refused("chat not found"), Pause.GONE, id="gone"),
        pytest.param(refused("TOPIC_CLOSED"), Pause.TOPIC_CLOSED, id="topic closed"),
        pytest.param(refused("not enough rights to send text messages to the chat"), Pause.FORBIDDEN,
                     id="no rights"),
    ],
)  # fmt: skip
async def test_a_telegram_chat_that_takes_no_posts_is_paused_and_says_why(
    running: Stage, fault: TelegramAction, pause: Pause
) -> None:
    running.world.telegram.faults.add("sendMessage", fault, times=1_000)
    await refused_for_days(running, "telegram")
    (subscription,) = await running.core.state.subscriptions.of(running.place("telegram"))
    assert subscription.paused is pause
    told = len((await running.states())["telegram"])
    await running.result("Falcon 9 Block 5 | Starlink Group 99-2")
    assert len((await running.settled())["telegram"]) == told


async def refused_for_days(running: Stage, platform: Platform) -> None:
    """Let a result become known, and another one days after; the place takes neither."""
    await running.result()
    await running.settled(until_final=False)
    await running.pass_time(days=3)
    await running.result("Falcon 9 Block 5 | Starlink Group 98-1")
    await running.settled()
    assert set((await running.states())[platform]) <= {DEAD, DeliveryState.EXPIRED}


async def test_a_discord_channel_that_was_deleted_or_closed_to_us_is_paused(
    running: Stage, here: World
) -> None:
    here.channel.bot_permissions = permissions.MEMBER & ~permissions.SEND_MESSAGES
    await refused_for_days(running, "discord")
    (subscription,) = await running.core.state.subscriptions.of(running.place("discord"))
    assert subscription.paused is Pause.FORBIDDEN


async def test_a_group_that_became_a_supergroup_goes_on_hearing_of_results(here: World) -> None:
    group = here.telegram.add_group("Rockets", here.bo)
    here.group = group
    async with stage(here) as running:
        await running.subscribe()
        here.group = await here.telegram.migrate(group)
        await running.result()
        assert (await running.settled())["telegram"] == [SENT]
        assert len(here.on_telegram()) == 1
        assert await running.core.state.subscriptions.of(running.place("telegram"))


async def test_leaving_pauses_and_coming_back_resumes(running: Stage, here: World) -> None:
    await here.telegram.remove_bot(here.bo, here.group)
    await becomes(running, Pause.LEFT)
    await running.result()
    assert await running.settled() == {"discord": [SENT], "telegram": []}
    await here.telegram.add_bot(here.bo, here.group)
    await becomes(running, None)
    await running.result("Falcon 9 Block 5 | Starlink Group 99-2")
    assert await running.settled() == {"discord": [SENT, SENT], "telegram": [SENT]}


async def becomes(running: Stage, pause: Pause | None) -> None:
    """Wait until the group's subscription is paused for that reason."""
    async with asyncio.timeout(PATIENCE):
        while True:
            (subscription,) = await running.core.state.subscriptions.of(running.place("telegram"))
            if subscription.paused is pause:
                return


async def test_a_corrected_post_that_was_deleted_is_followed_by_a_short_message(
    running: Stage, here: World
) -> None:
    launch_id = await running.result()
    await running.settled()
    here.discord.world.messages.delete(here.on_discord()[0])
    await here.telegram.delete(here.on_telegram()[0])
    here.library.archive.conclude(launch_id, "partial failure")
    await running.pass_time(minutes=31)
    assert await running.settled() == {"discord": [SENT, SENT], "telegram": [SENT, SENT]}
    for text in (words(here.on_discord()[0]), here.on_telegram()[0].text or ""):
        assert "Corrected: Partial failure (first posted as Success)" in text


async def test_a_clock_that_jumps_an_hour_either_way_neither_repeats_nor_loses(running: Stage) -> None:
    await running.result()
    await running.settled()
    await running.pass_time(hours=-1)
    await running.result("Falcon 9 Block 5 | Starlink Group 99-2")
    await running.pass_time(hours=2)
    await running.result("Falcon 9 Block 5 | Starlink Group 99-3")
    assert await running.settled() == {"discord": [SENT] * 3, "telegram": [SENT] * 3}
    assert len(running.world.on_discord()) == len(running.world.on_telegram()) == 3


async def test_after_an_outage_the_old_results_are_one_summary(running: Stage, here: World) -> None:
    for number in range(3):
        here.library.archive.conclude(here.launch(f"Falcon 9 Block 5 | Old {number}"), "success")
    await running.pass_time(hours=60)
    assert (await running.settled())["discord"] == [SENT]
    assert "While I was away" in words(here.on_discord()[0])
    assert all(f"Old {number}" in words(here.on_discord()[0]) for number in range(3))


async def test_two_results_in_one_minute_are_two_posts(running: Stage, here: World) -> None:
    for number in range(2):
        here.library.archive.conclude(here.launch(f"Falcon 9 Block 5 | Twin {number}"), "success")
    await running.pass_time(minutes=31)
    assert await running.settled() == {"discord": [SENT, SENT], "telegram": [SENT, SENT]}


async def test_a_new_subscription_hears_nothing_old(here: World) -> None:
    async with stage(here) as running:
        await running.result()
        await running.subscribe()
        await running.pass_time(minutes=31)
        assert await running.settled() == {"discord": [], "telegram": []}


async def test_a_slow_answer_is_waited_for_and_nothing_is_sent_again(running: Stage, here: World) -> None:
    held, slow = HoldAnswer(), Slow()
    here.discord.faults.add("POST", POSTS, held)
    here.telegram.faults.add("sendMessage", slow)
    await running.result()
    await until(lambda: bool(here.on_discord() and here.on_telegram()))
    running.core.announcer.wake()
    assert await running.states() == {"discord": [DeliveryState.SENDING], "telegram": [DeliveryState.SENDING]}
    held.until.set()
    slow.release.set()
    assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
    assert (len(here.on_discord()), len(here.on_telegram())) == (1, 1)


@pytest.mark.parametrize("how", ["dropped", "asked to reconnect", "invalid session"])
async def test_posts_go_out_while_the_gateway_is_lost(running: Stage, here: World, how: str) -> None:
    gateway = here.discord.gateway
    losses = {"dropped": gateway.drop, "asked to reconnect": gateway.ask_to_reconnect}
    await losses.get(how, gateway.invalidate)()
    await running.result()
    assert (await running.settled())["discord"] == [SENT]
    assert len(here.on_discord()) == 1


def spoil(folder: Path, left: str) -> None:
    """Take the catalogue away, or leave something else in its place."""
    for file in folder.glob("catalogue.db*"):
        file.unlink()
    if left != "nothing":
        content = b"" if left == "an empty file" else b"no database" * 1_000
        (folder / "catalogue.db").write_bytes(content)


@pytest.mark.parametrize("left", ["nothing", "an empty file", "garbage"])
async def test_a_lost_catalogue_is_filled_again_and_nothing_is_told_twice(
    here: World, tmp_path: Path, left: str
) -> None:
    async with stage(here) as running:
        await running.subscribe()
        launch_id = await running.result()
        await running.settled()
    spoil(tmp_path, left)
    here.clock.now += timedelta(hours=1)
    async with stage(here) as running:
        await running.pass_time(minutes=31)
        assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
        here.library.archive.conclude(launch_id, "failure")
        await running.pass_time(minutes=31)
        await running.settled()
    (post,) = here.on_discord()
    assert "Corrected: Failure (first posted as Success)" in words(post)


async def test_another_program_that_polls_does_not_keep_posts_from_going_out(
    running: Stage, here: World
) -> None:
    async with TelegramBot(
        running.core.dispatcher, here.telegram.token, api_url=here.telegram.base_url.removesuffix("/bot")
    ):
        await running.result()
        assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
