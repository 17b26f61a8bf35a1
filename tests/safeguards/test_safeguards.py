"""Some safeguards on every run of the tests; `make proof` switches off each of them."""

from __future__ import annotations

import pytest

from tests.safeguards.noticing import noticed
from tests.safeguards.table import SAFEGUARDS

QUICK = ("key", "hold", "told already")
BY_NAME = {safeguard.name: safeguard for safeguard in SAFEGUARDS}


@pytest.mark.parametrize("name", QUICK)
def test_it_is_noticed_when_a_safeguard_is_off(name: str) -> None:
    assert noticed(BY_NAME[name])


def test_each_safeguard_has_a_name_of_its_own_and_there_are_enough() -> None:
    assert len(BY_NAME) == len(SAFEGUARDS) >= 15
