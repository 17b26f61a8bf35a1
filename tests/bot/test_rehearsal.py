"""A rehearsed launch is told from a real one wherever it is shown or counted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from adapters.launch_library.pages import decode_page
from bot.cli.rehearsal import made_up
from playground.launch_library.archive import Archive
from playground.launch_library.entries import drafts
from playground.launch_library.history import read_history
from playground.launch_library.shapes import Version, shape
from storage.catalogue import Catalogue
from storage.clock import system_clock
from storage.history import BUNDLED_HISTORY
from storage.models import Launch
from storage.properties import Property
from storage.query import LaunchQuery


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive(drafts(read_history(BUNDLED_HISTORY.content()), "http://here"), system_clock)


def decoded(record: object) -> Launch:
    (found,) = decode_page(msgspec.json.encode([record]), "2.3.0", system_clock()).records
    return found.launch


def test_it_says_in_every_field_of_its_own_that_it_is_made_up(archive: Archive) -> None:
    like = archive.previous({"search": "falcon 9 starlink"})[0]
    real, launch = decoded(like), decoded(made_up(like, 3))
    assert launch.name == "Falcon 9 Block 5 | Rehearsal 3"
    assert launch.mission is not None
    assert launch.mission.type == "Rehearsal"
    assert "made up, nothing has flown" in (launch.mission.description or "")
    assert [program.name for program in launch.programs or ()] == ["Rehearsals (made up)"]
    assert launch.pad is not None
    assert launch.pad.location is not None
    assert launch.pad.location.name == "Playground (made up)"
    assert (launch.provider, launch.rocket) == (real.provider, real.rocket)
    assert not launch.boosters
    assert launch.net <= datetime.now(UTC)


@pytest.mark.parametrize("version", get_args(Version))
def test_every_version_of_launch_library_can_tell_it(archive: Archive, version: Version) -> None:
    record = made_up(archive.previous({"search": "falcon 9 starlink"})[0], 1)
    assert "Rehearsal" in msgspec.json.encode(shape(record, version, "detailed")).decode()


@pytest.mark.parametrize(
    ("by", "label"), [(Property.LOCATION, "Playground (made up)"), (Property.ORBIT, "None: a rehearsal")]
)
async def test_figures_count_it_apart(tmp_path: Path, archive: Archive, by: Property, label: str) -> None:
    like = archive.previous({"search": "falcon 9 starlink"})[0]
    page = decode_page(msgspec.json.encode([like, made_up(like, 1)]), "2.3.0", system_clock())
    async with Catalogue.open(tmp_path / "catalogue.db", system_clock) as catalogue:
        await catalogue.store(page.records)
        figures = await catalogue.groups((by,), LaunchQuery())
    assert label in str(figures)
