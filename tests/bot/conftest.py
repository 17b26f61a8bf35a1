"""Processes of the bot."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.processes import PREPARED


@pytest.fixture(scope="session", autouse=True)
def _prepared_process_ends() -> Iterator[None]:
    """The process that others come from ends with the session."""
    yield
    PREPARED.end()
