"""A catalogue on a real SQLite file, at an instant that a test may move."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.catalogue import Catalogue
from tests.launches import HandClock


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


@pytest.fixture
async def catalogue(path: Path, hand_clock: HandClock) -> AsyncIterator[Catalogue]:
    async with Catalogue.open(path, hand_clock) as opened:
        yield opened
