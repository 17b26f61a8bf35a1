"""The package: the same bytes each time it is built, one name to import, a command that works anywhere."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.version import VERSION

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[1]
NAME = f"launchlog-{VERSION}-py3-none-any.whl"


def built(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return folder / NAME


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("dist"))


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def launchlog(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run the installed command in an empty folder; what it depends on is there already."""
    prefix, elsewhere = tmp_path_factory.mktemp("installed"), tmp_path_factory.mktemp("elsewhere")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index",
         "--no-deps", "--prefix", str(prefix), str(wheel)],
        check=True,
    )  # fmt: skip
    places = sysconfig.get_paths(vars={"base": str(prefix), "platbase": str(prefix)})
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": places["purelib"],
        "LAUNCHLOG_DATA_DIR": str(elsewhere / "data"), "LL2_URL": "http://127.0.0.1:1",
    }  # fmt: skip

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = Path(places["scripts"]) / "launchlog"
        return subprocess.run(
            [command, *arguments],
            cwd=elsewhere, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def test_built_twice_it_is_the_same_byte_for_byte(wheel: Path, tmp_path: Path) -> None:
    assert built(tmp_path).read_bytes() == wheel.read_bytes()


def test_it_has_one_name_to_import_and_nothing_that_only_development_needs(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {"launchlog", f"launchlog-{VERSION}.dist-info"}
    assert not [name for name in names if "test" in name or "__pycache__" in name]
    for needed in ("storage/history/history.json.xz", "commands/i18n/locales/de/LC_MESSAGES/launchlog.po"):
        assert f"launchlog/rooms/{needed}" in names


def test_the_installed_command_answers_anywhere_in_every_language(launchlog: Run) -> None:
    assert launchlog("--version").stdout == f"Launchlog {VERSION}\n"
    assert "Apollo 11" in launchlog("ask", "--locale", "de", "/launch Apollo 11").stdout
    without = launchlog("run")
    assert without.returncode == 1
    assert "`launchlog play`" in without.stderr
