"""Languages over the wire: answers in the language of the app, and posts in that of the chat."""

from __future__ import annotations

import re
from pathlib import Path

from playground.discord.component_types import walk
from playground.discord.shaping import localized_command
from tests.bot.announcing.stage import custom_id, stage, until, words, world


async def test_people_are_answered_in_the_language_of_their_app(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        here.ada.locale = "de"
        eve = here.discord.world.add_user("Eve")
        max_ = here.telegram.world.add_user("Max", language_code="de")
        async with stage(here):
            german = (await here.discord.slash(here.ada, here.channel, "previous", {})).message
            english = (await here.discord.slash(eve, here.channel, "previous", {})).message
            assert german is not None
            assert english is not None
            assert "## Vergangene Starts · " in words(german)
            assert "## Past launches · " in words(english)
            await here.discord.press(here.ada, german, custom_id(german, "2 ›"))
            assert "2 / " in words(german) + str([part.get("label") for part in walk(german.components)])
            wrong = (await here.discord.slash(here.ada, here.channel, "launch", {"launch": "zzz"})).message
            assert wrong is not None
            assert "Kein vergangener Start heißt „zzz“." in words(wrong)
            said = await (await here.telegram.say(max_, text="/latest")).reply()
            assert "Daten: Launch Library 2" in (said.text or "")


async def test_discord_is_told_what_to_type_by_the_names_that_the_app_has_for_it(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here):
        names = {}
        for locale in ("de", "en-US"):
            here.ada.locale = locale
            offered = here.discord.commands(here.ada, here.channel)
            names[locale] = {each["name"]: localized_command(each, locale)["name"] for each in offered}
            helped = (await here.discord.slash(here.ada, here.channel, "help", {})).message
            empty = (await here.discord.slash(here.ada, here.channel, "subscriptions", {})).message
            assert helped is not None
            assert empty is not None
            named = re.findall(r"</([^:]+):\d+>", words(helped))
            assert named
            assert set(named) <= set(names[locale].values())
            assert f"</{names[locale]['subscribe']}:" in words(empty)
        # Where the chat has another language than the app, the names are still those of the app.
        here.ada.locale = "de"
        await here.discord.slash(here.ada, here.channel, "language", {"language": "fr"})
        helped = (await here.discord.slash(here.ada, here.channel, "help", {})).message
        assert helped is not None
        assert re.search(r"</abonnieren:\d+> Publier", words(helped))


async def test_a_chat_that_chose_a_language_gets_its_posts_and_corrections_in_it(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        async with stage(here) as running:
            options = {"language": "de"}
            chosen = (await here.discord.slash(here.ada, here.channel, "language", options)).message
            assert chosen is not None
            assert "Antworten und Posts hier: Deutsch." in words(chosen)
            await running.subscribe()
            launch_id = here.launch()
            here.library.archive.conclude(launch_id, "success")
            await running.pass_time(minutes=31)
            await running.settled()
            (on_discord,), (on_telegram,) = here.on_discord(), here.on_telegram()
            assert "Erfolg" in words(on_discord)
            assert "Success" not in words(on_discord)
            assert "Success" in (on_telegram.text or "")
            assert "Erfolg" not in (on_telegram.text or "")
        async with stage(here) as running:
            here.library.archive.conclude(launch_id, "failure", "It fell.")
            await running.pass_time(minutes=31)
            await running.settled()
            (on_discord,), (on_telegram,) = here.on_discord(), here.on_telegram()
            assert "Berichtigt: Fehlschlag (zuerst gepostet: Erfolg)" in words(on_discord)
            assert "Corrected: Failure (first posted as Success)" in (on_telegram.text or "")


async def test_a_telegram_group_gets_posts_in_the_language_and_time_zone_that_it_chose(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        said = await (await here.telegram.say(here.bo, here.group, "/language deutsch")).reply()
        assert "Antworten und Posts hier: Deutsch." in (said.text or "")
        await (await here.telegram.say(here.bo, here.group, "/timezone Asia/Tokyo")).reply()
        await running.subscribe()
        launch_id = here.launch()
        here.library.archive.conclude(launch_id, "success")
        await running.pass_time(minutes=31)
        await running.settled()
        await until(lambda: len(here.on_telegram()) == 1)
        (post,) = here.on_telegram()
        assert "Erfolg" in (post.text or "")
        assert re.search(r"\d\d:\d\d JST", post.text or "")
