"""A channel on Discord and a group on Telegram subscribe, and hear of results over the wire."""

from __future__ import annotations

import re
from pathlib import Path

from commands.codec.actions import MuteHere
from commands.codec.callback_data import encode
from playground.discord.component_types import Type, walk
from playground.discord.messages import CROSSPOSTED, SUPPRESS_NOTIFICATIONS
from playground.discord.places import ChannelType
from playground.launch_library.archive import Outcome
from playground.telegram.chats import Message
from storage.state.models import DeliveryState, Mute, MuteKind
from tests.bot.announcing.stage import Stage, custom_id, newest, stage, until, words, world

SENT = DeliveryState.SENT

ENDS: dict[Outcome, str] = {
    "success": "Success",
    "failure": "Failure",
    "partial failure": "Partial failure",
}


async def test_a_result_is_posted_once_on_both_and_corrected_in_place_after_a_restart(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        async with stage(here) as running:
            answered = await here.discord.slash(here.ada, here.channel, "subscribe", {"provider": "SpaceX"})
            told = await answered.settled()
            assert told is not None
            assert answered.ephemeral
            assert "Subscribed" in words(told)
            said = await here.telegram.say(here.bo, here.group, "/subscribe provider:SpaceX")
            assert "Subscribed" in ((await said.reply()).text or "")
            launch_id = here.launch()
            await running.pass_time(minutes=31)
            assert here.on_discord() == []
            here.library.archive.conclude(launch_id, "success")
            await running.pass_time(minutes=31)
            assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
            (on_discord,), (on_telegram,) = here.on_discord(), here.on_telegram()
            for text in (words(on_discord), on_telegram.text or ""):
                assert "Starlink Group 99-1" in text
                assert "Success" in text
            assert "Success" in words(on_discord)
            pressed = await here.discord.press(here.ada, on_discord, custom_id(on_discord, "Details"))
            assert pressed.ephemeral
        async with stage(here) as running:
            here.library.archive.conclude(launch_id, "failure", "The upper stage exploded.")
            await running.pass_time(minutes=31)
            await running.settled()
            (on_discord,), (on_telegram,) = here.on_discord(), here.on_telegram()
            for text in (words(on_discord), on_telegram.text or ""):
                assert "Corrected: Failure (first posted as Success)" in text
                assert "The upper stage exploded." in text


async def succeed(running: Stage, name: str = "Falcon 9 Block 5 | Starlink Group 99-1") -> str:
    launch_id = running.world.launch(name)
    running.world.library.archive.conclude(launch_id, "success")
    await running.pass_time(minutes=31)
    await running.settled()
    return launch_id


async def test_a_role_is_mentioned_once_and_not_with_a_correction(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        fans = here.discord.world.add_role(here.guild, "Launch fans")
        async with stage(here) as running:
            await here.discord.slash(here.ada, here.channel, "subscribe", {"mention": str(fans)})
            launch_id = await succeed(running)
            (post,) = here.on_discord()
            assert f"<@&{fans}>" in words(post)
            here.library.archive.conclude(launch_id, "failure", "It fell.")
            await running.pass_time(minutes=31)
            await running.settled()
            (post,) = here.on_discord()
            assert "<@&" not in words(post)
            assert "Reason: It fell." in words(post)


async def test_a_spoiler_looks_alike_for_every_outcome_on_both_until_it_is_tapped(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        await here.discord.slash(here.ada, here.channel, "subscribe", {"spoiler": "yes"})
        await (await here.telegram.say(here.bo, text="/subscribe spoiler:yes")).reply()
        launch_id = await succeed(running)
        seen = []
        for outcome, told in ENDS.items():
            here.library.archive.conclude(launch_id, outcome, "It fell." if outcome != "success" else "")
            await running.pass_time(minutes=31)
            await running.settled()
            (post,) = here.on_discord()
            message = here.on_telegram(here.telegram.private(here.bo))[-1]
            galleries = [part for part in walk(post.components) if part["type"] == Type.MEDIA_GALLERY]
            assert all(item["spoiler"] for part in galleries for item in part["items"])
            (hidden,) = re.findall(r"\|\|(.*?)\|\|", words(post))
            assert told in hidden.replace("\u2800", " ")
            (entity,) = [each for each in message.entities if each["type"] == "spoiler"]
            text = message.text or ""
            start, length = entity["offset"], entity["length"]
            unhidden = text[:start], text[start + length :], words(post).replace(hidden, "")
            colour = post.components[0]["accent_color"] if "<@" not in words(post) else None
            seen.append((len(hidden), length, unhidden, colour))
        assert seen[0] == seen[1] == seen[2]


async def test_a_forum_topic_a_channel_and_a_private_chat_hear_of_results_where_they_asked(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here:
        forum = here.telegram.add_supergroup("Club", here.bo, is_forum=True)
        topic = here.telegram.add_topic(forum, "News", here.bo)
        channel = here.telegram.add_channel("Launch news", here.bo)
        async with stage(here) as running:
            private = here.telegram.private(here.bo)
            await (await here.telegram.say(here.bo, text="/subscribe")).reply()
            await (await here.telegram.say(here.bo, forum, "/subscribe", thread_id=topic.id)).reply()
            await (await here.telegram.post(channel, "/subscribe")).reply()
            await succeed(running)
            posts = [here.on_telegram(chat)[-1] for chat in (private, forum, channel)]
            assert all("Success" in (post.text or "") for post in posts)
            assert [post.thread_id for post in posts] == [None, topic.id, None]


async def test_an_ordinary_member_cannot_subscribe_a_group_nor_mute_in_it(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        cy = here.telegram.add_user("Cy")
        async with stage(here) as running:
            said = await here.telegram.say(cy, here.group, "/subscribe")
            assert "Only admins of this chat can do that." in ((await said.reply()).text or "")
            await running.subscribe()
            await succeed(running)
            (post,) = here.on_telegram()
            assert post.markup is not None
            # As posts had it until muting moved to where administrators alone see it.
            keys = post.markup["inline_keyboard"]
            assert not any("Mute" in each["text"] for row in keys for each in row)
            mute = await encode(MuteHere(await rocket_of(running)), "0", unkept)
            keys[0].append({"text": "Mute Falcon 9", "callback_data": mute})
            refused = await here.telegram.press(cy, post, mute)
            assert "Only admins" in refused.text
            done = await here.telegram.press(here.bo, post, mute)
            assert "Muted Falcon 9" in done.text
            await succeed(running, "Falcon 9 Block 5 | Starlink Group 99-2")
            assert len(here.on_telegram()) == 1
            assert len(here.on_discord()) == 2


async def rocket_of(running: Stage) -> Mute:
    return Mute(MuteKind.ROCKET, (await newest(running.core)).rocket.id)


async def unkept(_text: str) -> str:
    raise AssertionError("a mute fits into a button")


async def test_who_manages_a_channel_mutes_beside_the_details_of_a_post_and_nobody_else_sees_it(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        cy = here.discord.world.add_user("Cy")
        await running.subscribe()
        await succeed(running)
        (post,) = here.on_discord()
        assert not any(str(part.get("label", "")).startswith("Mute") for part in walk(post.components))
        opened = await here.discord.press(cy, post, custom_id(post, "Details"))
        seen = await opened.settled()
        assert seen is not None
        assert not any(str(part.get("label", "")).startswith("Mute") for part in walk(seen.components))
        opened = await here.discord.press(here.ada, post, custom_id(post, "Details"))
        assert opened.ephemeral
        seen = await opened.settled()
        assert seen is not None
        muted = await here.discord.press(here.ada, seen, custom_id(seen, "Mute Falcon 9"))
        done = await muted.settled()
        assert done is not None
        assert "Muted Falcon 9" in words(done)
        await succeed(running, "Falcon 9 Block 5 | Starlink Group 99-2")
        assert len(here.on_discord()) == 1


async def test_telegrams_administrators_mute_what_was_posted_in_subscriptions(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        await running.subscribe()
        await succeed(running)
        listed = await (await here.telegram.say(here.bo, here.group, "/subscriptions")).reply()
        await here.telegram.press(here.bo, listed, key(listed, "Mute"))
        await until(lambda: "latest posts" in (listed.text or ""))
        done = await here.telegram.press(here.bo, listed, key(listed, "Mute SpaceX"))
        assert "Muted SpaceX" in done.text
        await succeed(running, "Falcon 9 Block 5 | Starlink Group 99-2")
        assert sum("99-" in (post.text or "") for post in here.on_telegram()) == 1


def key(message: Message, text: str) -> str:
    return next(str(each["callback_data"]) for each in message.buttons if each["text"] == text)


async def test_a_digest_tells_the_day_in_one_card_whose_list_opens_for_whoever_presses(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        await here.discord.slash(here.ada, here.channel, "subscribe", {"when": "daily", "hour": 14})
        for number in range(3):
            await succeed(running, f"Falcon 9 Block 5 | Starlink Group 99-{number}")
        assert here.on_discord() == []
        await running.pass_time(hours=2)
        await running.settled()
        (post,) = here.on_discord()
        assert "Launches of the day" in words(post)
        assert "3 launches · 3 successes" in words(post)
        opened = await here.discord.press(here.ada, post, custom_id(post, "Show 3 launches"))
        assert opened.ephemeral
        assert opened.message is not None
        assert "Starlink Group 99-2" in words(opened.message)
        await running.pass_time(hours=24)
        assert await running.settled() == {"discord": [SENT], "telegram": []}


async def test_a_digest_leaves_out_what_is_muted_unless_failures_always_come_through(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        options = {"when": "daily", "failures": "always"}
        await here.discord.slash(here.ada, here.channel, "subscribe", {**options, "hour": 14})
        await succeed(running, "Falcon 9 Block 5 | Quiet")
        mute = Mute(MuteKind.ROCKET, (await newest(running.core)).rocket.id)
        await running.core.state.subscriptions.mute(running.place("discord"), mute)
        here.library.archive.conclude(here.launch("Falcon 9 Block 5 | Loud"), "failure")
        await running.pass_time(minutes=31)
        await running.pass_time(hours=2)
        await running.settled()
        (post,) = here.on_discord()
        assert "Loud" in words(post)
        assert "Quiet" not in words(post)


async def test_an_announcement_channel_publishes_and_a_thread_hears_in_itself(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        news = here.discord.world.add_channel(here.guild, "news", ChannelType.ANNOUNCEMENT)
        thread = here.discord.world.add_channel(
            here.guild, "static fire", ChannelType.PUBLIC_THREAD, parent=here.channel
        )
        async with stage(here) as running:
            await here.discord.slash(here.ada, news, "subscribe", {"publish": "yes"})
            await here.discord.slash(here.ada, thread, "subscribe", {"failures": "always", "provider": "ULA"})
            quiet = here.discord.world.add_channel(here.guild, "quiet")
            await here.discord.slash(here.ada, quiet, "subscribe", {"silent": "yes"})
            await succeed(running)
            (published,) = here.on_discord(news)
            await until(lambda: bool(published.flags & CROSSPOSTED))
            (unheard,) = here.on_discord(quiet)
            assert (unheard.flags & SUPPRESS_NOTIFICATIONS, published.flags & SUPPRESS_NOTIFICATIONS) == (
                SUPPRESS_NOTIFICATIONS,
                0,
            )
            assert here.on_discord(thread) == []
            failed = here.launch("Falcon 9 Block 5 | Starlink Group 99-9")
            here.library.archive.conclude(failed, "failure")
            await running.pass_time(minutes=31)
            await running.settled()
            assert "Failure" in words(here.on_discord(thread)[0])
