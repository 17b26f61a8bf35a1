"""The real bot in its playground, as `make run` starts it, and a person at the page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Browser, Locator, Page

from bot.cli.play import play
from bot.settings import load_settings
from tests.patience import PATIENCE
from tests.raw_history import raw_history

NEW = 13
"""Launches of the sample in the months that the bundled history lacks."""

COUNT_TOUCHES = """
    window.touches = 0;
    const count = (event) => { if (event.isTrusted) window.touches += 1; };
    addEventListener("pointerdown", count, true);
    addEventListener("keydown", (event) => { if (event.key === "Enter") count(event); }, true);
"""
"""The browser counts what a person does: each press, and each line that is sent."""


@asynccontextmanager
async def real_playground(contracts: str = "", data_dir: str = "") -> AsyncIterator[str]:
    """Run the bot until the block ends; give the page's address."""
    told = {"PLAYGROUND_PORT": "0", "LAUNCHLOG_CONTRACTS": contracts, "LAUNCHLOG_DATA_DIR": data_dir}
    settings = load_settings(told, None)
    stop, address = asyncio.Event(), asyncio.get_running_loop().create_future()
    running = asyncio.create_task(play(settings, stop, address.set_result))
    try:
        await asyncio.wait({running, address}, return_when=asyncio.FIRST_COMPLETED)
        yield await address
    finally:
        stop.set()
        assert await running


@dataclass
class Visitor:
    """A person at the page, whose touches are counted there."""

    page: Page

    @property
    def left(self) -> Locator:
        """Discord's half."""
        return self.page.locator("#discord")

    @property
    def right(self) -> Locator:
        """Telegram's half."""
        return self.page.locator("#telegram")

    async def type_left(self, text: str) -> None:
        """Write on Discord."""
        await self._type("Message or slash command for Discord", text)

    async def type_right(self, text: str) -> None:
        """Write on Telegram."""
        await self._type("Message for Telegram", text)

    async def touch(self, half: Locator, name: str, *, exact: bool = False) -> None:
        """Press the newest button of that name."""
        await half.get_by_role("button", name=name, exact=exact).last.click()

    async def choose(self, half: Locator, menu: str, name: str) -> None:
        """Open the newest menu of that name and take the first choice that begins so: two touches."""
        # Its very beginning: a button "By provider" may still stand where the menu "Provider" comes.
        await half.get_by_role("button", name=re.compile(f"^{re.escape(menu)}")).last.click()
        await self.choices.filter(has_text=re.compile(f"^{name}")).first.click()

    @property
    def choices(self) -> Locator:
        """What the menu offers that is open."""
        return self.page.get_by_role("listbox").get_by_role("option")

    async def touches(self) -> int:
        """How many touches there were since the page was opened, each sent line counting as one."""
        return int(await self.page.evaluate("touches"))

    async def wait_for_launches(self) -> None:
        """Ask until the first sync has brought what the history lacks: a newcomer types more slowly.

        Asks in the group, so that the first chats of both halves stay empty.
        """
        chat = self.right.get_by_label("Chat")
        private = await chat.input_value()
        await chat.select_option("Launch watchers")
        # Of any kind: while the first pages take long, the bot may find the question too frequent.
        answers = self.right.locator("article:not(.mine)")
        answered, known = await answers.count(), len(raw_history())
        # The history is there at once; what the stand-in has beyond it comes with the first pages.
        while not await answers.count() or await self._launches(answers) < known + NEW:
            await self.type_right("/status")
            await answers.nth(answered).wait_for()
            answered += 1
        await chat.select_option(private)

    async def _launches(self, answers: Locator) -> int:
        said = re.search(r"Launches: ([\d,]+)", await answers.last.inner_text())
        return int(said[1].replace(",", "")) if said else 0

    async def _type(self, label: str, text: str) -> None:
        line = self.page.get_by_label(label)
        await line.fill(text)
        await line.press("Escape")
        await line.press("Enter")


async def open_page(browser: Browser, address: str, complaints: list[str], **look: object) -> Page:
    """Open the page, and note what it complains of or asks for elsewhere."""
    size = look.pop("viewport", {"width": 1280, "height": 900})
    page = await browser.new_page(viewport=size, locale="en-GB", timezone_id="UTC", **look)  # type: ignore[arg-type]
    page.set_default_timeout(PATIENCE * 1000)
    await page.add_init_script(COUNT_TOUCHES)
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(f"error: {error}"))

    def watch(url: str) -> None:
        if not url.startswith(address):
            complaints.append(f"asked for {url}")

    page.on("request", lambda request: watch(request.url))
    await page.goto(address)
    await page.wait_for_selector("body[data-ready]")
    return page
