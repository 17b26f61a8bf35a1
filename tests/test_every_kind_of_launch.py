"""Launches of every kind in the history, in every language: whole within each platform's limits.

Few launches have all there is between them: each status, orbit, kind of mission and country, each number of
boosters, people and programmes, and the longest of all names.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.app import make_dispatcher
from commands.definitions.command import Person
from commands.i18n.languages import TRANSLATED, Languages
from commands.i18n.translation import ENGLISH, Language, speaking
from storage.catalogue import Catalogue
from tests.commands.conftest import read
from tests.history import HISTORY_NOW
from tests.outside import outside
from tests.raw_history import raw_history
from tests.states import opened_state
from tests.test_every_card import Shown, on_discord, on_telegram

Json = dict[str, Any]


def kinds(record: Json) -> Iterator[Hashable]:
    """What a launch is like, as far as a card shows it."""
    mission, rocket = record["mission"] or {}, record["rocket"]
    craft = rocket.get("spacecraft_stage") or {}
    yield "status", record["status"]["id"]
    yield "orbit", (mission.get("orbit") or {}).get("name")
    yield "type", mission.get("type")
    yield "country", (record["launch_service_provider"] or {}).get("country_code")
    yield "boosters", len(rocket["launcher_stage"]) if "launcher_stage" in rocket else None
    yield "people", len(craft["launch_crew"]) if craft else None
    yield "programmes", len(record["program"])


def names(record: Json) -> dict[str, str]:
    """What is written out on a card, by what it is the name of."""
    mission, pad = record["mission"] or {}, record["pad"] or {}
    return {
        "launch": record["name"],
        "mission": mission.get("name") or "",
        "rocket": (record["rocket"]["configuration"] or {}).get("full_name") or "",
        "provider": (record["launch_service_provider"] or {}).get("name") or "",
        "pad": pad.get("name") or "",
        "site": (pad.get("location") or {}).get("name") or "",
    }


@cache
def of_every_kind() -> list[str]:
    """Return the ids of launches that are of all kinds between them, the longest names first."""
    records = raw_history()
    chosen = {
        max(records, key=lambda record: len(names(record)[what]))["id"]: None for what in names(records[0])
    }
    shown = {kind for record in records if record["id"] in chosen for kind in kinds(record)}
    # The rarest kinds first: their launches bring the common ones along.
    met: dict[Hashable, list[Json]] = {}
    for record in records:
        for kind in kinds(record):
            met.setdefault(kind, []).append(record)
    for kind in sorted(met, key=lambda kind: (len(met[kind]), str(kind))):
        if kind not in shown:
            best = max(met[kind], key=lambda record: len(set(kinds(record)) - shown))
            chosen[best["id"]] = None
            shown.update(kinds(best))
    return list(chosen)


@cache
def called(launch_id: str) -> str:
    return next(str(record["name"]) for record in raw_history() if record["id"] == launch_id)


async def drawn(catalogue: Catalogue, folder: Path, language: Language) -> list[dict[str, Shown]]:
    """Ask for each of those launches in a language, and draw the answers on both platforms."""
    cards = []
    async with await opened_state(folder / f"{language.code}.db", lambda: HISTORY_NOW) as state:
        ticks = map(float, count(0, 600)).__next__
        needs = outside(state, languages=Languages.load())
        dispatcher = make_dispatcher(catalogue, needs, lambda: HISTORY_NOW, monotonic=ticks)
        for launch_id in of_every_kind():
            card = await dispatcher.say("launch", launch_id, Person("discord", 1, locale=language.code))
            assert called(launch_id) in read(card)
            with speaking(language):
                cards.append({"discord": on_discord(card), "telegram": on_telegram(card)})
    return cards


def test_few_launches_are_of_all_kinds() -> None:
    chosen = [record for record in raw_history() if record["id"] in of_every_kind()]
    everything = {kind for record in raw_history() for kind in kinds(record)}
    assert {kind for record in chosen for kind in kinds(record)} == everything
    assert len(everything) > 70
    assert len(chosen) < 100


@pytest.mark.parametrize("language", TRANSLATED, ids=lambda language: str(language.code))
async def test_a_launch_of_any_kind_is_whole_in_any_language(
    history_catalogue: Catalogue, tmp_path: Path, language: Language
) -> None:
    english = await drawn(history_catalogue, tmp_path, ENGLISH)
    translated = await drawn(history_catalogue, tmp_path, language)
    for launch_id, shown, expected in zip(of_every_kind(), translated, english, strict=True):
        for platform in ("discord", "telegram"):
            assert len(shown[platform].labels) == len(expected[platform].labels), launch_id
            assert shown[platform].cuts(platform) == expected[platform].cuts(platform), launch_id
            assert all(text.strip() for text in expected[platform].labels)
