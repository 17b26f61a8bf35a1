"""The one redaction: no secret stands in a log, a traceback, or what a command prints."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

REPLACEMENT = "[secret]"

LEAST = 6
"""Characters from which on a secret is looked for wherever it may stand; a shorter one is part of words."""

_PLACES = (
    # A password in any address: of a database, a proxy, a server.
    (re.compile(r"(?<=://)([^\s/:@]*):[^\s/]+@"), rf"\1:{REPLACEMENT}@"),
    # Telegram's addresses hold the bot's token.
    (re.compile(r"/bot\d+:[\w-]+"), f"/bot{REPLACEMENT}"),
    # With these anybody may write in our name: https://docs.discord.com/developers/resources/webhook
    (re.compile(r"/(webhooks|interactions)/(\d+)/[\w.-]+"), rf"/\1/\2/{REPLACEMENT}"),
    # The same in an event, as the library shows what it has received.
    (re.compile(r"""(["'](?:token|secret_token)["']: ?)(["'])[^"']+\2"""), rf"\1\2{REPLACEMENT}\2"),
)
"""What is secret by where it stands, known to us or not: parts of addresses, and values by their names."""


class Redaction:
    """Takes known secrets out of texts, and those that stand where secrets stand."""

    def __init__(self, secrets: Iterable[str | None] = ()) -> None:
        forms = {form for secret in secrets if secret for form in _forms(secret) if len(form) >= LEAST}
        # The longest first: a short secret may be part of a long one.
        self._secrets = sorted(forms, key=len, reverse=True)

    def text(self, text: str) -> str:
        """Return a text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, REPLACEMENT)
        for pattern, instead in _PLACES:
            text = pattern.sub(instead, text)
        return text


def _forms(secret: str) -> Iterable[str]:
    """Return a secret as it may be written: plain, in an address, and as Python shows texts."""
    plain = unquote(secret)
    return {secret, plain, quote(plain, safe=""), repr(plain)[1:-1]}
