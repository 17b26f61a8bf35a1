"""Questions that wait for the bot's answer: pressed buttons and inline queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from .chats import Message
    from .inline_results import InlineResult
    from .people import User


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What the person sees after a press: nothing, a toast, an alert, or an address to open."""

    text: str = ""
    show_alert: bool = False
    url: str = ""


@dataclass(slots=True, eq=False)
class CallbackQuery:
    """A pressed button. `answer` is None until the bot has answered."""

    id: str
    user: User
    message: Message
    data: str
    pressed_at: datetime
    answer: CallbackAnswer | None = None


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The results of an inline query, as the bot sent them, and `read` as Telegram takes them."""

    results: list[dict[str, Any]]
    button: dict[str, Any] | None = None
    next_offset: str = ""
    read: list[InlineResult] = field(default_factory=list)

    def result(self, result_id: str) -> InlineResult:
        """Find a result; raise LookupError naming those there are."""
        for result in self.read:
            if result.id == result_id:
                return result
        problem = f"no result {result_id!r}; there are: {[result.id for result in self.read]}"
        raise LookupError(problem)


@dataclass(slots=True, eq=False)
class InlineQuery:
    """An inline query. `answer` is None until the bot has answered."""

    id: str
    user: User
    query: str
    asked_at: datetime
    answer: InlineAnswer | None = None
