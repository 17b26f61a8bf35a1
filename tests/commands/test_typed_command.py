import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.parsing.typed_command import TypedCommand, typed_command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/latest", TypedCommand("latest", "", "")),
        ("/LATEST", TypedCommand("latest", "", "")),
        (
            '/previous provider:"Rocket Lab" crew dragon',
            TypedCommand("previous", "", 'provider:"Rocket Lab" crew dragon'),
        ),
        ("/previous\nsince:2024\nuntil:2025 ", TypedCommand("previous", "", "since:2024\nuntil:2025")),
        ("/previous@Launchlog_Bot falcon", TypedCommand("previous", "Launchlog_Bot", "falcon")),
        ("/previous\u00a0falcon", TypedCommand("previous", "", "falcon")),
    ],
)
def test_a_command_is_taken_apart(text: str, command: TypedCommand) -> None:
    assert typed_command(text) == command


@pytest.mark.parametrize("text", ["", "latest", " /latest", "/", "/usr/bin", "/@bot", "/" + "x" * 33, "/a-b"])
def test_other_text_is_no_command(text: str) -> None:
    assert typed_command(text) is None


@given(st.text())
def test_any_text_is_taken_apart_without_an_error(text: str) -> None:
    assert typed_command(text) is None or text.startswith("/")
