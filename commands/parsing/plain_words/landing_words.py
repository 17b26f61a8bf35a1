"""The English words for boosters that landed, or flew again, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from commands.definitions.outcomes import OUTCOMES
from commands.parsing.plain_words.meanings import Item, Meaning
from commands.parsing.tokens import Token
from storage.query import LANDING_ENDS, Landing

LANDINGS = "landings"
"""The field of a query that tells how boosters landed."""

_SUCCESS, _FAILURE, _NONE = (str(each) for each in LANDING_ENDS)
_TRIED = (_SUCCESS, _FAILURE)

_MANNERS = {
    Landing.DRONE_SHIP: ("drone ship", "droneship", "drone-ship", "asds", "ship", "barge"),
    Landing.GROUND_PAD: ("ground pad", "ground", "land", "rtls", "pad", "landing zone", "landing pad"),
    Landing.OCEAN: ("ocean", "water", "sea", "splashdown"),
}
_ALONE = frozenset({"drone ship", "droneship", "asds", "ground pad", "rtls"})
"""Those that need no word for a landing after them."""

_NO_LANDING = (
    "no landing", "no landings", "without landing", "without a landing", "no landing attempt", "not landed",
    "no landing attempts", "did not land", "didn't land", "didnt land", "expended", "expendable",
    "no booster landing",
)  # fmt: skip
_REUSED = ("reused", "reflown", "flight proven", "flight-proven", "previously flown", "used", "re-used")
_NEW = ("new", "brand new", "unflown", "fresh")
_BOOSTERS = ("booster", "boosters", "core", "cores", "first stage", "first stages")

_OUTCOME_WORDS = {
    tuple(str(int(status)) for status in sorted(OUTCOMES[word])): end
    for word, end in (("success", _SUCCESS), ("failure", _FAILURE), ("unsuccessful", _FAILURE))
}

_OF_LAUNCHES = frozenset(
    ["launch", "launches", "launched", "liftoffs", "mission", "missions", "flight", "flights", "flew"]
)
"""Words with which an outcome is that of launches."""


def _of_landings(kind: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield what is said of landings of a kind, "" for any: "drone ship landings that failed"."""
    before = f"{kind} " if kind else ""
    for noun in ("landing", "landings"):
        yield f"{before}{noun}", (_SUCCESS,)
        for failed in ("failed", "unsuccessful"):
            yield f"{failed} {before}{noun}", (_FAILURE,)
            yield from ((f"{before}{noun} {which}{failed}", (_FAILURE,)) for which in ("", "that ", "which "))
            yield from ((f"{before}{noun} that were {failed}", (_FAILURE,)) for _ in range(1))
        yield f"successful {before}{noun}", (_SUCCESS,)
        yield f"{before}{noun} that succeeded", (_SUCCESS,)
        yield f"attempted {before}{noun}", _TRIED
    for noun, means in (("failure", (_FAILURE,)), ("success", (_SUCCESS,)), ("attempt", _TRIED)):
        yield f"{before}landing {noun}", means
        yield f"{before}landing {noun}{'es' if noun == 'success' else 's'}", means


def _in_a_manner(manner: str, word: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Yield what is said of landings of one manner: "landed on a drone ship"."""
    yield from ((phrase, (str(manner), *ends)) for phrase, ends in _of_landings(word))
    for on in ("on a", "on the", "on", "in the", "at a"):
        yield from (
            (f"{verb} {on} {word}", (str(manner), _SUCCESS)) for verb in ("landed", "landings", "landing")
        )
        yield f"failed landings {on} {word}", (str(manner), _FAILURE)
    if word in _ALONE:
        yield word, (str(manner),)


def landing_phrases() -> Iterable[tuple[str, Meaning]]:
    """Yield phrases of several words and of one, each with what it means."""
    for kind in ("", "booster", "core", "first stage"):
        yield from ((phrase, Meaning(LANDINGS, ends)) for phrase, ends in _of_landings(kind))
    for manner, words in _MANNERS.items():
        for word in words:
            yield from ((phrase, Meaning(LANDINGS, value)) for phrase, value in _in_a_manner(manner, word))
    for phrase in ("landed", "landed successfully", "successfully landed"):
        yield phrase, Meaning(LANDINGS, (_SUCCESS,))
    for phrase in (
        "failed to land",
        "landing failed",
        "crashed on landing",
        "crash landed",
        "crash landings",
    ):
        yield phrase, Meaning(LANDINGS, (_FAILURE,))
    for phrase in ("tried to land", "attempted to land"):
        yield phrase, Meaning(LANDINGS, _TRIED)
    for phrase in _NO_LANDING:
        yield phrase, Meaning(LANDINGS, (_NONE,))


def reuse_phrases() -> Iterable[tuple[str, bool]]:
    """Yield phrases for boosters that had flown before, or had not."""
    for words, reused in ((_REUSED, True), (_NEW, False)):
        yield from ((f"{word} {booster}", reused) for word in words for booster in _BOOSTERS)
    for word in ("reused", "reflown", "flight proven", "flight-proven"):
        for noun in ("rocket", "rockets", "launches", "flights"):
            yield f"{word} {noun}", True
        yield word, True


def about_landings(tokens: Sequence[Token], items: Sequence[Item]) -> list[Item]:
    """Return the items with an outcome taken as that of the landings, where nothing speaks of launches.

    "Falcon 9 landings in 2024 that failed" are no failed launches.
    """
    found = list(items)
    if all(_field(item) != LANDINGS for item in found) or any(t.word in _OF_LAUNCHES for t in tokens):
        return found
    ends = [
        _OUTCOME_WORDS.get(tuple(map(str, _value(item)))) for item in found if _field(item) == "status_ids"
    ]
    end = next((each for each in ends if each), None)
    if end is None:
        return found
    return [_about(item, end) for item in found]


def _about(item: Item, end: str) -> Item:
    """Return an item of a text in which the outcome is that of the landings."""
    if _field(item) == "status_ids":
        return replace(item, meanings=())
    if _field(item) != LANDINGS:
        return item
    kept = tuple(str(each) for each in _value(item) if each not in LANDING_ENDS)
    return replace(item, meanings=(Meaning(LANDINGS, (*kept, end)),))


def _field(item: Item) -> str:
    return item.meanings[0].field if item.meanings else ""


def _value(item: Item) -> tuple[int | str, ...]:
    value = item.meanings[0].value
    return tuple(value) if isinstance(value, tuple) else ()
