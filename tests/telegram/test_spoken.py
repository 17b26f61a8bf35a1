import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.commands import Spoken, spoken


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/latest", Spoken("latest", "", "")),
        ("/LATEST", Spoken("latest", "", "")),
        (
            '/previous provider:"Rocket Lab" crew dragon',
            Spoken("previous", "", 'provider:"Rocket Lab" crew dragon'),
        ),
        ("/previous\nsince:2024\nuntil:2025 ", Spoken("previous", "", "since:2024\nuntil:2025")),
        ("/previous@Launchlog_Bot falcon", Spoken("previous", "Launchlog_Bot", "falcon")),
        ("/previous\u00a0falcon", Spoken("previous", "", "falcon")),
    ],
)
def test_a_command_is_taken_apart(text: str, command: Spoken) -> None:
    assert spoken(text) == command


@pytest.mark.parametrize("text", ["", "latest", " /latest", "/", "/usr/bin", "/@bot", "/" + "x" * 33, "/a-b"])
def test_other_text_is_no_command(text: str) -> None:
    assert spoken(text) is None


@given(st.text())
def test_any_text_is_taken_apart_without_an_error(text: str) -> None:
    assert spoken(text) is None or text.startswith("/")
