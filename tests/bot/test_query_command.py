"""`python -m bot query` and `stats` take every parameter of Launch Library, or say by name why not."""

from __future__ import annotations

import asyncio
import json
import os
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from commands.codec.query_parameters import ALIASES, IGNORED, PARAMETERS, REFUSED
from commands.codec.query_string import parse, unknown_names
from commands.definitions.filters import GROUPS
from storage.catalogue import Catalogue
from storage.clock import system_clock
from storage.errors import AskError
from storage.models import Mission, Orbit, Spacecraft, Webcast
from storage.query import LaunchQuery
from tests.launches import NOW, launch, launch_id, nothing_missing, records

CONTRACTS = os.environ.get("LAUNCHLOG_CONTRACTS", "")
SPECIFICATION = "ll2-2.3.0-launches.openapi.yml"
BOUNDS = ("", "__gt", "__gte", "__lt", "__lte")

# As the specification of 2.3.0 has them, for where it is not at hand.
OF_LAUNCH_LIBRARY = {
    *(
        f"{of}_launch_attempt_count{year}{bound}"
        for of, year, bound in product(("agency", "location", "orbital", "pad"), ("", "_year"), BOUNDS)
    ),
    *(f"{field}{bound}" for field, bound in product(("net", "window_end", "window_start"), BOUNDS[1:])),
    "day", "id", "include_suborbital", "is_crewed", "last_updated__gte", "last_updated__lte",
    "launch_designator", "launcher_config__id", "limit", "location__ids", "lsp__id", "lsp__name",
    "mission__orbit__celestial_body__id", "mission__orbit__name", "mission__orbit__name__icontains", "mode",
    "month", "name", "offset", "ordering", "pad", "pad__location", "pad__location__celestial_body__id",
    "program", "related_lsp__id", "related_lsp__name", "rocket__configuration__full_name",
    "rocket__configuration__full_name__icontains", "rocket__configuration__id",
    "rocket__configuration__manufacturer__name", "rocket__configuration__manufacturer__name__icontains",
    "rocket__configuration__name", "rocket__spacecraftflight__spacecraft__id",
    "rocket__spacecraftflight__spacecraft__name", "rocket__spacecraftflight__spacecraft__name__icontains",
    "search", "serial_number", "slug", "spacecraft_config__ids", "status", "status__ids", "video_url", "year",
}  # fmt: skip


def specified(text: str) -> set[str]:
    """Return the parameters of `launches/previous` in the specification's YAML."""
    path = text.partition("\n  /2.3.0/launches/previous/:\n")[2].partition("\n  /")[0]
    parameters = path.partition("\n      parameters:\n")[2].partition("\n      tags:\n")[0]
    return set(re.findall(r"^      (?:- |  )name: (\S+)$", parameters, re.MULTILINE))


def test_the_table_has_every_parameter_of_launch_library() -> None:
    told = OF_LAUNCH_LIBRARY
    if CONTRACTS:
        told = specified((Path(CONTRACTS) / SPECIFICATION).read_text("utf-8"))
        assert told == OF_LAUNCH_LIBRARY
    assert told <= PARAMETERS.keys() | REFUSED.keys()
    assert REFUSED.keys() <= told
    assert not PARAMETERS.keys() & REFUSED.keys()


def test_the_documents_list_every_parameter_once() -> None:
    page = Path("docs/query-parameters.md").read_text("utf-8")
    rows = re.findall(r"^\| (`.+?`) \|", page, re.MULTILINE)
    listed = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(listed) == sorted({*PARAMETERS, *REFUSED, *ALIASES, *IGNORED})


@pytest.mark.parametrize("name", sorted(OF_LAUNCH_LIBRARY))
def test_every_parameter_is_asked_for_or_refused_by_name(name: str) -> None:
    values = {
        "id": launch_id(1), "is_crewed": "true", "include_suborbital": "false", "mode": "list",
        "ordering": "name",
    }  # fmt: skip
    time = re.match("net|window|last", name)
    text = f"{name}={values.get(name, '2024-01-01T00:00:00Z' if time else '7')}"
    assert unknown_names([(name, "7")]) == ()
    if name in REFUSED:
        with pytest.raises(AskError, match=f"^“{name}” is not known here: "):
            parse(text)
    else:
        assert parse(text) != LaunchQuery()


