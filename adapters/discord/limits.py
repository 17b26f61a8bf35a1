"""What Discord takes in one message or one command; more than that is refused as a whole.

Lengths are in characters.
"""

from __future__ import annotations

from typing import Final

COMPONENTS: Final = 40
"""Components of one message, nested ones counted.

https://docs.discord.com/developers/components/using-message-components
"""

TEXT: Final = 4000
"""Text over all text displays of one message.

https://docs.discord.com/developers/components/reference#text-display
"""

TEXT_BYTES: Final = 10_170
"""The same in bytes of UTF-8; beyond, Discord answers 500 however often it is asked.

https://github.com/discord/discord-api-docs/issues/8554
"""

ROW_BUTTONS: Final = 5
"""Buttons in an action row: https://docs.discord.com/developers/components/reference#action-row"""

BUTTON_LABEL: Final = 80
"""https://docs.discord.com/developers/components/reference#button"""

BUTTON_URL: Final = 512
"""https://docs.discord.com/developers/components/reference#button"""

CUSTOM_ID: Final = 100
"""https://docs.discord.com/developers/components/reference#anatomy-of-a-component"""

OPTIONS: Final = 25
"""Options of a string select: https://docs.discord.com/developers/components/reference#string-select"""

OPTION_TEXT: Final = 100
"""Label, description or value of an option of a string select; same source."""

PLACEHOLDER: Final = 150
"""Placeholder of a string select; same source."""

MEDIA_URL: Final = 2048
"""https://docs.discord.com/developers/components/reference#unfurled-media-item"""

ALT_TEXT: Final = 1024
"""Description of a picture: https://docs.discord.com/developers/components/reference#media-gallery"""

CHOICES: Final = 25
"""Completions or fixed choices of one command option.

https://docs.discord.com/developers/interactions/application-commands#application-command-object
"""

CHOICE_TEXT: Final = 100
"""Name or value of a choice of a command option; same source."""

DESCRIPTION: Final = 100
"""Description of a command or of one of its options; same source."""

FIRST_ANSWER_SECONDS: Final = 3.0
"""Time in which an interaction has to be answered or deferred.

https://docs.discord.com/developers/interactions/receiving-and-responding#responding-to-an-interaction
"""

THREAD_NAME: Final = 100
"""Name of a thread: https://docs.discord.com/developers/resources/channel#start-thread-in-forum-or-media-channel"""

TAG: Final = 20
TAGS: Final = 20
"""Letters of a forum's tag, and tags of a forum.

https://docs.discord.com/developers/resources/channel#forum-tag-object
"""

MODAL_TITLE: Final = 45
INPUT_LABEL: Final = 45
"""Characters of a modal's title and of a label in it.

https://docs.discord.com/developers/components/reference#label
"""

INPUT_HINT: Final = 100
"""Characters of what stands below a label; same source."""

INPUT_VALUE: Final = 100
"""Characters in a line of a form: ours; Discord would take 4,000."""
