"""The right half used by hand: writing, pressing, changing, following links."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect
from telegram import BotCommand

from .telegram_bot import App

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("telegram_app")]


async def write(page: Page, text: str) -> None:
    line = page.get_by_label("Message for Telegram")
    await line.fill(text)
    await line.press("Escape")
    await line.press("Enter")


async def test_entities_preview_and_buttons_are_drawn(page: Page) -> None:
    await write(page, "/show")
    bubble = page.locator("#telegram article").last
    await expect(bubble.locator("strong em")).to_have_text("both")
    await expect(bubble.locator("blockquote:not(.folded)")).to_have_text("quoted")
    await expect(bubble).to_contain_text("<img src=x>")
    await expect(bubble.get_by_role("link", name="Wiki")).to_have_attribute(
        "href", "https://example.org/wiki"
    )
    await expect(bubble.get_by_role("img", name="Picture of the link preview")).to_contain_text("not loaded")
    assert await bubble.locator("img").count() == 0
    above = (
        "(node) => Boolean(node.compareDocumentPosition(node.parentElement.querySelector('.content')) & 4)"
    )
    assert await bubble.locator(".preview").evaluate(above)


@pytest.mark.parametrize(
    ("app", "code", "day"), [("English", "en", "March 17"), ("Deutsch", "de", "17. März")]
)
async def test_instants_are_shown_in_the_readers_own_time(page: Page, app: str, code: str, day: str) -> None:
    await page.locator("#telegram").get_by_label("Language").select_option(app)
    await write(page, "/show")
    instant = page.locator("#telegram article time[title]").first
    await expect(instant).to_have_attribute("datetime", "2022-03-17T15:45:00.000Z")
    # The hour of the browser's time zone, as the app's language writes it.
    in_theirs = (
        "(node, code) =>"
        " new Date(node.dateTime).toLocaleTimeString(code, {hour: '2-digit', minute: '2-digit'})"
    )
    await expect(instant).to_contain_text(await instant.evaluate(in_theirs, code))
    await expect(instant).to_contain_text(day)
    await expect(instant).to_contain_text("2022")


async def height(shown: Locator) -> float:
    box = await shown.bounding_box()
    assert box is not None
    return box["height"]


async def test_a_folded_text_opens_when_it_is_pressed(page: Page) -> None:
    await write(page, "/show")
    folded = page.locator("#telegram .folded").last
    before = await height(folded)
    await folded.get_by_role("button", name="Show all of it").click()
    assert await height(folded) > before * 1.5


async def test_labels_are_cut_to_one_line_as_apps_cut_them(page: Page) -> None:
    await write(page, "/show")
    keys = page.locator("#telegram .keyboard-row").last.locator(".key")
    heights = {round(await height(key)) for key in await keys.all()}
    assert len(heights) == 1
    assert heights.pop() < 45
    assert await keys.first.locator("span").evaluate("(node) => node.scrollWidth > node.clientWidth")


@pytest.mark.parametrize("width", [390, 1280])
async def test_keys_are_as_wide_as_they_need_under_a_short_text_too(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    await write(page, "/short")
    for name in ("By launch site", "By year"):
        key = page.locator("#telegram .key", has_text=name).last
        await expect(key).to_be_visible()
        assert await key.locator("span").first.evaluate("(node) => node.scrollWidth <= node.clientWidth"), (
            name
        )


async def test_what_a_button_copies_is_said(page: Page) -> None:
    await write(page, "/show")
    await page.get_by_role("button", name="Copy").click()
    await expect(page.locator(".toast")).to_have_text("Copied: 5461")
    await expect(page.get_by_role("button", name="Copy")).to_have_class("key danger")


async def test_a_spoiler_shows_itself_when_pressed(page: Page) -> None:
    await write(page, "/show")
    spoiler = page.get_by_role("button", name="Spoiler")
    await spoiler.press("Enter")
    await expect(page.locator("#telegram .spoiler.revealed")).to_have_accessible_name("")
    await expect(page.locator("#telegram .spoiler.revealed")).to_contain_text("hidden")


async def test_a_press_brings_a_toast_an_alert_or_an_edit(page: Page) -> None:
    await write(page, "/show")
    await page.get_by_role("button", name="Toast").click()
    await expect(page.locator(".toast")).to_have_text("a passing word")
    await page.get_by_role("button", name="Alert").click()
    alert = page.get_by_role("alertdialog")
    await expect(alert).to_contain_text("look here")
    await alert.get_by_role("button", name="OK").press("Enter")
    await expect(alert).to_have_count(0)
    await page.get_by_role("button", name="Edit it").click()
    await expect(page.locator("#telegram article").last).to_contain_text("changed")
    await expect(page.locator("#telegram .edited")).to_have_text("edited")
    await expect(page.get_by_role("button", name="Edit it")).to_be_focused()


async def test_links_to_the_bot_start_it_in_private(page: Page) -> None:
    right = page.locator("#telegram")
    await right.get_by_label("Chat").select_option("Launch watchers")
    await write(page, "/show")
    await right.get_by_role("button", name="Talk").click()
    await expect(page.get_by_text("started with ['talk']")).to_be_visible()
    await right.get_by_label("Chat").select_option("Launch watchers")
    await right.get_by_role("button", name="Home").click()
    await expect(page.get_by_text("started with ['home']")).to_be_visible()


async def test_commands_are_offered_after_a_slash(page: Page) -> None:
    line = page.get_by_label("Message for Telegram")
    await line.press_sequentially("/")
    await expect(page.locator("#telegram-line-suggestions").get_by_role("option")).to_have_count(2)
    await line.press_sequentially("ph")
    await line.press("Enter")
    await expect(line).to_have_value("/photo ")
    await line.press("Enter")
    sent = page.locator("#telegram article:not(.mine)").last
    await expect(sent.locator(".content")).to_have_text("A chart")
    picture = sent.get_by_role("img", name="Photo")
    assert await picture.evaluate("(node) => node.decode().then(() => node.naturalWidth)") == 1


async def test_commands_are_offered_in_the_language_of_the_app(page: Page, telegram_app: App) -> None:
    await telegram_app.bot.set_my_commands([BotCommand("show", "Zeigt alles")], language_code="de")
    right = page.locator("#telegram")
    await right.get_by_label("Language").select_option("Deutsch")
    line = page.get_by_label("Message for Telegram")
    await line.press_sequentially("/")
    await expect(page.get_by_role("option", name="/show")).to_contain_text("Zeigt alles")
    await line.fill("/show")
    await line.press("Escape")
    await line.press("Enter")
    await expect(right.get_by_role("button", name="Talk")).to_be_visible()


async def test_ones_own_message_can_be_changed(page: Page) -> None:
    await write(page, "Artemis")
    await expect(page.get_by_text("heard: Artemis")).to_be_visible()
    await page.get_by_role("button", name="Edit", exact=True).click()
    await write(page, "Artemis II")
    await expect(page.get_by_text("heard again: Artemis II")).to_be_visible()
    await expect(page.locator("#telegram .mine")).to_have_count(1)


async def test_topics_are_apart_and_answers_stay_in_them(page: Page) -> None:
    chat = page.locator("#telegram").get_by_label("Chat")
    await chat.select_option(label="\u2003Space club › Questions")
    await write(page, "/show")
    await expect(page.locator("#telegram article")).to_have_count(3)
    await chat.select_option(label="\u2003Space club › News")
    await expect(page.locator("#telegram article")).to_have_count(1)


async def test_a_reload_brings_the_chat_back(page: Page) -> None:
    await write(page, "/show")
    await expect(page.get_by_role("button", name="Toast")).to_be_visible()
    await page.reload()
    await page.wait_for_selector("body[data-ready]")
    await expect(page.get_by_role("button", name="Toast")).to_be_visible()


async def test_two_people_have_two_private_chats(page: Page) -> None:
    await write(page, "mine")
    await page.locator("#telegram").get_by_label("You are").select_option("Kim")
    await expect(page.get_by_text("No messages yet")).to_be_visible()


async def test_the_bot_is_seen_typing_until_it_writes(page: Page, telegram_app: App) -> None:
    typing = page.get_by_text("The bot is typing…")
    chat = await page.locator("#telegram").get_by_label("Chat").input_value()
    await telegram_app.bot.send_chat_action(chat, "typing")
    await expect(typing).to_be_visible()
    await telegram_app.bot.send_message(chat, "typed")
    await expect(page.get_by_text("typed", exact=True)).to_be_visible()
    await expect(typing).to_be_hidden()


async def test_senders_and_standing_are_told_where_there_are_several(page: Page) -> None:
    right = page.locator("#telegram")
    await write(page, "alone")
    await expect(page.get_by_text("heard: alone")).to_be_visible()
    await expect(right.locator(".author")).to_have_count(0)
    await right.get_by_label("Chat").select_option("Launch watchers")
    await expect(right.locator(".rights")).to_have_text("admin")
    await right.get_by_label("You are").select_option("Kim")
    await expect(right.locator(".rights")).to_have_text("member")
    await write(page, "/show")
    await expect(right.locator(".author")).to_have_text("Playground bot")
