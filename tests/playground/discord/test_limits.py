"""Rate limits by an injected clock."""

from __future__ import annotations

from playground.discord.limits import Limits, RateLimiter


class Clock:
    """Seconds that pass when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_counts_down_refuses_and_opens_again() -> None:
    clock = Clock()
    limiter = RateLimiter(Limits(buckets={"message create": (2, 5.0)}, monotonic=clock), clock)
    verdicts = [limiter.take("message create", "1", counts_globally=True) for _ in range(3)]
    assert [verdict.headers["X-RateLimit-Remaining"] for verdict in verdicts] == ["1", "0", "0"]
    assert [verdict.retry_after for verdict in verdicts] == [None, None, 5.0]
    assert limiter.take("message create", "2", counts_globally=True).retry_after is None
    clock.now = 5.0
    assert limiter.take("message create", "1", counts_globally=True).retry_after is None


def test_the_global_limit_spares_interactions() -> None:
    clock = Clock()
    limiter = RateLimiter(Limits(global_requests=2, monotonic=clock), clock)
    verdicts = [limiter.take(None, "", counts_globally=True) for _ in range(3)]
    assert [verdict.is_global for verdict in verdicts] == [False, False, True]
    assert limiter.take(None, "", counts_globally=False).retry_after is None


def test_limits_can_be_switched_off() -> None:
    limiter = RateLimiter(Limits(enabled=False, global_requests=0), Clock())
    assert limiter.take("message create", "1", counts_globally=True).retry_after is None


def test_scale_shortens_the_windows() -> None:
    clock = Clock()
    limiter = RateLimiter(Limits(buckets={"x": (1, 10.0)}, scale=0.1, monotonic=clock), clock)
    limiter.take("x", "", counts_globally=True)
    assert limiter.take("x", "", counts_globally=True).retry_after == 1.0
