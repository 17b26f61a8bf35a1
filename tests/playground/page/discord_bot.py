"""A bot on the unmodified discord.py client that shows everything the page can draw."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib
from typing import Any

import discord
from discord import app_commands


def png() -> bytes:
    """The smallest picture: one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\x00\xff\x80\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


class Choice(discord.ui.Select[Any]):
    """A menu that says what was chosen by changing its message."""

    def __init__(self) -> None:
        options = [discord.SelectOption(label=word, value=word.lower()) for word in ("Newest", "Oldest")]
        super().__init__(custom_id="order", placeholder="Order", options=options)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(view=layout(f"Order: {self.values[0]}"))


class Next(discord.ui.Button[Any]):
    """A button that changes its message."""

    def __init__(self) -> None:
        super().__init__(label="Next", custom_id="next", style=discord.ButtonStyle.primary)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(view=layout("Page 2"))


def layout(title: str) -> discord.ui.LayoutView:
    """One of every component."""
    view = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[Any] = discord.ui.Container(accent_colour=0x2E9E5B)
    text = f"## {title}\n-# small print\n**bold** *it* `code` <t:0:D> [map](https://example.org/map)\n- item"
    container.add_item(discord.ui.Section(text, accessory=Next()))
    thumbnail = discord.ui.Thumbnail[Any]("https://example.org/remote.png", description="A remote rocket")
    container.add_item(discord.ui.Section("With a picture", accessory=thumbnail))
    gallery = discord.ui.MediaGallery[Any]()
    gallery.add_item(media="https://example.org/large.png", description="A large remote rocket")
    container.add_item(gallery).add_item(discord.ui.Separator())
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow()
    row.add_item(discord.ui.Button(label="Off", custom_id="off", disabled=True))
    row.add_item(discord.ui.Button(label="Wiki", url="https://example.org/wiki"))
    container.add_item(row)
    container.add_item(discord.ui.ActionRow(Choice()))
    return view.add_item(container)


class Form(discord.ui.Modal, title="Search"):
    """One text to fill in."""

    words: discord.ui.Label[Any] = discord.ui.Label(
        text="Words", description="What to look for", component=discord.ui.TextInput(custom_id="words")
    )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        assert isinstance(self.words.component, discord.ui.TextInput)
        await interaction.response.send_message(f"Searching {self.words.component.value}")


class DemoBot(discord.Client):
    """Answers the commands below. `release` ends the wait of /slow."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0,
        )
        self.tree = app_commands.CommandTree(self)
        self.release = asyncio.Event()
        add_answers(self)
        add_moods(self)

    async def setup_hook(self) -> None:
        self.add_view(layout(""))
        await self.tree.sync()


def add_answers(bot: DemoBot) -> None:
    """Register what shows components, options and files."""

    @bot.tree.command(description="Shows every component")
    async def show(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(view=layout("Page 1"))

    @bot.tree.command(description="Finds launches")
    async def find(
        interaction: discord.Interaction[Any], provider: str, crewed: bool = False, limit: int = 10
    ) -> None:
        await interaction.response.send_message(f"found {provider} {crewed} {limit}")

    @find.autocomplete("provider")
    async def providers(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        offered = {"SpaceX": "121", "Space One": "1083"}
        return [
            app_commands.Choice(name=name, value=value)
            for name, value in offered.items()
            if typed.lower() in name.lower()
        ]

    @bot.tree.command(description="Uploads a picture")
    async def picture(interaction: discord.Interaction[Any]) -> None:
        file = discord.File(io.BytesIO(png()), filename="chart.png", description="A chart")
        await interaction.response.send_message(file=file)

    @bot.tree.command(description="Opens a form")
    async def form(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(Form())


def add_moods(bot: DemoBot) -> None:
    """Register what answers privately, late, with hostile text, or not at all."""

    @bot.tree.command(description="Answers in private")
    async def private(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("between us", ephemeral=True)

    @bot.tree.command(description="Takes its time")
    async def slow(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer()
        await bot.release.wait()
        await interaction.edit_original_response(content="done at last")

    @bot.tree.command(description="Sends markup")
    async def hostile(interaction: discord.Interaction[Any]) -> None:
        text = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) **<b>bold</b>**"
        await interaction.response.send_message(text)

    @bot.tree.command(description="Never answers")
    async def silent(interaction: discord.Interaction[Any]) -> None:
        pass
