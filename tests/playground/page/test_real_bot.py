"""The real bot, used by hand at the page: by a newcomer who has just typed `make run`."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from bot.cli.play import FOLDER
from tests.history import copied
from tests.states import make_state

from .real_bot import Visitor, open_page, real_playground

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def catalogues(history_file: Path) -> list[Path]:
    """What a bot may start from: the history, and what the first test's bot had after its first sync."""
    return [history_file]


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(
    browser: Browser,
    complaints: list[str],
    catalogues: list[Path],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Visitor]:
    kept = tmp_path / FOLDER
    kept.mkdir()
    make_state(kept / "state.db")
    copied(catalogues[-1], kept)
    async with real_playground(os.environ.get("LAUNCHLOG_CONTRACTS", ""), str(tmp_path)) as address:
        page = await open_page(browser, address, complaints)
        await expect(page.get_by_text("bot online")).to_have_count(2)
        visitor = Visitor(page)
        await visitor.wait_for_launches()
        if len(catalogues) == 1:
            catalogues.append(copied(kept / "catalogue.db", tmp_path_factory.mktemp("synced")))
        yield visitor
        await _expect_contracts_kept(page)
        await page.close()
    assert complaints == []


async def _expect_contracts_kept(page: Page) -> None:
    log = page.locator("#wire")
    await log.locator("> summary").click()
    await expect(log.locator("li", has_text="checking…")).to_have_count(0)
    said = "contracts kept" if os.environ.get("LAUNCHLOG_CONTRACTS") else "no contracts at hand"
    await expect(log.locator("> summary")).to_contain_text(said)


async def test_a_launch_is_offered_in_a_group_sent_shared_and_opened(visitor: Visitor) -> None:
    page, right = visitor.page, visitor.right
    await right.get_by_label("Chat").select_option("Launch watchers")
    line = page.get_by_label("Message for Telegram")
    await line.press_sequentially("@playground_bot europa clip")
    offered = page.locator("#telegram-line-suggestions").get_by_role("option")
    await expect(offered).to_have_count(1)
    await expect(offered).to_contain_text("Success · 14 October 2024 · SpaceX")
    await line.press("ArrowDown")
    await line.press("Enter")
    sent = right.locator("article.mine").last
    await expect(sent).to_contain_text("Provider: SpaceX")
    await sent.get_by_role("button", name="Share").click()
    await expect(line).to_have_value("@playground_bot Falcon Heavy | Europa Clipper")
    await expect(offered.first).to_contain_text("Falcon Heavy | Europa Clipper")
    await line.press("Escape")
    await sent.get_by_role("button", name="Open in the bot").click()
    await expect(right.locator("article").last).to_contain_text("On Discord, type: /launch launch:")


async def test_typing_completes_pages_turn_and_a_detail_opens_and_leads_back(visitor: Visitor) -> None:
    # The first to ask for a name waits until all are read: on a busy machine longer than a completion may.
    await visitor.type_right("/previous provider:spacex")
    await expect(visitor.right.get_by_text(re.compile("Page 1 of"))).to_be_visible()
    line = visitor.page.get_by_label("Message or slash command for Discord")
    await line.press_sequentially("/prev")
    await expect(visitor.page.get_by_role("option", name="/previous")).to_be_visible()
    await line.press("Tab")
    await expect(line).to_have_value("/previous ")
    await line.press_sequentially("provider:spac")
    await visitor.page.get_by_role("option", name=re.compile("SpaceX · ")).click()
    await expect(line).to_have_value(re.compile("^/previous provider:SpaceX · "))
    await line.press("Escape")
    await line.press("Enter")
    await expect(visitor.left.get_by_text(re.compile(r"1 / \d"))).to_be_visible()
    await visitor.touch(visitor.left, "2 ›", exact=True)
    await expect(visitor.left.get_by_text(re.compile(r"2 / \d"))).to_be_visible()
    await visitor.touch(visitor.left, "6", exact=True)
    await expect(visitor.left.locator("article").last).to_contain_text("Provider: SpaceX")
    await visitor.touch(visitor.left, "Back to the list")
    await expect(visitor.left.get_by_text(re.compile(r"2 / \d"))).to_be_visible()


