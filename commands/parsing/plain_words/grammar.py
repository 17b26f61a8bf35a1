"""The English words that say what is asked for, and those that only hold a sentence together."""

from __future__ import annotations

from collections.abc import Iterable

from commands.definitions.commands import ORDERS
from commands.definitions.filters import NAMED
from commands.definitions.mission_types import SPOKEN
from commands.definitions.outcomes import OUTCOMES
from commands.parsing.plain_words.landing_words import landing_phrases, reuse_phrases
from commands.parsing.plain_words.meanings import MISSION_TYPES, Meaning
from commands.parsing.plain_words.plurals import plural
from commands.parsing.plain_words.question_words import (
    COMPARING,
    HOW_MANY,
    HOW_MANY_PEOPLE,
    HOW_RELIABLE,
    HOW_UNRELIABLE,
    INTO_SPACE,
    LARGEST,
    PER,
    STATISTICS,
)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NOUNS = _words(
    "launches launched launching liftoffs flights flown flew missions rockets attempts satellites probes"
    " payloads"
)
"""Words for what all questions are about: a text with one of them is a sentence, not a name."""

PLURALS = _words(
    "launches liftoffs flights missions rockets attempts failures successes partials explosions satellites"
    " payloads probes ones launchings resupplies comsats rideshares landings boosters cores"
)
"""Words with which several launches are meant, however they are ordered."""

REQUESTS = (
    "show", "show me", "show us", "give me", "give us", "tell me", "tell me about", "tell us",
    "tell us about", "list", "find", "find me",
    *HOW_MANY, *HOW_MANY_PEOPLE, *INTO_SPACE, *HOW_RELIABLE, *HOW_UNRELIABLE, *STATISTICS, *PER,
    *COMPARING, *LARGEST, "so far", "to date", "in total", "total",
    "what", "which", "when", "where", "who", "i want", "i want to see", "let me see", "please",
    "history of", "the history of",
)  # fmt: skip
"""Words that only say that something is asked for, or what figures tell anyway."""

EVERYTHING = _words("launches flights missions all everything")
"""Words with which a text of no other meaning asks for all launches."""

UPCOMING = _words("upcoming next coming future scheduled planned forthcoming tomorrow") | {
    "next week", "next month", "next year",
}  # fmt: skip
"""Words for launches that are still to come."""

JOINERS = frozenset({"and", "or", "&", "+", "plus", "vs", "versus", "v", "/"})
"""Words between two values of one filter, either of which will do."""

ARTICLES = frozenset({"the", "a", "an"})

HINTS = {word: kind for kind, row in NAMED.items() for word in row.before}
"""Words before a name, and what kind of name follows them."""

STOPS = JOINERS.union(HINTS) | _words(
    "a an the all everything any every each some both see me my we i you"
    " of in on at by from to into with for and or & + that which who were was are is be been did do does"
    " had have has there how much ever only just previous past history"
    " aboard using via atop during over near between as its their s about ended out orbital"
    " launch liftoff flight fly flies mission rocket attempt one anything something compare compared per"
    " ever average"
)
"""Words that are left out where the rest says something."""

UNREAD = frozenset({"orbital", "only", "per", "average"})
"""Those of them that would say something, if a query could hold it."""

NOT_NAMES = _words("add as is os na sub start unknown payload pacific space interstellar orbital test one")
"""Words of everyday use that are also names; they are read as such only after a hint."""

NEGATIONS = _words("not non no nor except excluding without minus besides never")
NEGATIVE_PAIRS = frozenset({("all", "but"), ("everything", "but"), ("any", "but"), ("other", "than")})
"""Words after which comes what is not wanted; a query can seldom say that."""

UNFINISHED = _words("launch air force")
"""Those of `KIND_NOUNS` that tell of a place only with another one after them, as in "launch site"."""


def _outcomes() -> Iterable[tuple[str, str]]:
    for word, phrases in (
        ("failure", "failure|failures|failed|fail|fails|failing|lost|exploded|crashed|explosion|explosions"),
        ("failure", "explode|explodes|crash|crashes|blow up|go wrong|went wrong|blew up|blown up"),
        ("failure", "in failure|as a failure|with a failure|total failures"),
        ("unsuccessful", "unsuccessful|not successful|without success|not succeeded"),
        ("partial", "partial|partials|partial failure|partial failures|partially failed|partial success"),
        ("partial", "partial successes|partially successful"),
        ("success", "success|successes|successful|successfully|succeeded|not failed|without failure"),
        (
            "success",
            "without failures|without a failure|no failures|no failure|with no failures|never failed",
        ),
        ("pending", "pending|no outcome|no outcome yet|without outcome|without an outcome"),
    ):
        for phrase in phrases.split("|"):
            yield phrase, word


