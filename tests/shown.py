"""An answer as each platform draws it: what is read, and what can be pressed."""

from __future__ import annotations

from dataclasses import dataclass

import discord

from adapters.discord.modals import draw_form
from adapters.discord.render import draw as draw_on_discord
from adapters.telegram.render import draw as draw_on_telegram
from commands.cards.card import Card, Form
from tests.commands.conftest import NOW


@dataclass(frozen=True, slots=True)
class Shown:
    """What a platform shows of an answer: its texts, and what can be pressed or chosen."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]

    @property
    def cuts(self) -> int:
        """How often something ends in an ellipsis."""
        return sum(text.count("…") for text in self.texts) + sum(each.endswith("…") for each in self.labels)


def on_discord(answer: Card | Form) -> Shown:
    """Draw an answer on Discord."""
    drawn = draw_form(answer) if isinstance(answer, Form) else draw_on_discord(answer).view
    texts: list[str] = [drawn.title] if isinstance(drawn, discord.ui.Modal) else []
    labels: list[str] = []
    for item in drawn.walk_children():
        match item:
            case discord.ui.TextDisplay():
                texts.append(item.content)
            case discord.ui.Button():
                labels.append(str(item.label))
            case discord.ui.Select():
                labels += [str(item.placeholder), *(option.label for option in item.options)]
                labels += [option.description for option in item.options if option.description]
            case discord.ui.Label():
                labels.append(item.text)
    return Shown(tuple(texts), tuple(labels))


def on_telegram(card: Card | Form) -> Shown:
    """Draw a card on Telegram, which has no forms."""
    if isinstance(card, Form):
        return Shown((), ())
    drawn = draw_on_telegram(card, now=NOW)
    rows = drawn.keyboard.inline_keyboard if drawn.keyboard else ()
    return Shown((drawn.plain, drawn.caption), tuple(key.text for row in rows for key in row))
