"""Buttons in the page's header that the host program offers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from playground.playground import Control, Playground
from tests.patience import PATIENCE


class Host:
    """What a program offers: a deed that waits for `may_go_on`, and one that fails."""

    def __init__(self) -> None:
        self.may_go_on = asyncio.Event()
        self.begun = asyncio.Event()

    async def launch(self) -> str:
        self.begun.set()
        await self.may_go_on.wait()
        return "Falcon 9 has flown."

    async def restart(self) -> str:
        raise RuntimeError("the bot is still starting")

    @property
    def controls(self) -> list[Control]:
        return [
            Control("launch", "A launch succeeds", self.launch),
            Control("restart", "Restart the bot", self.restart),
        ]


@pytest.fixture
def host() -> Host:
    return Host()


@pytest_asyncio.fixture(loop_scope="session")
async def running(host: Host) -> AsyncIterator[Playground]:
    async with Playground(port=0, controls=host.controls) as playground:
        yield playground


@pytest_asyncio.fixture(loop_scope="session")
async def client(running: Playground) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Origin": running.address}
    async with httpx.AsyncClient(base_url=running.address, headers=headers) as opened:
        yield opened


async def test_the_controls_of_the_host_are_listed_in_its_order(client: httpx.AsyncClient) -> None:
    assert (await client.get("/api/controls")).json() == {
        "controls": [
            {"name": "launch", "label": "A launch succeeds"},
            {"name": "restart", "label": "Restart the bot"},
        ]
    }


async def test_without_a_host_there_are_none() -> None:
    async with Playground(port=0) as bare, httpx.AsyncClient(base_url=bare.address) as client:
        assert (await client.get("/api/controls")).json() == {"controls": []}


async def test_a_deed_is_done_once_at_a_time_and_its_sentence_returned(
    client: httpx.AsyncClient, host: Host
) -> None:
    first = asyncio.create_task(client.post("/api/controls/launch"))
    async with asyncio.timeout(PATIENCE):
        await host.begun.wait()
    second = await client.post("/api/controls/launch")
    assert second.json() == {"refused": "“A launch succeeds” is still at work."}
    host.may_go_on.set()
    assert (await first).json() == {"said": "Falcon 9 has flown."}
    assert (await client.post("/api/controls/launch")).json() == {"said": "Falcon 9 has flown."}


async def test_a_failed_deed_and_an_unknown_one_are_told_in_words(client: httpx.AsyncClient) -> None:
    failed = await client.post("/api/controls/restart")
    assert failed.json() == {"refused": "“Restart the bot” did not work: the bot is still starting"}
    assert "no such button" in (await client.post("/api/controls/nothing")).json()["refused"]


async def test_another_site_can_press_nothing(client: httpx.AsyncClient, host: Host) -> None:
    answer = await client.post("/api/controls/launch", headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert not host.begun.is_set()


@pytest.mark.browser
async def test_a_button_is_pressed_with_the_keyboard_and_what_came_of_it_is_said(
    browser: Browser, running: Playground, host: Host
) -> None:
    page = await browser.new_page()
    await page.goto(running.address)
    launch = page.get_by_role("button", name="A launch succeeds")
    await launch.wait_for()
    await page.keyboard.press("Tab")
    await expect(launch).to_be_focused()
    await page.keyboard.press("Enter")
    said = page.locator("#said")
    await expect(said).to_have_role("status")
    await expect(said).to_have_text("A launch succeeds…")
    host.may_go_on.set()
    await expect(said).to_have_text("Falcon 9 has flown.")
    await expect(launch).to_be_focused()
    await page.get_by_role("button", name="Restart the bot").click()
    await expect(said).to_have_text("“Restart the bot” did not work: the bot is still starting")
    await page.close()
