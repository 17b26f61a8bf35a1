"""What may become of a request on its way."""

from __future__ import annotations

from commands.subscriptions.poster import Ambiguous, Failed, Halted, Later, Receipt, Refused

ON_THE_WAY = 30.0
"""Seconds that a request is on its way at most, or is waited for."""

FATES = (
    "slow", "answer lost", "never arrived", "late", "unreachable", "wait", "wait after loss", "error",
    "failed before", "failed after", "raises", "refused", "stray refusal",
)  # fmt: skip
"""What may become of a request, besides being answered at once."""


RAISED = Failed("an error that the adapter does not catch")
"""Stands for an exception instead of an answer."""


def course(fate: str, chance: float, *, nonces: bool) -> tuple[float | None, Receipt | None, float]:
    """Return when a request arrives, None for never, what is answered, None for well, and how soon."""
    soon, late = 0.02 + 0.3 * chance, ON_THE_WAY * chance
    lost = Later(200 * chance, "wait", counts=False, left=True) if nonces else None
    courses: dict[str, tuple[float | None, Receipt | None, float]] = {
        "slow": (late, None, 0.1),
        "answer lost": (soon, Ambiguous("no answer"), late),
        "never arrived": (None, Ambiguous("no answer"), late),
        "late": (late, Ambiguous("no answer"), soon),
        "unreachable": (None, Later(0.0, "unreachable"), soon),
        "wait": (None, Later(1 + 100 * chance, "wait", counts=False), soon),
        "wait after loss": (soon, lost, soon),
        "error": (soon if chance < 0.5 else None, Ambiguous("500"), soon),
        "failed before": (None, Failed("a bug"), soon),
        "failed after": (soon, Failed("a bug", left=True), soon),
        "raises": (soon, RAISED, soon),
        "refused": (None, Refused("no such post"), soon),
        "stray refusal": (None, Halted("401"), soon),
    }
    return courses.get(fate, (soon, None, 0.05))
