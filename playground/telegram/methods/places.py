"""getChat and its siblings, getFile, leaveChat."""

from __future__ import annotations

from typing import Any

from ..chats import Chat
from ..errors import bad_request, forbidden
from ..parameters import Upload
from ..requests import GetChatMember, GetFile, InChat
from ..world import World

Uploads = dict[str, Upload]


def get_chat(world: World, request: InChat, _: Uploads) -> dict[str, Any]:
    """Describe a chat; https://core.telegram.org/bots/api#getchat."""
    return _joined(world, request.chat_id).full_wire()


def get_chat_member(world: World, request: GetChatMember, _: Uploads) -> dict[str, Any]:
    """Say what somebody is in a chat; https://core.telegram.org/bots/api#getchatmember."""
    chat = _joined(world, request.chat_id)
    user = world.users.get(request.user_id or 0)
    if user is None:
        raise bad_request("user not found")
    return chat.member_wire(user)


def get_chat_administrators(world: World, request: InChat, _: Uploads) -> list[dict[str, Any]]:
    """List the administrators but for other bots; https://core.telegram.org/bots/api#getchatadministrators."""
    chat = _joined(world, request.chat_id)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    admins = (user for user in chat.members.values() if chat.is_admin(user.id))
    return [chat.member_wire(user) for user in admins if not user.is_bot or user == world.bot]


def get_chat_member_count(world: World, request: InChat, _: Uploads) -> int:
    """Count who is in a chat; https://core.telegram.org/bots/api#getchatmembercount."""
    chat = _joined(world, request.chat_id)
    return sum(standing not in ("left", "kicked") for standing in chat.standing.values())


def leave_chat(world: World, request: InChat, _: Uploads) -> bool:
    """Walk out; https://core.telegram.org/bots/api#leavechat."""
    chat = _joined(world, request.chat_id)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.standing[world.bot.id] = "left"
    world.feed.publish("chat_changed", chat.id, chat=chat.wire())
    return True


def get_file(world: World, request: GetFile, _: Uploads) -> dict[str, Any]:
    """Say where a file can be downloaded; https://core.telegram.org/bots/api#getfile."""
    file = world.files.get(request.file_id)
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    return file.wire() | {"file_path": file.path}


def _joined(world: World, chat_id: int | str | None) -> Chat:
    chat = world.find_chat(chat_id)
    if chat.standing.get(world.bot.id) == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    return chat