async def test_a_newcomer_is_told_what_this_is_is_greeted_and_taps_a_command(visitor: Visitor) -> None:
    for width in (390, 1280):
        await visitor.page.set_viewport_size({"width": width, "height": 900})
        about = visitor.page.get_by_text("The history is real, up to")
        await expect(about).to_be_in_viewport()
        await expect(about).to_contain_text("simulated on this machine")
    for half, ask in ((visitor.left, visitor.type_left), (visitor.right, visitor.type_right)):
        await ask("/start")
        await expect(half.locator("article").last).to_contain_text("The latest result")
        await visitor.touch(half, "Help", exact=True)
        await expect(half.locator("article").last).to_contain_text("How to use Launchlog")
    await visitor.touch(visitor.left, "/stats")
    await expect(visitor.page.get_by_label("Message or slash command for Discord")).to_have_value("/stats ")
    await visitor.touch(visitor.right, "/latest")
    await expect(visitor.right.locator("article").last).to_contain_text("Provider:")


async def test_filters_are_chosen_by_touch_and_their_list_has_as_many_launches_as_was_said(
    visitor: Visitor,
) -> None:
    await visitor.type_left("/previous")
    await visitor.touch(visitor.left, "Filters")
    panel = visitor.left.locator("article").last
    await expect(panel.get_by_text("Only you can see this")).to_be_visible()
    await panel.get_by_role("button", name="Outcome").click()
    failure = visitor.choices.filter(has_text=re.compile(r"^\W*Failure\d"))
    said = re.search(r"(\d+) launches", await failure.inner_text())
    assert said is not None
    await failure.click()
    await expect(panel.get_by_role("button", name=re.compile("✕ failures"))).to_be_visible()
    await expect(panel).to_contain_text(said[0])
    await visitor.touch(visitor.left, "Show this list")
    shown = visitor.left.locator("article").last
    await expect(shown).to_contain_text(f"Failures · {said[1]}")
    await expect(shown).not_to_contain_text("Only you can see this")


async def test_figures_comparisons_and_reuse_have_their_charts_in_the_page(visitor: Visitor) -> None:
    for ask, half, asked in (
        (visitor.type_left, visitor.left, ("/stats provider:SpaceX", "/compare first:SpaceX second:ULA")),
        (
            visitor.type_right,
            visitor.right,
            ("/stats provider:spacex", "/compare spacex, ula", "/stats provider:spacex by:year then:reused"),
        ),
    ):
        for number, text in enumerate(asked, 1):
            await ask(text)
            chart = half.locator("article img.picture")
            await expect(chart).to_have_count(number)
            await expect(chart.last).to_be_visible()
            drawn = await chart.last.evaluate(
                "async (node) => { await node.decode(); return node.naturalWidth }"
            )
            assert drawn > 500, text


async def test_a_misspelt_name_is_put_right_by_one_press_on_both(visitor: Visitor) -> None:
    await visitor.type_left("/previous provider:Spacx")
    await visitor.touch(visitor.left, "SpaceX", exact=True)
    await expect(visitor.left.locator("article").last).to_contain_text(re.compile(r"SpaceX launches · \d{3}"))
    await visitor.type_right("/previous provider:Spacx")
    await visitor.touch(visitor.right, "SpaceX", exact=True)
    await expect(visitor.right.locator("article").last).to_contain_text(
        re.compile(r"SpaceX launches · \d{3}")
    )


async def test_on_telegram_a_detail_is_four_touches_from_an_empty_chat(visitor: Visitor) -> None:
    await expect(visitor.right.locator("article")).to_have_count(0)
    before = await visitor.touches()
    await visitor.type_right("/menu")
    await visitor.touch(visitor.right, "By provider")
    await visitor.touch(visitor.right, "SpaceX")
    await visitor.touch(visitor.right, "1", exact=True)
    await expect(visitor.right.locator("article").last).to_contain_text("Provider: SpaceX")
    assert await visitor.touches() - before == 4


async def test_on_discord_a_detail_is_three_touches_from_an_empty_channel(visitor: Visitor) -> None:
    await expect(visitor.left.locator("article")).to_have_count(0)
    before = await visitor.touches()
    await visitor.type_left("/menu")
    await visitor.touch(visitor.left, "All launches")
    await visitor.touch(visitor.left, "1", exact=True)
    await expect(visitor.left.locator("article").last).to_contain_text("Provider: ")
    assert await visitor.touches() - before == 3


async def test_on_discord_the_menu_leads_by_provider_to_a_detail(visitor: Visitor) -> None:
    before = await visitor.touches()
    await visitor.type_left("/menu")
    await visitor.touch(visitor.left, "By provider")
    await visitor.choose(visitor.left, "Provider", "SpaceX")
    await visitor.touch(visitor.left, "1", exact=True)
    await expect(visitor.left.locator("article").last).to_contain_text("Provider: SpaceX")
    # One more than on Telegram: a menu has to be opened before something in it can be chosen.
    assert await visitor.touches() - before == 5


