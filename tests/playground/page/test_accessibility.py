"""The page for those who listen to it, use no mouse, or see little: names, languages, contrasts."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.async_api import Page, expect

from .test_discord_half import type_command
from .test_telegram_half import write

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("discord_bot", "telegram_app")]

NAMELESS = """() => {
  const named = (node) => (
    node.getAttribute("aria-label")
    || (node.getAttribute("aria-labelledby") ?? "").split(" ")
      .some((id) => document.getElementById(id)?.textContent.trim())
    || [...(node.labels ?? [])].some((label) => label.textContent.trim())
    || (node.matches("img") && node.alt.trim())
    || (node.matches("button, a, summary") && node.textContent.trim())
  );
  const roles = "[role=img], [role=log], [role=listbox]";
  const controls = `button, a, input, select, textarea, summary, img, dialog, ${roles}`;
  const nameless = [...document.querySelectorAll(controls)].filter((node) => !named(node));
  return nameless.map((node) => node.outerHTML);
}"""

FAINT = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const seen = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((part, i) => part * a + below[i] * (1 - a));
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(seen(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
  };
  const light = (rgb) => {
    const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = rgb.map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const isText = (child) => child.nodeType === Node.TEXT_NODE && child.textContent.trim();
  // What cannot be used and what is hidden on purpose need no contrast.
  const exempt = ":disabled, [aria-disabled=true], .spoiler:not(.revealed), script";
  const faint = [];
  for (const node of document.querySelectorAll("body *")) {
    if (![...node.childNodes].some(isText) || !node.checkVisibility() || node.closest(exempt)) continue;
    const style = getComputedStyle(node);
    const below = behind(node);
    const [one, other] = [light(over(seen(style.color), below)), light(below)].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (other + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} ${node.className} ${node.textContent}`);
  }
  return faint;
}"""


async def fill(page: Page) -> None:
    """Let both chats show all that the bots of these tests can."""
    await type_command(page, "/show")
    await expect(page.locator("#discord").get_by_role("heading", name="Page 1")).to_be_visible()
    await write(page, "/show")
    await expect(page.locator("#telegram article")).to_have_count(2)
    await page.locator("#wire > summary").click()
    await page.get_by_label("Message or slash command for Discord").press_sequentially("/find ")
    await expect(page.get_by_role("option", name="provider:")).to_be_visible()


async def test_everything_that_is_used_or_shown_has_a_name(page: Page) -> None:
    await fill(page)
    assert await page.evaluate(NAMELESS) == []
    ids = "() => [...document.querySelectorAll('[id]')].map((node) => node.id)"
    known = await page.evaluate(ids)
    assert len(known) == len(set(known))


async def test_new_messages_and_what_goes_wrong_are_announced(page: Page) -> None:
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    for name in ("Discord messages", "Telegram messages"):
        await expect(page.get_by_role("log", name=name)).to_be_attached()
    await type_command(page, "/nothing")
    await expect(page.get_by_role("alert")).to_have_text("/nothing is not a command here.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_stands_out_from_what_is_behind_it(
    page: Page, scheme: Literal["light", "dark"]
) -> None:
    await page.emulate_media(color_scheme=scheme)
    await fill(page)
    assert await page.evaluate(FAINT) == []


@pytest.mark.parametrize("width", [390, 1280])
async def test_what_is_real_is_said_on_a_phone_too(page: Page, width: int) -> None:
    await page.set_viewport_size({"width": width, "height": 844})
    about = page.get_by_text("The launches are a sample of real ones.")
    await expect(about).to_be_in_viewport()
    await expect(about).to_contain_text("Results that you let happen are made up, and called rehearsals.")
