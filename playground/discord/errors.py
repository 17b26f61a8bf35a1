"""Discord's refusals, as values that the REST side turns into replies.

Codes: https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

UNKNOWN = {
    "channel": (10003, "Unknown Channel"),
    "guild": (10004, "Unknown Guild"),
    "message": (10008, "Unknown Message"),
    "user": (10013, "Unknown User"),
    "webhook": (10015, "Unknown Webhook"),
    "interaction": (10062, "Unknown interaction"),
    "command": (10063, "Unknown application command"),
}


class ApiError(Exception):
    """A refusal in Discord's shape: HTTP status, JSON error code, and where in the body the fault lies."""

    def __init__(self, status: int, code: int, message: str, errors: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def reason(self) -> str:
        """Say in one line what is refused and where."""
        return "; ".join([self.message, *_flatten(self.errors or {}, "")])

    def body(self) -> dict[str, Any]:
        """Give the JSON body of the reply."""
        body: dict[str, Any] = {"message": self.message, "code": self.code}
        if self.errors is not None:
            body["errors"] = self.errors
        return body


def _flatten(tree: dict[str, Any], path: str) -> Iterator[str]:
    for name, below in tree.items():
        if name == "_errors":
            yield from (f"{path}: {each['message']}" for each in below)
        else:
            yield from _flatten(below, f"{path}.{name}" if path else name)


def unknown(what: str) -> ApiError:
    """Something asked for by its id is not there, or not for the bot to see."""
    code, message = UNKNOWN[what]
    return ApiError(404, code, message)


def no_such_route() -> ApiError:
    """The server has no route for this method and path."""
    return ApiError(404, 0, "404: Not Found")


def unauthorized() -> ApiError:
    """The Authorization header is missing or carries another token."""
    return ApiError(401, 0, "401: Unauthorized")


def missing_access() -> ApiError:
    """The bot cannot see the place."""
    return ApiError(403, 50001, "Missing Access")


def missing_permissions() -> ApiError:
    """The bot sees the place, but may not do this there."""
    return ApiError(403, 50013, "Missing Permissions")


def not_the_author() -> ApiError:
    """The message was written by somebody else."""
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def cannot_message_user() -> ApiError:
    """The person does not take direct messages from the bot."""
    return ApiError(403, 50007, "Cannot send messages to this user")


def wrong_channel_type() -> ApiError:
    """The action exists, but not in this kind of channel."""
    return ApiError(400, 50024, "Cannot execute action on this channel type")


def no_text_channel() -> ApiError:
    """Messages stand in a forum's posts, not in the forum."""
    return ApiError(400, 50008, "Cannot send messages in a non-text channel")


def tag_required() -> ApiError:
    """The forum takes no post without a tag."""
    return ApiError(400, 40067, "A tag is required to create a forum post in this channel")


def empty_message() -> ApiError:
    """The message has neither text, embeds, components, files nor a poll."""
    return ApiError(400, 50006, "Cannot send an empty message")


def already_crossposted() -> ApiError:
    """The announcement was published before."""
    return ApiError(400, 40033, "This message has already been crossposted.")


def thread_archived() -> ApiError:
    """The thread has archived itself; messages open it again, edits do not."""
    return ApiError(400, 50083, "Thread is archived")


def thread_exists() -> ApiError:
    """The message has a thread already."""
    return ApiError(400, 160004, "A thread has already been created for this message")


def server_error() -> ApiError:
    """Discord fails on its side."""
    return ApiError(500, 0, "Internal Server Error")


def already_acknowledged() -> ApiError:
    """The interaction has had its first response."""
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def expired_webhook_token() -> ApiError:
    """The interaction's token is older than 15 minutes, or never was one."""
    return ApiError(401, 50027, "Invalid Webhook Token")


def not_json() -> ApiError:
    """The body cannot be read as JSON."""
    return ApiError(400, 50109, "The request body contains invalid JSON.")


def too_large() -> ApiError:
    """The request, including files, exceeds the size limit of the channel."""
    return ApiError(413, 40005, "Request entity too large")
