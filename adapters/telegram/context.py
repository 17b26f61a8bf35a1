"""Where somebody asks, and who may decide there."""

from __future__ import annotations

import logging
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import Bot, Chat, ChatFullInfo, ChatMember, ChatMemberRestricted, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from adapters.telegram.people import asker_of
from commands.definitions.command import Elsewhere, Here, Person, PlaceKind
from commands.definitions.permissions import Right
from storage.state.models import Pause, Place

log = logging.getLogger("launchlog.telegram")

REMEMBERED_SECONDS = 60.0
"""How long a membership is believed: a new administrator is one for us after that."""

REMEMBERED = 1_000
"""Memberships held at most."""

_KINDS: dict[str, PlaceKind] = {
    ChatType.PRIVATE: PlaceKind.PRIVATE,
    ChatType.CHANNEL: PlaceKind.ANNOUNCEMENTS,
}
_ADMINISTRATORS = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR})
_USERNAME = re.compile(r"[A-Za-z0-9_]{4,32}", re.ASCII)
"""https://core.telegram.org/method/account.checkUsername"""

_OUTSIDE = frozenset({ChatMemberStatus.LEFT, ChatMemberStatus.BANNED})


class Places:
    """Tells where updates come from; asks Telegram about memberships, and remembers for a minute.

    `monotonic` gives seconds that never run backwards.
    """

    def __init__(self, bot: Bot, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._monotonic = monotonic
        self._members: OrderedDict[tuple[int, int], tuple[float, ChatMember]] = OrderedDict()

    def person(self, update: Update) -> Person:
        """Return who wrote or pressed, and where."""
        return replace(asker_of(update), here=self._here(update), elsewhere=self._elsewhere(update))

    def note(self, chat_id: int, member: ChatMember) -> None:
        """Remember a membership that Telegram has told of."""
        key = chat_id, member.user.id
        self._members[key] = (self._monotonic(), member)
        self._members.move_to_end(key)
        if len(self._members) > REMEMBERED:
            self._members.popitem(last=False)

    def _here(self, update: Update) -> Here | None:
        message, chat = update.effective_message, update.effective_chat
        if chat is None:
            return None
        topic = message.message_thread_id if message and message.is_topic_message else None
        place = Place("telegram", chat.id, topic or 0, owner_id=chat.id)
        kind = _KINDS.get(chat.type, PlaceKind.GROUP)
        return Here(place, kind, self._may(update, chat), self._obstacle(chat))

    def _elsewhere(self, update: Update) -> Elsewhere:
        """Find other groups and channels that we are in, by @name or id, for whoever is known by name."""
        user = update.effective_user
        # Behind an anonymous administrator or a channel stands somebody whom nobody can ask for elsewhere.
        known = user is not None and update.effective_sender == user

        async def elsewhere(name: str) -> Here | None:
            chat = await self._chat(name) if known else None
            if chat is None or chat.type == ChatType.PRIVATE:
                return None
            me = await self._member(chat.id, self._bot.id)
            if me is None or me.status in _OUTSIDE:
                return None

            async def may(right: Right) -> bool:
                member = await self._member(chat.id, user.id) if user else None
                return right is Right.NONE or (member is not None and member.status in _ADMINISTRATORS)

            place = Place("telegram", chat.id, owner_id=chat.id)
            called = f"@{chat.username}" if chat.username else chat.title or str(chat.id)
            kind = _KINDS.get(chat.type, PlaceKind.GROUP)
            return Here(place, kind, may, self._obstacle(chat), called)

        return elsewhere

    async def _chat(self, name: str) -> ChatFullInfo | None:
        """Return a chat by its id or name; None when Telegram does not tell."""
        name = name.strip().removeprefix("https://t.me/")
        if not (wanted := _chat_id(name)):
            return None
        try:
            return await self._bot.get_chat(wanted)
        except TelegramError as error:
            log.info("chat_unknown chat=%r error=%r", name, str(error))
            return None

    def _may(self, update: Update, chat: Chat) -> Callable[[Right], Awaitable[bool]]:
        """Tell who may: a chat has one kind of administrators, who decide about all of it."""
        # Only administrators write as the chat itself: anonymously in a group, always in a channel.
        sender = None if update.callback_query else update.effective_sender
        as_chat = sender is not None and sender.id == chat.id
        user = update.effective_user

        async def may(right: Right) -> bool:
            if right is Right.NONE or chat.type == ChatType.PRIVATE or as_chat:
                return True
            member = await self._member(chat.id, user.id) if user else None
            return member is not None and member.status in _ADMINISTRATORS

        return may

    def _obstacle(self, chat: Chat | ChatFullInfo) -> Callable[[], Awaitable[Pause | None]]:
        async def obstacle() -> Pause | None:
            if chat.type == ChatType.PRIVATE:
                return None
            me = await self._member(chat.id, self._bot.id)
            return None if me is None else hindrance(me, chat)

        return obstacle

    async def _member(self, chat_id: int, user_id: int) -> ChatMember | None:
        """Return a membership, None when Telegram does not tell."""
        now = self._monotonic()
        known = self._members.get((chat_id, user_id))
        if known is not None and now - known[0] < REMEMBERED_SECONDS:
            return known[1]
        try:
            member = await self._bot.get_chat_member(chat_id, user_id)
        except TelegramError as error:
            log.warning("membership_unknown chat=%s error=%r", chat_id, str(error))
            return None
        self.note(chat_id, member)
        return member


def _chat_id(name: str) -> int | str:
    """Return what the Bot API takes for a chat, "" for what it cannot take."""
    if re.fullmatch(r"-?[0-9]{1,15}", name):
        return int(name)
    return f"@{name.removeprefix('@')}" if _USERNAME.fullmatch(name.removeprefix("@")) else ""


def hindrance(me: ChatMember, chat: Chat | ChatFullInfo) -> Pause | None:
    """Return why the bot cannot write in a chat, None if it can."""
    if me.status in _OUTSIDE:
        return Pause.LEFT
    if isinstance(me, ChatMemberRestricted) and not me.can_send_messages:
        return Pause.FORBIDDEN
    posts = me.status == ChatMemberStatus.ADMINISTRATOR and getattr(me, "can_post_messages", False)
    if chat.type == ChatType.CHANNEL and not posts:
        return Pause.FORBIDDEN
    return None
