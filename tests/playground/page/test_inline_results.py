"""Naming the bot in any chat on the right half: results above the line, choosing one, more of them."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page, expect

from playground.playground import Playground

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("telegram_app")]


def offered(page: Page) -> Locator:
    return page.locator("#telegram-line-suggestions").get_by_role("option")


async def test_results_are_shown_while_one_types_and_a_chosen_one_is_sent(page: Page) -> None:
    right = page.locator("#telegram")
    await right.get_by_label("Chat").select_option("Launch watchers")
    line = page.get_by_label("Message for Telegram")
    await line.press_sequentially("@play")
    await expect(offered(page)).to_contain_text(["@playground_bot"])
    await line.press("Enter")
    await expect(line).to_have_value("@playground_bot ")
    await line.press_sequentially("falcon")
    await expect(offered(page).first).to_contain_text("falcon one")
    await expect(offered(page).first).to_contain_text("The first")
    await line.press("ArrowDown")
    await line.press("Enter")
    bubble = right.locator("article.mine")
    await expect(bubble).to_contain_text("falcon was chosen")
    await expect(bubble.locator("strong").last).to_have_text("falcon")
    await expect(bubble.locator(".via")).to_have_text("via @playground_bot")
    await expect(line).to_have_value("")


async def test_buttons_of_what_was_sent_work(page: Page) -> None:
    right = page.locator("#telegram")
    line = page.get_by_label("Message for Telegram")
    await line.fill("@playground_bot falcon")
    await offered(page).first.click()
    await page.get_by_role("button", name="Toast").click()
    await expect(page.locator(".toast")).to_have_text("a passing word")
    await page.get_by_role("button", name="Edit it").click()
    await expect(right.locator("article").last).to_contain_text("changed")
    await right.locator("article").last.get_by_role("button", name="Talk").click()
    await expect(page.get_by_text("started with ['talk']")).to_be_visible()


async def test_more_results_are_fetched_when_asked_for(page: Page) -> None:
    line = page.get_by_label("Message for Telegram")
    await line.fill("@playground_bot falcon")
    await expect(offered(page)).to_have_count(3)
    await offered(page).last.click()
    await expect(offered(page)).to_contain_text(["falcon one", "falcon two", "falcon three"])
    await expect(offered(page).last).to_have_attribute("aria-selected", "true")
    await line.press("Enter")
    await expect(page.locator("#telegram article.mine")).to_contain_text("falcon was chosen")


async def test_the_button_above_the_results_starts_the_bot_in_private(page: Page) -> None:
    right = page.locator("#telegram")
    await right.get_by_label("Chat").select_option("Launch watchers")
    await page.get_by_label("Message for Telegram").fill("@playground_bot nothing")
    await offered(page).get_by_text("Nothing found").click()
    await expect(page.get_by_text("started with ['lost']")).to_be_visible()


async def test_a_share_button_puts_the_query_into_the_line(page: Page) -> None:
    line = page.get_by_label("Message for Telegram")
    await line.fill("/show")
    await line.press("Escape")
    await line.press("Enter")
    await page.get_by_role("button", name="Share").click()
    await expect(line).to_have_value("@playground_bot falcon")
    await expect(line).to_be_focused()
    await expect(offered(page).first).to_contain_text("falcon one")


async def test_a_bot_without_inline_mode_is_said_to_have_none(page: Page, playground: Playground) -> None:
    playground.telegram.world.inline_mode = False
    await page.get_by_label("Message for Telegram").fill("@playground_bot falcon")
    notice = page.locator("#telegram").get_by_role("alert")
    await expect(notice).to_have_text("@playground_bot cannot be used inline.")
    await expect(offered(page)).to_have_count(0)
