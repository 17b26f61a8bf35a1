"""People and places: making them, and the bot's coming and going."""

from __future__ import annotations

from typing import Any

from .chats import Chat, Topic
from .people import Standing, User
from .world import World


class Membership:
    """Makes people and chats, and tells the bot of its own memberships (my_chat_member)."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_user(self, first_name: str, username: str = "", language_code: str = "en") -> User:
        """Make a person with a private chat; `language_code` is an IETF tag such as "pt-br"."""
        return self.world.add_user(first_name, username, language_code)

    def private(self, user: User) -> Chat:
        """Give a person's private chat."""
        return self.world.private(user)

    def add_group(self, title: str, *members: User) -> Chat:
        """Make a basic group with the bot; the first person is its creator."""
        return self._filled(self.world.add_chat("group", title), members)

    def add_supergroup(
        self, title: str, *members: User, username: str = "", is_forum: bool = False, with_bot: bool = True
    ) -> Chat:
        """Make a supergroup, with topics or without; the first person is its creator."""
        chat = self.world.add_chat("supergroup", title, username, is_forum=is_forum, with_bot=with_bot)
        return self._filled(chat, members)

    def add_channel(self, title: str, *members: User, username: str = "") -> Chat:
        """Make a channel in which the bot is an administrator; the first person is its creator."""
        return self._filled(self.world.add_chat("channel", title, username), members)

    def _filled(self, chat: Chat, members: tuple[User, ...]) -> Chat:
        for index, user in enumerate(members):
            chat.join(user, "creator" if index == 0 else "member")
        return chat

    def promote(self, user: User, chat: Chat, *, anonymous: bool = False) -> None:
        """Make somebody an administrator, who may then speak in the group's name."""
        chat.join(user, "administrator")
        if anonymous:
            chat.anonymous.add(user.id)

    def add_topic(self, chat: Chat, name: str, creator: User) -> Topic:
        """Open a topic in a forum."""
        return self.world.add_topic(chat, name, creator)

    async def add_bot(self, user: User, chat: Chat, *, admin: bool = False) -> None:
        """Let the bot into a chat, or make it an administrator there."""
        self._change(user, chat, "administrator" if admin else "member")

    async def remove_bot(self, user: User, chat: Chat, *, kicked: bool = True) -> None:
        """Remove the bot, by a ban or a plain removal."""
        self._change(user, chat, "kicked" if kicked else "left")

    async def block(self, user: User) -> None:
        """Block the bot: it can no longer write to this person."""
        chat = self.world.private(user)
        self._change(user, chat, "kicked")
        chat.blocked = True

    async def unblock(self, user: User) -> None:
        """Take the block back."""
        chat = self.world.private(user)
        chat.blocked = False
        self._change(user, chat, "member")

    def silence_bot(self, chat: Chat, *, silent: bool = True, by: User | None = None) -> None:
        """Take the bot's right to write in a chat, or give it back.

        The bot is told if that is about the bot alone, and somebody's doing; the rights of all members change
        without a word to it.
        """
        before = chat.member_wire(self.world.bot)
        change = chat.silenced.add if silent else chat.silenced.discard
        change(self.world.bot.id)
        if by is not None:
            self._tell(by, chat, before)

    async def migrate(self, group: Chat) -> Chat:
        """Upgrade a group to a supergroup; both tell the bot with a service message."""
        upgraded = self.world.add_chat("supergroup", group.title)
        for user in group.members.values():
            upgraded.join(user, group.standing[user.id])
        group.migrated_to = upgraded.id
        notices: tuple[tuple[Chat, dict[str, Any]], ...] = (
            (group, {"migrate_to_chat_id": upgraded.id}),
            (upgraded, {"migrate_from_chat_id": group.id}),
        )
        for chat, service in notices:
            sender = {"sender": self.world.anonymous, "sender_chat": chat}
            self.world.announce(self.world.add_message(chat, service=service, **sender))
        return upgraded

    def _change(self, user: User, chat: Chat, standing: Standing) -> None:
        bot = self.world.bot
        before = chat.member_wire(bot)
        chat.join(bot, standing)
        self._tell(user, chat, before)

    def _tell(self, user: User, chat: Chat, before: dict[str, Any]) -> None:
        body = {
            "chat": chat.wire(),
            "from": user.wire(),
            "date": int(self.world.clock().timestamp()),
            "old_chat_member": before,
            "new_chat_member": chat.member_wire(self.world.bot),
        }
        self.world.updates.add("my_chat_member", body)
        self.world.feed.publish("chat_changed", chat.id, chat=chat.wire())
