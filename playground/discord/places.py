"""People, guilds and channels."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from . import permissions


class ChannelType(IntEnum):
    """Source: https://docs.discord.com/developers/resources/channel#channel-object-channel-types."""

    TEXT = 0
    DM = 1
    GROUP_DM = 3
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    FORUM = 15


@dataclass(slots=True, eq=False)
class User:
    """A person, or the bot itself.

    `accepts_dms` False makes direct messages fail with 50007.
    """

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    accepts_dms: bool = True


@dataclass(slots=True, eq=False)
class Guild:
    """A Discord server.

    `bot_present` False means that only people brought the bot along (user install): interactions come from
    there, REST does not reach it. `bot_permissions` and `member_permissions` (by user id; others have
    `everyone`) are bit sets for the whole guild. `roles` are names by id, of roles without any right.
    `offers_all` is set where the guild's settings offer every command to everybody, whatever it asks for.
    `bot_timed_out` is set while the bot may only read. `system_channel` is the id of the channel in which
    newcomers are greeted, if there is one.
    """

    id: int
    name: str
    owner: User
    bot_present: bool = True
    locale: str = "en-US"
    everyone: int = permissions.MEMBER
    bot_permissions: int = permissions.MEMBER
    member_permissions: dict[int, int] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    offers_all: bool = False
    bot_timed_out: bool = False
    system_channel: int | None = None

    def permissions_of(self, user: User) -> int:
        """Give a person's bits in the guild; the owner has them all."""
        if user is self.owner:
            return permissions.ALL
        return self.member_permissions.get(user.id, self.everyone)


MOST_TAGS = 20
"""https://docs.discord.com/developers/resources/channel#channel-object-channel-structure"""


@dataclass(frozen=True, slots=True)
class Tag:
    """What a forum's posts can be sorted by; `emoji` is a character."""

    id: int
    name: str
    emoji: str | None = None
    moderated: bool = False


@dataclass(slots=True, eq=False)
class Channel:
    """A place for messages: in a guild, or (type DM) between the bot and one person.

    `people` are those of a private chat of theirs without the bot, which they bring along by user install.
    `bot_permissions` overrides the guild's for the bot; None follows the guild. A thread that is `archived`
    takes no edits until somebody writes in it. `granted` and `denied` are what the channel's settings give to
    and take from people, by user id; a thread has its parent's. `owner` is who began it, None for the guild's
    owner. A forum has `tags`, and its posts, threads that begin with a message of their own id, have some of
    them as `applied_tags`; where it `requires_tag`, each has to.
    """

    id: int
    type: ChannelType
    name: str
    guild: Guild | None = None
    parent: Channel | None = None
    recipient: User | None = None
    bot_permissions: int | None = None
    last_message_id: int | None = None
    people: tuple[User, ...] = ()
    archived: bool = False
    granted: dict[int, int] = field(default_factory=dict)
    denied: dict[int, int] = field(default_factory=dict)
    tags: list[Tag] = field(default_factory=list)
    applied_tags: list[int] = field(default_factory=list)
    requires_tag: bool = False
    owner: User | None = None

    @property
    def has_bot(self) -> bool:
        """Tell whether the bot is at home here, and not only where a person brings it."""
        return not self.people and (self.guild is None or self.guild.bot_present)

    @property
    def is_thread(self) -> bool:
        """Tell whether the channel is a thread."""
        return self.type in (ChannelType.ANNOUNCEMENT_THREAD, ChannelType.PUBLIC_THREAD)

    def bot_may(self) -> int:
        """Return the bot's permission bits here; none if it is only here by user install."""
        if self.guild is None:
            return 0 if self.people else permissions.MEMBER
        if not self.guild.bot_present:
            return 0
        if self.bot_permissions is not None:
            held = self.bot_permissions
        else:
            held = self.parent.bot_may() if self.parent is not None else self.guild.bot_permissions
        return held & permissions.OF_TIMED_OUT if self.guild.bot_timed_out else held

    def person_may(self, user: User) -> int:
        """Return a person's permission bits here: the guild's, changed by the channel's overwrites.

        Administrators have all bits whatever the settings, which never give what is the guild's alone.
        Source: https://docs.discord.com/developers/topics/permissions#permission-overwrites
        """
        if self.guild is None:
            return permissions.MEMBER
        if self.parent is not None:
            return self.parent.person_may(user)
        held = self.guild.permissions_of(user)
        if held & permissions.ADMINISTRATOR:
            return permissions.ALL
        of_guild = held & permissions.OF_GUILD
        changed = held & ~self.denied.get(user.id, 0) | self.granted.get(user.id, 0)
        return changed & ~permissions.OF_GUILD | of_guild
