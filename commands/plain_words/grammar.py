"""The English words that say what is asked for, and those that only hold a sentence together."""

from __future__ import annotations

from collections.abc import Iterable

from commands.definitions import ORDERS, OUTCOMES
from commands.plain_words.meanings import Meaning
from storage.catalogue import NameKind

NOUNS = frozenset(
    "launch launches launched launching liftoff liftoffs flight flights flown flew mission missions"
    " rocket rockets attempt attempts".split()
)
"""Words for what all questions are about: a text with one of them is a sentence, not a name."""

STOPS = NOUNS | frozenset(
    "a an the all any every each some both other show list find get give tell see me my we i please"
    " of in on at by from to into with for and or & + that which who were was are is be been did do does"
    " had have has there what when where how many much ever only just previous past history"
    " aboard using via atop during over near between as its their than s".split()
)
"""Words that are left out where the rest says something."""

JOINERS = frozenset({"and", "or", "&", "+", "plus", "vs", "versus", "/"})
"""Words between two values of one filter, either of which will do."""

ARTICLES = frozenset({"the", "a", "an"})

HINTS = {
    "from": NameKind.LOCATION, "at": NameKind.LOCATION, "in": NameKind.LOCATION, "near": NameKind.LOCATION,
    "site": NameKind.LOCATION, "location": NameKind.LOCATION,
    "by": NameKind.PROVIDER, "provider": NameKind.PROVIDER, "agency": NameKind.PROVIDER,
    "company": NameKind.PROVIDER,
    "on": NameKind.ROCKET, "with": NameKind.ROCKET, "aboard": NameKind.ROCKET, "using": NameKind.ROCKET,
    "atop": NameKind.ROCKET, "rocket": NameKind.ROCKET, "vehicle": NameKind.ROCKET,
    "to": NameKind.ORBIT, "into": NameKind.ORBIT, "orbit": NameKind.ORBIT,
}  # fmt: skip
"""Words before a name, and what kind of name follows them."""

NOT_NAMES = frozenset(
    "add as is os na sub start unknown payload pacific space interstellar orbital test one".split()
)
"""Words of everyday use that are also names; they are read as such only after a hint."""

PLACE_NOUNS = frozenset(
    "cosmodrome spaceport space center centre launch site complex air force station base sfs sfb afs afb"
    " island atoll peninsula range facility".split()
)
"""Words that may follow a place's name and change nothing."""

ORBIT_NOUNS = frozenset({"orbit", "orbits"})

MOST_WORDS = 4
"""Words in the longest phrase below."""


def _outcomes() -> Iterable[tuple[str, str]]:
    for word, phrases in (
        ("failure", "failure|failures|failed|fail|fails|failing|lost|exploded|crashed"),
        ("unsuccessful", "unsuccessful|not successful|without success|not succeeded"),
        ("partial", "partial|partials|partial failure|partial failures|partially failed|partial success"),
        ("partial", "partial successes|partially successful"),
        ("success", "success|successes|successful|successfully|succeeded|not failed|without failure"),
        ("success", "without failures|without a failure"),
        ("pending", "pending|no outcome|no outcome yet|without outcome|without an outcome"),
    ):
        for phrase in phrases.split("|"):
            yield phrase, word


_PEOPLE = ("crew", "a crew", "people", "humans", "astronauts", "cosmonauts")
_ABOARD = ("aboard", "on board", "onboard")


def _crews() -> Iterable[tuple[str, bool]]:
    yield from dict.fromkeys(("crewed", "manned", "piloted"), True).items()
    yield from dict.fromkeys(("uncrewed", "unmanned", "unpiloted", "not crewed", "nobody aboard"), False).items()
    for people in _PEOPLE:
        for before, crewed in (("with", True), ("carrying", True), ("without", False), ("no", False)):
            yield f"{before} {people}", crewed
            yield from ((f"{before} {people} {aboard}", crewed) for aboard in _ABOARD)
        yield from ((f"{people} {aboard}", True) for aboard in _ABOARD)


def _orders() -> Iterable[tuple[str, str]]:
    for word in ("first", "oldest", "earliest", "oldest first", "earliest first"):
        yield word, "oldest"
    for word in ("latest", "newest", "recent", "most recent", "last", "newest first", "latest first"):
        yield word, "newest"


PHRASES: dict[str, Meaning] = {
    **{
        phrase: Meaning("status_ids", tuple(sorted(int(status) for status in OUTCOMES[word])))
        for phrase, word in _outcomes()
    },
    **{phrase: Meaning("is_crewed", crewed) for phrase, crewed in _crews()},
    **{phrase: Meaning("ordering", ORDERS[word]) for phrase, word in _orders()},
}
"""Words for outcomes, crews and orders, and what they mean."""
