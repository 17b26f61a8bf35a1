"""Results in a forum: a post each, corrected in place, and neither lost nor there twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from playground.discord import permissions
from playground.discord.faults import Action, ResetAfter, ResetBefore, Status
from playground.discord.places import Channel, ChannelType, Tag
from storage.state.models import DeliveryState, Place, Wishes
from tests.bot.announcing.stage import STARLINK, Stage, World, stage, until, words, world

SENT, UNKNOWN = DeliveryState.SENT, DeliveryState.UNKNOWN
POSTS = "/channels/*/threads"


@dataclass
class Forum:
    """A forum that hears of everything."""

    running: Stage
    channel: Channel

    @property
    def posts(self) -> list[Channel]:
        """Its posts, the oldest first."""
        every = self.running.world.discord.world.channels.values()
        return [each for each in every if each.parent is self.channel]

    def tags(self) -> list[list[str]]:
        """What each post is sorted under."""
        return [[tag.name for tag in self.channel.tags if tag.id in each.applied_tags] for each in self.posts]

    def text(self) -> str:
        """What the only message of the only post says."""
        (post,) = self.posts
        (message,) = self.running.world.on_discord(post)
        return words(message)


async def subscribed(running: Stage) -> Forum:
    """A forum of the server, subscribed to everything."""
    here: World = running.world
    forum = next(each for each in here.discord.world.channels.values() if each.type is ChannelType.FORUM)
    place = Place("discord", forum.id, owner_id=here.guild.id)
    await running.core.state.subscriptions.add(place, Wishes(query=""))
    return Forum(running, forum)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.guild.bot_permissions = permissions.MEMBER | permissions.MANAGE_CHANNELS
        made.discord.world.add_channel(made.guild, "results", ChannelType.FORUM)
        yield made


async def test_a_result_is_a_post_whose_text_and_tag_follow_a_correction(here: World) -> None:
    async with stage(here) as running:
        forum = await subscribed(running)
        launch_id = await running.result()
        assert (await running.settled())["discord"] == [SENT]
        assert [each.name for each in forum.posts] == [STARLINK]
        assert forum.tags() == [["Success"]]
        forum.posts[0].archived = True
        here.library.archive.conclude(launch_id, "failure")
        await running.pass_time(minutes=31)
        assert (await running.settled())["discord"] == [SENT, SENT]
        assert forum.tags() == [["Failure"]]
        assert "Corrected: Failure (first posted as Success)" in forum.text()


async def test_a_tag_that_was_made_in_another_language_is_used_and_follows_the_new_one(here: World) -> None:
    async with stage(here) as running:
        forum = await subscribed(running)
        await running.result()
        await running.settled()
        assert forum.tags() == [["Success"]]
        await running.core.state.chats.set_language("discord", here.guild.id, "de")
        await running.result("Starlink, the second")
        await running.settled()
        assert [tag.name for tag in forum.channel.tags] == ["Erfolg"]
        assert forum.tags() == [["Erfolg"], ["Erfolg"]]


@pytest.mark.parametrize("may", [True, False], ids=["ours to change", "not ours to change"])
async def test_a_tag_that_somebody_else_made_in_another_language_is_used_as_it_is(
    here: World, *, may: bool
) -> None:
    (channel,) = (each for each in here.discord.world.channels.values() if each.type is ChannelType.FORUM)
    # The sign of ours alone tells that a tag was made by the bot.
    channel.tags = [Tag(1, "успех", emoji=None if may else "✅")]
    if not may:
        here.guild.bot_permissions = permissions.MEMBER
    async with stage(here) as running:
        forum = await subscribed(running)
        await running.result()
        await running.settled()
        assert forum.tags() == [["успех"]]
        assert [tag.name for tag in channel.tags] == ["успех"]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Status(500), id="500"),
        pytest.param(Status(503), id="503"),
        pytest.param(ResetBefore(), id="reset before"),
        pytest.param(ResetAfter(), id="answer lost"),
    ],
)
@pytest.mark.parametrize("minutes", [0, 30], ids=["at once", "half an hour later"])
async def test_each_result_is_one_post_whatever_happens_to_the_answer(
    here: World, fault: Action, minutes: int
) -> None:
    async with stage(here) as running:
        forum = await subscribed(running)
        here.discord.faults.add("POST", POSTS, fault)
        await running.result()
        await running.settled(until_final=False)
        await running.pass_time(minutes=minutes)
        assert (await running.settled())["discord"] == [SENT]
        assert len(forum.posts) == 1
        assert forum.tags() == [["Success"]]


async def test_where_posts_cannot_be_read_a_lost_answer_is_held_and_not_repeated(here: World) -> None:
    here.guild.everyone = permissions.MEMBER & ~permissions.READ_MESSAGE_HISTORY
    here.guild.bot_permissions = here.guild.everyone
    async with stage(here) as running:
        forum = await subscribed(running)
        here.discord.faults.add("POST", POSTS, ResetAfter())
        await running.result()
        await running.settled(until_final=False)
        await running.pass_time(minutes=30)
        assert (await running.settled())["discord"] == [UNKNOWN]
        assert len(forum.posts) == 1


async def test_a_bot_that_has_just_been_started_knows_a_forum_by_its_refusal(here: World) -> None:
    async with stage(here) as running:
        forum = await subscribed(running)
    launch_id = here.launch()
    here.library.archive.conclude(launch_id, "success")
    async with stage(here) as running:
        forum = Forum(running, forum.channel)
        await running.pass_time(minutes=31)
        assert (await running.settled())["discord"] == [SENT]
        assert len(forum.posts) == 1


async def test_a_forum_is_subscribed_from_a_channel_and_gets_its_example_as_a_post(here: World) -> None:
    async with stage(here) as running:
        forum = next(each for each in here.discord.world.channels.values() if each.type is ChannelType.FORUM)
        answer = await here.discord.slash(
            here.ada, here.channel, "subscribe", {"provider": "SpaceX", "channel": forum}
        )
        # Discord was asked for patience in public, and the answer is for the asker alone.
        await until(lambda: bool(answer.followups) or answer.message is not None)
        shown = [each for each in (answer.message, *answer.followups) if each is not None]
        assert "Subscribed" in "".join(map(words, shown))
        await running.result()
        assert (await running.settled())["discord"] == [SENT]
        assert [each.name for each in Forum(running, forum).posts] == [STARLINK]
        assert here.on_discord() == []
