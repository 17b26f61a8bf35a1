"""getMe, command menus, name and descriptions, menu button."""

from __future__ import annotations

from typing import Any

import msgspec

from ..errors import bad_request
from ..parameters import Upload
from ..profile import scope_key
from ..requests import (
    CommandScope,
    InLanguage,
    Nothing,
    SetChatMenuButton,
    SetMyCommands,
    SetMyDescription,
    SetMyName,
    SetMyShortDescription,
)
from ..world import World

Uploads = dict[str, Upload]


def get_me(world: World, _request: Nothing, _: Uploads) -> dict[str, Any]:
    """Introduce the bot; https://core.telegram.org/bots/api#getme."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": world.inline_mode,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return world.bot.wire() | abilities


def set_my_commands(world: World, request: SetMyCommands, _: Uploads) -> bool:
    """Set one command menu; https://core.telegram.org/bots/api#setmycommands."""
    if request.commands is None:
        raise bad_request('can\'t find field "commands"')
    return _set_menu(world, request, world.profile.set_commands, request.commands)


def delete_my_commands(world: World, request: CommandScope, _: Uploads) -> bool:
    """Delete one command menu; https://core.telegram.org/bots/api#deletemycommands."""
    return _set_menu(world, request, world.profile.set_commands, [])


def _set_menu(world: World, request: CommandScope, setter: Any, commands: list[Any]) -> bool:
    key = scope_key(request.scope)
    if key[1]:
        world.find_chat(key[1])
    menu = setter(key, request.language_code, commands)
    world.feed.publish(
        "commands_changed", key[1] or None, scope=key[0], language_code=request.language_code, commands=menu
    )
    return True


def get_my_commands(world: World, request: CommandScope, _: Uploads) -> list[dict[str, str]]:
    """Give one command menu; https://core.telegram.org/bots/api#getmycommands."""
    return world.profile.commands(scope_key(request.scope), request.language_code)


def set_my_name(world: World, request: SetMyName, _: Uploads) -> bool:
    """Set the bot's name; https://core.telegram.org/bots/api#setmyname."""
    return _set_text(world, "name", request.name, request.language_code)


def set_my_description(world: World, request: SetMyDescription, _: Uploads) -> bool:
    """Set the text of an empty chat; https://core.telegram.org/bots/api#setmydescription."""
    return _set_text(world, "description", request.description, request.language_code)


def set_my_short_description(world: World, request: SetMyShortDescription, _: Uploads) -> bool:
    """Set the text on the profile page; https://core.telegram.org/bots/api#setmyshortdescription."""
    return _set_text(world, "short_description", request.short_description, request.language_code)


def _set_text(world: World, part: str, text: str, language: str) -> bool:
    world.profile.set_text(part, text, language)
    world.feed.publish("profile_changed", part=part, text=text, language_code=language)
    return True


def get_my_name(world: World, request: InLanguage, _: Uploads) -> dict[str, str]:
    """Give the bot's name; https://core.telegram.org/bots/api#getmyname."""
    return {"name": world.profile.text("name", request.language_code) or world.bot.first_name}


def get_my_description(world: World, request: InLanguage, _: Uploads) -> dict[str, str]:
    """Give the text of an empty chat; https://core.telegram.org/bots/api#getmydescription."""
    return {"description": world.profile.text("description", request.language_code)}


def get_my_short_description(world: World, request: InLanguage, _: Uploads) -> dict[str, str]:
    """Give the text on the profile page; https://core.telegram.org/bots/api#getmyshortdescription."""
    return {"short_description": world.profile.text("short_description", request.language_code)}


def set_chat_menu_button(world: World, request: SetChatMenuButton, _: Uploads) -> bool:
    """Set the button beside the text field; https://core.telegram.org/bots/api#setchatmenubutton."""
    button = {"type": "default"} if request.menu_button is None else msgspec.to_builtins(request.menu_button)
    if button["type"] == "web_app" and not {"text", "web_app"} <= set(button):
        raise bad_request("can't parse menu button: Can't find field \"web_app\"")
    if request.chat_id is not None and world.find_chat(request.chat_id).type != "private":
        raise bad_request("menu button can be set only in private chats")
    world.profile.menu_buttons[request.chat_id] = button
    world.feed.publish("profile_changed", request.chat_id, part="menu_button", button=button)
    return True
