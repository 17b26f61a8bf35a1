"""Commands that a text names are called as in the reader's own client."""

from __future__ import annotations

import pytest

from adapters.discord.local_names import in_words
from commands.i18n.languages import Languages
from commands.i18n.translation import speaking


@pytest.mark.parametrize(
    ("code", "text", "told"),
    [
        ("de", "Frag mit /previous (oder /help).", "Frag mit /starts (oder /hilfe)."),
        ("zh", "没有命令 /x。/help 列出所有命令。", "没有命令 /x。/帮助 列出所有命令。"),
        ("zh", "请移除一个：/unsubscribe", "请移除一个：/退订"),
        (
            "zh",
            "见 https://example.org/help、a/help 和 /help-me",
            "见 https://example.org/help、a/help 和 /help-me",
        ),
    ],
)
def test_commands_are_named_as_the_client_shows_them(code: str, text: str, told: str) -> None:
    with speaking(Languages.load().of(code)):
        assert in_words(text) == told
