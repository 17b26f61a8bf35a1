"""Where people find the bot on each platform, so that one platform can lead to the other."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from storage.state.models import Place

DEEP_LINK = "https://t.me/{bot}?start={action}"
"""Opens the private chat with the bot and has it do what a button would.
https://core.telegram.org/bots/features#deep-linking"""

_SHARE = "https://t.me/share/url?{values}"
"""Lets a person choose a chat to send a link to. https://core.telegram.org/api/links#share-links"""

_INSTALL = "https://discord.com/oauth2/authorize?client_id={id}"
"""Adds the bot to an account or a server, and opens it where it is.
https://docs.discord.com/developers/resources/application#installation-context"""

_SUPERGROUPS = 10**12
"""What the ids of Telegram's supergroups and channels lie below, taken away in links to their messages.
https://core.telegram.org/api/bots/ids"""


@dataclass(slots=True)
class Addresses:
    """The bot's public names; each platform writes its own here once it knows it, they are empty before.

    `telegram` is the user name without "@", `inline` says whether it answers when named in any chat;
    `discord` is the application's id. What the operator decides: whether one platform leads `across` to the
    other, and where the privacy policy and the terms can be read, empty for our own words.
    """

    telegram: str = ""
    inline: bool = False
    discord: int = 0
    across: bool = True
    privacy: str = ""
    terms: str = ""

    def deep_link(self, action: str) -> str:
        """Return the link by which the bot's private chat does what a button would; "" before it is known."""
        return DEEP_LINK.format(bot=self.telegram, action=action) if self.telegram else ""

    def share_link(self, action: str, words: str) -> str:
        """Return a link that lets people share that deep link with a text."""
        if not (link := self.deep_link(action)):
            return ""
        return _SHARE.format(values=urlencode({"url": link, "text": words}, quote_via=quote))

    @property
    def install_link(self) -> str:
        """The page on which Discord adds the bot to an account or server; "" before it is known."""
        return _INSTALL.format(id=self.discord) if self.discord else ""


def message_link(place: Place, message_id: int, *, private: bool = False) -> str:
    """Return the link to a message in a place, "" where its platform has none.

    https://support.discord.com/hc/en-us/articles/206346498 and https://core.telegram.org/api/links#message-links
    """
    if not message_id:
        return ""
    if place.platform == "discord":
        server = "@me" if private else place.owner_id
        return f"https://discord.com/channels/{server}/{place.chat_id}/{message_id}"
    number = -place.chat_id - _SUPERGROUPS
    if number <= 0:
        return ""
    topic = f"{place.topic_id}/" if place.topic_id else ""
    return f"https://t.me/c/{number}/{topic}{message_id}"
