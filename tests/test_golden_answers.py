"""The answers of docs/golden-answers.md: counted as it says, and given by the bot to the last launch."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from bot.app import make_dispatcher
from bot.cli.stats import stats_as_json
from commands.dispatcher import Dispatcher
from storage.catalogue import Catalogue
from storage.properties import Property
from tests.commands.conftest import DISCORD, TELEGRAM, read
from tests.history import HISTORY_NOW
from tests.outside import outside
from tests.states import opened_state

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "golden-answers.md"
_SECTION = re.compile(r"```python\n(?P<count>[^`]*)```\n\n```text\n(?P<answer>[^`]*)```")
_BEGINNING = re.compile(r"```python\n(import[^`]*)```")


def written() -> list[tuple[str, str]]:
    """Return the counts and the answers in the document, in its order."""
    text = DOCUMENT.read_text()
    return [(match["count"], match["answer"]) for match in _SECTION.finditer(text)]


@pytest.fixture
async def dispatcher(history_catalogue: Catalogue, tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with await opened_state(tmp_path / "state.db", lambda: HISTORY_NOW) as state:
        ticks = map(float, count(0, 600)).__next__
        yield make_dispatcher(history_catalogue, outside(state), lambda: HISTORY_NOW, monotonic=ticks)


async def test_the_counts_of_the_document_give_its_answers() -> None:
    """They run as programs of their own, which know nothing of ours."""
    beginning = _BEGINNING.search(DOCUMENT.read_text())
    assert beginning is not None
    assert len(written()) == 6
    for program, answer in written():
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-c", beginning[1] + program, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        said, _error = await process.communicate()
        assert said.decode() == answer


async def test_the_launches_of_spacex_by_year(dispatcher: Dispatcher, history_catalogue: Catalogue) -> None:
    total, *rows = written()[0][1].splitlines()
    years = {int(year): int(launches) for year, launches in (row.split() for row in rows)}
    assert (total, sum(years.values())) == ("589 launches", 589)
    answer = json.loads(await stats_as_json("lsp__id=121", (Property.YEAR,), history_catalogue))
    assert {group["key"][0]: group["launches"] for group in answer["groups"]} == years
    assert answer["total"] == 589
    for person in (DISCORD, TELEGRAM):
        text = read(await dispatcher.say("stats", "provider:SpaceX by:year", person))
        assert "589 launches · " in text
        # The card names the latest twelve of the twenty years.
        for year in list(years)[-12:]:
            assert re.search(rf"^{year} · {years[year]} launch", text, re.MULTILINE), year
        assert "and 8 more" in text


async def test_the_success_rate_of_the_falcon_family(dispatcher: Dispatcher) -> None:
    assert written()[1][1].splitlines() == [
        "571 launches, 568 with an outcome",
        "561 successes, 6 failures, 1 partial failure",
        "rate: 98.8",
    ]
    for person in (DISCORD, TELEGRAM):
        text = read(await dispatcher.say("stats", "rocket:Falcon", person))
        assert "571 launches · 561 successes · 6 failures · 1 partial failure" in text
        rate = "98.8% (561 of 568 with an outcome; partial failures don’t count as successes)"
        assert f"Success rate: {rate}" in text


async def test_the_busiest_site_of_the_1970s(dispatcher: Dispatcher, history_catalogue: Catalogue) -> None:
    total, *rows = written()[2][1].splitlines()
    sites = [(int(row.split(" ", 1)[0]), row.split(" ", 1)[1]) for row in rows]
    assert (total, sites[0]) == ("1232 launches", (615, "Plesetsk Cosmodrome, Russian Federation"))
    query = "net__gte=1970-01-01&net__lt=1980-01-01"
    answer = json.loads(await stats_as_json(query, (Property.LOCATION,), history_catalogue))
    assert [(group["launches"], group["key"][1]) for group in answer["groups"][:4]] == sites
    for person in (DISCORD, TELEGRAM):
        text = read(await dispatcher.say("stats", "since:1970 until:1979 by:location", person))
        assert "1,232 launches · " in text
        assert "Busiest launch site: Plesetsk Cosmodrome, Russian Federation (615 launches)" in text
        for launches, site in sites:
            assert f"{site} · {launches} launches" in text


@pytest.mark.parametrize(
    ("number", "question", "told"),
    [
        (3, "provider:SpaceX", "Landings: 112 tried, 108 succeeded (97.3% of 111 with a known outcome)"),
        (4, 'provider:"Blue Origin"', "Landings: 4 tried, 4 succeeded (100%)"),
        (5, "landed:OCISLY", "Landings: 56 tried, 54 succeeded (98.2% of 55 with a known outcome)"),
    ],
)
async def test_the_landings_of_boosters(
    dispatcher: Dispatcher, number: int, question: str, told: str
) -> None:
    tried, landed, _failed = re.findall(r"\d+", written()[number][1].splitlines()[0])
    assert f"{tried} tried, {landed} succeeded" in told
    for person in (DISCORD, TELEGRAM):
        assert told in read(await dispatcher.say("stats", question, person)).splitlines()
