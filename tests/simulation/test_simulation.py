"""Some worlds on every run of the tests; `make proof` lives through many more."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.simulation.__main__ import main
from tests.simulation.runner import stage

SEEDS = range(10)


def test_no_world_breaks_a_promise() -> None:
    kills, arrived = 0, Counter[str]()
    with stage() as live:
        for seed in SEEDS:
            found = live(seed, None)
            assert found.wrongs == [], f"python -m tests.simulation --seed {seed} -v"
            kills += found.kills
            arrived.update({name: counts["arrived"] for name, counts in found.counts.items()})
    assert kills
    assert arrived["discord"]
    assert arrived["telegram"]


def test_a_seed_replays_to_the_moment() -> None:
    told: list[list[str]] = [[], []]
    with stage() as live:
        for lines in told:
            live(7, lines.append)
            live(8, lines.append)
    assert told[0] == told[1]
    assert len(told[0]) > 10


def test_nothing_differs_where_the_whole_of_sqlalchemy_lies_between() -> None:
    """Kills, troubles of the database, stops: every line of what happens is the same."""
    seeds, told = (1, 5046, 5146, 5399), []
    for whole in (True, False):
        lines: list[str] = []
        with stage(whole=whole) as live:
            for seed in seeds:
                live(seed, lines.append)
        told.append(lines)
    assert told[0] == told[1]


def test_one_seed_is_told_and_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", "3"]) == 0
    printed = capsys.readouterr().out
    for word in ("attempted", "acknowledged", "lost", "repeated", "recovered", "1 worlds"):
        assert word in printed
