"""Everything the server knows: the bot, people, chats, messages, questions waiting for an answer."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from .chats import Chat, Message, Topic
from .errors import bad_request
from .feed import Feed
from .files import Files
from .limits import FloodGate
from .people import ANONYMOUS_ADMIN_ID, ChatKind, User
from .profile import Profile
from .queries import CallbackQuery, InlineQuery
from .updates import Updates

FIRST_USER_ID = 500_001
FIRST_GROUP_ID = -700_001
FIRST_SUPERGROUP_ID = -1_001_000_000_001
CALLBACK_LIFETIME = timedelta(minutes=10)
"""How long a press may be answered. Telegram gives no figure; people see the button wait for less."""


class World:
    """The state behind the methods; all of it is in memory."""

    def __init__(
        self, clock: Callable[[], datetime], bot: User, gate: FloodGate, *, inline_mode: bool = True
    ) -> None:
        self.clock = clock
        self.bot = bot
        self.gate = gate
        self.inline_mode = inline_mode
        self.feed = Feed()
        self.updates = Updates()
        self.files = Files()
        self.profile = Profile()
        self.anonymous = User(ANONYMOUS_ADMIN_ID, "Group", "GroupAnonymousBot", is_bot=True)
        self.users: dict[int, User] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.callbacks: dict[str, CallbackQuery] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_messages: dict[str, Message] = {}
        self._user_ids = itertools.count(FIRST_USER_ID)
        self._chat_ids = {
            "group": itertools.count(FIRST_GROUP_ID, -1),
            "supergroup": itertools.count(FIRST_SUPERGROUP_ID, -1),
        }
        self._query_ids = itertools.count(9_000_000_000_001)

    def next_query_id(self) -> str:
        """Give an id for a callback or inline query."""
        return str(next(self._query_ids))

    def add_user(self, first_name: str, username: str = "", language_code: str = "en") -> User:
        """Make a person, and their private chat with the bot."""
        user = User(next(self._user_ids), first_name, username, language_code=language_code)
        self.users[user.id] = user
        chat = Chat(user.id, "private", person=user, username=username)
        chat.join(user)
        chat.join(self.bot)
        self.chats[chat.id] = chat
        return user

    def add_chat(
        self, kind: ChatKind, title: str, username: str = "", *, is_forum: bool = False, with_bot: bool = True
    ) -> Chat:
        """Make a group, supergroup or channel; in a channel the bot is an administrator."""
        ids = self._chat_ids["group" if kind == "group" else "supergroup"]
        chat = Chat(next(ids), kind, title, username, is_forum=is_forum)
        if with_bot:
            chat.join(self.bot, "administrator" if kind == "channel" else "member")
        self.chats[chat.id] = chat
        return chat

    def private(self, user: User) -> Chat:
        """Give a person's private chat."""
        return self.chats[user.id]

    def find_chat(self, chat_id: int | str | None) -> Chat:
        """Look a chat up by id or @username as methods do; raise ApiError 400."""
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else self._named(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def _named(self, name: str) -> Chat | None:
        wanted = name.removeprefix("@").lower()
        public = (chat for chat in self.chats.values() if chat.type in ("supergroup", "channel"))
        return next((chat for chat in public if chat.username and chat.username.lower() == wanted), None)

    def add_message(self, chat: Chat, **fields: Any) -> Message:
        """Make a message in a chat; nobody is told yet."""
        chat.last_message_id += 1
        message = Message(chat, chat.last_message_id, self.clock(), **fields)
        chat.messages[message.message_id] = message
        return message

    def add_topic(self, chat: Chat, name: str, creator: User) -> Topic:
        """Open a topic in a forum."""
        service = {"forum_topic_created": {"name": name, "icon_color": 0x6FB9F0}}
        root = self.add_message(chat, sender=creator, service=service, is_topic_message=True)
        root.thread_id = root.message_id
        topic = chat.topics[root.message_id] = Topic(root, name)
        self.announce(root)
        return topic

    def announce(self, message: Message) -> int | None:
        """Tell the page of a new message, and the bot where it may see it; return the update's id."""
        self.feed.publish("message_created", message.chat.id, message=message, body=message.wire())
        return self._update("message", "channel_post", message)

    def announce_edit(self, message: Message, *, shows: bool = True) -> int | None:
        """Tell of a change; a person's edit also reaches the bot as the update whose id is returned.

        An edit of the buttons alone does not count as one that `shows`: the date of the last edit
        stays as it was.
        """
        if shows:
            message.edited = self.clock()
        message.revision += 1
        self.feed.publish("message_edited", message.chat.id, message=message, body=message.wire())
        return self._update("edited_message", "edited_channel_post", message)

    def announce_deletion(self, message: Message) -> None:
        """Take a message away; bots are never told."""
        message.is_deleted = True
        del message.chat.messages[message.message_id]
        self.inline_messages.pop(message.inline_message_id, None)
        self.feed.publish("message_deleted", message.chat.id, message=message, message_id=message.message_id)

    def _update(self, kind: str, channel_kind: str, message: Message) -> int | None:
        if message.by_bot or not self.is_visible(message):
            return None
        return self.updates.add(channel_kind if message.chat.type == "channel" else kind, message.wire())

    def is_visible(self, message: Message) -> bool:
        """Say whether the bot is shown a message.

        In groups privacy mode holds unless the bot is an administrator: it sees commands (those
        that address it or nobody), replies to itself, mentions of it, what was sent via it, and service
        messages.
        https://core.telegram.org/bots/features#privacy-mode
        """
        chat = message.chat
        if chat.type == "private":
            return not chat.blocked
        if chat.standing.get(self.bot.id) in ("left", "kicked", None):
            return False
        if chat.is_admin(self.bot.id) or chat.type == "channel" or message.service or message.via_bot:
            return True
        text = message.text or ""
        command = re.match(r"/\w+(?:@(\w+))?", text)
        if command is not None:
            return command[1] is None or command[1].lower() == self.bot.username.lower()
        replied = message.reply_to is not None and message.reply_to.by_bot
        return replied or f"@{self.bot.username}".lower() in text.lower()
