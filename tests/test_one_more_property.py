"""One more property of a launch whose column exists takes five modules, and is then asked for everywhere."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.mutation.targets import ROOT

CHANGES: dict[str, tuple[tuple[str, str], ...]] = {
    "storage/properties.py": (
        ('    FAMILY = "family"\n', '    MANUFACTURER = "manufacturer"\n'),
        ('    Property.FAMILY: ("families",),\n', '    Property.MANUFACTURER: ("manufacturers",),\n'),
    ),
    "storage/query.py": (
        ("    families: tuple[str, ...] = ()\n", "    manufacturers: tuple[str, ...] = ()\n"),
        ("_SORTED = (\n", '    "manufacturers",\n'),
    ),
    "storage/catalogue/reading/properties.py": (
        (
            "SOURCES: Mapping[Property, Source] = {\n",
            """    Property.MANUFACTURER: Source(
        "m.manufacturer",
        "{value}",
        join="configurations m ON m.id = {key}",
        via="l.configuration_id",
        chosen="l.configuration_id IN (SELECT id FROM configurations WHERE manufacturer IN ({marks}))",
    ),
""",
        ),
    ),
    "storage/catalogue/unknown.py": (
        ('    "families": Fact.ROCKET,\n', '    "manufacturers": Fact.MANUFACTURER,\n'),
    ),
    "commands/definitions/filters.py": (
        (
            "_ROWS = (\n",
            """    Definition(
        Property.MANUFACTURER, marked("Manufacturer"), marked("manufacturer"),
        _named("manufacturer", marked("Who built the rocket"), Property.MANUFACTURER),
        marked("built by {name}"), tag="Z", menu="z", group="z", nouns=("manufacturer",),
        before=("manufacturer",), only_there=True,
        query_name="launcher_config__manufacturer", is_option_of_subscriptions=False,
    ),
""",
        ),
    ),
}
"""For each module, after which lines to put which."""

ALL_SAME = ("adapters", "bot", "playground", "tests")


def changed(folder: Path) -> None:
    """Put the code there with the changes."""
    for room in ("commands", "storage"):
        shutil.copytree(ROOT / room, folder / room)
    for room in ALL_SAME:
        (folder / room).symlink_to(ROOT / room)
    for path, pairs in CHANGES.items():
        text = (folder / path).read_text()
        for after, lines in pairs:
            assert text.count(after) == 1, (path, after)
            text = text.replace(after, after + lines)
        (folder / path).write_text(text)


def test_a_property_of_five_modules_is_asked_for_completed_chosen_counted_and_understood(
    tmp_path: Path,
) -> None:
    code, databases = tmp_path / "code", tmp_path / "databases"
    for folder in (code, databases):
        folder.mkdir()
    changed(code)
    told = subprocess.run(
        [sys.executable, "-m", "tests.one_more_property", str(databases)],
        cwd=code, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stdout + told.stderr
    assert len(CHANGES) <= 5
