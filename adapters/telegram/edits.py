"""Which edited messages say something new: Telegram tells of edits that nobody has made."""

from __future__ import annotations

from collections import OrderedDict

from telegram import Message, Update

REMEMBERED = 10_000
"""Messages whose texts are remembered, as a number each."""


class Edits:
    """Remembers what messages said last.

    The first reaction to a message, or a preview that was loaded, arrives as `edited_message` with the text
    as it was; one that was never edited has no `edit_date` then. After a restart nothing is remembered: a
    message that was edited before it and gets a reaction after it counts as changed.
    https://github.com/tdlib/telegram-bot-api/issues/388
    """

    def __init__(self) -> None:
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
        return message.edit_date is not None and text != before
