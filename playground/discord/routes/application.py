"""The bot about itself: gateway address, user, application, commands; and its guilds.

Source: https://docs.discord.com/developers/interactions/application-commands#endpoints
"""

from __future__ import annotations

from typing import Any

from ..calls import Call, Reply, Route
from ..errors import ApiError, missing_access, unknown
from ..feed import Change
from ..gateway_events import guild_payload
from ..payloads import user_payload
from ..shaping import without_localizations
from ..world import World


def gateway(world: World, _: Call) -> Reply:
    """GET /gateway."""
    return Reply(200, {"url": world.gateway_url})


def gateway_bot(world: World, _: Call) -> Reply:
    """GET /gateway/bot."""
    limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
    return Reply(200, {"url": world.gateway_url, "shards": 1, "session_start_limit": limit})


def me(world: World, _: Call) -> Reply:
    """GET /users/@me."""
    private = {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}
    return Reply(200, user_payload(world.bot) | private)


def my_application(world: World, _: Call) -> Reply:
    """GET /applications/@me and its older spelling."""
    count = sum(guild.bot_present for guild in world.guilds.values())
    body: dict[str, Any] = {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user_payload(world.operator),
        "approximate_guild_count": count,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "integration_types_config": {"0": {}, "1": {}},
    }
    return Reply(200, body)


def guild(world: World, call: Call) -> Reply:
    """GET /guilds/{guild_id}."""
    found = world.guilds.get(call.id("guild_id"))
    if found is None or not found.bot_present:
        raise unknown("guild")
    return Reply(200, guild_payload(found, world.bot))


def _scope(world: World, call: Call) -> int | None:
    if call.id("application_id") != world.bot.id:
        raise ApiError(403, 20012, "You are not authorized to perform this action on this application")
    if "guild_id" not in call.params:
        return None
    guild_id = call.id("guild_id")
    if guild_id not in world.guilds:
        raise missing_access()
    return guild_id


def list_commands(world: World, call: Call) -> Reply:
    """GET …/commands; translations come with it only where they are asked for."""
    commands = world.commands.all(_scope(world, call))
    if not call.wants("with_localizations"):
        commands = [without_localizations(command) for command in commands]
    return Reply(200, commands)


def replace_commands(world: World, call: Call) -> Reply:
    """PUT …/commands: these and no others."""
    commands = world.commands.replace(_scope(world, call), call.body)
    world.feed.publish(Change("commands registered"))
    return Reply(200, commands)


def create_command(world: World, call: Call) -> Reply:
    """POST …/commands."""
    command, is_new = world.commands.put(_scope(world, call), call.body)
    world.feed.publish(Change("commands registered"))
    return Reply(201 if is_new else 200, command)


def get_command(world: World, call: Call) -> Reply:
    """GET …/commands/{command_id}."""
    return Reply(200, world.commands.get(_scope(world, call), call.id("command_id")))


def change_command(world: World, call: Call) -> Reply:
    """PATCH …/commands/{command_id}."""
    command = world.commands.change(_scope(world, call), call.id("command_id"), call.record())
    world.feed.publish(Change("commands registered"))
    return Reply(200, command)


def delete_command(world: World, call: Call) -> Reply:
    """DELETE …/commands/{command_id}."""
    world.commands.remove(_scope(world, call), call.id("command_id"))
    world.feed.publish(Change("commands registered"))
    return Reply(204)


def _command_routes(prefix: str) -> tuple[Route, ...]:
    one = f"{prefix}/{{command_id}}"
    return (
        Route("GET", prefix, list_commands),
        Route("PUT", prefix, replace_commands),
        Route("POST", prefix, create_command),
        Route("GET", one, get_command),
        Route("PATCH", one, change_command),
        Route("DELETE", one, delete_command),
    )


ROUTES = (
    Route("GET", "/gateway", gateway),
    Route("GET", "/gateway/bot", gateway_bot),
    Route("GET", "/users/@me", me),
    Route("GET", "/applications/@me", my_application),
    Route("GET", "/oauth2/applications/@me", my_application),
    Route("GET", "/guilds/{guild_id}", guild),
    *_command_routes("/applications/{application_id}/commands"),
    *_command_routes("/applications/{application_id}/guilds/{guild_id}/commands"),
)
