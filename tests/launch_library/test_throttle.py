"""What Launch Library says about its limit, in all its forms."""

from __future__ import annotations

import pytest

from adapters.launch_library.throttle import Throttle, decode_throttle, told_wait
from storage.errors import UpstreamError
from tests.launch_library import shapes

TOLD = {
    "your_request_limit": 15,
    "limit_frequency_secs": 3600,
    "current_use": 4,
    "next_use_secs": 0,
    "ident": "127.0.0.1",
}


@pytest.mark.parametrize("answer", [TOLD, [TOLD]])
def test_the_throttle_answer_is_an_object_or_a_list_of_one(answer: object) -> None:
    assert decode_throttle(shapes.encoded(answer)) == Throttle(15, 3600.0, 4, 0.0)


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>",
        b"[]",
        b"7",
        b"{}",
        shapes.encoded(TOLD | {"your_request_limit": 0}),
        b'{"your_request_limit":',
    ],
)
def test_an_unusable_throttle_answer_is_named(answer: bytes) -> None:
    with pytest.raises(UpstreamError, match="throttle answer"):
        decode_throttle(answer)


def test_unusable_figures_of_use_count_as_none() -> None:
    answer = TOLD | {"current_use": None, "next_use_secs": -5}
    assert decode_throttle(shapes.encoded(answer)) == Throttle(15, 3600.0, 0, 0.0)


@pytest.mark.parametrize(
    ("header", "body", "seconds"),
    [
        ("120", "", 120),
        ("0", "", 1),
        ("Sat, 01 Mar 2025 12:05:00 GMT", "", 300),
        ("Sat, 01 Mar 2025 11:00:00 GMT", "", 1),
        (None, '{"detail": "Request was throttled. Expected available in 1742 seconds."}', 1742),
        ("soon", "Expected available in 1 second.", 1),
        ("Sat, 01 Mar 2025 12:05:00", "in 7 seconds", 7),
        (None, "Slow down!", 900),
        (None, "in 999999999 seconds", 86_400),
        ("9" * 40, "", 900),
    ],
)
def test_the_wait_is_read_from_the_header_or_else_the_text(
    header: str | None, body: str, seconds: float
) -> None:
    assert told_wait(header, body, shapes.NOW) == seconds
