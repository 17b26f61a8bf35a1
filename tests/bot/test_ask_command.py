"""`python -m bot ask`: what a chat would answer, as text and as an object."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adapters.launch_library.pages import decode_page
from bot.cli import main
from playground.launch_library.records import records
from storage.catalogue import Catalogue
from storage.clock import system_clock


@pytest.fixture
async def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with the embedded launches in its catalogue."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(main, "BUNDLED_HISTORY", None)
    monkeypatch.setenv("LAUNCHLOG_DATA_DIR", str(tmp_path))
    async with Catalogue.open(tmp_path / "catalogue.db") as catalogue:
        await catalogue.store(decode_page(msgspec.json.encode(records()), "2.3.0", system_clock()).records)
    return tmp_path


@pytest.fixture
def ask(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Ask for an object; the exit status has to be the expected one."""

    def asked(*words: str, status: int = 0) -> dict[str, Any]:
        assert main.main(["ask", "--json", *words]) == status
        answer = json.loads(capsys.readouterr().out)
        assert isinstance(answer, dict)
        return answer

    return asked


def names(answer: dict[str, Any]) -> list[str]:
    return [launch["name"] for launch in answer["launches"]]


def test_plain_words_give_the_launches_and_what_was_understood(ask: Any) -> None:
    answer = ask("spacex", "failures")
    spacex = [each for each in records() if each["launch_service_provider"]["id"] == 121]
    failures = [each for each in spacex if each["status"]["id"] == 4]
    assert answer["count"] == len(failures)
    assert sorted(names(answer)) == sorted(each["name"] for each in failures)
    assert "lsp__ids=121" in answer["query"]
    assert "status__ids=4" in answer["query"]
    assert answer["figures"] is None
    assert answer["private"] is False


def test_a_command_is_answered_as_a_command(ask: Any) -> None:
    answer = ask("/launch Apollo 11")
    assert names(answer) == ["Saturn V | Apollo 11"]
    assert answer["title"] == "Saturn V | Apollo 11"
    assert any("16 July 1969" in line for line in answer["lines"])


def test_figures_are_numbers(ask: Any) -> None:
    figures = ask("/stats provider:spacex")["figures"]
    assert list(figures) == ["total", "success", "failure", "partial", "success_rate"]
    spacex = [each for each in records() if each["launch_service_provider"]["id"] == 121]
    assert figures["total"] == len(spacex)


def test_a_comparison_has_the_figures_of_each(ask: Any) -> None:
    compared = ask("/compare spacex vs ula")["figures"]["compared"]
    assert [each["name"] for each in compared] == ["SpaceX", "ULA"]
    assert all(each["total"] > 0 for each in compared)


def test_an_apology_is_told_by_the_exit_status_and_offers_names(ask: Any) -> None:
    answer = ask("/rocket", "satrn", "v", status=1)
    assert answer["suggestions"][0] == "Saturn V"
    assert "Saturn V" in answer["buttons"]
    assert answer["private"] is True


def test_the_locale_chooses_the_language_and_the_platform_its_ways(ask: Any) -> None:
    assert ask("--locale", "de", "/status")["title"] == "Stand"
    assert ask("--locale", "de", "/stats")["title"] == "Zahlen · Vergangene Starts"
    # Where nothing completes what is typed, the command alone opens the menu.
    assert ask("/previous")["count"] is None
    assert ask("--platform", "discord", "/previous")["count"]


def test_without_json_the_answer_is_read_from_top_to_bottom(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["ask", "/launch", "Sputnik 1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Sputnik 8K74PS | Sputnik 1"
    assert any(line.startswith("4 October 1957") for line in lines)


def test_wrong_usage_ends_with_two(folder: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["ask"])
    assert ended.value.code == 2
