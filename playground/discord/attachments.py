"""Files that the bot uploads: kept in memory, described in messages, served by this server."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from .messages import Message
from .snowflakes import Snowflakes
from .uploads import Upload


class Attachments:
    """The contents by their path below /attachments, and the attachment objects made for them.

    `base` is the address of this server, set once it listens.
    """

    def __init__(self, snowflakes: Snowflakes) -> None:
        self._snowflakes = snowflakes
        self._contents: dict[str, bytes] = {}
        self.base = ""

    def content(self, path: str) -> bytes | None:
        """Give a file, or None if there is none at the path."""
        return self._contents.get(path)

    def names_after(
        self, body: Mapping[str, Any], uploads: Iterable[Upload], old: Message | None
    ) -> list[str]:
        """Give the names of the files that a message has once `body` is applied."""
        return [kept["filename"] for kept in self._kept(body, old)] + [each.filename for each in uploads]

    def apply(
        self, channel_id: int, body: Mapping[str, Any], uploads: Iterable[Upload], old: Message | None
    ) -> list[dict[str, Any]]:
        """Store the uploads and give the message's attachment objects."""
        described = {
            str(each["id"]): each
            for each in body.get("attachments") or ()
            if isinstance(each, dict) and "id" in each
        }
        fresh = [self._store(channel_id, each, described.get(str(each.index), {})) for each in uploads]
        return [*self._kept(body, old), *fresh]

    def _kept(self, body: Mapping[str, Any], old: Message | None) -> list[dict[str, Any]]:
        if old is None:
            return []
        wanted = body.get("attachments", old.attachments)
        if not isinstance(wanted, list):
            return []
        ids = {str(each.get("id")) for each in wanted if isinstance(each, dict)}
        return [each for each in old.attachments if each["id"] in ids]

    def _store(self, channel_id: int, upload: Upload, described: Mapping[str, Any]) -> dict[str, Any]:
        number = self._snowflakes.next()
        path = f"{channel_id}/{number}/{upload.filename}"
        self._contents[path] = upload.content
        url = f"{self.base}/attachments/{quote(path)}"
        attachment: dict[str, Any] = {
            "id": str(number),
            "filename": upload.filename,
            "size": len(upload.content),
            "url": url,
            "proxy_url": url,
        }
        guessed, _ = mimetypes.guess_type(upload.filename)
        if guessed is not None:
            attachment["content_type"] = guessed
        if described.get("description"):
            attachment["description"] = described["description"]
        return attachment
