"""Limits and outages in the middle of a broadcast: the platform rests, and nothing is lost or repeated."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.discord.posting import DiscordPoster
from adapters.discord.send_results import BAD_REQUEST_SECONDS, MOST_BAD_REQUESTS, BadRequests
from bot.announcing.posts import post_key
from commands.cards.card import Card, Text
from commands.subscriptions.poster import Post, Sent, Unreadable
from playground.discord.component_types import walk
from playground.discord.faults import Action, HoldAnswer, TooManyRequests
from storage.errors import SettingsError
from storage.state.models import DeliveryState, Place, Wishes
from tests.bot.announcing.stage import Stage, World, stage, until

SENT, PENDING = DeliveryState.SENT, DeliveryState.PENDING
OPEN_OR_SENT = {SENT, PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING}
POSTS = "/channels/*/messages"
CROWD = 60


async def crowd(running: Stage) -> None:
    """Subscribe many channels on Discord."""
    here = running.world
    for index in range(CROWD):
        channel = here.discord.world.add_channel(here.guild, f"c{index}")
        place = Place("discord", channel.id, owner_id=here.guild.id)
        await running.core.state.subscriptions.add(place, Wishes(query=""))


def asked(here: World) -> int:
    """Return how many posts Discord was asked for."""
    return sum(1 for each in here.exchanges if each.method == "POST" and each.path.endswith("/messages"))


def arrived(here: World) -> list[int]:
    """Return how many posts each channel has."""
    return [len(here.on_discord(each)) for each in here.discord.world.channels_of(here.guild)][1:]


async def test_a_gateway_closed_for_good_in_mid_broadcast_costs_no_post(here: World) -> None:
    """Discord closes with 4004; what the library raises from then on is a pause, and no error of ours."""
    async with stage(here) as running:
        await crowd(running)
        held = [HoldAnswer() for _ in range(18)]
        for each in held:
            here.discord.faults.add("POST", POSTS, each)
        await running.result()
        await until(lambda: sum(arrived(here)) >= len(held))
        await here.discord.gateway.drop(4004)
        with pytest.raises(SettingsError, match="DISCORD_TOKEN"):
            await running.discord.wait_closed()
        for each in held:
            each.until.set()
        await until(lambda: not running.core.announcer._senders["discord"]._running)
        assert set((await running.states())["discord"]) <= OPEN_OR_SENT
    here.clock.now += timedelta(minutes=10)
    async with stage(here) as running:
        assert (await running.settled())["discord"] == [SENT] * CROWD
    assert arrived(here) == [1] * CROWD


@pytest.mark.parametrize(
    "limit",
    [
        pytest.param(TooManyRequests(120.0, everywhere=True), id="global"),
        pytest.param(
            TooManyRequests(None, everywhere=True), id="global, without a word how long",
            marks=pytest.mark.lies("'retry_after' is a required property"),
        ),
    ],
)  # fmt: skip
async def test_a_limit_of_all_of_discord_rests_the_platform(here: World, limit: Action) -> None:
    async with stage(here) as running:
        await crowd(running)
        here.discord.faults.add("POST", POSTS, limit, times=1_000)
        await running.result()
        await running.settled(until_final=False)
        first = asked(here)
        assert first <= 21, "only what was under way meets the limit"
        here.clock.now += timedelta(minutes=3)
        here.discord.faults.clear()
        running.core.announcer.wake()
        assert (await running.settled())["discord"] == [SENT] * CROWD
    assert arrived(here) == [1] * CROWD


async def test_too_many_refusals_rest_discord_until_ten_minutes_have_passed(here: World) -> None:
    async with stage(here) as running:
        await crowd(running)
        seconds = 1_000.0
        running.discord.poster._bad = bad = BadRequests(lambda: seconds)
        bad._times.extend([seconds] * MOST_BAD_REQUESTS)
        await running.result()
        await running.settled(until_final=False)
        assert asked(here) == 0
        assert set((await running.states())["discord"]) <= {PENDING, DeliveryState.CLAIMED}
        seconds += BAD_REQUEST_SECONDS + 1
        here.clock.now += timedelta(minutes=10, seconds=1)
        running.core.announcer.wake()
        assert (await running.settled())["discord"] == [SENT] * CROWD


@pytest.mark.lies("'retry_after' is a required property")
async def test_a_limit_without_a_word_how_long_is_waited_for(here: World) -> None:
    async with stage(here) as running:
        await running.subscribe()
        here.discord.faults.add("POST", POSTS, TooManyRequests(None))
        await running.result()
        assert (await running.settled())["discord"] == [SENT]
    assert len(here.on_discord()) == 1


async def test_more_text_than_discord_survives_is_cut(here: World) -> None:
    """Beyond 10,170 bytes it answers 500, which would be taken for an outage and tried again for ever."""
    async with stage(here) as running:
        text = "运载火箭发射成功" * 500
        card = Card("长征", blocks=(Text(((text,),)),))
        assert len(text.encode()) > 10_170
        assert isinstance(
            await running.discord.poster.post(running.place("discord"), Post("key", card)), Sent
        )
    (post,) = here.on_discord()
    told = "".join(str(part["content"]) for part in walk(post.components) if "content" in part)
    assert 9_000 < len(told.encode()) <= 10_170


@pytest.mark.parametrize(("messages", "requests"), [(50, 1), (250, 3), (1_000, 10)])
async def test_each_request_of_a_look_into_the_history_waits_for_its_turn(
    here: World, monkeypatch: pytest.MonkeyPatch, messages: int, requests: int
) -> None:
    turns = 0

    async def turn(_self: DiscordPoster, _place: Place) -> None:
        nonlocal turns
        turns += 1

    monkeypatch.setattr(DiscordPoster, "turn", turn)
    async with stage(here) as running:
        for number in range(messages):
            here.discord.say(here.ada, here.channel, f"message {number}")
        since = here.clock.now - timedelta(hours=1)
        found = await running.discord.poster.find(running.place("discord"), "nobody", since)
        assert isinstance(found, Unreadable) if messages == 1_000 else found is None
        looks = [e for e in here.exchanges if e.method == "GET" and "/messages?" in e.path]
        assert len(looks) == turns == requests


async def test_a_post_is_found_behind_hundreds_of_messages(here: World) -> None:
    async with stage(here) as running:
        for number in range(150):
            here.discord.say(here.ada, here.channel, f"message {number}")
        await running.subscribe()
        await running.result()
        await running.settled()
        posted = await running.core.state.outbox.listed([SENT])
        (delivery,) = [each for each in posted if each.place.platform == "discord"]
        since = here.clock.now - timedelta(hours=1)
        found = await running.discord.poster.find(delivery.place, post_key(delivery), since)
        assert found == delivery.message_id