async def test_on_telegram_the_menu_leads_over_pages_to_a_detail_and_back(visitor: Visitor) -> None:
    await visitor.type_right("/previous")
    await visitor.touch(visitor.right, "By provider")
    await visitor.touch(visitor.right, "SpaceX (5")
    answer = visitor.right.locator("article").last
    await expect(answer).to_contain_text(re.compile("SpaceX launches · 5\\d\\d"))
    await visitor.touch(visitor.right, "2 ›")
    await expect(answer.get_by_text(re.compile("Page 2 of"))).to_be_visible()
    await visitor.touch(visitor.right, "6", exact=True)
    await expect(answer).to_contain_text("Provider: SpaceX")
    await visitor.touch(visitor.right, "Back to the list")
    await expect(answer.get_by_text(re.compile("Page 2 of"))).to_be_visible()


async def test_an_old_button_works_after_the_bot_was_restarted(visitor: Visitor) -> None:
    await visitor.type_left("/previous provider:SpaceX")
    await visitor.type_right("/previous provider:spacex")
    await expect(visitor.left.get_by_text(re.compile(r"1 / \d"))).to_be_visible()
    await expect(visitor.right.get_by_text(re.compile("Page 1 of"))).to_be_visible()
    await visitor.page.get_by_role("button", name="Restart the bot").click()
    await expect(visitor.page.get_by_text("older buttons go on working")).to_be_visible()
    await expect(visitor.page.get_by_text("bot online")).to_have_count(2)
    await visitor.touch(visitor.left, "2 ›", exact=True)
    await expect(visitor.left.get_by_text(re.compile(r"2 / \d"))).to_be_visible()
    await visitor.touch(visitor.right, "2 ›")
    await expect(visitor.right.get_by_text(re.compile("Page 2 of"))).to_be_visible()


async def test_somebody_else_gets_a_copy_beside_the_message_or_in_the_private_chat(
    visitor: Visitor,
) -> None:
    await visitor.type_left("/previous provider:SpaceX")
    await visitor.left.get_by_label("You are").select_option("Kim")
    await visitor.touch(visitor.left, "2 ›", exact=True)
    copy = visitor.left.locator("article").last
    await expect(copy.get_by_text("Only you can see this")).to_be_visible()
    await expect(copy).to_contain_text("2 / ")
    await visitor.right.get_by_label("Chat").select_option("Launch watchers")
    await visitor.type_right("/previous provider:spacex")
    await expect(visitor.right.get_by_text(re.compile("Page 1 of"))).to_be_visible()
    await visitor.right.get_by_label("You are").select_option("Kim")
    await visitor.touch(visitor.right, "2 ›")
    await expect(visitor.right.locator("article").last).to_contain_text("Page 2 of")
    await expect(visitor.right.get_by_label("Chat")).not_to_have_value("Launch watchers")


async def test_a_person_without_rights_cannot_subscribe(visitor: Visitor) -> None:
    await visitor.right.get_by_label("Chat").select_option("Launch watchers")
    await visitor.right.get_by_label("You are").select_option("Kim")
    await visitor.type_right("/subscribe")
    await expect(visitor.right.locator("article").last).to_contain_text("Only admins of this chat")
    await visitor.left.get_by_label("You are").select_option("Kim")
    await visitor.page.get_by_label("Message or slash command for Discord").press_sequentially("/sub")
    await expect(visitor.page.get_by_role("option", name="/subscribe")).to_have_count(0)


async def test_a_result_arrives_in_both_chats_and_its_correction_edits_it_with_a_restart_between(
    visitor: Visitor,
) -> None:
    await visitor.type_left("/subscribe provider:SpaceX")
    await expect(visitor.left.locator("article").last).to_contain_text("Subscribed")
    await visitor.type_right("/subscribe provider:spacex")
    await expect(visitor.right.locator("article").last).to_contain_text("Subscribed")
    await visitor.page.get_by_role("button", name="A launch fails").click()
    for half in (visitor.left, visitor.right):
        post = half.locator("article").last
        await expect(post).to_contain_text("Rehearsal 1")
        await expect(post).to_contain_text("this launch is made up, nothing has flown")
        await expect(post).to_contain_text("Failure")
    await visitor.page.get_by_role("button", name="Restart the bot").click()
    await expect(visitor.page.get_by_text("older buttons go on working")).to_be_visible()
    await expect(visitor.page.get_by_text("bot online")).to_have_count(2)
    await visitor.page.get_by_role("button", name="The outcome is corrected").click()
    for half in (visitor.left, visitor.right):
        post = half.locator("article").last
        await expect(post).to_contain_text("Corrected: Success (first posted as Failure)")
        await expect(half.get_by_text(re.compile("^\\(?edited\\)?$"))).to_be_visible()
