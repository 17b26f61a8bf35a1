"""Updates as Telegram sends them, one of each kind."""

from __future__ import annotations

from typing import Any

ME = {
    "id": 110201543,
    "is_bot": True,
    "first_name": "Launchlog",
    "username": "Launchlog_Bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
ADA = {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": "de", "username": "ada"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ada"}
GROUP = {"id": -100123, "type": "supergroup", "title": "Rocketry", "is_forum": True}
CHANNEL = {"id": -100456, "type": "channel", "title": "News"}


def message(chat: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a message of Ada in a chat."""
    return {"message_id": 5, "date": 1_700_000_000, "chat": chat, "from": ADA, **more}


OURS = message(GROUP, text="1. Falcon 9") | {
    "from": ME,
    "reply_to_message": message(GROUP, text="/latest"),
}
MARKUP = {
    "inline_keyboard": [
        [{"text": "Next", "callback_data": "pa-5-na"}],
        [{"text": "x", "url": "https://x.org"}],
    ]
}
UPDATES: tuple[dict[str, Any], ...] = (
    {"message": message(PRIVATE, text="falcon 9")},
    {
        "message": message(
            PRIVATE, text="/start pa-0-na", entities=[{"type": "bot_command", "offset": 0, "length": 6}]
        )
    },
    {"message": message(GROUP, text="/latest@Launchlog_Bot", message_thread_id=3, is_topic_message=True)},
    {"message": message(GROUP, text="/previous x", sender_chat=GROUP, reply_to_message=OURS)},
    {"message": message(PRIVATE, location={"latitude": 52.5, "longitude": 13.4})},
    {"message": message({"id": -5, "type": "group", "title": "Old"}, migrate_to_chat_id=-1005)},
    {"message": message(GROUP, text="x", via_bot=ME, reply_markup=MARKUP)},
    {
        "message": message(
            GROUP,
            text="x",
            is_automatic_forward=True,
            forward_origin={"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 2},
        )
    },
    {
        "message": message(
            PRIVATE,
            photo=[{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}],
            caption="/latest",
        )
    },
    {"edited_message": message(PRIVATE, text="/latest", edit_date=1_700_000_100)},
    {
        "channel_post": {
            "message_id": 6,
            "date": 1_700_000_000,
            "chat": CHANNEL,
            "sender_chat": CHANNEL,
            "text": "/latest",
        }
    },
    {
        "edited_channel_post": {
            "message_id": 6,
            "date": 1_700_000_000,
            "chat": CHANNEL,
            "sender_chat": CHANNEL,
            "text": "/help",
            "edit_date": 1,
        }
    },
    {
        "callback_query": {
            "id": "1",
            "from": ADA,
            "chat_instance": "c",
            "data": "p:2",
            "message": OURS | {"reply_markup": MARKUP},
        }
    },
    {
        "callback_query": {
            "id": "2",
            "from": ADA,
            "chat_instance": "c",
            "data": "pa-5-na",
            "inline_message_id": "AA",
        }
    },
    {
        "callback_query": {
            "id": "3",
            "from": ADA,
            "chat_instance": "c",
            "data": "p:1",
            "message": {"chat": PRIVATE, "message_id": 4, "date": 0},
        }
    },
    {"callback_query": {"id": "4", "from": ADA, "chat_instance": "c", "game_short_name": "x"}},
    {"inline_query": {"id": "5", "from": ADA, "query": "starlink", "offset": "", "chat_type": "sender"}},
    {
        "my_chat_member": {
            "chat": GROUP,
            "from": ADA,
            "date": 1_700_000_000,
            "old_chat_member": {"user": ME, "status": "left"},
            "new_chat_member": {"user": ME, "status": "member"},
        }
    },
    {
        "my_chat_member": {
            "chat": PRIVATE,
            "from": ADA,
            "date": 1_700_000_000,
            "old_chat_member": {"user": ME, "status": "member"},
            "new_chat_member": {"user": ME, "status": "kicked", "until_date": 0},
        }
    },
    {
        "poll": {
            "id": "1",
            "question": "?",
            "options": [],
            "total_voter_count": 0,
            "is_closed": True,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
    },
)
