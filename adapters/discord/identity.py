"""Who a token belongs to, asked without connecting."""

from __future__ import annotations

import aiohttp
import discord
from discord.http import Route

from adapters.discord.responses import cause
from storage.errors import SettingsError, UnreachableError


async def discord_identity(token: str, api_url: str) -> str:
    """Return the name of the bot that a token belongs to.

    Raises `SettingsError` when Discord does not accept it, `UnreachableError` when it cannot be asked.
    """
    Route.BASE = api_url
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(token)
        return f"{client.user}"
    except discord.LoginFailure:
        message = "Discord does not accept the token: copy it anew from your application's Bot page"
        raise SettingsError(message) from None
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        message = f"Discord cannot be asked: {cause(error)}"
        raise UnreachableError(message) from None
    finally:
        await client.close()
