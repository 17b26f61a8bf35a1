"""Rules for messages: created, edited, or sent as the answer to an interaction.

Source: https://docs.discord.com/developers/resources/message#create-message
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from ..errors import empty_message
from ..messages import EPHEMERAL, IS_COMPONENTS_V2, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, Message
from .components import check_components
from .embeds import check_embeds
from .fields import Anything, Flag, Items, Number, Record, Rule, Text, check_fields
from .problems import Path, Problems

Use = Literal["create", "edit", "answer", "followup", "answer edit"]

_MENTIONS = Record(
    {
        "parse": Items(0, 3),
        "users": Items(0, 100),
        "roles": Items(0, 100),
        "replied_user": Flag(),
    }
)
_ATTACHMENT = Record(
    {
        "id": Anything(required=True),
        "filename": Text(1, 1024),
        "description": Text(0, 1024),
        "title": Text(0, 1024),
        "is_spoiler": Flag(),
        "duration_secs": Anything(),
        "waveform": Anything(),
        # A kept attachment may be sent back as it was received.
        **dict.fromkeys(
            ("size", "url", "proxy_url", "height", "width", "content_type", "spoiler", "flags"), Anything()
        ),
    }
)
_BODY: Mapping[str, Rule] = {
    "content": Text(0, 2000),
    "embeds": Anything(),
    "components": Anything(),
    "allowed_mentions": _MENTIONS,
    "attachments": Items(0, 10, each=_ATTACHMENT),
    "flags": Number(),
}
_CREATE: Mapping[str, Rule] = {
    **_BODY,
    "tts": Flag(),
    "nonce": Anything(),
    "enforce_nonce": Flag(),
    "sticker_ids": Items(0, 3),
    "message_reference": Anything(),
}
# discord.py sends `tts` with edits of interaction answers too; Discord lets it pass.
_EDIT: Mapping[str, Rule] = {**_BODY, "tts": Flag()}
_FIELDS: Mapping[Use, Mapping[str, Rule]] = {
    "create": _CREATE,
    "edit": {**_EDIT, "sticker_ids": Items(0, 3)},
    "answer": {**_BODY, "tts": Flag()},
    "followup": {**_BODY, "tts": Flag()},
    "answer edit": _EDIT,
}
_FLAGS: Mapping[Use, int] = {
    "create": SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2,
    "edit": SUPPRESS_EMBEDS | IS_COMPONENTS_V2,
    "answer": SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2,
    "followup": SUPPRESS_EMBEDS | EPHEMERAL | SUPPRESS_NOTIFICATIONS | IS_COMPONENTS_V2,
    "answer edit": SUPPRESS_EMBEDS | IS_COMPONENTS_V2,
}


def check_message(
    body: Mapping[str, Any], use: Use, files: Iterable[str], old: Message | None = None, root: Path = ()
) -> None:
    """Refuse a message body with ApiError 50035 or 50006, or let it pass.

    `files` are the names of the files that the message has afterwards, `old` is the message to be edited,
    `root` is where the message lies in the request.
    """
    problems = Problems(root)
    names = frozenset(files)
    check_fields(problems, (), body, _FIELDS[use])
    problems.refuse()
    _check_flags(problems, body.get("flags"), use)
    _check_mentions(problems, body.get("allowed_mentions"))
    _check_nonce(problems, body.get("nonce"))
    if body.get("embeds") is not None:
        check_embeds(problems, body["embeds"])
    problems.refuse()
    flags = (body.get("flags") or 0) | (old.flags if old is not None else 0)
    v2 = bool(flags & IS_COMPONENTS_V2)
    if v2:
        _check_nothing_classic(problems, body, old)
    if body.get("components") is not None:
        check_components(problems, body["components"], names, v2=v2)
    problems.refuse()
    if not _shows_something(body, old, names):
        raise empty_message()


def _check_flags(problems: Problems, flags: Any, use: Use) -> None:
    if isinstance(flags, int) and flags & ~_FLAGS[use]:
        problems.add(("flags",), "MESSAGE_FLAGS_INVALID", f"Flags {flags} cannot be set here.")


def _check_mentions(problems: Problems, mentions: Any) -> None:
    if not isinstance(mentions, dict):
        return
    path: Path = ("allowed_mentions",)
    parse = mentions.get("parse") or ()
    for name in ("users", "roles"):
        if name in parse and mentions.get(name):
            message = f'parse:["{name}"] and {name}: [ids...] are mutually exclusive.'
            problems.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
    for index, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            message = "Value must be one of ('users', 'roles', 'everyone')."
            problems.add((*path, "parse", index), "BASE_TYPE_CHOICES", message)


def _check_nonce(problems: Problems, nonce: Any) -> None:
    if nonce is not None and len(str(nonce)) > 25:
        problems.add(("nonce",), "NONCE_TYPE_TOO_LONG", "Must be 25 or fewer in length.")


def _check_nothing_classic(problems: Problems, body: Mapping[str, Any], old: Message | None) -> None:
    """Refuse content, embeds and stickers beside Components V2, sent now or left over from before."""
    for name, kept in (
        ("content", old and old.content),
        ("embeds", old and old.embeds),
        ("sticker_ids", None),
    ):
        if body.get(name, kept):
            message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
            problems.add((name,), code, message)


def _shows_something(body: Mapping[str, Any], old: Message | None, files: frozenset[str]) -> bool:
    if files or body.get("sticker_ids"):
        return True
    return any(body.get(name, getattr(old, name, None)) for name in ("content", "embeds", "components"))
