"""A platform that bans, limits or does not know us rests, and is asked again."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest

from playground.discord.faults import EdgePage, Refuse
from playground.telegram.errors import ApiError
from playground.telegram.faults import Refuse as TelegramRefuse
from playground.telegram.faults import flood
from storage.state.models import DeliveryState
from tests.bot.announcing.stage import Stage, World, crowd, until

SENT, PENDING = DeliveryState.SENT, DeliveryState.PENDING
POSTS = "/channels/*/messages"


def asked(here: World) -> int:
    """Return how many posts Discord was asked for."""
    return sum(1 for each in here.exchanges if each.method == "POST" and each.path.endswith("/messages"))


async def test_one_stray_401_does_not_stop_a_platform(
    running: Stage, here: World, caplog: pytest.LogCaptureFixture
) -> None:
    here.telegram.faults.add("sendMessage", TelegramRefuse(ApiError(401, "Unauthorized")))
    here.telegram.faults.add("sendMessage", TelegramRefuse(ApiError(404, "Not Found")))
    here.discord.faults.add("POST", POSTS, Refuse(401, 0, "401: Unauthorized"))
    await running.result()
    assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
    assert "platform=telegram" in caplog.text
    assert caplog.text.count("refusal_unfounded") == 3
    assert "platform_refuses_us" not in caplog.text


async def test_a_platform_that_does_not_know_us_rests_and_is_asked_again(
    running: Stage, here: World, caplog: pytest.LogCaptureFixture
) -> None:
    here.telegram.faults.add("sendMessage", TelegramRefuse(ApiError(401, "Unauthorized")))
    here.telegram.faults.add("getMe", TelegramRefuse(ApiError(401, "Unauthorized")))
    await running.result()
    await until(lambda: "platform_refuses_us platform=telegram" in caplog.text)
    assert (await running.states())["telegram"] == [PENDING]
    here.clock.now += timedelta(minutes=6)
    running.core.announcer.wake()
    assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}


async def test_an_edge_ban_rests_the_platform_and_one_request_tries_it_again(
    running: Stage, here: World
) -> None:
    await crowd(running, 60)
    here.discord.faults.add("POST", POSTS, EdgePage(), times=100)
    await running.result()
    await running.settled(until_final=False)
    first = asked(here)
    assert first <= 21, "only what was under way meets the wall"
    here.clock.now += timedelta(minutes=11)
    running.core.announcer.wake()
    await until(lambda: asked(here) > first)
    await running.settled(until_final=False)
    assert asked(here) == first + 1
    here.discord.faults.clear()
    assert set((await running.settled())["discord"]) == {SENT}
    assert len((await running.states())["discord"]) == 61


async def test_a_flood_limit_of_the_whole_bot_rests_telegram(running: Stage, here: World) -> None:
    await crowd(running, 60)
    here.telegram.faults.add("sendMessage", flood(2), times=200)
    await running.result()
    await running.settled(until_final=False)
    met = 200 - len(here.telegram.faults._orders)
    assert met <= 3 + 5
    here.telegram.faults.clear()
    assert set((await running.settled())["telegram"]) == {SENT}


async def test_what_the_library_raises_when_it_is_closed_is_a_pause(
    running: Stage, here: World, caplog: pytest.LogCaptureFixture
) -> None:
    await crowd(running, 20)
    await running.discord.client.http.close()
    await running.result()
    # Far more often than an error of ours is tried again.
    for _ in range(10):
        await running.settled(until_final=False)
        await running.pass_time(minutes=5)
    await running.settled(until_final=False)
    assert set((await running.states())["discord"]) == {PENDING}
    assert "post_failed" not in caplog.text


def test_the_library_says_so_when_it_is_closed() -> None:
    assert issubclass(discord.ConnectionClosed, discord.ClientException)
