"""`python -m bot stats`: what it prints, refuses and draws."""

from __future__ import annotations

import json
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from rich.console import Console

from adapters.launch_library.pages import decode_page
from bot.cli import main
from bot.cli.stats import print_stats
from playground.launch_library.records import records
from storage.catalogue import Catalogue
from storage.clock import system_clock
from storage.display_names import agency_name, rocket_name
from tests.launches import nothing_missing

SPACEX = 121


@pytest.fixture
async def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the embedded launches in its catalogue."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(main, "BUNDLED_HISTORY", None)
    monkeypatch.setenv("LAUNCHLOG_DATA_DIR", str(tmp_path))
    async with Catalogue.open(tmp_path / "catalogue.db") as catalogue:
        page = decode_page(msgspec.json.encode(records()), "2.3.0", system_clock())
        await catalogue.store(page.records, marks=nothing_missing(system_clock()))
    return tmp_path


def previous() -> list[dict[str, Any]]:
    return [each for each in records() if each["net"] <= system_clock().isoformat()]


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main.main(["stats", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_is_an_object_with_totals_and_groups(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, f"lsp__id={SPACEX}", "--by", "year", "--json")
    told = [each for each in previous() if each["launch_service_provider"]["id"] == SPACEX]
    states = Counter(each["status"]["id"] for each in told)
    assert list(answer) == ["total", "success", "failure", "partial", "other", "success_rate", "groups"]
    assert (answer["total"], answer["success"], answer["failure"], answer["partial"]) == (
        len(told), states[3], states[4], states[7],
    )  # fmt: skip
    assert answer["other"] == len(told) - states[3] - states[4] - states[7]
    assert answer["success_rate"] == states[3] / (states[3] + states[4] + states[7])
    assert list(answer["groups"][0]) == ["key", "launches", "success", "failure", "partial"]
    years = Counter(int(each["net"][:4]) for each in told)
    assert {group["key"][0]: group["launches"] for group in answer["groups"]} == years


@pytest.mark.parametrize(
    ("by", "path"),
    [
        ("rocket", ("rocket", "configuration")),
        ("provider", ("launch_service_provider",)),
        ("location", ("pad", "location")),
    ],
)
def test_the_key_of_a_thing_is_its_id_and_name(
    folder: Path, capsys: pytest.CaptureFixture[str], by: str, path: tuple[str, ...]
) -> None:
    names: dict[int, set[str]] = {}
    for each in previous():
        for part in path:
            each = each[part]  # noqa: PLW2901
        names.setdefault(each["id"], set()).update({each["name"], each.get("full_name") or each["name"]})
        # What people call it.
        names[each["id"]] |= {agency_name(each["name"], each.get("abbrev"))} if by == "provider" else set()
        names[each["id"]] |= {rocket_name(each["name"], each.get("full_name"))} if by == "rocket" else set()
    for group in asked(capsys, "--by", by, "--json")["groups"]:
        number, name = group["key"]
        assert name in names[number]


def test_two_dimensions_stand_in_one_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, f"lsp__id={SPACEX}", "--by", "year", "--by", "outcome", "--json")
    told = [each for each in previous() if each["launch_service_provider"]["id"] == SPACEX]
    words = {3: "success", 4: "failure", 7: "partial"}
    wanted = Counter((int(each["net"][:4]), words.get(each["status"]["id"], "other")) for each in told)
    assert {tuple(group["key"]): group["launches"] for group in answer["groups"]} == wanted


def test_what_is_unknown_is_ignored_and_nothing_found_is_no_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(capsys, "colour=red&lsp__id=", "--json")["total"] == len(previous())
    none = asked(capsys, "search=xyzzy", "--json")
    assert (none["total"], none["success_rate"], none["groups"]) == (0, None, [])


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("lsp__id=abc", "“lsp__id” must be a whole number, not “abc”."),
        ("net__gte=soon", "“net__gte” must be a time such as"),
        ("is_crewed=maybe", "“is_crewed” is either true or false, not “maybe”."),
    ],
)
def test_a_wrong_type_is_refused_in_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], query: str, sentence: str
) -> None:
    assert main.main(["stats", query, "--json"]) == 1
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""
    assert "Traceback" not in said.err


def test_people_get_a_table_and_are_told_what_is_missing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["stats", f"lsp__id={SPACEX}", "--by", "rocket"]) == 0
    table = capsys.readouterr().out
    assert "Falcon Heavy" in table
    assert "A partial failure doesn’t count as a success." in table
    assert "Still being loaded" not in table


async def test_months_that_may_be_missing_are_told(folder: Path) -> None:
    console = Console(record=True, file=StringIO(), width=120)
    async with Catalogue.open(folder / "catalogue.db") as catalogue:
        marks = {
            "history": "2999-01-01",
            "history_gaps": "2024-09 2024-10",
            "confirmed": "",
        }
        await catalogue.store([], marks=marks)
        await print_stats("", (), catalogue, console)
    assert "September – October 2024" in " ".join(console.export_text().split())


@pytest.mark.parametrize("by", [("year",), ("rocket",), ("year", "outcome"), ("provider", "year")])
def test_the_chart_is_by_the_first_dimension_stacked_by_outcome(
    folder: Path, capsys: pytest.CaptureFixture[str], by: tuple[str, ...]
) -> None:
    arguments = [part for each in by for part in ("--by", each)]
    asked(capsys, *arguments, "--json", "--chart", str(folder / "two.png"))
    asked(capsys, "--by", by[0], "--json", "--chart", str(folder / "one.png"))
    assert (folder / "two.png").read_bytes() == (folder / "one.png").read_bytes()
    with Image.open(folder / "one.png") as chart:
        assert chart.size == (1200, 675)


def test_a_chart_that_cannot_be_written_is_one_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["stats", "--chart", str(folder / "missing" / "chart.png")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("launchlog: The chart ")
    assert error.count("\n") == 1
