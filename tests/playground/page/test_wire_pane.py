"""The log of the wire as a person reads it."""

from __future__ import annotations

import os

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from playground.playground import Playground

from .test_discord_half import type_command

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("discord_bot")]


@pytest_asyncio.fixture(loop_scope="session")
async def log(page: Page) -> Locator:
    """The log, opened with the keyboard."""
    await page.locator("#wire > summary").focus()
    await page.keyboard.press("Enter")
    return page.locator("#wire")


async def test_a_request_and_its_reply_can_be_read(page: Page, log: Locator, playground: Playground) -> None:
    await type_command(page, "/private")
    callback = log.locator("li", has_text="/callback").last
    await expect(callback).to_contain_text("TOKEN")
    await callback.locator("summary").press("Enter")
    await expect(callback.get_by_role("region", name="Request")).to_contain_text('"content": "between us"')
    await expect(callback.get_by_role("region", name="Reply")).to_contain_text('"flags": 64')
    await expect(log).not_to_contain_text(playground.discord.token)


async def test_every_line_says_what_the_contract_says(page: Page, log: Locator) -> None:
    await type_command(page, "/private")
    callback = log.locator("li", has_text="/callback").last
    frame = log.locator("li", has_text="INTERACTION_CREATE to the bot").last
    if os.environ.get("LAUNCHLOG_CONTRACTS"):
        await expect(callback).to_contain_text("✓ contract kept")
        await expect(frame).to_contain_text("no contract")
        await expect(log.locator("> summary")).to_contain_text("contracts kept")
    else:
        await expect(callback).to_contain_text("not checked")
        await expect(log).to_contain_text("No contracts are at hand: nothing is checked.")


async def test_lines_are_chosen_by_platform(page: Page, log: Locator) -> None:
    await type_command(page, "/private")
    await expect(log.locator("li", has_text="/callback")).to_have_count(1)
    await log.get_by_label("Show").select_option("Telegram")
    await expect(log.locator("li", has_text="/callback")).to_have_count(0)
    await log.get_by_label("Show").select_option("Discord")
    await expect(log.locator("li", has_text="/callback")).to_have_count(1)


async def test_deviations_stand_out_with_their_reasons(page: Page, log: Locator) -> None:
    script = """async () => {
        const { Wire } = await import("/static/wire.js");
        const wire = new Wire();
        const exchange = {
            number: 1, platform: "discord", method: "POST", path: "/channels/1/messages", status: 400,
            at: "2026-01-01T12:30:00+00:00", note: "the content is too long", verdict: "waiting",
            problems: [], times: 1,
        };
        wire.load({ checks: true, most: 2, exchanges: [exchange] });
        const judged = { ...exchange, verdict: "broken", problems: ["<b>content</b> is too long"] };
        wire.take({ kind: "verdict", exchange: judged });
    }"""
    await page.evaluate(script)
    line = log.locator("li", has_text="/channels/1/messages")
    await expect(line).to_contain_text("✗ 1 deviation")
    await expect(log.locator("> summary")).to_contain_text("1 exchange · 1 with deviations")
    await log.get_by_label("Show").select_option("deviations only")
    await line.locator("summary").click()
    await expect(line).to_contain_text("<b>content</b> is too long")
    await expect(line).to_contain_text("The stand-in says: the content is too long")


async def test_the_log_fits_a_phone(page: Page, log: Locator) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await type_command(page, "/show")
    await log.locator("li", has_text="/callback").last.locator("summary").click()
    await expect(log.get_by_role("region", name="Reply").last).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
