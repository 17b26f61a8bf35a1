"""A small bot on the unmodified discord.py client, for the stand-in to be tested with."""

from __future__ import annotations

import io
import re
from typing import Any, Self

import discord
from discord import app_commands


class Counter(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"count:(?P<number>\d+)"):
    """A button that holds its number in its custom_id."""

    def __init__(self, number: int) -> None:
        super().__init__(discord.ui.Button(label=f"Page {number}", custom_id=f"count:{number}"))
        self.number = number

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str]
    ) -> Self:
        return cls(int(match["number"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(view=page(self.number))


def page(number: int) -> discord.ui.LayoutView:
    """A Components V2 page with a button to the next."""
    view = discord.ui.LayoutView(timeout=None)
    section: discord.ui.Section[Any] = discord.ui.Section(f"Page {number}", accessory=Counter(number + 1))
    view.add_item(discord.ui.Container(section, discord.ui.Separator(), accent_colour=0x0080FF))
    return view


class Order(discord.ui.Select[Any]):
    """A select menu that repeats what was chosen, to the person alone."""

    def __init__(self) -> None:
        options = [discord.SelectOption(label="Newest"), discord.SelectOption(label="Oldest")]
        super().__init__(custom_id="order", placeholder="Order", options=options)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(self.values[0], ephemeral=True)


class Question(discord.ui.Modal, title="Search"):
    """A modal with one text field."""

    words: discord.ui.Label[Any] = discord.ui.Label(
        text="Words", component=discord.ui.TextInput(custom_id="words", max_length=20)
    )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        assert isinstance(self.words.component, discord.ui.TextInput)
        await interaction.response.send_message(f"Searching {self.words.component.value}")


class Bot(discord.Client):
    """Guild intent only, no caches, a handful of commands."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0,
            **options,
        )
        self.tree = app_commands.CommandTree(self)
        self.errors: list[Exception] = []
        add_answers(self)
        add_views(self)
        add_oddities(self)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(Counter)
        view = discord.ui.View(timeout=None)
        view.add_item(Order())
        self.add_view(view)
        await self.tree.sync()

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        raise AssertionError(event_method)


def add_answers(bot: Bot) -> None:
    """Register commands that answer with text, at once or later."""

    @bot.tree.error
    async def on_error(interaction: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
        bot.errors.append(getattr(error, "original", error))

    @bot.tree.command(description="Previous launches")
    async def previous(interaction: discord.Interaction[Any], provider: str, limit: int = 10) -> None:
        await interaction.response.send_message(f"{provider} {limit}")

    @previous.autocomplete("provider")
    async def providers(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{typed} {number}", value=str(number)) for number in range(3)]

    @bot.tree.command(description="Slow")
    async def slow(interaction: discord.Interaction[Any], private: bool = False) -> None:
        await interaction.response.defer(ephemeral=private)
        picture = discord.File(io.BytesIO(b"a picture"), filename="picture.png")
        await interaction.edit_original_response(content="Done", attachments=[picture])
        await interaction.followup.send("And more", ephemeral=True)


def add_views(bot: Bot) -> None:
    """Register commands that answer with something to press, choose or fill in."""

    @bot.tree.command(description="Pages")
    async def pages(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(view=page(1))

    @bot.tree.command(description="Order")
    async def order(interaction: discord.Interaction[Any]) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(Order())
        await interaction.response.send_message("Which order?", view=view)

    @bot.tree.command(description="Search")
    async def search(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(Question())


def add_oddities(bot: Bot) -> None:
    """Register commands that misbehave or ask for permissions."""

    @bot.tree.command(description="Silent")
    async def silent(interaction: discord.Interaction[Any]) -> None:
        """Never answers."""

    @bot.tree.command(description="Late")
    async def late(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("once")
        interaction.response._response_type = None
        await interaction.response.send_message("twice")

    @bot.tree.command(description="Settings")
    @app_commands.default_permissions(manage_guild=True)
    @app_commands.guild_only()
    async def settings(interaction: discord.Interaction[Any], channel: discord.TextChannel) -> None:
        may = interaction.app_permissions.send_messages
        await interaction.response.send_message(f"{channel.name} {may}", ephemeral=True)
