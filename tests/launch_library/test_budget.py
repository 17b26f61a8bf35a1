"""Who may still ask when the hour's requests run low."""

from __future__ import annotations

import pytest

from adapters.launch_library.budget import Budget, Purpose
from storage.errors import BudgetError
from tests.launch_library.ledgers import HandClock, MemoryLedger


def budget_of(clock: HandClock) -> Budget:
    return Budget(MemoryLedger(clock), clock)


async def spend(budget: Budget, purpose: Purpose) -> int:
    """Take requests until one is refused; return how many went through."""
    for taken in range(1000):
        try:
            await budget.take(purpose)
        except BudgetError:
            return taken
    raise AssertionError("the budget has no end")


async def test_the_less_urgent_leaves_requests_to_the_more_urgent() -> None:
    budget = budget_of(HandClock())
    assert await spend(budget, Purpose.BACKFILL) == 9
    assert await spend(budget, Purpose.DETAILS) == 3
    assert await spend(budget, Purpose.FRESH) == 3


async def test_fresh_results_may_use_the_whole_hour() -> None:
    assert await spend(budget_of(HandClock()), Purpose.FRESH) == 15


async def test_the_refusal_says_when_to_come_back() -> None:
    clock = HandClock()
    budget = budget_of(clock)
    await spend(budget, Purpose.FRESH)
    clock.turn(600)
    with pytest.raises(BudgetError) as caught:
        await budget.take(Purpose.FRESH)
    assert caught.value.retry_after == 3000
    clock.turn(3000)
    await budget.take(Purpose.FRESH)


async def test_a_pause_stops_even_the_most_urgent() -> None:
    clock = HandClock()
    budget = budget_of(clock)
    await budget.pause(120)
    with pytest.raises(BudgetError) as caught:
        await budget.take(Purpose.FRESH)
    assert caught.value.retry_after == 120
    clock.turn(120)
    await budget.take(Purpose.FRESH)


@pytest.mark.parametrize("limit", [1, 2, 5, 6, 300])
async def test_whatever_the_limit_every_purpose_gets_its_turn(limit: int) -> None:
    budget = budget_of(HandClock())
    budget.learn(limit, 60.0)
    assert await spend(budget, Purpose.BACKFILL) == max(limit - 6, 1)
    await spend(budget, Purpose.DETAILS)
    await spend(budget, Purpose.FRESH)
    assert await budget._ledger.used(60.0) == limit
