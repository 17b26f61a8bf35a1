"""Rules that stand only in the prose of https://core.telegram.org/bots/api, checked on a request."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

PARSE_MODES = frozenset({"HTML", "Markdown", "MarkdownV2"})
LONGEST = {"text": 4096, "caption": 1024}
LONGEST_ANSWER = 200
MOST_BUTTONS = 100
CALLBACK_BYTES = range(1, 65)
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION = range(1, 257)
MOST_COMMANDS = 100
NO_ACTIONS = frozenset({"text", "style", "icon_custom_emoji_id"})
LINK = re.compile(r"(https?|tg)://\S+")


def check_prose(method: str, request: dict[str, Any]) -> Iterator[str]:
    """Name every rule a request breaks."""
    if method == "answerCallbackQuery":
        if len(request.get("text", "")) > LONGEST_ANSWER:
            yield f"{method}.text: longer than {LONGEST_ANSWER} characters"
        return
    yield from _texts(method, request)
    if isinstance(request.get("media"), dict):
        yield from _texts(f"{method}.media", request["media"])
    if isinstance(request.get("reply_markup"), dict):
        yield from _buttons(method, request["reply_markup"].get("inline_keyboard", []))
    if isinstance(request.get("commands"), list):
        yield from _commands(method, request["commands"])


def _texts(path: str, request: dict[str, Any]) -> Iterator[str]:
    mode = request.get("parse_mode")
    if mode is not None and mode not in PARSE_MODES:
        yield f"{path}.parse_mode: {mode!r} is none of {sorted(PARSE_MODES)}"
    for name, longest in LONGEST.items():
        text = request.get(name)
        if not isinstance(text, str):
            continue
        shown = html.unescape(re.sub(r"<[^>]*>", "", text)) if mode == "HTML" else text
        if len(shown.strip()) > longest:
            yield f"{path}.{name}: longer than {longest} characters after entities are parsed"
        if name == "text" and not shown.strip():
            yield f"{path}.text: empty"


def _buttons(path: str, rows: list[list[dict[str, Any]]]) -> Iterator[str]:
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        yield f"{path}.reply_markup: more than {MOST_BUTTONS} buttons"
    for button in buttons:
        label = button.get("text")
        actions = set(button) - NO_ACTIONS
        if len(actions) != 1:
            yield f"{path}: button {label!r} has {len(actions)} actions instead of one"
        data = button.get("callback_data")
        if data is not None and len(data.encode()) not in CALLBACK_BYTES:
            yield f"{path}: callback_data of button {label!r} has {len(data.encode())} bytes"
        if not LINK.fullmatch(button.get("url", "https://example.org")):
            yield f"{path}: button {label!r} leads to {button['url']!r}"


def _commands(path: str, commands: list[dict[str, Any]]) -> Iterator[str]:
    if len(commands) > MOST_COMMANDS:
        yield f"{path}.commands: more than {MOST_COMMANDS}"
    for command in commands:
        name = command.get("command", "")
        if not COMMAND.fullmatch(name):
            yield f"{path}.commands: {name!r} is no command name"
        if len(command.get("description", "")) not in DESCRIPTION:
            yield f"{path}.commands: the description of {name!r} is empty or too long"
