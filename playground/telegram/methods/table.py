"""All methods by name, each with the structure of its parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .. import requests as given
from ..inputs import Input
from . import about, answering, editing, places, receiving, sending

Handler = Callable[..., Any]
"""Takes the world, the parameters and the uploaded files; gives the result, or an awaitable of it."""


@dataclass(frozen=True, slots=True)
class Method:
    """A method: its name as documented, what it takes and what it does."""

    name: str
    parameters: type[Input]
    handle: Handler


METHODS = {
    method.name.lower(): method
    for method in (
        Method("getMe", given.Nothing, about.get_me),
        Method("logOut", given.Nothing, receiving.log_out),
        Method("close", given.Nothing, receiving.log_out),
        Method("getUpdates", given.GetUpdates, receiving.get_updates),
        Method("setWebhook", given.SetWebhook, receiving.set_webhook),
        Method("deleteWebhook", given.DeleteWebhook, receiving.delete_webhook),
        Method("getWebhookInfo", given.Nothing, receiving.get_webhook_info),
        Method("sendMessage", given.SendMessage, sending.send_message),
        Method("sendPhoto", given.SendPhoto, sending.send_photo),
        Method("sendDocument", given.SendDocument, sending.send_document),
        Method("sendChatAction", given.SendChatAction, sending.send_chat_action),
        Method("editMessageText", given.EditMessageText, editing.edit_message_text),
        Method("editMessageCaption", given.EditMessageCaption, editing.edit_message_caption),
        Method("editMessageMedia", given.EditMessageMedia, editing.edit_message_media),
        Method("editMessageReplyMarkup", given.Edit, editing.edit_message_reply_markup),
        Method("deleteMessage", given.DeleteMessage, editing.delete_message),
        Method("answerCallbackQuery", given.AnswerCallbackQuery, answering.answer_callback_query),
        Method("answerInlineQuery", given.AnswerInlineQuery, answering.answer_inline_query),
        Method("setMyCommands", given.SetMyCommands, about.set_my_commands),
        Method("getMyCommands", given.CommandScope, about.get_my_commands),
        Method("deleteMyCommands", given.CommandScope, about.delete_my_commands),
        Method("setMyName", given.SetMyName, about.set_my_name),
        Method("getMyName", given.InLanguage, about.get_my_name),
        Method("setMyDescription", given.SetMyDescription, about.set_my_description),
        Method("getMyDescription", given.InLanguage, about.get_my_description),
        Method("setMyShortDescription", given.SetMyShortDescription, about.set_my_short_description),
        Method("getMyShortDescription", given.InLanguage, about.get_my_short_description),
        Method("setChatMenuButton", given.SetChatMenuButton, about.set_chat_menu_button),
        Method("getChat", given.InChat, places.get_chat),
        Method("getChatMember", given.GetChatMember, places.get_chat_member),
        Method("getChatAdministrators", given.InChat, places.get_chat_administrators),
        Method("getChatMemberCount", given.InChat, places.get_chat_member_count),
        Method("leaveChat", given.InChat, places.leave_chat),
        Method("getFile", given.GetFile, places.get_file),
    )
}
