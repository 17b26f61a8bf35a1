"""The docs hold: links lead somewhere, pictures are shown, and examples work on both platforms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.discord.text import escape
from commands.definitions.command import Kind
from commands.definitions.commands import COMMANDS
from playground.discord.component_types import walk
from tests.wire import embedded, on_discord, on_telegram

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
BY_NAME = {command.name: command for command in COMMANDS}


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _links(page: Path) -> Iterator[tuple[str, str]]:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if not re.match(r"https?:", target):
            path, _, anchor = target.partition("#")
            yield path, anchor


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_what_is_there(page: Path) -> None:
    for path, anchor in _links(page):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), path
        assert not anchor or anchor in _anchors(target), f"{path}#{anchor}"


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in reached and page.suffix == ".md":
            reached.add(page)
            waiting += [(page.parent / path).resolve() for path, _anchor in _links(page) if path]
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


def test_every_picture_is_shown() -> None:
    shown = {(page.parent / path).resolve() for page in PAGES for path, _anchor in _links(page)}
    assert [picture.name for picture in ROOT.glob("docs/screenshots/*.png") if picture not in shown] == []


def examples() -> list[tuple[str, str]]:
    """What the tables say to type on Discord and on Telegram for the same answer."""
    row = re.compile(r"^\| `(/[^`]+)` \| `(/[^`]+)` \|", re.MULTILINE)
    found = [pair for page in PAGES for pair in row.findall(page.read_text("utf-8"))]
    return list(dict.fromkeys(found))


def options_of(line: str) -> tuple[str, dict[str, str | int | float | bool]]:
    """Read a line as a client of Discord does: options by name, choices by what the menu calls them."""
    name, *rest = re.split(r" (?=\w+:)", line.removeprefix("/"))
    given: dict[str, str | int | float | bool] = {}
    parameters = {parameter.name: parameter for parameter in BY_NAME[name].parameters}
    for option, value in (part.split(":", 1) for part in rest):
        chosen = {label: key for key, label in parameters[option].choices}
        given[option] = (
            int(value) if parameters[option].kind is Kind.NUMBER else chosen[value] if chosen else value
        )
    return name, given


def _title(text: str) -> str:
    title = text.strip().partition("\n")[0].removeprefix("## ").strip()
    return re.sub(r"^Subscription \d+$", "Subscription", title)


async def test_examples_of_both_platforms_have_one_answer(tmp_path: Path) -> None:
    assert len(examples()) > 10
    async with (
        embedded(tmp_path) as dispatcher,
        on_discord(dispatcher) as (discord, ada, channel),
        on_telegram(dispatcher) as (telegram, _bo),
    ):
        for there, here in examples():
            name, options = options_of(there)
            message = (await discord.slash(ada, channel, name, options)).message
            assert message is not None, there
            words = [part["content"] for part in walk(message.components) if "content" in part]
            asker = telegram.world.add_user("Cleo")
            reply = await (await telegram.say(asker, text=here)).reply()
            titles = {_title("\n".join(words)), escape(_title(reply.text or ""))}
            assert len(titles) == 1, (there, here, titles)
            assert "That didn’t work" not in titles, (there, here)
