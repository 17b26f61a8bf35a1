"""Rules that stand only in the prose of https://core.telegram.org/bots/api, checked on a request."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

PARSE_MODES = frozenset({"HTML", "Markdown", "MarkdownV2"})
LONGEST = {"text": 4096, "message_text": 4096, "caption": 1024}
LONGEST_ANSWER = 200
MOST_BUTTONS = 100
CALLBACK_BYTES = range(1, 65)
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
DESCRIPTION = range(1, 257)
MOST_COMMANDS = 100
NO_ACTIONS = frozenset({"text", "style", "icon_custom_emoji_id"})
MOST_RESULTS = 50
RESULT_ID_BYTES = range(1, 65)
MOST_OFFSET_BYTES = 64
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
WEB_ADDRESS = re.compile(r"https?://\S+")
LINK = re.compile(r"(https?|tg)://\S+")


def check_prose(method: str, request: dict[str, Any]) -> Iterator[str]:
    """Name every rule a request breaks."""
    if method == "answerCallbackQuery":
        if len(request.get("text", "")) > LONGEST_ANSWER:
            yield f"{method}.text: longer than {LONGEST_ANSWER} characters"
        return
    if method == "answerInlineQuery":
        yield from _inline_answer(method, request)
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
        if name != "caption" and not shown.strip():
            yield f"{path}.{name}: empty"


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


def _inline_answer(path: str, request: dict[str, Any]) -> Iterator[str]:
    results = request.get("results", [])
    if len(results) > MOST_RESULTS:
        yield f"{path}.results: more than {MOST_RESULTS}"
    if len({result["id"] for result in results}) < len(results):
        yield f"{path}.results: two have one id"
    for index, result in enumerate(results):
        yield from _inline_result(f"{path}.results[{index}]", result)
    if len(request.get("next_offset", "").encode()) > MOST_OFFSET_BYTES:
        yield f"{path}.next_offset: longer than {MOST_OFFSET_BYTES} bytes"
    button = request.get("button")
    if button is not None and not START_PARAMETER.fullmatch(button.get("start_parameter", "x")):
        yield f"{path}.button: start_parameter {button['start_parameter']!r}"


def _inline_result(path: str, result: dict[str, Any]) -> Iterator[str]:
    if len(result["id"].encode()) not in RESULT_ID_BYTES:
        yield f"{path}.id: {len(result['id'].encode())} bytes"
    if not WEB_ADDRESS.fullmatch(result.get("thumbnail_url", "https://example.org")):
        yield f"{path}.thumbnail_url: {result['thumbnail_url']!r}"
    yield from _texts(f"{path}.input_message_content", result.get("input_message_content", {}))
    yield from _buttons(path, result.get("reply_markup", {}).get("inline_keyboard", []))


def _commands(path: str, commands: list[dict[str, Any]]) -> Iterator[str]:
    if len(commands) > MOST_COMMANDS:
        yield f"{path}.commands: more than {MOST_COMMANDS}"
    for command in commands:
        name = command.get("command", "")
        if not COMMAND.fullmatch(name):
            yield f"{path}.commands: {name!r} is no command name"
        if len(command.get("description", "")) not in DESCRIPTION:
            yield f"{path}.commands: the description of {name!r} is empty or too long"
