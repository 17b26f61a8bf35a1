"""Refusals of routes, tokens and interactions, past any client library."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from playground.discord.interactions import Interaction, InteractionType
from playground.discord.limits import Limits
from playground.discord.places import Channel, User
from playground.discord.server import DiscordServer
from playground.wire import Exchange

from .conftest import SCALE, Send

MESSAGE = {"type": 4, "data": {"content": "hello"}}


def started(server: DiscordServer, user: User, channel: Channel) -> Interaction:
    data = {"id": "1", "name": "previous", "type": 1}
    return server.world.start_interaction(InteractionType.COMMAND, user, channel, data)


def callback(interaction: Interaction) -> str:
    return f"/interactions/{interaction.id}/{interaction.token}/callback"


def webhook(server: DiscordServer, interaction: Interaction) -> str:
    return f"/webhooks/{server.world.bot.id}/{interaction.token}"


async def test_a_wrong_token_is_401(send: Send) -> None:
    status, reply = await send("GET", "/users/@me", headers={"Authorization": "Bot wrong"})
    assert (status, reply) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_an_unknown_route_is_404_and_noted(send: Send, exchanges: list[Exchange]) -> None:
    status, reply = await send("GET", "/users/@me/nothing")
    assert (status, reply) == (404, {"message": "404: Not Found", "code": 0})
    assert exchanges.pop().note == "404: Not Found"


async def test_a_body_that_is_not_json_is_refused(send: Send, channel: Channel) -> None:
    for body in (b"{", b"[1]"):
        status, reply = await send("POST", f"/channels/{channel.id}/messages", data=body)
        assert (status, reply["code"]) == (400, 50109)


async def test_the_first_response_can_be_given_once(
    send: Send, server: DiscordServer, ann: User, channel: Channel
) -> None:
    path = callback(started(server, ann, channel))
    assert (await send("POST", path, json=MESSAGE))[0] == 204
    status, reply = await send("POST", path, json=MESSAGE)
    assert (status, reply["code"]) == (400, 40060)


@pytest.mark.parametrize(
    "body", [{"type": 7, "data": {}}, {"type": 8}, {"type": 2}, {"data": {}}, {"type": 4, "data": []}]
)
async def test_a_response_of_the_wrong_type_is_refused(
    send: Send, server: DiscordServer, ann: User, channel: Channel, body: dict[str, Any]
) -> None:
    status, reply = await send("POST", callback(started(server, ann, channel)), json=body)
    assert status == 400
    assert reply["code"] in (50035, 50006)


async def test_a_wrong_interaction_token_is_unknown(
    send: Send, server: DiscordServer, ann: User, channel: Channel
) -> None:
    interaction = started(server, ann, channel)
    interaction.token = "another"
    assert (await send("POST", callback(interaction), json=MESSAGE))[0] == 204
    status, reply = await send("POST", f"/interactions/{interaction.id}/forged/callback", json=MESSAGE)
    assert (status, reply["code"]) == (404, 10062)


async def test_nothing_follows_before_the_first_response(
    send: Send, server: DiscordServer, ann: User, channel: Channel
) -> None:
    interaction = started(server, ann, channel)
    status, reply = await send("POST", webhook(server, interaction), json={"content": "x"})
    assert (status, reply["code"]) == (404, 10015)


async def test_the_first_follow_up_after_a_deferral_is_the_answer(
    send: Send, server: DiscordServer, ann: User, channel: Channel
) -> None:
    interaction = started(server, ann, channel)
    await send("POST", callback(interaction), json={"type": 5, "data": {"flags": 64}})
    await send("POST", webhook(server, interaction), json={"content": "answer"})
    message = await interaction.settled()
    assert message is not None
    assert (message.content, message.ephemeral) == ("answer", True)
    assert interaction.followups == []


async def test_a_deferred_update_edits_the_message_of_the_button(
    send: Send, server: DiscordServer, ann: User, channel: Channel
) -> None:
    message = server.world.messages.create(channel, server.world.bot, {"content": "before"})
    data = {"custom_id": "a", "component_type": 2, "id": 1}
    kind = InteractionType.COMPONENT
    interaction = server.world.start_interaction(kind, ann, channel, data, source=message)
    assert (await send("POST", callback(interaction), json={"type": 6}))[0] == 204
    assert (interaction.deferred, message.content) == (True, "before")
    original = f"{webhook(server, interaction)}/messages/@original"
    assert (await send("PATCH", original, json={"content": "after"}))[0] == 200
    assert await interaction.settled() is message
    assert message.content == "after"


async def test_the_original_can_be_read_and_deleted(
    send: Send, server: DiscordServer, ann: User, channel: Channel
) -> None:
    interaction = started(server, ann, channel)
    await send("POST", callback(interaction), json=MESSAGE)
    original = f"{webhook(server, interaction)}/messages/@original"
    assert (await send("GET", original))[1]["content"] == "hello"
    assert (await send("DELETE", original))[0] == 204
    assert (await send("GET", original))[1]["code"] == 10008
    assert server.messages(channel, ann) == []


class TestTime:
    """With a clock that is set by hand."""

    @pytest.fixture
    async def late(self) -> Any:
        now = [datetime(2026, 1, 1, tzinfo=UTC)]
        async with DiscordServer(clock=lambda: now[0]) as server, aiohttp.ClientSession() as session:
            channel = server.world.add_channel(server.world.add_guild("G"), "c")
            interaction = started(server, server.world.add_user("Ann"), channel)

            async def post(method: str, path: str, body: dict[str, Any]) -> int:
                async with session.request(method, server.api_url + path, json=body) as response:
                    return int((await response.json())["code"]) if response.status >= 400 else 0

            yield now, server, interaction, post

    async def test_after_three_seconds_the_interaction_is_unknown(self, late: Any) -> None:
        now, _, interaction, post = late
        now[0] += timedelta(seconds=3.1)
        assert await post("POST", callback(interaction), MESSAGE) == 10062

    async def test_after_fifteen_minutes_the_token_is_worth_nothing(self, late: Any) -> None:
        now, server, interaction, post = late
        assert await post("POST", callback(interaction), MESSAGE) == 0
        original = f"{webhook(server, interaction)}/messages/@original"
        now[0] += timedelta(minutes=14)
        assert await post("PATCH", original, {"content": "later"}) == 0
        now[0] += timedelta(minutes=2)
        assert await post("PATCH", original, {"content": "later"}) == 50027

    async def test_a_nonce_is_forgotten_after_some_minutes(self, late: Any) -> None:
        now, server, interaction, _ = late
        message = server.world.messages.create(interaction.channel, server.world.bot, {"content": "x"})
        server.world.messages.remember_nonce("n", message)
        now[0] += timedelta(minutes=2)
        assert server.world.messages.with_nonce("n") is message
        now[0] += timedelta(minutes=2)
        assert server.world.messages.with_nonce("n") is None


async def test_a_response_after_did_not_respond_is_unknown(
    send: Send, server: DiscordServer, ann: User, channel: Channel
) -> None:
    interaction = started(server, ann, channel)
    interaction.lost = True
    assert (await send("POST", callback(interaction), json=MESSAGE))[1]["code"] == 10062


async def test_the_global_limit_answers_429(send: Send, server: DiscordServer) -> None:
    # All in one instant, however long a busy machine takes for them.
    server._rest._limiter._limits = Limits(scale=SCALE, monotonic=lambda: 0.0)
    results = await asyncio.gather(*(send("GET", "/gateway") for _ in range(120)))
    refused = [reply for status, reply in results if status == 429]
    assert refused
    assert all(reply["global"] is True and reply["retry_after"] > 0 for reply in refused)


async def test_commands_are_changed_one_by_one(send: Send, server: DiscordServer) -> None:
    path = f"/applications/{server.world.bot.id}/commands"
    body = {"name": "status", "description": "d", "default_member_permissions": 32}
    status, created = await send("POST", path, json=body)
    assert (status, created["default_member_permissions"]) == (201, "32")
    assert (await send("POST", path, json=body))[0] == 200
    one = f"{path}/{created['id']}"
    assert (await send("PATCH", one, json={"description": "e"}))[1]["description"] == "e"
    assert (await send("GET", one))[1]["description"] == "e"
    assert (await send("DELETE", one))[0] == 204
    assert (await send("GET", one))[1]["code"] == 10063


async def test_the_port_of_another_server_is_taken(server: DiscordServer) -> None:
    port = int(server.api_url.split(":")[2].split("/")[0])
    with pytest.raises(OSError, match="address already in use"):
        await DiscordServer().start(port=port)
