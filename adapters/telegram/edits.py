"""Which edited messages say something new: Telegram tells of edits that nobody has made."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime

from telegram import Message, Update

REMEMBERED = 10_000
"""Messages whose texts are remembered, as a number each."""


class Edits:
    """Remembers what messages said last.

    The first reaction to a message, or a preview that was loaded, arrives as `edited_message` with the text
    as it was; one that was never edited has no `edit_date` then. What a message of before `started` said
    nobody remembers, and so none of its edits is news: it was answered then, or else comes as a new message
    of its own, with whatever happened to it while we were away after it.
    https://github.com/tdlib/telegram-bot-api/issues/388
    """

    def __init__(self, started: datetime) -> None:
        # Telegram tells whole seconds.
        self._started = started.replace(microsecond=0)
        self._texts: OrderedDict[tuple[int, int], int] = OrderedDict()

    def is_news(self, update: Update, message: Message) -> bool:
        """Tell whether a message is new or says something else than before, and remember what it says."""
        key, text = (message.chat.id, message.message_id), hash(message.text)
        before = self._texts.get(key)
        self._texts[key] = text
        self._texts.move_to_end(key)
        if len(self._texts) > REMEMBERED:
            self._texts.popitem(last=False)
        if update.edited_message is None and update.edited_channel_post is None:
            return True
        if before is None and message.date < self._started:
            return False
        return message.edit_date is not None and text != before
