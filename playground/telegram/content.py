"""Reading the text of a request: markup, entities, limits."""

from __future__ import annotations

from typing import Any

import msgspec

from .detection import find_entities
from .errors import bad_request, stricter
from .inputs import LinkPreviewOptions
from .links import checked_link, link_problem
from .markup import parse_html
from .text import Entity, tidy, utf16_length

MOST_TEXT = 4096
"""Characters of a message after its entities are parsed: https://core.telegram.org/bots/api#sendmessage."""

MOST_CAPTION = 1024
"""Characters of a caption, counted likewise: https://core.telegram.org/bots/api#sendphoto."""

ENTITY_TYPES = frozenset(
    {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bold", "italic",
     "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
     "text_link", "text_mention", "custom_emoji", "date_time"}
)  # fmt: skip
ENTITY_FIELDS = {
    "text_link": "url",
    "text_mention": "user",
    "custom_emoji": "custom_emoji_id",
    "date_time": "unix_time",
}


def read_text(source: str, parse_mode: str | None, entities: list[Entity] | None) -> tuple[str, list[Entity]]:
    """Parse, clean and annotate a text as Telegram stores it; limits are the caller's."""
    if entities is not None and not parse_mode:
        text, marked = source, [_checked(entity, source) for entity in entities]
    else:
        text, marked = _parsed(source, parse_mode)
    text, marked = tidy(text, marked)
    return text, find_entities(text, marked)


def message_text(
    source: str,
    parse_mode: str | None,
    entities: list[Entity] | None,
    *,
    too_long: str = "message is too long",
) -> tuple[str, list[Entity]]:
    """Read the text of a message, which may be neither empty nor longer than `MOST_TEXT`."""
    if not source:
        raise bad_request("message text is empty")
    text, found = read_text(source, parse_mode, entities)
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > MOST_TEXT:
        raise bad_request(too_long, note=f"{len(text)} characters after parsing, {MOST_TEXT} are allowed")
    return text, found


def caption_text(
    source: str,
    parse_mode: str | None,
    entities: list[Entity] | None,
    *,
    too_long: str = "message caption is too long",
) -> tuple[str, list[Entity]]:
    """Read a caption, which may be empty but not longer than `MOST_CAPTION`."""
    text, found = read_text(source, parse_mode, entities)
    if len(text) > MOST_CAPTION:
        raise bad_request(too_long, note=f"{len(text)} characters after parsing, {MOST_CAPTION} are allowed")
    return text, found


def preview(options: LinkPreviewOptions | None) -> dict[str, Any] | None:
    """Check link preview options and give them as the message shows them."""
    if options is None:
        return None
    if options.url and link_problem(options.url):
        raise bad_request("WEBPAGE_URL_INVALID")
    if options.prefer_small_media and options.prefer_large_media:
        raise stricter("link_preview_options prefer small and large media at once")
    wire: dict[str, Any] = {name: value for name, value in msgspec.to_builtins(options).items() if value}
    if options.url:
        wire["url"] = checked_link(options.url)
    return wire or None


def _parsed(source: str, parse_mode: str | None) -> tuple[str, list[Entity]]:
    mode = (parse_mode or "").lower()
    if mode == "html":
        return parse_html(source)
    if mode in ("markdown", "markdownv2"):
        raise stricter(f"parse_mode {parse_mode} is not served here, only HTML is")
    if mode not in ("", "none"):
        raise bad_request("unsupported parse_mode")
    return source, []


def _checked(entity: Entity, text: str) -> Entity:
    kind, offset, length = (entity.get(name) for name in ("type", "offset", "length"))
    if kind not in ENTITY_TYPES:
        raise bad_request("can't parse MessageEntity: Unsupported type specified")
    for name, value in (("offset", offset), ("length", length)):
        if not isinstance(value, int):
            raise bad_request(f'can\'t parse MessageEntity: Field "{name}" must be of type Number')
    needed = ENTITY_FIELDS.get(kind)
    if needed and needed not in entity:
        raise bad_request(f"can't parse MessageEntity: Can't find field \"{needed}\"")
    _check_span(offset, length, utf16_length(text))
    return {name: value for name, value in entity.items() if value is not None}


def _check_span(offset: Any, length: Any, end: int) -> None:
    if offset < 0:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if length <= 0:
        raise bad_request(f"receive an entity with incorrect length {length}")
    if offset >= end:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > end:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {offset + length}"
        )
