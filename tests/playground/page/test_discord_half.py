"""The left half used by hand: typing, pressing, choosing, filling in."""

from __future__ import annotations

import discord
import pytest
from playwright.async_api import Page, expect

from playground.playground import Playground

from .discord_bot import DemoBot

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("discord_bot")]


async def type_command(page: Page, text: str) -> None:
    line = page.get_by_label("Message or slash command for Discord")
    await line.fill(text)
    await line.press("Escape")
    await line.press("Enter")


async def test_a_layout_is_drawn_and_its_button_changes_it(page: Page) -> None:
    await type_command(page, "/show")
    left = page.locator("#discord")
    await expect(left.get_by_role("heading", name="Page 1")).to_be_visible()
    await expect(left.get_by_text("Robin used /show")).to_be_visible()
    await expect(left.locator("time", has_text="1 January 1970")).to_be_visible()
    await expect(left.get_by_role("button", name="Off")).to_be_disabled()
    wiki = left.get_by_role("link", name="Wiki")
    await expect(wiki).to_have_attribute("href", "https://example.org/wiki")
    await left.get_by_role("button", name="Next").click()
    await expect(left.get_by_role("heading", name="Page 2")).to_be_visible()
    await expect(left.get_by_text("(edited)")).to_be_visible()
    await expect(left.locator("article")).to_have_count(1)
    await expect(left.get_by_role("button", name="Next")).to_be_focused()


async def test_pictures_from_elsewhere_are_named_and_not_loaded(page: Page) -> None:
    await type_command(page, "/show")
    box = page.get_by_role("img", name="A large remote rocket")
    await expect(box).to_contain_text("not loaded")
    await expect(page.get_by_role("img", name="A remote rocket")).to_be_visible()
    assert await page.locator("#discord img").count() == 0


async def test_an_uploaded_picture_is_loaded_with_its_text(page: Page) -> None:
    await type_command(page, "/picture")
    picture = page.get_by_role("img", name="A chart")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("(node) => node.decode().then(() => node.naturalWidth)") == 1


async def test_a_menu_is_used_with_the_keyboard(page: Page) -> None:
    await type_command(page, "/show")
    await page.get_by_role("button", name="Order").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option", name="Oldest")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Order: oldest")).to_be_visible()


async def test_commands_options_and_values_complete_with_the_keyboard(page: Page) -> None:
    line = page.get_by_label("Message or slash command for Discord")
    await line.press_sequentially("/fi")
    await expect(page.get_by_role("option", name="/find")).to_be_visible()
    await line.press("Tab")
    await expect(line).to_have_value("/find ")
    await expect(page.get_by_role("option", name="provider:")).to_be_visible()
    await line.press_sequentially("provider:space o")
    await expect(page.get_by_role("option", name="Space One")).to_be_visible()
    await expect(page.get_by_role("option", name="SpaceX")).to_have_count(0)
    await line.press("ArrowDown")
    await line.press("Enter")
    await expect(line).to_have_value("/find provider:Space One ")
    await line.press_sequentially("crewed:true limit:3")
    await line.press("Escape")
    await line.press("Enter")
    # The choice's value is sent, not its name.
    await expect(page.get_by_text("found 1083 True 3")).to_be_visible()
    await expect(line).to_have_value("")


async def test_commands_are_shown_in_the_language_of_the_app_and_sent_by_their_own_names(
    page: Page, playground: Playground
) -> None:
    commands = playground.discord.world.commands
    find = next(command for command in commands.all(None) if command["name"] == "find")
    for option, name in zip(find["options"], ("anbieter", "bemannt", "grenze"), strict=True):
        option["name_localizations"] = {"de": name}
    german = {
        "name_localizations": {"de": "finden"},
        "description_localizations": {"de": "Findet Starts"},
        "options": find["options"],
    }
    commands.change(None, int(find["id"]), german)
    left = page.locator("#discord")
    line = page.get_by_label("Message or slash command for Discord")
    await left.get_by_label("Language").select_option("Deutsch")
    await expect(left.get_by_role("log")).to_have_attribute("lang", "de")
    await line.press_sequentially("/fi")
    await expect(page.get_by_role("option", name="/finden")).to_contain_text("Findet Starts")
    await line.press("Tab")
    await line.press_sequentially("anbieter:space o")
    await expect(page.get_by_role("option", name="Space One")).to_be_visible()
    await line.press("ArrowDown")
    await line.press("Enter")
    await line.press_sequentially("bemannt:true grenze:3")
    await line.press("Escape")
    await line.press("Enter")
    await expect(page.get_by_text("found 1083 True 3")).to_be_visible()
    await type_command(page, "/show")
    await expect(left.locator("time", has_text="1. Januar 1970")).to_be_visible()
    await left.get_by_label("You are").select_option("Kim")
    await expect(left.get_by_label("Language")).to_have_value("en-GB")


