"""The page of a booster against that of a launch in which it flew."""

from __future__ import annotations

from pathlib import Path

from benchmarks.report import heading, measure, ms, row, within
from commands.codec.actions import ShowBooster
from commands.parsing.names.resolver import Naming
from commands.stats.boosters import Boosters
from commands.stats.related import Details
from storage.catalogue import Catalogue
from storage.clock import system_clock

RATIO = 1.0
"""Most times the time of a launch's page, at p50."""

RUNS = 100


async def run(path: Path) -> None:
    """Print a row for a booster's page and one for that of its latest launch, over that catalogue."""
    heading("A booster's page against a launch's")
    row("", ["p50", "p99", "ratio"])

    async def wish(_launch_id: str) -> None:
        pass

    async with Catalogue.open(path) as catalogue:
        most = (await catalogue.fleet())[0].serial_number
        launch = (await catalogue.booster((most,)))[-1].launch
        boosters = Boosters(catalogue, Naming(catalogue), system_clock)
        details = Details(catalogue, wish)

        async def booster_page() -> None:
            await boosters.card(ShowBooster(most))

        async def launch_page() -> None:
            found = await catalogue.launch(launch.id)
            assert found is not None
            await details.card(found)

        ours, theirs = await measure(RUNS, booster_page, launch_page)
    row("a launch's page", [ms(theirs.p50), ms(theirs.p99), ""])
    ratio = ours.p50 / theirs.p50
    verdict = within(ratio, RATIO, "a booster's page")
    row("a booster's page", [ms(ours.p50), ms(ours.p99), f"{ratio:.2f}x"], verdict)
