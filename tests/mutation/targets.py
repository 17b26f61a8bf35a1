"""Which tests concern which part of the code."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

_PROMISES = tuple(
    f"tests/bot/announcing/test_{each}.py"
    for each in ("promises", "lost_catalogue", "rests", "refusing_places", "publishing", "faults")
)

TESTS: dict[str, tuple[str, ...]] = {
    "commands/codec": (
        "tests/commands/test_query_text.py",
        "tests/commands/test_buttons.py",
        "tests/commands/test_actions.py",
    ),
    "commands/parsing/dates/days_of_year.py": ("tests/commands/test_on_this_day.py",),
    "commands/parsing/dates": ("tests/commands/test_dates.py",),
    "commands/parsing/timezones.py": ("tests/commands/test_zones.py",),
    "commands/parsing/typed_command.py": ("tests/commands/test_typed_command.py",),
    "commands/parsing": (
        "tests/commands/test_filters.py",
        "tests/commands/test_choices.py",
        "tests/commands/test_word_starts.py",
        "tests/commands/test_launch_names.py",
        "tests/commands/test_near_misses.py",
        "tests/commands/test_plain_words.py",
        "tests/commands/test_understanding.py",
        "tests/commands/test_questions.py",
        "tests/commands/test_dates.py",
        "tests/commands/test_ways_to_ask.py",
        "tests/commands/test_wishes.py",
    ),
    "storage/state/outbox.py": ("tests/storage/state", "tests/simulation/test_simulation.py", *_PROMISES),
    "storage/state": ("tests/storage/state", "tests/simulation/test_simulation.py"),
    "bot/announcing": (
        "tests/simulation/test_simulation.py",
        "tests/bot/announcing/test_corrections.py",
        *_PROMISES,
        "tests/bot/announcing/test_supervision.py",
        "tests/bot/announcing/test_comparison.py",
        "tests/bot/announcing/test_operations.py",
        "tests/bot/announcing/test_bundled_history.py",
        "tests/bot/announcing/test_imports.py",
    ),
    "storage/catalogue": (
        "tests/storage/test_attempts.py",
        "tests/storage/test_catalogue_cache.py",
        "tests/storage/test_catalogue_coverage.py",
        "tests/storage/test_catalogue_names.py",
        "tests/storage/test_catalogue_search.py",
        "tests/storage/test_catalogue_merging.py",
        "tests/storage/test_catalogue_filling.py",
        "tests/storage/test_catalogue_file.py",
        "tests/storage/test_catalogue_age.py",
        "tests/storage/test_days.py",
        "tests/storage/test_calendar.py",
        "tests/storage/test_similar.py",
        "tests/storage/test_precedents.py",
        "tests/storage/test_spacecraft_names.py",
        "tests/storage/test_facet_cost.py",
        "tests/storage/test_stats.py",
        "tests/storage/test_stats_records.py",
        "tests/storage/test_unknown.py",
        "tests/storage/test_catalogue_oracle.py",
        "tests/storage/test_facets_oracle.py",
        "tests/bot/test_rereading.py",
    ),
}  # fmt: skip
"""Folders and modules, each with its tests, the most telling first; the longest that fits counts."""


def which_concern(path: Path) -> tuple[str, ...]:
    """Return the tests that concern a module; raises LookupError where none are named."""
    fitting = [part for part in TESTS if path.is_relative_to(part)]
    if not fitting:
        raise LookupError(path)
    return TESTS[max(fitting, key=len)]


def modules_of(part: str) -> list[Path]:
    """Return the modules in a part of the code, as paths from the root."""
    path = ROOT / part
    found = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [
        each.relative_to(ROOT)
        for each in found
        if each.name != "__init__.py" and "migrations" not in each.parts
    ]
