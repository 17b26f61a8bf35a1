"""What the bot says about itself: command menus, name, descriptions, menu buttons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .errors import bad_request

if TYPE_CHECKING:
    from .chats import Chat
    from .inputs import BotCommand, BotCommandScope
    from .people import User

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS = 100
MOST_COMMAND_DESCRIPTION = 256
"""Limits of https://core.telegram.org/bots/api#botcommand and #setmycommands."""

MOST_TEXT = {"name": 64, "description": 512, "short_description": 120}
"""Characters, by https://core.telegram.org/bots/api#setmyname and its siblings."""

LANGUAGE = re.compile(r"([a-z]{2})?")
ScopeKey = tuple[str, int, int]


class Profile:
    """The bot's self-description, each part per language; "" is for all other languages."""

    def __init__(self) -> None:
        self._commands: dict[tuple[ScopeKey, str], list[dict[str, str]]] = {}
        self._texts: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int | None, dict[str, Any]] = {}

    def set_commands(self, key: ScopeKey, language: str, commands: list[BotCommand]) -> list[dict[str, str]]:
        """Replace one menu; an empty list deletes it."""
        check_language(language)
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        menu = [{"command": _command(entry.command), "description": _described(entry)} for entry in commands]
        if len({entry["command"] for entry in menu}) < len(menu):
            raise bad_request("BOT_COMMAND_INVALID", note="a command is named twice")
        self._commands.pop((key, language), None)
        if menu:
            self._commands[key, language] = menu
        return menu

    def commands(self, key: ScopeKey, language: str) -> list[dict[str, str]]:
        """Give exactly one menu, as getMyCommands does."""
        check_language(language)
        return self._commands.get((key, language), [])

    def menu_for(self, user: User, chat: Chat) -> list[dict[str, str]]:
        """Give the menu a person sees, by https://core.telegram.org/bots/api#determining-list-of-commands."""
        everyone = ["all_private_chats"] if chat.type == "private" else ["all_group_chats"]
        keys: list[ScopeKey] = []
        if chat.type != "private":
            keys.append(("chat_member", chat.id, user.id))
            if chat.is_admin(user.id):
                keys.append(("chat_administrators", chat.id, 0))
                everyone.insert(0, "all_chat_administrators")
        keys.append(("chat", chat.id, 0))
        for key in [*keys, *((name, 0, 0) for name in [*everyone, "default"])]:
            for language in (user.language_code[:2], ""):
                if menu := self._commands.get((key, language)):
                    return menu
        return []

    def set_text(self, part: str, text: str, language: str) -> None:
        """Set the name or a description; an empty one falls back to the one without a language."""
        check_language(language)
        if len(text) > MOST_TEXT[part]:
            raise bad_request(f"bot {part.replace('_', ' ')} is too long")
        self._texts[part, language] = text

    def text(self, part: str, language: str) -> str:
        """Give the name or a description in a language, or else the general one."""
        check_language(language)
        return self._texts.get((part, language)) or self._texts.get((part, ""), "")


def check_language(language: str) -> None:
    """Refuse what is not a two-letter ISO 639-1 code, or empty."""
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language_code specified")


def scope_key(scope: BotCommandScope | None) -> ScopeKey:
    """Identify a scope; raise ApiError 400 where it lacks its chat or its member."""
    if scope is None:
        return ("default", 0, 0)
    if scope.type not in ("chat", "chat_administrators", "chat_member"):
        return (scope.type, 0, 0)
    if not isinstance(scope.chat_id, int):
        raise bad_request("can't parse BotCommandScope: chat_id is empty", note="a numeric chat_id is needed")
    if scope.type == "chat_member" and scope.user_id is None:
        raise bad_request("can't parse BotCommandScope: Can't find field \"user_id\"")
    return (scope.type, scope.chat_id, (scope.user_id or 0) if scope.type == "chat_member" else 0)


def _command(name: str) -> str:
    bare = name.removeprefix("/")
    if not COMMAND.fullmatch(bare):
        raise bad_request("BOT_COMMAND_INVALID", note=f"{name!r} is no command name")
    return bare


def _described(entry: BotCommand) -> str:
    if not 1 <= len(entry.description) <= MOST_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID", note=f"of {entry.command!r}")
    return entry.description
