"""The people and places that the playground opens with, the same pair of people on both platforms."""

from __future__ import annotations

from dataclasses import dataclass

from playground.discord import places as discord
from playground.discord.server import DiscordServer
from playground.telegram.chats import Chat
from playground.telegram.people import User
from playground.telegram.server import TelegramServer

FIRST, SECOND = "Robin", "Kim"
"""Robin owns everything and may change settings; Kim is an ordinary member."""


@dataclass(frozen=True, slots=True)
class DiscordScene:
    """Who and what the page shows on the left, in its order."""

    people: tuple[discord.User, ...]
    channels: tuple[discord.Channel, ...]


@dataclass(frozen=True, slots=True)
class TelegramScene:
    """Who and what the page shows on the right, in its order."""

    people: tuple[User, ...]
    chats: tuple[Chat, ...]


def furnish_discord(server: DiscordServer) -> DiscordScene:
    """Make two people, a guild with a channel of each kind, and a direct chat for each person."""
    world = server.world
    people = (world.add_user(FIRST), world.add_user(SECOND))
    guild = world.add_guild("Launch watchers", owner=people[0])
    world.add_role(guild, "Launch fans")
    launches = world.add_channel(guild, "launches")
    news = world.add_channel(guild, "news", discord.ChannelType.ANNOUNCEMENT)
    thread = world.add_channel(guild, "static fire", discord.ChannelType.PUBLIC_THREAD, parent=launches)
    return DiscordScene(people, (launches, thread, news, *(world.dm(person) for person in people)))


def furnish_telegram(server: TelegramServer) -> TelegramScene:
    """Make two people with their private chats, a group, a forum with two topics, and a channel."""
    people = (server.add_user(FIRST, "robin"), server.add_user(SECOND, "kim"))
    group = server.add_supergroup("Launch watchers", *people)
    forum = server.add_supergroup("Space club", *people, is_forum=True)
    for name in ("News", "Questions"):
        server.add_topic(forum, name, people[0])
    channel = server.add_channel("Launch news", *people, username="launch_news")
    return TelegramScene(people, (*(server.private(person) for person in people), group, forum, channel))
