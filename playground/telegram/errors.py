"""Refusals in Telegram's shape and wording.

https://core.telegram.org/bots/api#making-requests gives the shape. The wordings are those which the
public server answers; where ours is our own (the stand-in is stricter), the note says so.
"""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An unsuccessful answer: HTTP status, description, `parameters`, and why (for the log pane)."""

    def __init__(
        self, status: int, description: str, *, parameters: dict[str, Any] | None = None, note: str = ""
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters
        self.note = note or description

    def body(self) -> dict[str, Any]:
        """Give the JSON body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters is not None:
            body["parameters"] = self.parameters
        return body


def bad_request(text: str, *, note: str = "") -> ApiError:
    """Refuse what the bot sent."""
    return ApiError(400, f"Bad Request: {text}", note=note)


def stricter(text: str) -> ApiError:
    """Refuse what Telegram would let pass in silence, because it is surely a mistake."""
    return bad_request(text, note=f"stricter than Telegram: {text}")


def forbidden(text: str) -> ApiError:
    """Refuse because the bot may not speak there any more."""
    return ApiError(403, f"Forbidden: {text}")


def unauthorized() -> ApiError:
    """Refuse a well-formed token of no bot."""
    return ApiError(401, "Unauthorized")


def not_found(what: str = "") -> ApiError:
    """Refuse an unknown method or a malformed token."""
    return ApiError(404, f"Not Found: {what}" if what else "Not Found")


def too_many_requests(retry_after: int) -> ApiError:
    """Refuse for `retry_after` seconds.

    With 0 seconds the field is there all the same, as servers have been seen to answer.
    """
    return ApiError(
        429, f"Too Many Requests: retry after {retry_after}", parameters={"retry_after": retry_after}
    )


def conflict(text: str) -> ApiError:
    """Refuse a poll because of another poll, or of a webhook."""
    return ApiError(409, f"Conflict: {text}")


def migrated(chat_id: int) -> ApiError:
    """Refuse because the group has become the supergroup `chat_id`."""
    return ApiError(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        parameters={"migrate_to_chat_id": chat_id},
    )