async def test_what_a_command_takes_stands_above_the_line(page: Page) -> None:
    line = page.get_by_label("Message or slash command for Discord")
    hint = page.locator("#discord .hint")
    await line.press_sequentially("/find ")
    await expect(hint).to_contain_text("/find Finds launches")
    await expect(page.get_by_role("option", name="provider:")).to_contain_text("required")
    await expect(page.get_by_role("option", name="crewed:")).to_contain_text("optional")
    await expect(line).to_have_accessible_description("/find Finds launches")
    await hint.get_by_role("button", name="limit").click()
    await expect(line).to_have_value("/find limit:")
    await line.press_sequentially("3")
    await expect(hint.locator(".chip.filled")).to_have_text("limit: 3")
    await expect(hint.locator(".chip.missing")).to_have_text("provider *")
    await line.fill("plain words")
    await expect(hint).to_be_hidden()


async def test_who_may_manage_a_channel_is_said(page: Page) -> None:
    left = page.locator("#discord")
    await expect(left.locator(".rights")).to_have_text("can manage")
    await left.get_by_label("You are").select_option("Kim")
    await expect(left.locator(".rights")).to_have_text("member")
    await left.get_by_label("Channel").select_option("@Launchlog")
    await expect(left.locator(".rights")).to_be_hidden()


async def test_the_bot_is_seen_typing_until_it_writes(page: Page, discord_bot: DemoBot) -> None:
    typing = page.get_by_text("Launchlog is typing…")
    channel = discord_bot.get_channel(
        int(await page.locator("#discord").get_by_label("Channel").input_value())
    )
    assert isinstance(channel, discord.TextChannel)
    async with channel.typing():
        await expect(typing).to_be_visible()
    await channel.send("typed")
    await expect(page.get_by_text("typed", exact=True)).to_be_visible()
    await expect(typing).to_be_hidden()


async def test_a_missing_option_is_said_and_the_line_is_kept(page: Page) -> None:
    await type_command(page, "/find limit:3")
    await expect(page.locator("#discord .notice")).to_contain_text("/find needs provider")
    await expect(page.get_by_label("Message or slash command for Discord")).to_have_value("/find limit:3")


async def test_a_private_answer_is_seen_by_its_person_alone(page: Page) -> None:
    await type_command(page, "/private")
    await expect(page.get_by_text("between us")).to_be_visible()
    await expect(page.get_by_text("Only you can see this")).to_be_visible()
    left = page.locator("#discord")
    await left.get_by_label("You are").select_option("Kim")
    await expect(page.get_by_text("between us")).to_have_count(0)
    await left.get_by_label("You are").select_option("Robin")
    await page.get_by_role("button", name="Dismiss message").click()
    await expect(page.get_by_text("between us")).to_have_count(0)


async def test_a_late_answer_takes_the_place_of_thinking(page: Page, discord_bot: DemoBot) -> None:
    await type_command(page, "/slow")
    await expect(page.get_by_text("Launchlog is thinking…")).to_be_visible()
    discord_bot.release.set()
    await expect(page.get_by_text("done at last")).to_be_visible()
    await expect(page.get_by_text("thinking")).to_have_count(0)


async def test_no_answer_is_told(page: Page, playground: Playground) -> None:
    playground.discord.answer_seconds = 0.2
    await type_command(page, "/silent")
    await expect(page.locator("#discord .notice")).to_have_text("The application did not respond")


async def test_a_form_is_filled_in_and_sent(page: Page) -> None:
    await type_command(page, "/form")
    form = page.get_by_role("dialog", name="Search")
    await form.get_by_label("Words").fill("crew dragon")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Searching crew dragon")).to_be_visible()
    await expect(form).to_have_count(0)


async def test_hostile_text_stays_text(page: Page) -> None:
    await type_command(page, "/hostile")
    message = page.locator("#discord article .content")
    await expect(message).to_contain_text("<img src=x onerror=alert(1)> [x](javascript:alert(1))")
    assert await message.locator("img, a, b").count() == 0


async def test_a_reload_brings_messages_place_and_person_back(page: Page) -> None:
    left = page.locator("#discord")
    await left.get_by_label("You are").select_option("Kim")
    await left.get_by_label("Channel").select_option("📣 news")
    await type_command(page, "/show")
    await expect(left.get_by_role("heading", name="Page 1")).to_be_visible()
    await page.reload()
    await page.wait_for_selector("body[data-ready]")
    await expect(left.get_by_role("heading", name="Page 1")).to_be_visible()
    await expect(left.get_by_label("You are").locator("option:checked")).to_have_text("Kim")
    await expect(left.get_by_text("Kim used /show")).to_be_visible()


async def test_an_ordinary_message_is_written(page: Page) -> None:
    await type_command(page, "hello **there**")
    await expect(page.locator("#discord article strong", has_text="there")).to_be_visible()


async def test_the_presence_of_the_bot_is_shown(page: Page, discord_bot: DemoBot) -> None:
    await expect(page.locator("#discord .presence")).to_have_text("bot online")
    await discord_bot.close()
    await expect(page.locator("#discord .presence")).to_have_text("bot offline")
