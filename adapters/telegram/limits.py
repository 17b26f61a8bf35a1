"""What Telegram accepts at most; lengths of text are in UTF-16 code units after entities are parsed."""

from __future__ import annotations

TEXT = 4096
"""One message. Source: https://core.telegram.org/bots/api#sendmessage"""

TEXT_BUDGET = 4000
"""What we fill of it, so that a difference in counting never costs an answer."""

CAPTION = 1024
"""A photo's caption. Source: https://core.telegram.org/bots/api#sendphoto"""

CAPTION_BUDGET = 1016
"""What we fill of it, likewise."""

TOAST = 200
"""The answer to a press. Source: https://core.telegram.org/bots/api#answercallbackquery"""

CALLBACK_DATA_BYTES = 64
"""An action, in UTF-8. Source: https://core.telegram.org/bots/api#inlinekeyboardbutton"""

INLINE_QUERY = 256
"""What is typed after the bot's name in any chat. Source: https://core.telegram.org/bots/api#inlinequery"""

INLINE_BUTTON = 64
"""The words of the button above the launches offered; ours, a phone shows less still."""

INLINE_TITLE = 256
"""A launch's name or line among those offered; ours, Telegram's clients cut it to their width."""

KEPT = 200
"""Of a line that is never cut, such as the last one; ours, so that two leave room for an answer above."""

UNFOLDED = 240
"""Of a long text; ours, so that nothing is folded away of which Telegram shows nearly all."""

BUTTONS = 100
"""Buttons under one message. Source: https://limits.tginfo.me/en (Bots, inline keyboard)"""

BUTTONS_IN_ROW = 8
"""Buttons side by side. Source: https://limits.tginfo.me/en (Bots, inline keyboard)"""

NUMBERS_IN_ROW = 5
"""Number buttons side by side; ours, so that a thumb finds them."""

WORDS_IN_ROW = 4
"""Buttons with words side by side, where they are short enough; ours, so that a thumb finds them."""

COPIED = 256
"""What a press copies. Source: https://core.telegram.org/bots/api#copytextbutton"""

LABEL = 64
"""A button's label; ours, a phone shows less still."""

DESCRIPTION = 256
"""A command's description. Source: https://core.telegram.org/bots/api#botcommand"""

SHORT_INTRODUCTION = 120
"""What the bot's profile says. Source: https://core.telegram.org/bots/api#setmyshortdescription"""

INTRODUCTION = 512
"""What an empty chat with the bot says. Source: https://core.telegram.org/bots/api#setmydescription"""
