"""A channel on Discord and a group on Telegram subscribe, and hear of results over the wire."""

from __future__ import annotations

from pathlib import Path

from storage.subscriptions import DeliveryState
from tests.bot.announcing.stage import custom_id, stage, words, world

SENT = DeliveryState.SENT


async def test_a_result_is_posted_once_on_both_and_corrected_in_place_after_a_restart(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        async with stage(here) as running:
            answered = await here.discord.slash(here.ada, here.channel, "subscribe", {"provider": "SpaceX"})
            assert answered.message is not None
            assert answered.ephemeral
            assert "Subscribed" in words(answered.message)
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
                assert "Corrected: Failure (it was posted as Success)" in text
                assert "The upper stage exploded." in text
