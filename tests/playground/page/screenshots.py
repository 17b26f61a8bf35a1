"""`make screenshots`: pictures of the main states of the real bot in its playground, for the docs.

They are taken of the page as a newcomer sees it, and are there to be looked at before they are committed.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from .conftest import CHROMIUM_ARGUMENTS
from .real_bot import Visitor, open_page, real_playground

FOLDER = Path(__file__).parents[3] / "docs" / "screenshots"
WIDE, PHONE = {"width": 1280, "height": 1060}, {"width": 390, "height": 844}


async def take(page: Page, name: str, *, whole: bool = False) -> None:
    """Take one picture, when nothing moves any more; `whole`: also of what is below the edge."""
    await page.mouse.move(0, 0)
    await page.wait_for_load_state("networkidle")
    await page.wait_for_timeout(600)
    await page.screenshot(path=FOLDER / f"{name}.png", animations="disabled", full_page=whole)
    print(f"docs/screenshots/{name}.png")  # noqa: T201


async def lists_and_details(browser: Browser, address: str) -> None:
    """Pages of launches, a detail, filters by touch."""
    page = await open_page(browser, address, [], viewport=WIDE)
    visitor = Visitor(page)
    await visitor.wait_for_launches()
    await visitor.type_left("/previous provider:SpaceX")
    await visitor.type_right("/latest")
    await visitor.right.get_by_text("Provider:").wait_for()
    await visitor.type_right("/menu")
    await visitor.right.get_by_role("button", name="By provider").wait_for()
    await visitor.left.get_by_text(re.compile(r"1 / \d")).wait_for()
    await take(page, "list-and-menu")
    await visitor.touch(visitor.left, "1", exact=True)
    await visitor.touch(visitor.right, "By provider")
    await visitor.right.get_by_text("Pick one").wait_for()
    await take(page, "detail-and-values")
    await visitor.touch(visitor.left, "Back to the list")
    await visitor.left.get_by_text(re.compile(r"1 / \d")).wait_for()
    await visitor.touch(visitor.left, "Filters")
    await visitor.touch(visitor.right, "SpaceX")
    await visitor.right.get_by_role("button", name="2 ›").wait_for()
    await visitor.touch(visitor.left, "Outcome")
    await take(page, "filters-and-list")
    await page.keyboard.press("Escape")
    await typing(visitor)
    await page.close()


async def typing(visitor: Visitor) -> None:
    """The commands and the choices that Discord offers while one types, beside a launch on Telegram."""
    page = visitor.page
    await visitor.touch(visitor.right, "5", exact=True)
    # After the latest launch, which was asked for before.
    await visitor.right.get_by_text("Provider:").nth(1).wait_for()
    line = page.get_by_label("Message or slash command for Discord")
    await line.press_sequentially("/")
    await page.get_by_role("option", name="/previous").wait_for()
    await line.press_sequentially("previous provider:SpaceX rocket:fal")
    await page.get_by_role("option", name=re.compile("^Falcon")).first.wait_for()
    await take(page, "completion")


async def inline_results(browser: Browser, address: str) -> None:
    """Launches offered in a group, above the line in which the bot is named, beside what Discord says."""
    page = await open_page(browser, address, [], viewport=WIDE)
    visitor = Visitor(page)
    await visitor.wait_for_launches()
    await visitor.right.get_by_label("Chat").select_option("Space club")
    await visitor.type_left("/launch launch:Falcon Heavy | Europa Clipper")
    await visitor.left.get_by_text("On Telegram").wait_for()
    line = page.get_by_label("Message for Telegram")
    await line.fill("@playground_bot europa clipper")
    await page.get_by_role("option", name="Europa Clipper").click()
    await visitor.right.get_by_text("Open in the bot").wait_for()
    await line.fill("@playground_bot provider:spacex since:2024")
    await page.get_by_role("option", name="Falcon").first.wait_for()
    await take(page, "inline-results")
    await page.close()


async def comparison(browser: Browser, address: str) -> None:
    """Figures side by side, with their chart."""
    page = await open_page(browser, address, [], viewport=WIDE | {"height": 1340})
    visitor = Visitor(page)
    await visitor.wait_for_launches()
    await visitor.type_left("/compare first:SpaceX second:NASA")
    await visitor.type_right("/compare falcon vs soyuz")
    for half in (visitor.left, visitor.right):
        await half.get_by_text("Comparison").last.wait_for()
        await half.get_by_role("img").last.wait_for()
    await take(page, "comparison")
    await page.close()


async def results(browser: Browser, address: str, name: str, **look: object) -> None:
    """A result in both chats, and its correction."""
    page = await open_page(browser, address, [], viewport=WIDE, **look)
    visitor = Visitor(page)
    await visitor.wait_for_launches()
    await visitor.type_left("/subscribe provider:SpaceX")
    await visitor.type_right("/subscribe provider:spacex")
    await page.get_by_text("Subscribed").first.wait_for()
    await page.get_by_role("button", name="A launch fails").click()
    for half in (visitor.left, visitor.right):
        await half.get_by_text("Rehearsal").last.wait_for()
    await page.get_by_role("button", name="The outcome is corrected").click()
    for half in (visitor.left, visitor.right):
        await half.get_by_text("Corrected:").last.wait_for()
    await page.get_by_text("Rehearsal 1: success").wait_for()
    await take(page, name)
    if name == "results-dark":
        await page.get_by_text("Wire log").click()
        await take(page, "wire-log")
    await page.close()


async def phone(browser: Browser, address: str) -> None:
    """The same on a narrow screen."""
    page = await open_page(browser, address, [], viewport=PHONE, color_scheme="dark")
    visitor = Visitor(page)
    await visitor.type_left("/latest")
    await visitor.type_right("/latest")
    for half in (visitor.left, visitor.right):
        await half.get_by_text("Provider:").last.wait_for()
    await take(page, "phone-dark", whole=True)
    await page.close()


async def main() -> None:
    """Take them all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("Chromium is not installed")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        async with real_playground(os.environ.get("LAUNCHLOG_CONTRACTS", "")) as address:
            await lists_and_details(browser, address)
            await comparison(browser, address)
            await phone(browser, address)
            await inline_results(browser, address)
        for name, scheme in (("results", "light"), ("results-dark", "dark")):
            async with real_playground(os.environ.get("LAUNCHLOG_CONTRACTS", "")) as address:
                await results(browser, address, name, color_scheme=scheme)
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