_CREWED = (
    "crewed", "manned", "piloted", "human spaceflight", "human spaceflights", "human space flight",
    "human space flights", "crew launches", "crew flights", "crew missions", "astronaut launches",
)  # fmt: skip
_NOT_CREWED = (
    "uncrewed", "unmanned", "unpiloted", "not crewed", "non crewed", "noncrewed", "not manned",
    "nobody aboard", "nobody on board",
)  # fmt: skip
_PEOPLE = ("crew", "a crew", "people", "humans", "astronauts", "cosmonauts")
_ABOARD = ("aboard", "on board", "onboard")


def _crews() -> Iterable[tuple[str, bool]]:
    yield from dict.fromkeys(_CREWED, True).items()
    yield from dict.fromkeys(_NOT_CREWED, False).items()
    for people in _PEOPLE:
        for before, crewed in (("with", True), ("carrying", True), ("without", False), ("no", False)):
            yield f"{before} {people}", crewed
            yield from ((f"{before} {people} {aboard}", crewed) for aboard in _ABOARD)
        yield from ((f"{people} {aboard}", True) for aboard in _ABOARD)


def _orders() -> Iterable[tuple[str, str]]:
    for word in ("first", "oldest", "earliest", "oldest first", "earliest first", "first ever", "very first"):
        yield word, "oldest"
    for word in (
        "maiden",
        "maiden flight",
        "maiden launch",
        "inaugural flight",
        "inaugural launch",
        "first time",
        "the first time",
        "inaugural",
        "debut",
        "chronological",
        "chronologically",
        "in chronological order",
    ):
        yield word, "oldest"
    for word in (
        "latest",
        "newest",
        "recent",
        "most recent",
        "last",
        "very last",
        "final",
        "last time",
        "the last time",
        "newest first",
        "latest first",
    ):
        yield word, "newest"


_GOODS = ("satellite", "mission", "launch", "flight", "payload", "spacecraft", "probe", "rocket launch")
"""Nouns after what a mission was for."""

_TELLING = _words("comsat military spy reconnaissance classified resupply rideshare tourism") | {
    "earth observation"
}
"""Words for types of missions that need no noun after them, nor does a type's own name of several words."""

_NOT_TYPES = ("Suborbital", "Unknown")
"""Types that are rather an orbit, or a word of names."""


def _mission_types() -> Iterable[tuple[str, str]]:
    for name, others in SPOKEN.items():
        if name in _NOT_TYPES:
            continue
        own = name.casefold().replace("/", " ")
        for word in (own, *others):
            for noun in _GOODS:
                yield f"{word} {noun}", name
                yield f"{word} {plural(noun)}", name
            if word in _TELLING or (word == own and " " in own):
                yield word, name
            if word in _TELLING or " " in word:
                yield plural(word), name


PHRASES: dict[str, Meaning | None] = {
    **dict.fromkeys((*NOUNS, *REQUESTS, *UPCOMING)),
    **{phrase: Meaning(MISSION_TYPES, (name,)) for phrase, name in _mission_types()},
    **{
        phrase: Meaning("status_ids", tuple(sorted(int(status) for status in OUTCOMES[word])))
        for phrase, word in _outcomes()
    },
    **{phrase: Meaning("is_crewed", crewed) for phrase, crewed in _crews()},
    **dict(landing_phrases()),
    **{phrase: Meaning("is_reused", reused) for phrase, reused in reuse_phrases()},
    **{phrase: Meaning("ordering", ORDERS[word]) for phrase, word in _orders()},
}
"""Words that make a sentence, and what they mean; those that mean nothing only show that it is one."""

COUNTS = {
    word: n
    for n, name in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
    for word in (name, str(n))
}
"""Words for how many are asked for, before or after "first" or "last"."""

UNITS = _words("seconds minutes hours days weeks months quarters years decades")
"""Words after a number that does not count launches."""

MOST_WORDS = max(phrase.count(" ") + 1 for phrase in PHRASES)
"""Words in the longest phrase."""
