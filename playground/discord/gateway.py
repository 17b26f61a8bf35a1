"""The gateway: HELLO, IDENTIFY, READY, heartbeats, RESUME, and the ways in which it sends a client away.

Source: https://docs.discord.com/developers/events/gateway
"""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

import msgspec
from aiohttp import WSMsgType, web

from . import opcodes
from .feed import Change
from .gateway_events import (
    bot_member_payload,
    bot_role_payload,
    everyone_payload,
    guild_create_payload,
    ready_payload,
)
from .gateway_session import Connection, Session
from .opcodes import Op
from .payloads import channel_payload
from .places import Channel, Guild
from .watch import Watch
from .world import World


class Gateway:
    """All sessions of the bot. `identifies` and `resumes` count what clients asked for."""

    def __init__(self, world: World, watch: Watch) -> None:
        self._world = world
        self._watch = watch
        self._sessions: dict[str, Session] = {}
        self._sockets: set[web.WebSocketResponse] = set()
        self._ready = asyncio.Condition()
        self._close_next: int | None = None
        self._announcing: set[asyncio.Task[None]] = set()
        world.changed = self.announce_soon
        self.identifies = 0
        self.resumes = 0

    @property
    def connected(self) -> bool:
        """Tell whether a bot is connected and identified."""
        return any(session.connection is not None for session in self._sessions.values())

    async def wait_connected(self) -> None:
        """Wait until a bot is connected and identified, or has resumed."""
        async with self._ready:
            await self._ready.wait_for(lambda: self.connected)

    async def dispatch(self, event: str, data: Any, guild_id: int | None) -> bool:
        """Send an event to the shard that covers the guild; tells whether a session of that shard exists."""
        sessions = [session for session in self._sessions.values() if session.covers(guild_id)]
        for session in sessions:
            await session.dispatch(event, data)
            self._watch.sent(event, data)
        return bool(sessions)

    async def drop(self, code: int = 4000) -> None:
        """Close all connections; sessions stay and can be resumed."""
        await asyncio.gather(*(socket.close(code=code) for socket in self._sockets))

    async def ask_to_reconnect(self) -> None:
        """Send op 7 on all connections."""
        await self._send_to_all({"op": Op.RECONNECT, "d": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Send op 9 on all connections, and forget the sessions unless they may be resumed."""
        connections = [each.connection for each in self._sessions.values() if each.connection is not None]
        if not resumable:
            self._sessions.clear()
        for connection in connections:
            await connection.send({"op": Op.INVALID_SESSION, "d": resumable})

    def refuse_next_identify(self, code: int) -> None:
        """Close the connection of the next IDENTIFY with a code."""
        self._close_next = code

    async def stop(self) -> None:
        """Close all connections for good."""
        await self.drop(code=1001)
        self._sessions.clear()

    async def announce_guild(self, guild: Guild) -> None:
        """Announce a guild that bots joined after they connected."""
        payload = self._guild(guild)
        # A guild that had been there before, and only comes back, has "unavailable": false.
        del payload["unavailable"]
        await self.dispatch("GUILD_CREATE", payload, guild.id)

    async def announce_removal(self, guild: Guild) -> None:
        """Tell connected bots that a guild is theirs no more."""
        await self.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild.id)

    async def announce_rights(self, guild: Guild) -> None:
        """Tell connected bots what they may do in a guild, by its roles and as members."""
        for role in (everyone_payload(guild), bot_role_payload(guild, self._world.bot)):
            event = {"guild_id": str(guild.id), "role": role}
            await self.dispatch("GUILD_ROLE_UPDATE", event, guild.id)
        member = bot_member_payload(guild, self._world.bot) | {"guild_id": str(guild.id)}
        await self.dispatch("GUILD_MEMBER_UPDATE", member, guild.id)

    def announce_soon(self, channel: Channel) -> None:
        """Tell connected bots of a channel that one of them has changed."""
        task = asyncio.create_task(self.announce_channel(channel))
        self._announcing.add(task)
        task.add_done_callback(self._announcing.discard)

    async def announce_channel(self, channel: Channel) -> None:
        """Tell connected bots of a channel or thread whose settings have changed."""
        if channel.guild is not None:
            event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
            await self.dispatch(event, channel_payload(channel, self._world.bot), channel.guild.id)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection."""
        socket = web.WebSocketResponse(compress=False, timeout=opcodes.CLOSE_SECONDS, max_msg_size=64 * 1024)
        await socket.prepare(request)
        connection = Connection(socket, request.query.get("compress"))
        self._sockets.add(socket)
        try:
            await connection.send(
                {"op": Op.HELLO, "d": {"heartbeat_interval": opcodes.HEARTBEAT_MS, "_trace": []}}
            )
            async for message in socket:
                if message.type is not WSMsgType.TEXT or not await self._receive(connection, message.data):
                    break
        finally:
            self._sockets.discard(socket)
            connection.close()
            self._disconnect(connection)
        return socket

    async def _receive(self, connection: Connection, text: str) -> bool:
        """Act on a frame; False ends the connection."""
        try:
            frame = msgspec.json.decode(text)
            op, data = frame["op"], frame.get("d")
        except (msgspec.DecodeError, KeyError, TypeError, AttributeError):
            await connection.socket.close(code=opcodes.DECODE_ERROR)
            return False
        if op == Op.HEARTBEAT:
            connection.send_later({"op": Op.HEARTBEAT_ACK}, opcodes.ACK_SECONDS)
            return True
        self._watch.received(opcodes.name(op), data)
        if op == Op.IDENTIFY:
            return await self._identify(connection, data)
        if op == Op.RESUME:
            return await self._resume(connection, data)
        if not any(session.connection is connection for session in self._sessions.values()):
            await connection.socket.close(code=opcodes.NOT_AUTHENTICATED)
            return False
        return True

    async def _identify(self, connection: Connection, data: dict[str, Any]) -> bool:
        self.identifies += 1
        number, count = data.get("shard") or (0, 1)
        code = self._reason_to_refuse(data, number, count)
        if code is not None:
            await connection.socket.close(code=code)
            return False
        session = Session(secrets.token_hex(16), (number, count))
        session.connection = connection
        self._forget_replaced(session)
        guilds = [
            each for each in self._world.guilds.values() if each.bot_present and session.covers(each.id)
        ]
        ready = ready_payload(self._world, session, guilds)
        await session.dispatch("READY", ready)
        self._watch.sent("READY", ready)
        for guild in guilds:
            payload = self._guild(guild)
            await session.dispatch("GUILD_CREATE", payload)
            self._watch.sent("GUILD_CREATE", payload)
        self._sessions[session.id] = session
        await self._connected()
        return True

    def _forget_replaced(self, session: Session) -> None:
        """Drop what is left of earlier sessions of the same shard."""
        for old in list(self._sessions.values()):
            if old.connection is None and old.shard == session.shard:
                del self._sessions[old.id]

    def _reason_to_refuse(self, data: dict[str, Any], number: int, count: int) -> int | None:
        code, self._close_next = self._close_next, None
        if code is not None:
            return code
        if data.get("token") != self._world.token:
            return opcodes.AUTHENTICATION_FAILED
        if not 0 <= number < count:
            return opcodes.INVALID_SHARD
        return opcodes.DISALLOWED_INTENTS if data.get("intents", 0) & opcodes.PRIVILEGED_INTENTS else None

    async def _resume(self, connection: Connection, data: dict[str, Any]) -> bool:
        self.resumes += 1
        session = self._sessions.get(data.get("session_id", ""))
        sequence = data.get("seq") or 0
        if data.get("token") != self._world.token:
            await connection.socket.close(code=opcodes.AUTHENTICATION_FAILED)
            return False
        if session is None or not session.can_replay_after(sequence):
            await connection.send({"op": Op.INVALID_SESSION, "d": False})
            return True
        await session.resume(connection, sequence)
        await session.dispatch("RESUMED", {"_trace": []})
        self._watch.sent("RESUMED", {})
        await self._connected()
        return True

    def _guild(self, guild: Guild) -> dict[str, Any]:
        return guild_create_payload(guild, self._world.channels_of(guild), self._world.bot)

    async def _connected(self) -> None:
        self._world.feed.publish(Change("bot connected"))
        async with self._ready:
            self._ready.notify_all()

    def _disconnect(self, connection: Connection) -> None:
        for session in self._sessions.values():
            if session.connection is connection:
                session.connection = None
                self._world.feed.publish(Change("bot disconnected"))

    async def _send_to_all(self, frame: dict[str, Any]) -> None:
        for session in list(self._sessions.values()):
            if session.connection is not None:
                await session.connection.send(frame)
