"""The English words that tell what kind of answer is wanted: a number, a rate, figures, a comparison."""

from __future__ import annotations

from commands.definitions.filters import GROUPS
from commands.parsing.plain_words.plurals import plural
from storage.properties import TIMES, Property


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FEW = frozenset({"first", "oldest", "earliest", "first ever", "very first", "latest", "newest", "last",
                 "most recent", "very last", "final", "inaugural", "debut", "maiden", "maiden flight",
                 "maiden launch", "inaugural flight", "inaugural launch",
                 "last time", "first time", "the last time", "the first time"})  # fmt: skip
"""Words for an order of which only the beginning is meant."""

HOW_MANY = frozenset({
    "how many", "how many times", "how often", "number of", "the number of", "count of", "total number of",
    "launch count",
})  # fmt: skip
HOW_MANY_PEOPLE = frozenset(
    f"{how_many} {people}"
    for how_many in ("how many", "how many different", "number of", "the number of")
    for people in (
        "people",
        "persons",
        "humans",
        "astronauts",
        "cosmonauts",
        "crew members",
        "space tourists",
    )
)
FLYING = _words("flew flown fly flies been")
"""What people do; providers launch, and fly rockets."""

INTO_SPACE = frozenset(
    f"{done} {to} space" for done in FLYING | _words("went gone travelled") for to in ("to", "into", "in")
)
HOW_RELIABLE = frozenset({
    "success rate", "success rates", "reliability", "how reliable", "how successful", "how safe",
    "percentage of successful", "rate of success", "how often successful",
})  # fmt: skip
HOW_UNRELIABLE = frozenset({"failure rate", "failure rates"})
STATISTICS = frozenset({"statistics", "stats", "figures"})
VERSUS = _words("vs versus v than compare compared comparison difference")

MOST = frozenset({
    "most", "busiest", "most used", "most flown", "most popular", "most common", "most active", "most often",
    "most frequent", "most launched",
})  # fmt: skip
"""Words that ask for the largest group, beside one that tells which groups."""

_NOUNS = {
    form: kind.value for kind, row in GROUPS.items() for noun in row.nouns for form in (noun, plural(noun))
}

GROUPED = {
    **{noun: kind for noun, kind in _NOUNS.items() if " " not in noun},
    **dict.fromkeys(_words("who whom"), Property.PROVIDER.value), "where": Property.LOCATION.value,
}  # fmt: skip
"""What the groups are of which the largest is asked for, as `storage.properties.Property` has it."""

PER = {
    **{
        f"{per} {noun}": kind.value
        for kind, row in GROUPS.items()
        for noun in row.nouns
        for per in ("per", "by", "each", *(["every"] if kind in TIMES else []))
    },
    **{f"by {noun}": kind for noun, kind in _NOUNS.items()},
    **{f"{noun} by {noun}": kind for noun, kind in _NOUNS.items() if kind in TIMES},
    **{f"over the {noun}": kind for noun, kind in _NOUNS.items() if kind in TIMES and noun.endswith("s")},
    "yearly": "year", "annually": "year", "annual": "year", "monthly": "month",
    "outcomes": "outcome", "outcomes of": "outcome",
}  # fmt: skip
"""Words for what figures are grouped by, as `storage.properties.Property` has it."""

COMPARING = frozenset(
    f"{word}{than}"
    for word in (
        "more reliable",
        "less reliable",
        "more successful",
        "less successful",
        "safer",
        "better",
        "more",
        "fewer",
        "more often",
        "less often",
    )
    for than in ("", " than")
) | {"difference"}
"""Words that say how two are compared; the comparison shows all of it."""

MOST_OF = {f"{most} {noun}": kind for most in MOST - {"most"} for noun, kind in _NOUNS.items()}
"""Words that ask for the largest group and tell which groups; who flew "the most rockets" is no rocket."""

WHICH = {f"{which} {noun}": kind for which in ("which", "what") for noun, kind in _NOUNS.items()}
"""Words that tell which groups, where the largest is asked for."""

LARGEST = frozenset({
    *MOST, *MOST_OF, *WHICH,
    "year", "in a year", "in one year", "in a decade", "in a month",
})  # fmt: skip
"""Words of questions for the largest group."""
