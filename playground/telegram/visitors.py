"""What people do: write, edit, press buttons, open chats, let the bot in and throw it out."""

from __future__ import annotations

from typing import Any

from ..subscription import Subscription
from .chats import Chat, Message, inaccessible
from .detection import find_entities
from .feed import Event
from .membership import Membership
from .people import User
from .queries import CallbackAnswer, CallbackQuery, InlineAnswer, InlineQuery
from .said import PATIENCE, Said
from .text import tidy


class Visitors(Membership):
    """The side of the server that people see."""

    async def say(
        self,
        user: User,
        chat: Chat | None = None,
        text: str = "",
        *,
        thread_id: int | None = None,
        reply_to: Message | None = None,
        anonymous: bool = False,
        location: tuple[float, float] | None = None,
    ) -> Said:
        """Write to a chat (the private one by default); the bot gets it as an update.

        `anonymous` speaks as the group, as its anonymous administrators do. `location` (latitude,
        longitude in degrees) sends a place instead of a text.
        """
        place = chat or self.world.private(user)
        place.join(user, place.standing.get(user.id, "member"))
        clean, entities = tidy(text, [])
        topic = place.topics[thread_id] if thread_id is not None else None
        message = self.world.add_message(
            place,
            sender=self.world.anonymous if anonymous else user,
            sender_chat=place if anonymous else None,
            text=clean or None,
            entities=find_entities(clean, entities),
            reply_to=reply_to or (topic.root if topic else None),
            thread_id=topic.id if topic else _reply_chain(place, reply_to),
            is_topic_message=topic is not None,
            media=_location(location),
        )
        return Said(self.world, message, self.world.announce(message))

    async def follow_link(self, user: User, payload: str = "") -> Said:
        """Press Start in the private chat, or follow a deep link with a payload."""
        return await self.say(user, None, f"/start {payload}".strip())

    async def post(self, channel: Chat, text: str, *, signature: str = "") -> Said:
        """Publish in a channel; the bot gets a channel_post."""
        clean, _ = tidy(text, [])
        message = self.world.add_message(
            channel,
            sender_chat=channel,
            text=clean,
            entities=find_entities(clean),
            author_signature=signature,
        )
        return Said(self.world, message, self.world.announce(message))

    async def edit(self, user: User, message: Message | Said, text: str) -> Said:
        """Change a message of a person's own; `reply()` then waits for what comes after it."""
        target = message.message if isinstance(message, Said) else message
        if target.sender not in (user, None, self.world.anonymous):
            problem = f"{user.first_name} cannot edit a message of somebody else"
            raise PermissionError(problem)
        target.text, _ = tidy(text, [])
        target.entities = find_entities(target.text)
        return Said(self.world, target, self.world.announce_edit(target))

    async def react(self, message: Message | Said) -> Said:
        """React to a message, as the first to do so: the bot hears of an edit that changes nothing.

        https://github.com/tdlib/telegram-bot-api/issues/388
        """
        target = message.message if isinstance(message, Said) else message
        return Said(self.world, target, self.world.announce_edit(target, shows=False))

    async def press(
        self,
        user: User,
        message: Message,
        callback_data: str,
        *,
        forged: bool = False,
        seconds: float = PATIENCE,
    ) -> CallbackAnswer:
        """Press a button by its callback_data and wait for the bot to answer the query.

        `forged` presses what is not under the message (any more). Raises LookupError for a button
        that is not there, TimeoutError when the bot does not answer.
        """
        query = self.open_press(user, message, callback_data, forged=forged)
        return await self.world.feed.until(lambda: query.answer, seconds)

    def open_press(
        self, user: User, message: Message, callback_data: str, *, forged: bool = False
    ) -> CallbackQuery:
        """Press a button without waiting; the query's `answer` is filled in when it comes."""
        present = [button.get("callback_data") for button in message.buttons]
        if callback_data not in present and not forged:
            problem = f"no button with callback_data {callback_data!r}; there are: {present}"
            raise LookupError(problem)
        query = CallbackQuery(self.world.next_query_id(), user, message, callback_data, self.world.clock())
        self.world.callbacks[query.id] = query
        body = {
            "id": query.id,
            "from": user.wire(),
            "chat_instance": str(abs(message.chat.id)),
            "data": callback_data,
        }
        self.world.updates.add("callback_query", body | _pressed(message))
        return query

    async def edited(self, message: Message, seconds: float = PATIENCE) -> Message:
        """Wait for the next edit of a message that no earlier call has waited for."""

        def fresh() -> Message | None:
            return message if message.revision > message.awaited_revision else None

        await self.world.feed.until(fresh, seconds)
        message.awaited_revision += 1
        return message

    async def inline(
        self, user: User, text: str, *, offset: str = "", chat_type: str = "sender", seconds: float = PATIENCE
    ) -> InlineAnswer:
        """Type an inline query (@bot text) and wait for its results.

        Raises PermissionError where the bot's inline mode is off: the bot is not told then.
        """
        if not self.world.inline_mode:
            problem = f"@{self.world.bot.username} cannot be used inline"
            raise PermissionError(problem)
        query = InlineQuery(self.world.next_query_id(), user, text, self.world.clock())
        self.world.inline_queries[query.id] = query
        body: dict[str, Any] = {"id": query.id, "from": user.wire(), "query": text, "offset": offset}
        self.world.updates.add("inline_query", body | {"chat_type": chat_type})
        return await self.world.feed.until(lambda: query.answer, seconds)

    async def choose(
        self,
        user: User,
        answer: InlineAnswer,
        result_id: str,
        chat: Chat | None = None,
        *,
        thread_id: int | None = None,
    ) -> Said:
        """Send one of the results to a chat, the private one with the bot by default.

        The chat need not have the bot in it. Raises LookupError for a result that is not there.
        """
        result, place, bot = answer.result(result_id), chat or self.world.private(user), self.world.bot
        topic = place.topics[thread_id] if thread_id is not None else None
        is_channel = place.type == "channel"
        message = self.world.add_message(
            place,
            sender=None if is_channel else user,
            sender_chat=place if is_channel else None,
            via_bot=bot,
            text=result.text,
            entities=result.entities,
            markup=result.markup,
            link_preview=result.link_preview,
            inline_message_id=self.world.next_query_id() if result.markup else "",
            reply_to=topic.root if topic else None,
            thread_id=topic.id if topic else None,
            is_topic_message=topic is not None,
        )
        if message.inline_message_id:
            self.world.inline_messages[message.inline_message_id] = message
        return Said(self.world, message, self.world.announce(message))

    async def delete(self, message: Message) -> None:
        """Delete a message as a person; bots are not told."""
        self.world.announce_deletion(message)

    def menu(self, user: User, chat: Chat | None = None) -> list[dict[str, str]]:
        """Give the commands a person is offered in a chat."""
        return self.world.profile.menu_for(user, chat or self.world.private(user))

    def subscribe(self) -> Subscription[Event]:
        """Follow everything that changes from now on."""
        return self.world.feed.subscribe()


def _reply_chain(chat: Chat, reply_to: Message | None) -> int | None:
    """Give the thread of a reply: outside forums, a supergroup's replies carry one too."""
    if reply_to is None or (chat.type != "supergroup" and not reply_to.is_topic_message):
        return None
    return reply_to.thread_id or reply_to.message_id


def _pressed(message: Message) -> dict[str, Any]:
    """Give how the bot is told which message a pressed button stands under."""
    if message.inline_message_id:
        return {"inline_message_id": message.inline_message_id}
    return {"message": inaccessible(message) if message.is_deleted else message.wire()}


def _location(place: tuple[float, float] | None) -> dict[str, Any]:
    if place is None:
        return {}
    return {"location": {"latitude": place[0], "longitude": place[1]}}
