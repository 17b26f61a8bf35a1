"""A place that refuses posts is paused when it is sure, and no place by a mistake."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.announcing.refusals import ALIKE
from playground.discord.faults import Refuse
from playground.telegram.faults import refused
from storage.state.models import DeliveryState, Pause
from tests.bot.announcing.stage import Stage, World, crowd, until

SENT = DeliveryState.SENT


@pytest.mark.parametrize(
    "fault",
    [
        "not enough rights to send text messages to the chat",
        "message thread not found",
        "chat not found",
    ],
)
async def test_one_refusal_proves_nothing_for_good(running: Stage, here: World, fault: str) -> None:
    here.telegram.faults.add("sendMessage", refused(fault), times=4)
    await running.result()
    assert (await running.settled())["telegram"] == [SENT]
    (subscription,) = await running.core.state.subscriptions.of(running.place("telegram"))
    assert subscription.paused is None


async def test_a_place_that_refuses_for_days_is_paused_and_tried_again_after_a_day(
    running: Stage, here: World
) -> None:
    refusal = refused("not enough rights to send text messages to the chat")
    here.telegram.faults.add("sendMessage", refusal, times=1_000)
    await running.result("Falcon 9 Block 5 | Starlink Group 98-1")
    await running.settled(until_final=False)
    await running.pass_time(days=2)
    await running.result("Falcon 9 Block 5 | Starlink Group 98-2")
    await running.settled(until_final=False)
    (subscription,) = await running.core.state.subscriptions.of(running.place("telegram"))
    assert subscription.paused is None
    await running.pass_time(days=1)
    await running.result("Falcon 9 Block 5 | Starlink Group 98-3")
    await running.settled()
    (subscription,) = await running.core.state.subscriptions.of(running.place("telegram"))
    assert subscription.paused is Pause.FORBIDDEN
    here.telegram.faults.clear()
    here.clock.now += timedelta(hours=25)
    await running.core.announcer.tidy()
    await running.result("Falcon 9 Block 5 | Starlink Group 99-2")
    assert (await running.settled())["telegram"][-1] is SENT
    assert "99-2" in (here.on_telegram()[-1].text or "")


async def test_a_platform_that_refuses_everybody_alike_is_held_and_no_place_is_paused(
    running: Stage, here: World
) -> None:
    await crowd(running, 40)
    refusal = refused("not enough rights to send text messages to the chat")
    here.telegram.faults.add("sendMessage", refusal, times=1_000)
    await running.result()
    await running.settled(until_final=False)
    assert 1_000 - len(here.telegram.faults._orders) <= ALIKE + 20
    here.telegram.faults.clear()
    assert set((await running.settled())["telegram"]) == {SENT}
    assert await running.core.state.subscriptions.paused() == {}


async def compared(running: Stage) -> None:
    """Wait until the bot has looked once where it may post, which it tries again in places that refused it.

    The library is ready two seconds after the last server was told of.
    """
    client = running.discord._client
    await until(client.is_ready)
    await client.standing.compare()


@pytest.mark.parametrize("code", [50278, 59999, 60999])
async def test_a_refusal_that_other_places_do_not_get_concerns_the_place(
    running: Stage, here: World, code: int
) -> None:
    await crowd(running, 3)
    await compared(running)
    status = 403 if code == 59999 else 400
    here.discord.faults.add(
        "POST", f"/channels/{here.channel.id}/messages", Refuse(status, code), times=1_000
    )
    await running.result()
    await running.settled(until_final=False)
    # By then the others surely have it, whichever was tried first.
    await running.pass_time(minutes=30)
    await running.settled(until_final=False)
    await running.pass_time(days=3)
    await running.result("Falcon 9 Block 5 | Starlink Group 98-1")
    await running.settled()
    (subscription,) = await running.core.state.subscriptions.of(running.place("discord"))
    assert subscription.paused in {Pause.FORBIDDEN, Pause.BLOCKED}
