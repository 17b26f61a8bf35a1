"""getUpdates and webhooks (which are noted, but nothing is ever delivered to them)."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any

from ..errors import bad_request
from ..parameters import Upload
from ..requests import DeleteWebhook, GetUpdates, Nothing, SetWebhook
from ..world import World

Uploads = dict[str, Upload]


def get_updates(world: World, request: GetUpdates, _: Uploads) -> Awaitable[list[dict[str, Any]]]:
    """Wait for updates; https://core.telegram.org/bots/api#getupdates."""
    return world.updates.poll(request)


def set_webhook(world: World, request: SetWebhook, _: Uploads) -> bool:
    """Note a webhook, which makes polling fail; https://core.telegram.org/bots/api#setwebhook."""
    if request.url and not request.url.startswith("https://"):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if request.drop_pending_updates:
        world.updates.drop_pending()
    world.updates.allow(request.allowed_updates)
    world.updates.webhook = {"url": request.url} if request.url else {}
    return True


def delete_webhook(world: World, request: DeleteWebhook, _: Uploads) -> bool:
    """Go back to polling; https://core.telegram.org/bots/api#deletewebhook."""
    if request.drop_pending_updates:
        world.updates.drop_pending()
    world.updates.webhook = {}
    return True


def get_webhook_info(world: World, _request: Nothing, _: Uploads) -> dict[str, Any]:
    """Describe the webhook; https://core.telegram.org/bots/api#getwebhookinfo."""
    return {
        "url": world.updates.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }


def log_out(world: World, _request: Nothing, _: Uploads) -> bool:
    """End the poll under way; also https://core.telegram.org/bots/api#close."""
    world.updates.end_poll()
    return True
