"""First responses to interactions without a look at the message that they become, which nobody needs here.

discord.py has Discord send that message back, and makes objects of all its components: a third of what an
answer costs. Its adapter, which a context variable chooses, is told not to ask for it.
https://docs.discord.com/developers/interactions/receiving-and-responding#create-interaction-response
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import aiohttp
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context


class _Unread(AsyncWebhookAdapter):
    """Sends responses as the library does, and asks for nothing back."""

    async def request(self, route: Route, session: aiohttp.ClientSession, **how: Any) -> Any:
        """Send a response; return what the library reads of it, which it could have told itself."""
        await super().request(route, session, **{**how, "params": {"with_response": "0"}})
        return {"interaction": {"id": route.webhook_id}}


_UNREAD: _Unread = _Unread()  # type: ignore[no-untyped-call]


@contextmanager
def unread_response() -> Iterator[None]:
    """Have the responses given in the block not sent back."""
    token = async_context.set(_UNREAD)
    try:
        yield
    finally:
        async_context.reset(token)
