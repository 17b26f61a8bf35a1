import httpx
import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from adapters.telegram.refusals import Refusal, may_have_arrived, never_left, refusal


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (
            "Bad Request: message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message",
            Refusal.NOT_MODIFIED,
        ),
        ("Bad Request: message to edit not found", Refusal.GONE),
        ("Bad Request: message can't be edited", Refusal.GONE),
        (
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
            Refusal.LATE,
        ),
        ("Bad Request: chat not found", Refusal.PLACE),
        ("Bad Request: not enough rights to send text messages to the chat", Refusal.PLACE),
        ("Bad Request: need administrator rights in the channel chat", Refusal.PLACE),
        ("Bad Request: TOPIC_CLOSED", Refusal.PLACE),
        ("Bad Request: message thread not found", Refusal.PLACE),
        ("Bad Request: WEBPAGE_MEDIA_EMPTY", Refusal.PICTURE),
        ("Bad Request: wrong file identifier/HTTP URL specified", Refusal.PICTURE),
        ("Bad Request: failed to get HTTP URL content", Refusal.PICTURE),
        ("Bad Request: IMAGE_PROCESS_FAILED", Refusal.PICTURE),
        ("Bad Request: can't parse entities: unsupported start tag", Refusal.OTHER),
    ],
)
def test_a_bad_request_is_told_by_its_text(text: str, meaning: Refusal) -> None:
    assert refusal(BadRequest(text)) is meaning


def test_a_block_concerns_the_place() -> None:
    assert refusal(Forbidden("Forbidden: bot was blocked by the user")) is Refusal.PLACE


def test_texts_are_looked_at_in_bad_requests_alone() -> None:
    assert refusal(NetworkError("chat not found")) is Refusal.OTHER


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "safe"),
    [
        (caused(NetworkError("x"), httpx.ConnectError("x")), True),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), True),
        (caused(TimedOut(), httpx.PoolTimeout("x")), True),
        (caused(TimedOut(), httpx.ReadTimeout("x")), False),
        (caused(NetworkError("x"), httpx.ReadError("x")), False),
        (NetworkError("Bad Gateway"), False),
        (BadRequest("x"), False),
    ],
)
def test_only_what_surely_never_left_may_be_sent_again(error: TelegramError, safe: bool) -> None:
    assert never_left(error) is safe


def test_edits_are_made_again_after_a_lost_answer_but_not_after_a_refusal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    assert may_have_arrived(TimedOut())
    assert may_have_arrived(NetworkError("Bad Gateway"))
    assert not may_have_arrived(BadRequest("x"))
    assert not may_have_arrived(RetryAfter(3))
