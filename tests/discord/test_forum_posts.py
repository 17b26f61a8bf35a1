"""Posts in forums, over the wire: a thread each, the outcome as its tag, and never two of one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.discord.posting import DiscordPoster
from commands.cards.buttons import finished
from commands.cards.result import correction_card, digest_card, result_card
from commands.subscriptions.poster import Ambiguous, Post, Sent
from playground.discord import permissions
from playground.discord.faults import ResetAfter, Status
from playground.discord.places import Channel, ChannelType, Tag
from playground.discord.server import DiscordServer
from storage.models import Launch, StatusId
from storage.state.models import Place
from tests.launches import launch
from tests.wire import PatientDiscord, discord_bot, embedded

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MANAGES = permissions.MEMBER | permissions.MANAGE_CHANNELS


@dataclass
class Here:
    """A forum, and the bot that posts there."""

    server: DiscordServer
    forum: Channel
    poster: DiscordPoster

    @property
    def place(self) -> Place:
        guild = self.forum.guild
        assert guild is not None
        return Place("discord", self.forum.id, owner_id=guild.id)

    @property
    def posts(self) -> list[Channel]:
        """The threads of the forum."""
        return [each for each in self.server.world.channels.values() if each.parent is self.forum]

    def tags(self, post: Channel) -> list[str]:
        """What a post is sorted under."""
        return [tag.name for tag in self.forum.tags if tag.id in post.applied_tags]

    def text(self, post: Channel) -> str:
        """What the post begins with."""
        return str(self.server.world.messages.in_channel(post)[0].components)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Here]:
    async with PatientDiscord() as server, embedded(tmp_path) as dispatcher:
        guild = server.world.add_guild("Rocketry")
        forum = server.world.add_channel(guild, "results", ChannelType.FORUM)
        async with discord_bot(dispatcher, server) as bot:
            await bot.client.wait_until_ready()
            yield Here(server, forum, bot.poster)


def told(status: StatusId) -> Launch:
    """A launch that has ended so."""
    return launch(status_id=status)


async def keep(_text: str) -> str:
    return "abcdefgh"


async def post(status: StatusId = StatusId.SUCCESS, key: str = "k" * 25, *, spoiler: bool = False) -> Post:
    """The post of a result."""
    return Post(key, await finished(result_card(told(status), spoiler=spoiler), keep))


async def test_a_result_is_a_post_with_its_outcome_as_a_tag_that_is_made_where_we_may(here: Here) -> None:
    await here.server.grant_in(here.forum, MANAGES)
    sent = await here.poster.post(here.place, await post())
    (made,) = here.posts
    assert sent == Sent(made.id)
    assert made.name == told(StatusId.SUCCESS).name
    assert here.tags(made) == ["Success"]
    assert [tag.emoji for tag in here.forum.tags] == ["✅"]
    assert "Success" in here.text(made)


async def test_tags_that_the_forum_has_are_used_and_without_the_right_none_are_made(here: Here) -> None:
    here.forum.tags.append(Tag(here.server.world.snowflakes.next(), "FAILURE"))
    await here.server.grant_in(here.forum, permissions.MEMBER)
    await here.poster.post(here.place, await post(StatusId.FAILURE, "a" * 25))
    await here.poster.post(here.place, await post(StatusId.SUCCESS, "b" * 25))
    assert [here.tags(each) for each in here.posts] == [["FAILURE"], []]
    assert len(here.forum.tags) == 1


async def test_a_hidden_outcome_and_a_digest_have_no_tag(here: Here) -> None:
    await here.server.grant_in(here.forum, MANAGES)
    await here.poster.post(here.place, await post(StatusId.FAILURE, "a" * 25, spoiler=True))
    digest = digest_card((told(StatusId.SUCCESS), told(StatusId.FAILURE)), "Launches of the day")
    await here.poster.post(here.place, Post("b" * 25, await finished(digest, keep)))
    assert here.forum.tags == []
    assert [each.name for each in here.posts][1] == "Launches of the day"


async def test_a_post_whose_answer_was_lost_is_found_instead_of_made_again(here: Here) -> None:
    here.server.faults.add("POST", "/channels/*/threads", ResetAfter())
    lost = await here.poster.post(here.place, await post())
    assert isinstance(lost, Ambiguous)
    (made,) = here.posts
    again = await here.poster.post(here.place, await post())
    assert again == Sent(made.id)
    assert here.posts == [made]
    # Another delivery of the same launch is a post of its own.
    other = await here.poster.post(here.place, await post(key="z" * 25))
    assert other == Sent(here.posts[1].id)


async def test_a_post_that_was_not_made_is_made_by_the_next_attempt(here: Here) -> None:
    here.server.faults.add("POST", "/channels/*/threads", Status(502))
    # The library would repeat it by itself, and make two where the first was made.
    assert isinstance(await here.poster.post(here.place, await post()), Ambiguous)
    assert here.posts == []
    assert await here.poster.post(here.place, await post()) == Sent(here.posts[0].id)
    assert len(here.posts) == 1


@pytest.mark.parametrize("archived", [False, True])
async def test_after_a_restart_it_is_looked_for_among_the_threads(here: Here, archived: bool) -> None:
    await here.poster.post(here.place, await post())
    (made,) = here.posts
    made.archived = archived
    assert await here.poster.find(here.place, "k" * 25, LONG_AGO) == made.id
    assert await here.poster.find(here.place, "x" * 25, LONG_AGO) is None


async def test_a_correction_changes_post_and_tag_even_where_the_thread_has_archived_itself(
    here: Here,
) -> None:
    await here.server.grant_in(here.forum, MANAGES)
    await here.poster.post(here.place, await post(StatusId.SUCCESS))
    (made,) = here.posts
    made.archived = True
    was = told(StatusId.SUCCESS).status
    card = await finished(result_card(told(StatusId.FAILURE), was=was), keep)
    assert await here.poster.edit(here.place, made.id, Post("c" * 25, card)) == Sent(made.id)
    assert here.posts == [made]
    assert (here.tags(made), made.archived) == (["Failure"], False)
    assert "Corrected: Failure (first posted as Success)" in here.text(made)


async def test_a_correction_of_a_post_that_was_deleted_says_so(here: Here) -> None:
    await here.poster.post(here.place, await post(StatusId.SUCCESS))
    (made,) = here.posts
    del here.server.world.channels[made.id]
    card = await finished(correction_card(told(StatusId.FAILURE), told(StatusId.SUCCESS).status), keep)
    gone = await here.poster.edit(here.place, made.id, Post("c" * 25, card))
    assert type(gone).__name__ == "MessageGone"


async def test_what_a_forum_refuses_is_told_as_of_a_channel(here: Here) -> None:
    await here.server.grant_in(here.forum, permissions.VIEW_CHANNEL | permissions.READ_MESSAGE_HISTORY)
    refused = await here.poster.post(here.place, await post())
    assert type(refused).__name__ == "Closed"
    assert here.posts == []
