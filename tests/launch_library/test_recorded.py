"""Recorded answers of the real Launch Library, where LAUNCHLOG_RECORDED names the folder they are in."""

from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import msgspec
import pytest

from adapters.launch_library.encoding.record import encode_launch, encode_record
from adapters.launch_library.pages import DecodedPage, decode_page
from storage.models import Mode
from tests.launch_library import shapes

FOLDER = os.environ.get("LAUNCHLOG_RECORDED", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="LAUNCHLOG_RECORDED is not set")


def load(name: str) -> DecodedPage:
    return decode_page((Path(FOLDER) / name).read_bytes(), None, shapes.NOW)


@pytest.mark.parametrize(
    ("name", "version", "mode", "size"),
    [
        ("ll2-2.0.0-previous-page.txt", "2.0.0", Mode.NORMAL, 10),
        ("recorded/ll2-2.0.0-normal-upcoming.json", "2.0.0", Mode.NORMAL, 10),
        ("recorded/ll2-2.2.0-normal.json", "2.2.0", Mode.NORMAL, 5),
        ("recorded/ll2-2.2.0-detailed-upcoming.json.gz", "2.2.0", Mode.DETAILED, 100),
        ("recorded/ll2-2.3.0-normal.json", "2.3.0", Mode.NORMAL, 2),
        ("recorded/ll2-2.3.0-detailed.json", "2.3.0", Mode.DETAILED, 1),
        ("history-1957-2024.json.gz", "2.0.0", Mode.NORMAL, 6947),
    ],
)
def test_every_recorded_launch_is_decoded(name: str, version: str, mode: Mode, size: int) -> None:
    page = load(name)
    assert (len(page.records), page.rejects) == (size, ())
    assert {(record.version, record.mode) for record in page.records} == {(version, mode)}
    assert all(
        record.launch.provider and record.launch.rocket and record.launch.pad for record in page.records
    )


def test_the_recorded_page_comes_back_record_by_record() -> None:
    text = (Path(FOLDER) / "ll2-2.0.0-previous-page.txt").read_bytes()
    told = msgspec.json.decode(text[text.index(b"\n{") :])["results"]
    given = [encode_record(record, Mode.NORMAL) for record in load("ll2-2.0.0-previous-page.txt").records]
    assert given == told
    assert [list(record) for record in given] == [list(record) for record in told]


@pytest.mark.parametrize("name", ["ll2-2.0.0-previous-page.txt", "recorded/ll2-2.0.0-normal-upcoming.json"])
def test_converting_the_models_says_what_2_0_0_said(name: str) -> None:
    for record in load(name).records:
        converted = encode_launch(record.launch, Mode.NORMAL, "https://lldev.example/2.0.0")
        assert forget(converted) == forget(msgspec.json.decode(record.raw))


def forget(value: object) -> object:
    """Leave out what the models do not keep: our own address, Launch Library 1's ids, unsettled flags."""
    if isinstance(value, list):
        return [forget(item) for item in value]
    if not isinstance(value, dict):
        return value
    left_out = {"url", "launch_library_id", "tbdtime", "tbddate"}
    return {key: forget(inner) or None for key, inner in value.items() if key not in left_out}


def test_crew_boosters_and_landings_are_found_in_detailed_records() -> None:
    launches = [record.launch for record in load("recorded/ll2-2.2.0-detailed-upcoming.json.gz").records]
    crewed = [launch for launch in launches if launch.is_crewed]
    assert len(crewed) == 2
    assert all(launch.spacecraft and launch.spacecraft[0].crew for launch in crewed)
    assert all(launch.is_crewed is not None for launch in launches)
    landed = [launch for launch in launches if launch.boosters and launch.boosters[0].landing_success]
    assert landed
    assert all(launch.boosters and launch.boosters[0].landing_place_abbrev for launch in landed)


def test_the_history_keeps_its_launches_without_a_mission() -> None:
    page = load("history-1957-2024.json.gz")
    assert sum(record.launch.mission is None for record in page.records) == 522


def test_a_history_cut_short_is_refused_as_a_whole() -> None:
    data = gzip.decompress((Path(FOLDER) / "history-1957-2024.json.gz").read_bytes())
    with pytest.raises(Exception, match=re.escape("cut short")):
        decode_page(data[:-100], None, shapes.NOW)
