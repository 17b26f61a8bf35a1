"""Every command, asked over the wire as its first example has it, is answered alike on both platforms."""

from __future__ import annotations

import re
from pathlib import Path

from adapters.discord.text import escape
from commands.definitions.command import Command, Kind
from commands.definitions.commands import COMMANDS
from commands.parsing.arguments import split_words
from playground.discord.component_types import walk
from tests.wire import embedded, on_discord, on_telegram


def options_of(command: Command, text: str) -> dict[str, str | int | float | bool]:
    """Return what is typed after a command in a chat, as options of Discord."""
    numbers = {each.name for each in command.parameters if each.kind is Kind.NUMBER}
    given = split_words(command, text)
    return {name: int(value) if name in numbers else value for name, value in given.items()}


def _title(text: str) -> str:
    title = text.strip().partition("\n")[0].removeprefix("## ").strip()
    return re.sub(r"^Subscription \d+$", "Subscription", title)


async def test_every_command_is_answered_alike_on_both_platforms(tmp_path: Path) -> None:
    said: dict[str, dict[str, str]] = {"discord": {}, "telegram": {}}
    # What changes the language of a server comes last.
    commands = sorted(COMMANDS, key=lambda command: command.name == "language")
    async with embedded(tmp_path) as dispatcher:
        async with on_discord(dispatcher) as (discord, ada, channel):
            for command in commands:
                options = options_of(command, " ".join(command.examples[:1]))
                message = (await discord.slash(ada, channel, command.name, options)).message
                assert message is not None, command.name
                words = [part["content"] for part in walk(message.components) if "content" in part]
                said["discord"][command.name] = _title("\n".join(words))
        async with on_telegram(dispatcher) as (telegram, bo):
            for command in commands:
                # Of what is not about the chat, some answers have a chart after them: each in its own chat.
                asker = bo if command.manages else telegram.world.add_user(command.name)
                asked = f"/{command.name} {' '.join(command.examples[:1])}"
                message_there = await (await telegram.say(asker, text=asked)).reply()
                said["telegram"][command.name] = escape(_title(message_there.text or ""))
    assert said["discord"].keys() == {command.name for command in COMMANDS}
    assert said["discord"] == said["telegram"]
    assert "That didn’t work" not in said["discord"].values()