@pytest.fixture
async def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a few launches in its catalogue."""
    monkeypatch.setenv("LAUNCHLOG_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(main, "BUNDLED_HISTORY", None)
    moon = launch(
        2, name="Saturn V | Apollo 11", net=NOW.replace(1969, 7, 16), designator="1969-059A",
        spacecraft=(Spacecraft("Apollo CSM-107"),), webcasts=(Webcast("https://video.example/a?b=c,d"),),
    )  # fmt: skip
    hop = launch(3, net=NOW.replace(2023, 7, 16), mission=Mission("Hop", 3, orbit=Orbit(15, "Suborbital")))
    async with Catalogue.open(tmp_path / "catalogue.db") as catalogue:
        told = records(launch(1), moon, hop, launch(4))
        await catalogue.store(told, marks=nothing_missing(system_clock()))
    return tmp_path


def found(capsys: pytest.CaptureFixture[str], text: str) -> tuple[list[int], str]:
    """Return the launches that `query` finds, and what it says on standard error."""
    assert main.main(["query", "--json", text]) == 0
    said = capsys.readouterr()
    numbers = {launch_id(number): number for number in range(1, 5)}
    return sorted(numbers[each["id"]] for each in json.loads(said.out)["results"]), said.err


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("day=16&month=7&year=1969", [2]),
        ("day=16", [2, 3]),
        ("month=7,9", [1, 2, 3, 4]),
        ("year=1969,2023", [2, 3]),
        ("launch_designator=1969-059A,1957-001A", [2]),
        ("rocket__spacecraftflight__spacecraft__name=Apollo CSM-107", [2]),
        ("rocket__spacecraftflight__spacecraft__name=apollo", []),
        ("rocket__spacecraftflight__spacecraft__name__icontains=apollo", [2]),
        ("video_url=https://video.example/a?b=c", []),
        ("lsp__id=121,44", [1, 2, 3, 4]),
        ("lsp__id=44,115", []),
        ("lsp__name=nobody,spacex", [1, 2, 3, 4]),
        ("agency_launch_attempt_count=1", [2]),
        ("agency_launch_attempt_count__gte=2&agency_launch_attempt_count__lt=4", [3, 4]),
        ("agency_launch_attempt_count_year=2", [1]),
        ("orbital_launch_attempt_count=2", [4]),
        ("pad_launch_attempt_count__gt=3", [1]),
        ("location_launch_attempt_count_year__lte=1&include_suborbital=false", [2, 4]),
        ("program=4&program=5", []),
        ("year=99999999999", []),
        ("year=-5&day=1", []),
    ],
)
def test_parameters_find_what_they_say(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str, numbers: list[int]
) -> None:
    numbers_found, said = found(capsys, text)
    assert numbers_found == numbers
    unknown = {"launch_designator": "the designator", "video_url": "the videos"}.get(text.partition("=")[0])
    assert said == (f"launchlog: Not known for 3 launches: {unknown}.\n" if unknown else "")


async def test_what_may_be_missing_is_said_beside_an_answer(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with Catalogue.open(folder / "catalogue.db") as catalogue:
        marks = {"confirmed": "", "history": "2200-01-01", "history_gaps": "2024-11"}
        await catalogue.store(records(launch(5, is_crewed=None)), marks=marks)
    missing = "Still being loaded: November 2024."
    unknown = "Not known for 1 launch: the crew."
    for command, text in (("query", "is_crewed=true"), ("stats", "is_crewed=true")):
        for options in ([], ["--json"]):
            assert await asyncio.to_thread(main.main, [command, text, *options]) == 0
            out, err = capsys.readouterr()
            said = " ".join((err if options else out).split())
            assert f"{unknown} " in said
            assert missing in said
            assert not options or "Still being loaded" not in out


def test_what_is_unknown_is_ignored_and_named_on_standard_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers, said = found(capsys, "colour=red&monht=7&\x1b[31m=1&format=json")
    assert numbers == [1, 2, 3, 4]
    assert said.splitlines() == [
        "launchlog: “colour” is not a parameter of Launch Library, and is ignored.",
        "launchlog: “monht” is not a parameter of Launch Library, and is ignored. Did you mean “month”?",
        "launchlog: “ [31m” is not a parameter of Launch Library, and is ignored.",
    ]
    assert main.main(["stats", "--json", "colour=red"]) == 0
    said_of_figures = capsys.readouterr()
    assert json.loads(said_of_figures.out)["total"] == 4
    assert "“colour” is not a parameter of Launch Library" in said_of_figures.err


@pytest.mark.parametrize("command", ["query", "stats"])
@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_answered_is_refused_by_name(
    folder: Path, capsys: pytest.CaptureFixture[str], command: str, name: str
) -> None:
    assert main.main([command, f"{name}=1&limit=1"]) == 1
    said: Any = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"launchlog: “{name}” is not known here: ")
    assert said.err.count("\n") == 1
    assert main.main([command, "--json", f"{name}="]) == 0


@pytest.mark.parametrize(
    "text",
    ["day=monday", "year=1969.5", "agency_launch_attempt_count=first", "lsp__id=121,x", f"month={2**64}"],
)
def test_values_of_the_wrong_type_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    assert main.main(["query", text]) == 1
    assert "must be a whole number, not" in capsys.readouterr().err


def test_an_unknown_grouping_is_refused_with_the_choices(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main.main(["stats", "--by", "color"])
    assert ending.value.code == 2
    said = capsys.readouterr().err
    assert "color" in said
    for choice in GROUPS:
        assert choice.value in said.partition("error:")[2]
