"""The English words that tell what kind of answer is wanted: a number, a rate, figures, a comparison."""

from __future__ import annotations

from commands.definitions.filters import GROUPS
from storage.properties import Property


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
HOW_RELIABLE = frozenset({
    "success rate", "success rates", "reliability", "how reliable", "how successful", "how safe",
    "percentage of successful", "rate of success", "how often successful",
})  # fmt: skip
HOW_UNRELIABLE = frozenset({"failure rate", "failure rates"})
STATISTICS = frozenset({"statistics", "stats", "figures"})
VERSUS = _words("vs versus v than compare compared comparison difference")

MOST = frozenset({"most", "busiest"})
"""Words that ask for the largest group, beside one that tells which groups."""

GROUPED = {
    **dict.fromkeys(_words("year years"), "year"), **dict.fromkeys(_words("month months"), "month"),
    **dict.fromkeys(
        _words("who whom provider providers company companies agency agencies operator"), "provider"
    ),
    **dict.fromkeys(_words("rocket rockets launcher launchers vehicle vehicles"), "rocket"),
    **dict.fromkeys(_words("site sites spaceport spaceports cosmodrome place where"), "location"),
    **dict.fromkeys(_words("orbit orbits"), "orbit"),
}  # fmt: skip
"""What the groups are, as `storage.properties.Property` has it."""

PER = {
    **{
        f"{per} {noun}": kind.value
        for kind, row in GROUPS.items()
        for noun in row.nouns
        for per in ("per", "by", "each", *(["every"] if kind in (Property.YEAR, Property.MONTH) else []))
    },
    "yearly": "year", "annually": "year", "monthly": "month", "outcomes": "outcome", "outcomes of": "outcome",
}  # fmt: skip
"""Words for what figures are grouped by, as `storage.properties.Property` has it."""

COMPARING = frozenset(
    f"{word}{than}"
    for word in ("more reliable", "less reliable", "more successful", "less successful", "safer", "better")
    for than in ("", " than")
) | {"difference"}
"""Words that say how two are compared; the comparison shows all of it."""

LARGEST = frozenset({
    "most", "busiest", "which year", "what year", "which month", "which rocket", "what rocket",
    "which provider", "which company", "which agency", "which site", "which spaceport", "which launch site",
    "year", "in a year", "in one year", "in a month",
})  # fmt: skip
"""Words of questions for the largest group."""
