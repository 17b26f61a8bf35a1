"""Draws a card as one message of Discord: Components V2 in a container of the outcome's colour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

import discord

from adapters.discord import limits
from adapters.discord.components import Controls
from adapters.discord.fit import Size, capped, fitted
from adapters.discord.text import heading, markdown, small
from commands.cards.card import Block, Card, Entry, Picture, Span, Strong, Text, Tone
from commands.cards.safe_text import ELLIPSIS, plain, web_address
from commands.i18n.translation import _, speaking

Item = discord.ui.Item[Any]
Container = discord.ui.Container[Any]

_COLOURS = {
    Tone.SUCCESS: discord.Colour(0x2E9E5B),
    Tone.FAILURE: discord.Colour(0xD23F3F),
    Tone.PARTIAL_FAILURE: discord.Colour(0xE08A1E),
    Tone.PENDING: discord.Colour(0x3B82D6),
    Tone.NEUTRAL: discord.Colour(0x5C6773),
}
_PICTURE_NAME = "picture.png"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn card, for one message: its layout, and the files that the layout shows.

    The view is finished from the start, so discord.py keeps nothing of it in memory; presses come in
    by `buttons.Press`.
    """

    view: discord.ui.LayoutView
    files: list[discord.File]


class Drawn(discord.ui.LayoutView):
    """A layout of which nothing but its components is left: it can be sent any number of times.

    `components` are as Discord takes them.
    """

    def __init__(self, components: list[dict[str, Any]]) -> None:
        super().__init__(timeout=None)
        self._components = components
        self.stop()

    def has_components_v2(self) -> bool:
        """Whether Discord has to be told that there is no other content."""
        return True

    def to_components(self) -> list[dict[str, Any]]:
        """Return the components."""
        return self._components


def components_of(view: discord.ui.LayoutView) -> list[dict[str, Any]]:
    """Return the components of a layout as Discord takes them."""
    return [item.to_component_dict() for item in view.children]


def draw(card: Card) -> Drawing:
    """Draw any card within Discord's limits; called on a running loop, as discord.py's views ask."""
    with speaking(card.language):
        return _drawn(capped(card, limits.TEXT))


def _drawn(card: Card) -> Drawing:
    container = _container(card)
    if not _size(container).fits:
        container = _container(fitted(card, lambda tried: _size(_container(tried))))
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    picture = card.picture
    return Drawing(view, [_file(picture)] if picture and picture.data else [])


def _size(container: Container) -> Size:
    components = 1 + sum(1 for _item in container.walk_children())
    texts = (each.content for each in container.walk_children() if isinstance(each, discord.ui.TextDisplay))
    size = sum(len(text.encode()) for text in texts)
    # In characters, so that one number tells whether it fits both limits.
    weight = -(-size * limits.TEXT // limits.TEXT_BYTES)
    return Size(components, text=max(container.content_length(), weight))


def _container(card: Card) -> Container:
    controls = Controls()
    items = [*_body(card), *_controls(card, controls)] or [discord.ui.TextDisplay(ELLIPSIS)]
    return discord.ui.Container(*items, accent_colour=_COLOURS[card.tone])


def _body(card: Card) -> Iterator[Item]:
    """Draw what is read, with as few text displays as the entries between them allow."""
    texts = [heading(card.title, 2)]
    if card.picture and (gallery := _gallery(card.picture)):
        yield from _displays(texts)
        yield gallery
        texts = []
    for block in card.blocks:
        if isinstance(block, Entry) and not block.compact:
            # Each in a display of its own, so that they stand apart.
            yield from _displays(texts)
            yield from _displays([_entry(block)])
            texts = []
        else:
            texts.append(_text(block))
    if any(isinstance(block, Entry) and not block.compact for block in card.blocks):
        texts.append(small((_("Press a number to open that launch."),)))
    texts.append(small(card.footer))
    yield from _displays(texts)


def _controls(card: Card, controls: Controls) -> Iterator[Item]:
    """Draw what is pressed: what opens the entries, the rows of buttons, the menus.

    Beside an entry, a button would leave its lines half of a phone.
    """
    whole = [block for block in card.blocks if isinstance(block, Entry) and not block.compact]
    yield from controls.rows(replace(entry.open, label=str(entry.number)) for entry in whole)
    compact = [block for block in card.blocks if isinstance(block, Entry) and block.compact]
    yield from controls.opener(compact, _("Open a launch"))
    for row in card.buttons:
        yield from controls.rows(row)
    for select in card.selects:
        yield from controls.menus(select)
    if card.roles:
        yield from controls.role_menu(card.roles)


def _displays(texts: list[str]) -> Iterator[Item]:
    text = "\n".join(text for text in texts if text.strip())
    if text:
        yield discord.ui.TextDisplay(text)


def _text(block: Block) -> str:
    if isinstance(block, Text):
        return "\n".join(filter(None, (heading(block.heading, 3), _lines(block))))
    spans: list[Span] = [Strong(f"{block.number}.")]
    for index, line in enumerate(block.lines or ((block.name,),)):
        spans += [" · " if index else " ", *line]
    return " ".join(markdown(tuple(spans)).split())


def _entry(entry: Entry) -> str:
    first, *others = entry.lines or ((plain(entry.name, limits.OPTION_TEXT),),)
    lines = ((Strong(f"{entry.number}."), " ", *first), *others)
    return "\n".join(markdown(line) for line in lines)


def _lines(block: Block) -> str:
    text = "\n".join(markdown(line) for line in block.lines)
    return text.strip("\n") if text.strip() else ""


def _gallery(picture: Picture) -> Item | None:
    address = f"attachment://{_PICTURE_NAME}" if picture.data else web_address(picture.url, limits.MEDIA_URL)
    if not address:
        return None
    gallery: discord.ui.MediaGallery[Any] = discord.ui.MediaGallery()
    return gallery.add_item(media=address, description=_alt(picture), spoiler=picture.spoiler)


def _file(picture: Picture) -> discord.File:
    return discord.File(BytesIO(picture.data), filename=_PICTURE_NAME, description=_alt(picture))


def _alt(picture: Picture) -> str | None:
    return plain(picture.alt, limits.ALT_TEXT) if picture.alt.strip() else None
