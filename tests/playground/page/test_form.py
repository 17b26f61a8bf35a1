"""The page as a whole: narrow and wide, dark and light, with the keyboard, and when the server is gone."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from playground.playground import Playground

pytestmark = pytest.mark.browser

NAME_OF_FOCUS = """() => {
    const node = document.activeElement;
    const label = node.closest("label")?.textContent.split(" ")[0];
    return node.ariaLabel ?? label ?? (node.querySelector("h2") ?? node).textContent;
}"""


async def test_the_halves_stand_side_by_side_and_below_each_other_on_a_phone(page: Page) -> None:
    places = """() => ["discord", "telegram"].map((id) => {
        return document.getElementById(id).getBoundingClientRect().toJSON();
    })"""
    left, right = await page.evaluate(places)
    assert (left["top"], left["right"] < right["left"]) == (right["top"], True)
    await page.set_viewport_size({"width": 390, "height": 844})
    upper, lower = await page.evaluate(places)
    assert upper["bottom"] < lower["top"]
    assert await page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_stands_out_in_light_and_dark(
    browser: Browser, playground: Playground, scheme: str
) -> None:
    page = await browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    await page.goto(playground.address)
    await page.wait_for_selector("body[data-ready]")
    brightness = """(selector) => {
        const style = getComputedStyle(document.querySelector(selector));
        const sum = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b);
        return [sum(style.color), sum(getComputedStyle(document.querySelector('.pane')).backgroundColor)];
    }"""
    ink, paper = await page.evaluate(brightness, ".bar h2")
    assert (ink < paper) is (scheme == "light")
    assert abs(ink - paper) > 400
    await page.close()


async def test_everything_is_reached_with_the_tab_key_in_reading_order(page: Page) -> None:
    reached = []
    for _ in range(13):
        await page.keyboard.press("Tab")
        reached.append(await page.evaluate(NAME_OF_FOCUS))
    assert reached == [
        "Channel",
        "You",
        "Language",
        "Discord messages",
        "Message or slash command for Discord",
        "Send",
        "Chat",
        "You",
        "Language",
        "Telegram messages",
        "Message for Telegram",
        "Send",
        "Wire log",
    ]


async def test_every_control_has_a_name(page: Page) -> None:
    tree = await page.locator("body").aria_snapshot()
    for name in (
        'log "Discord messages"',
        'log "Telegram messages"',
        'combobox "Channel"',
        'combobox "Chat"',
    ):
        assert name in tree


async def test_a_lost_server_is_told_and_a_returned_one_is_used_again(
    page: Page, playground: Playground, complaints: list[str]
) -> None:
    port = int(playground.address.rpartition(":")[2])
    lost = page.get_by_text("The connection to the playground is lost")
    await expect(lost).to_be_hidden()
    await playground.__aexit__(None, None, None)
    await expect(lost).to_be_visible()
    async with Playground(port=port) as again:
        await expect(lost).to_be_hidden()
        await again.discord.gateway.announce_guild(next(iter(again.discord.world.guilds.values())))
        channel = next(iter(again.discord.world.channels.values()))
        person = next(user for user in again.discord.world.users.values() if user.name == "Robin")
        again.discord.say(person, channel, "back again")
        await expect(page.get_by_text("back again")).to_be_visible()
        await page.close()
    # The browser itself notes the refused connections.
    complaints.clear()
