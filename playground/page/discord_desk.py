"""The left half of the page: what it is told of the Discord stand-in, and what a person does there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from typing import Any, Final, TypeVar

from aiohttp import web

from playground.discord import permissions
from playground.discord.command_input import ClientRefusalError
from playground.discord.errors import ApiError
from playground.discord.feed import Change
from playground.discord.gateway_events import guild_payload
from playground.discord.interactions import Interaction, Modal
from playground.discord.messages import Message
from playground.discord.payloads import message_payload
from playground.discord.people import NoAnswerError
from playground.discord.places import Channel, ChannelType, User
from playground.discord.server import DiscordServer
from playground.discord.shaping import localized_command
from playground.page.files import file_response, moved
from playground.page.scene import DiscordScene
from playground.page.wishes import AskOf, Language, RefusedError, Say, Slash, Submit, Use, known, post

MOST_MODALS: Final = 100
"""How many open modals are remembered; a modal that was closed unsent is forgotten in time."""

_KINDS: Final = {
    ChannelType.TEXT: "channel",
    ChannelType.ANNOUNCEMENT: "news",
    ChannelType.PUBLIC_THREAD: "thread",
    ChannelType.ANNOUNCEMENT_THREAD: "thread",
    ChannelType.DM: "direct",
    ChannelType.FORUM: "forum",
}


Result = TypeVar("Result")


class DiscordDesk:
    """Turns changes of the server into JSON for the page, and the page's wishes into a person's deeds."""

    def __init__(self, server: DiscordServer, scene: DiscordScene) -> None:
        self._server = server
        self._people = {str(person.id): person for person in scene.people}
        self._channels = {str(channel.id): channel for channel in scene.channels}
        self._modals: dict[str, Modal] = {}

    def routes(self) -> list[web.RouteDef]:
        """What the page asks of this half."""
        return [
            web.get("/discord/commands", self._commands),
            web.get("/discord/attachments/{path:.+}", self._attachment),
            post("/discord/language", Language, self._language),
            post("/discord/slash", Slash, self._slash),
            post("/discord/autocomplete", Slash, self._autocomplete),
            post("/discord/use", Use, self._use),
            post("/discord/ask-of", AskOf, self._ask_of),
            post("/discord/submit", Submit, self._submit),
            post("/discord/say", Say, self._say),
        ]

    def snapshot(self) -> dict[str, Any]:
        """Everything as it stands."""
        messages = [
            self._told(message)
            for channel in self._channels.values()
            for message in self._server.world.messages.in_channel(channel)
        ]
        return {
            "bot": str(self._server.world.bot.id),
            "connected": self._server.gateway.connected,
            "people": [
                {"id": key, "name": person.name, "locale": person.locale}
                for key, person in self._people.items()
            ],
            "channels": [self._place(channel) for channel in self._channels.values()],
            "messages": messages,
        }

    async def changes(self) -> AsyncIterator[dict[str, Any]]:
        """What happens from now on, until the server stops."""
        with self._server.subscribe() as subscription:
            async for change in subscription:
                told = self._change(change)
                if told is not None:
                    yield told

    def _change(self, change: Change) -> dict[str, Any] | None:
        if change.kind in ("bot connected", "bot disconnected"):
            return {"kind": "status", "connected": self._server.gateway.connected}
        if change.kind == "commands registered":
            return {"kind": "commands"}
        if change.kind == "typing" and change.channel is not None:
            return {"kind": "typing", "channel": str(change.channel.id)}
        if change.message is None or change.kind == "modal opened":
            return None
        if change.kind == "message deleted":
            return {"kind": "deleted", "id": str(change.message.id)}
        return {"kind": "message", "message": self._told(change.message)}

    def _place(self, channel: Channel) -> dict[str, Any]:
        managers = [
            key
            for key, person in self._people.items()
            if permissions.allows(channel.person_may(person), permissions.MANAGE_CHANNELS)
        ]
        guild = guild_payload(channel.guild, self._server.world.bot) if channel.guild else None
        return {
            "id": str(channel.id),
            "name": channel.name,
            "kind": _KINDS[channel.type],
            "guild": channel.guild.name if channel.guild else None,
            "recipient": str(channel.recipient.id) if channel.recipient else None,
            "managers": managers,
            "roles": [{"id": role["id"], "name": role["name"]} for role in guild["roles"]] if guild else [],
        }

    def _told(self, message: Message) -> dict[str, Any]:
        """A message object, its attachments under our own address, with the only person who sees it."""
        base = self._server.world.attachments.base + "/attachments/"
        payload: dict[str, Any] = moved(message_payload(message), base, "/discord/attachments/")
        return {**payload, "visible_to": str(message.visible_to.id) if message.visible_to else None}

    async def _commands(self, request: web.Request) -> web.Response:
        try:
            person = self._person(request.query.get("user", ""))
            channel = self._channel(request.query.get("channel", ""))
        except RefusedError as error:
            return web.json_response({"refused": str(error)}, status=400)
        offered = self._server.commands(person, channel)
        in_menu = self._server.message_commands(person, channel)
        told = {"commands": offered, "in_menu": in_menu}
        return web.json_response(
            {key: [localized_command(each, person.locale) for each in value] for key, value in told.items()}
        )

    async def _attachment(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        return file_response(self._server.world.attachments.content(path), path)

    async def _language(self, wish: Language) -> dict[str, Any]:
        self._person(str(wish.user)).locale = wish.language
        return {}

    async def _slash(self, wish: Slash) -> dict[str, Any]:
        person, channel = self._person(wish.user), self._channel(wish.channel)
        return await self._answer(self._server.slash(person, channel, wish.name, wish.options))

    async def _autocomplete(self, wish: Slash) -> dict[str, Any]:
        person, channel = self._person(wish.user), self._channel(wish.channel)
        asked = self._server.autocomplete(person, channel, wish.name, wish.options, wish.focused or "")
        return {"choices": await _heard(asked)}

    async def _use(self, wish: Use) -> dict[str, Any]:
        person = self._person(wish.user)
        message = self._message(self._channel(wish.channel), wish.message)
        if wish.values is None:
            return await self._answer(self._server.press(person, message, wish.custom_id))
        return await self._answer(self._server.choose(person, message, wish.custom_id, wish.values))

    async def _ask_of(self, wish: AskOf) -> dict[str, Any]:
        person = self._person(wish.user)
        message = self._message(self._channel(wish.channel), wish.message)
        return await self._answer(self._server.ask_of(person, message, wish.name))

    async def _submit(self, wish: Submit) -> dict[str, Any]:
        modal = self._modals.get(wish.modal)
        if modal is None or modal.opened_by.user is not self._person(wish.user):
            raise RefusedError("This form is closed.")
        answer = await self._answer(self._server.submit(modal.opened_by.user, modal, wish.values))
        self._modals.pop(wish.modal, None)
        return answer

    async def _say(self, wish: Say) -> dict[str, Any]:
        if wish.text.strip():
            self._server.say(self._person(wish.user), self._channel(wish.channel), wish.text)
        return {}

    async def _answer(self, deed: Awaitable[Interaction]) -> dict[str, Any]:
        """The modal that a deed opened, if it did; messages come as changes."""
        modal = (await _heard(deed)).modal
        if modal is None:
            return {}
        key = str(modal.opened_by.id)
        self._modals[key] = modal
        while len(self._modals) > MOST_MODALS:
            del self._modals[next(iter(self._modals))]
        return {"modal": {"key": key, "title": modal.title, "components": modal.components}}

    def _person(self, key: str) -> User:
        return known(self._people, key, "person")

    def _channel(self, key: str) -> Channel:
        return known(self._channels, key, "channel")

    def _message(self, channel: Channel, key: str) -> Message:
        try:
            return self._server.world.messages.get(channel, int(key))
        except (ApiError, ValueError):
            raise RefusedError("This message is gone.") from None


async def _heard(deed: Awaitable[Result]) -> Result:
    try:
        return await deed
    except (NoAnswerError, ClientRefusalError) as error:
        raise RefusedError(str(error)) from None
