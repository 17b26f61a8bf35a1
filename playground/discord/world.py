"""Everything the server knows: people, guilds, channels, messages, commands and interactions."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from . import permissions
from .attachments import Attachments
from .command_store import CommandStore
from .errors import missing_access, missing_permissions, unknown
from .feed import Feed
from .interactions import Interaction, InteractionType
from .message_store import MessageStore
from .messages import Message
from .places import Channel, ChannelType, Guild, User
from .snowflakes import Snowflakes

Clock = Callable[[], datetime]


class World:
    """The state behind REST, gateway and people. `bot` is also the application: both have the same id."""

    def __init__(self, clock: Clock, token: str) -> None:
        self.clock = clock
        self.token = token
        self.snowflakes = Snowflakes(clock)
        self.feed = Feed()
        self.attachments = Attachments(self.snowflakes)
        self.messages = MessageStore(clock, self.snowflakes, self.attachments, self.feed)
        self.bot = User(self.snowflakes.next(), "Launchlog", bot=True)
        self.operator = User(self.snowflakes.next(), "Operator")
        self.commands = CommandStore(self.bot.id, self.snowflakes)
        self.users: dict[int, User] = {self.bot.id: self.bot, self.operator.id: self.operator}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.gateway_url = ""
        self.changed: Callable[[Channel], None] = _nobody_is_told
        self._interactions: dict[int, Interaction] = {}
        self._by_token: dict[str, Interaction] = {}

    def add_user(self, name: str) -> User:
        """Let a person join Discord."""
        user = User(self.snowflakes.next(), name)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, owner: User | None = None, *, bot_present: bool = True) -> Guild:
        """Found a guild; the operator owns it unless somebody else is named."""
        guild = Guild(self.snowflakes.next(), name, owner or self.operator, bot_present=bot_present)
        # The next id is the bot's role.
        self.snowflakes.next()
        self.guilds[guild.id] = guild
        return guild

    def add_role(self, guild: Guild, name: str) -> int:
        """Make a role that everybody may mention, and give its id."""
        role_id = self.snowflakes.next()
        guild.roles[role_id] = name
        return role_id

    def add_channel(
        self,
        guild: Guild,
        name: str,
        kind: ChannelType = ChannelType.TEXT,
        *,
        parent: Channel | None = None,
        bot_permissions: int | None = None,
        id_: int | None = None,
    ) -> Channel:
        """Open a channel, or a thread below `parent`, with the given ID or a new one."""
        channel = Channel(
            id_ or self.snowflakes.next(), kind, name, guild, parent=parent, bot_permissions=bot_permissions
        )
        self.channels[channel.id] = channel
        return channel

    def add_post(
        self, forum: Channel, name: str, applied_tags: list[int], owner: User | None = None
    ) -> Channel:
        """Begin a thread in a forum; the bot's unless somebody else is named."""
        assert forum.guild is not None
        thread = self.add_channel(forum.guild, name, ChannelType.PUBLIC_THREAD, parent=forum)
        thread.applied_tags, thread.owner = applied_tags, owner or self.bot
        return thread

    def dm(self, user: User) -> Channel:
        """Give the channel between the bot and a person, opened on first use."""
        for channel in self.channels.values():
            if channel.recipient is user:
                return channel
        channel = Channel(self.snowflakes.next(), ChannelType.DM, user.name, recipient=user)
        self.channels[channel.id] = channel
        return channel

    def add_private_chat(self, *people: User) -> Channel:
        """Open a chat of two people, or of a group, in which the bot is not."""
        kind = ChannelType.DM if len(people) == 2 else ChannelType.GROUP_DM
        channel = Channel(self.snowflakes.next(), kind, "", people=people)
        self.channels[channel.id] = channel
        return channel

    def channels_of(self, guild: Guild) -> list[Channel]:
        """Give a guild's channels and threads."""
        return [channel for channel in self.channels.values() if channel.guild is guild]

    def channel_for_bot(self, channel_id: int, wanted: int = 0) -> Channel:
        """Give a channel the bot asks for; ApiError 10003, 50001 or 50013 where it may not have it."""
        channel = self.channels.get(channel_id)
        if channel is None:
            raise unknown("channel")
        may = channel.bot_may()
        if not permissions.allows(may, permissions.VIEW_CHANNEL):
            raise missing_access()
        if not permissions.allows(may, wanted):
            raise missing_permissions()
        return channel

    def message_for_bot(self, channel: Channel, message_id: int) -> Message:
        """Give a message the bot asks for over the channel's routes, where ephemeral ones do not exist."""
        message = self.messages.get(channel, message_id)
        if message.ephemeral or message.loading:
            raise unknown("message")
        return message

    def start_interaction(
        self,
        kind: InteractionType,
        user: User,
        channel: Channel,
        data: dict[str, Any],
        *,
        source: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Interaction:
        """Note what a person did; the answer is found by its id and token."""
        interaction = Interaction(
            id=self.snowflakes.next(),
            token=secrets.token_urlsafe(48),
            type=kind,
            user=user,
            channel=channel,
            created_at=self.clock(),
            data=data,
            owners=integration_owners(channel, user),
            source=source,
            opened_by=opened_by,
        )
        self._forget_expired_interactions()
        self._interactions[interaction.id] = interaction
        self._by_token[interaction.token] = interaction
        return interaction

    def interaction(self, interaction_id: int, token: str) -> Interaction:
        """Give an interaction by both its id and its token; ApiError 10062 if there is none."""
        interaction = self._interactions.get(interaction_id)
        if interaction is None or interaction.token != token:
            raise unknown("interaction")
        return interaction

    def interaction_by_token(self, token: str) -> Interaction | None:
        """Give the interaction a webhook token belongs to."""
        return self._by_token.get(token)

    def _forget_expired_interactions(self) -> None:
        now = self.clock()
        while self._interactions:
            oldest = next(iter(self._interactions.values()))
            if not oldest.token_expired(now):
                return
            del self._interactions[oldest.id]
            del self._by_token[oldest.token]


def _nobody_is_told(_channel: Channel) -> None:
    pass


def integration_owners(channel: Channel, user: User) -> dict[str, str]:
    """Say by whose installation the bot is here: the guild's ("0" in its own private chats), or the person's.

    Source: https://docs.discord.com/developers/interactions/receiving-and-responding
    """
    if not channel.has_bot:
        return {"1": str(user.id)}
    return {"0": "0" if channel.guild is None else str(channel.guild.id)}
