"""`python -m bot history`: what it tells, what it makes, and what it refuses."""

from __future__ import annotations

import gzip
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from bot.cli.main import main
from playground.launch_library.records import records
from storage.history import HistoryFile

EMBEDDED = records()


@pytest.fixture(autouse=True)
def _of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAUNCHLOG_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")


def recorded(path: Path, launches: Sequence[object]) -> Path:
    path.write_bytes(gzip.compress(msgspec.json.encode(launches)))
    return path


def run(*arguments: str) -> int:
    return main(["history", *arguments])


def test_it_tells_what_the_bundled_history_covers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert capsys.readouterr().out.splitlines() == [
        "Launches: 7,321",
        "First: 1957-10-04 Sputnik 8K74PS | Sputnik 1",
        "Last: 2026-08-22 Falcon 9 Block 5 | Starlink Group 15-20",
        "As of: 2026-08-22",
        "Months with gaps: 2024-09, 2024-10, 2024-11, 2024-12, 2025-01, 2025-02, 2025-03, 2025-04, "
        "2025-11, 2025-12",
    ]


def test_the_same_records_make_the_same_bytes_in_whatever_files_they_come(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = recorded(tmp_path / "whole.json.gz", EMBEDDED)
    upper = recorded(tmp_path / "b.json.gz", EMBEDDED[100:][::-1])
    lower = recorded(tmp_path / "a.json.gz", EMBEDDED[:110])
    os.utime(upper, (0, 0))
    assert run("build", str(whole), "-o", "one.xz") == 0
    told = capsys.readouterr().out
    assert "Launches: 170" in told
    assert "1957:   3" in told
    assert run("build", str(upper), str(lower), "-o", "two.xz") == 0
    assert (tmp_path / "one.xz").read_bytes() == (tmp_path / "two.xz").read_bytes()


def test_a_history_comes_back_out_of_a_catalogue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = recorded(tmp_path / "whole.json.gz", EMBEDDED)
    assert main(["import", str(file)]) == 0
    assert run("build", "--from-catalogue", "--made-on", "2026-03-23", "-o", "catalogue.xz") == 0
    assert run("build", str(file), "--made-on", "2026-03-23", "-o", "file.xz") == 0
    ours, theirs = (HistoryFile(tmp_path / name).read() for name in ("catalogue.xz", "file.xz"))
    assert ours == theirs
    assert str(ours.made_on) == "2026-03-23"


def test_what_is_left_out_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waiting = {**EMBEDDED[-1], "status": {"id": 1, "name": "Go for Launch", "abbrev": "Go"}}
    file = recorded(tmp_path / "some.json.gz", [*EMBEDDED[:-1], waiting])
    assert run("build", str(file), "-o", "some.xz") == 0
    assert "Left out: 2 not flown, as far as their records tell" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "absent.json cannot be used: No such file or directory"),
        (b"no answer", "absent.json cannot be used: the answer holds no JSON"),
        (b'[{"id": "1"}]', "absent.json cannot be used: in a record name is not a text: nothing"),
        (b"[]", "there is nothing to make a history of: name files, or --from-catalogue"),
    ],
)
def test_what_cannot_be_used_ends_in_one_sentence_and_no_file(
    tmp_path: Path, content: bytes | None, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (tmp_path / "absent.json").write_bytes(content)
    assert run("build", "absent.json", "-o", "out.xz") == 1
    assert capsys.readouterr().err == f"launchlog: {sentence}\n"
    assert not (tmp_path / "out.xz").exists()


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = recorded(tmp_path / "whole.json.gz", EMBEDDED)
    assert run("build", str(file), "-o", "nowhere/out.xz") == 1
    assert "nowhere/out.xz cannot be written: No such file or directory" in capsys.readouterr().err
