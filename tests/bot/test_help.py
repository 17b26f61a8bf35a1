"""`--help` of the command line: every command says what it does, and shows an example that works."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator

import pytest

from bot.cli.parser import parser
from bot.program import PROGRAM
from bot.version import VERSION


def commands_of(whole: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Yield the parser of every command and action below one."""
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in dict.fromkeys(action.choices.values()):
                yield each
                yield from commands_of(each)


@pytest.mark.parametrize("command", list(commands_of(parser())), ids=lambda each: each.prog)
def test_every_command_has_a_description_an_example_and_help_for_each_argument(
    command: argparse.ArgumentParser,
) -> None:
    assert command.description
    assert command.description.endswith(".")
    assert command.description[0].isupper()
    unsaid = [each.dest for each in command._actions if not each.help and each.dest != "action"]
    assert unsaid == []
    _head, _sep, example = str(command.epilog).partition(f"Example: {PROGRAM} ")
    parser().parse_args(shlex.split(example))


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.strip() == f"Launchlog {VERSION}"
