"""`make cards`: every card of the walk in every language beside the English, on both platforms, to be read.

There is a page for each language in `build/cards`, with columns as wide as a phone, and an index of them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import discord

from adapters.discord.modals import draw_form
from adapters.discord.render import draw as draw_on_discord
from adapters.telegram.render import draw as draw_on_telegram
from commands.cards.card import Card, Form
from commands.i18n.formatting import date_words
from commands.i18n.languages import Languages
from commands.i18n.relative_times import relative_words
from commands.i18n.translation import ENGLISH, Language, speaking
from tests.every_card import Step, walk
from tests.sample import SAMPLE_NOW as NOW

FOLDER = Path("build") / "cards"

STYLE = """
body { font: 15px/1.35 system-ui, sans-serif; margin: 1rem; color: #1b1f24; background: #f7f8fa }
section { display: grid; grid-template-columns: repeat(4, 360px); gap: 12px; margin-bottom: 2rem;
  align-items: start }
h2 { grid-column: 1 / -1; font-size: 1rem; margin: 0; color: #5b6570 }
article { background: #fff; border: 1px solid #d5dae0; border-radius: 8px; padding: 8px; overflow: auto }
article.other { border-color: #2e6fd8 }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
.row { display: flex; gap: 4px; margin-top: 4px }
.key { flex: 1 1 0; border: 1px solid #9aa4ae; border-radius: 6px; padding: 2px 4px; text-align: center;
  font-size: 13px; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.discord .row { flex-wrap: wrap } .discord .key { flex: 0 1 auto }
tg-spoiler { background: #ddd } img { max-width: 100% } small { color: #5b6570 }
"""


@dataclass
class Pictures:
    """Writes the charts of cards to files beside the pages."""

    folder: Path

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def of(self, card: Card) -> str:
        """Return the chart of a card, and its description; "" where it has none."""
        if card.picture is None:
            return ""
        image = ""
        if card.picture.data:
            name = f"chart-{next(self._numbers)}.png"
            (self.folder / name).write_bytes(card.picture.data)
            image = f'<img loading="lazy" src="{name}" alt="">'
        return f"{image}<small>{escape(card.picture.alt)}</small>"


def on_discord(answer: Card | Form, pictures: Pictures) -> str:
    """Return an answer as Discord draws it, near enough to be read."""
    view = draw_form(answer) if isinstance(answer, Form) else draw_on_discord(answer).view
    parts = [_text(view.title)] if isinstance(view, discord.ui.Modal) else []
    for item in view.walk_children():
        match item:
            case discord.ui.TextDisplay():
                parts.append(_text(_marked_down(item.content)))
            case discord.ui.ActionRow():
                buttons = [each for each in item.children if isinstance(each, discord.ui.Button)]
                parts.append(_row([str(each.label) for each in buttons]))
            case discord.ui.Select():
                parts.append(_row([f"{item.placeholder} ▾"]))
                parts.append(_text(escape(" | ".join(each.label for each in item.options))))
            case discord.ui.Label():
                parts.append(_text(escape(item.text)))
            case discord.ui.Button() if not isinstance(item.parent, discord.ui.ActionRow):
                parts.append(_row([str(item.label)]))
    return "".join(parts) + (pictures.of(answer) if isinstance(answer, Card) else "")


def on_telegram(answer: Card | Form) -> str:
    """Return an answer as Telegram draws it; it has no forms."""
    if isinstance(answer, Form):
        return ""
    drawn = draw_on_telegram(answer, now=NOW)
    rows = drawn.keyboard.inline_keyboard if drawn.keyboard else ()
    notice = f"<small>{escape(answer.notice)}</small>" if answer.notice else ""
    return _text(drawn.html) + "".join(_row([key.text for key in row]) for row in rows) + notice


def _text(html: str) -> str:
    return f'<div class="text">{html}</div>'


def _row(labels: Sequence[str]) -> str:
    keys = "".join(f'<span class="key" title="{escape(each)}">{escape(each)}</span>' for each in labels)
    return f'<div class="row">{keys}</div>' if keys else ""


_INSTANT = re.compile(r"<t:(-?\d+):(\w)>")


def _told(match: re.Match[str]) -> str:
    """Return an instant as Discord tells it, near enough."""
    instant = datetime.fromtimestamp(int(match[1]), UTC)
    if match[2] == "R":
        return relative_words((instant - NOW).total_seconds())
    time = f"{instant:%H:%M}"
    return (
        time
        if match[2] == "t"
        else date_words(instant)
        if match[2] == "D"
        else f"{date_words(instant)}, {time}"
    )


def _marked_down(text: str) -> str:
    """Return Discord's Markdown as HTML, as far as our cards use it."""
    html = escape(_INSTANT.sub(_told, text))
    html = re.sub(r"^#+ (.*)$", r"<b>\1</b>", html, flags=re.MULTILINE)
    html = re.sub(r"^-# (.*)$", r"<small>\1</small>", html, flags=re.MULTILINE)
    html = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", html)
    html = re.sub(r"\|\|(.+?)\|\|", r"<tg-spoiler>\1</tg-spoiler>", html)
    return re.sub(r"\\([^\w\s])", r"\1", html)


def _drawn(steps: Sequence[Step], language: Language, pictures: Pictures) -> list[tuple[str, str]]:
    with speaking(language):
        return [(on_discord(step.answer, pictures), on_telegram(step.answer)) for step in steps]


def _page(language: Language, rows: Sequence[tuple[str, tuple[str, str], tuple[str, str]]]) -> str:
    sections = []
    for words, english, other in rows:
        boxes = "".join(
            f'<article class="{platform}{side}" lang="{code}">{html}</article>'
            for at, platform in enumerate(("discord", "telegram"))
            for side, code, html in (("", "en", english[at]), (" other", language.code, other[at]))
        )
        sections.append(f"<section><h2>{escape(words)}</h2>{boxes}</section>")
    return _html(f"Launchlog: {language.name}", "".join(sections))


def _html(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    return f"<!doctype html><html><head>{head}</head><body><h1>{escape(title)}</h1>{body}</body></html>"


def write(folder: Path, walked: Mapping[Language, Sequence[Step]]) -> list[Path]:
    """Write a page for each language walked in, the English beside it, and the index; return them all."""
    folder.mkdir(parents=True, exist_ok=True)
    pictures = Pictures(folder)
    english, pages = _drawn(walked[ENGLISH], ENGLISH, pictures), []
    for language in walked.keys() - {ENGLISH}:
        told = _drawn(walked[language], language, pictures)
        # What looks the same was read before.
        rows = {
            here: (step.words, here, there)
            for step, here, there in zip(walked[language], english, told, strict=True)
        }
        pages.append(folder / f"{language.code}.html")
        pages[-1].write_text(_page(language, list(rows.values())), "utf-8")
    links = "".join(f'<p><a href="{each.name}">{each.stem}</a></p>' for each in sorted(pages))
    index = folder / "index.html"
    index.write_text(_html("Launchlog: every card in every language", links), "utf-8")
    return [*pages, index]


async def _walked(folder: Path) -> dict[Language, list[Step]]:
    languages = Languages.load()
    return {each: [step async for step in walk(each, languages, folder, NOW)] for each in languages}


if __name__ == "__main__":
    with TemporaryDirectory() as scratch:
        answers = asyncio.run(_walked(Path(scratch)))
    for path in write(FOLDER, answers):
        print(path)  # noqa: T201
