"""Reply markup: what Telegram refuses in it.

https://core.telegram.org/bots/api#inlinekeyboardbutton, https://limits.tginfo.me/ (number of buttons).
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from .errors import bad_request, stricter
from .inputs import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Input,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from .links import checked_link, link_problem, mentioned_user
from .parameters import convert

MOST_BUTTONS = 100
MOST_BUTTONS_IN_A_ROW = 8
MOST_MARKUP_BYTES = 10_240
MOST_CALLBACK_BYTES = 64
MOST_COPY_TEXT = 256

KINDS: dict[str, type[Input]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
    "force_reply": ForceReply,
}
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
)
SWITCHES = frozenset({name for name in ACTIONS if name.startswith("switch_inline_query")})
STYLES = (None, "primary", "success", "danger")
MAY_BE_EMPTY = frozenset({"switch_inline_query", "switch_inline_query_current_chat"})


def read_markup(markup: dict[str, Any] | None) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Check a reply markup; return the inline keyboard and the other kind, at most one of them set."""
    if markup is None:
        return None, None
    kind = next((name for name in KINDS if name in markup), None)
    if kind is None:
        if markup:
            raise stricter("reply_markup is of no known kind")
        return None, None
    checked = convert(markup, KINDS[kind])
    if isinstance(checked, InlineKeyboardMarkup):
        return _inline(checked), None
    return None, msgspec.to_builtins(checked)


def inline_only(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """Check the reply markup of an edit, which can only be an inline keyboard."""
    inline, other = read_markup(markup)
    if other is not None:
        raise bad_request("inline keyboard expected")
    return inline


def check_inline_mode(markup: dict[str, Any] | None, *, switched_on: bool) -> None:
    """Refuse buttons that start an inline query of a bot without inline mode.

    Which words Telegram uses is not documented; that such a button cannot work is plain.
    """
    buttons = [button for row in (markup or {}).get("inline_keyboard", []) for button in row]
    if not switched_on and any(SWITCHES & set(button) for button in buttons):
        raise bad_request("BUTTON_TYPE_INVALID", note="inline mode is off, so no button can switch to it")


def _inline(markup: InlineKeyboardMarkup) -> dict[str, Any] | None:
    rows = [[_button(button) for button in row] for row in markup.inline_keyboard if row]
    if any(len(row) > MOST_BUTTONS_IN_A_ROW for row in rows):
        raise stricter(f"more than {MOST_BUTTONS_IN_A_ROW} inline keyboard buttons in a row")
    whole = {"inline_keyboard": rows}
    if sum(map(len, rows)) > MOST_BUTTONS or len(json.dumps(whole)) > MOST_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return whole if rows else None


def _button(button: InlineKeyboardButton) -> dict[str, Any]:
    actions = [name for name in ACTIONS if _is_set(button, name)]
    if not actions and button.callback_data == "":
        raise bad_request("BUTTON_DATA_INVALID", note="callback_data is empty")
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise stricter(f"inline keyboard button expects exactly one of: {', '.join(actions)}")
    if button.style not in STYLES:
        raise stricter(f"button style {button.style!r}")
    if not button.text.strip():
        raise stricter("inline keyboard button text must be non-empty")
    wire: dict[str, Any] = msgspec.to_builtins(button)
    if button.url is not None:
        wire["url"] = _url(button.url)
    _check_payload(button)
    return wire


def _is_set(button: InlineKeyboardButton, name: str) -> bool:
    value = getattr(button, name)
    return value is not None if name in MAY_BE_EMPTY else bool(value)


def _url(url: str) -> str:
    if mentioned_user(url) is not None:
        return url
    if problem := link_problem(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {problem}")
    return checked_link(url) or url


def _check_payload(button: InlineKeyboardButton) -> None:
    if button.callback_data and len(button.callback_data.encode()) > MOST_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.pay:
        raise bad_request("BUTTON_TYPE_INVALID")
    if button.copy_text is not None and not 1 <= len(button.copy_text.text) <= MOST_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if button.web_app is not None and not button.web_app.url.startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{button.web_app.url}' is invalid: "
            "Only HTTPS links are allowed"
        )
