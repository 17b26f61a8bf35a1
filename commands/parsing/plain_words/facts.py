"""Questions about one launch: when, by whom, from where, on what it was launched, and how it ended."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Fact(StrEnum):
    """What is asked of a launch; `SUCCEEDED` and `FAILED` want a yes or a no."""

    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    ROCKET = "rocket"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    OUTCOME = "outcome"
    CREW = "crew"


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """A fact, and the words for the launch that it is asked of."""

    fact: Fact
    launch: str


_LAUNCH = (
    r"(?:been )?(?:launch(?:ed)?|lift(?:ed)?[- ]?off|fl(?:y|ew|own)|blast(?:ed)? off|t(?:ake|ook|aken) off"
    r"|go(?:ne)? up|start(?:ed)?|take place|happen)"
)
_UP = r"(?: up| into (?:space|orbit)| to space)?"
_DID = r"(?:did|was|were|has|had|is)"
_ABOARD = r"(?:on board(?: of)?|onboard|aboard|in the crew of|part of|on|in)"
_PEOPLE = r"(?:people|persons|astronauts|cosmonauts|crew(?: members)?)"
_PATTERNS = (
    (Fact.CREW, rf"(?:who|which {_PEOPLE}) (?:has |have )?(?:flew|flown|fly|was|were|went|rode|launched)"
                rf"(?: up| to space| into space)? {_ABOARD} (?P<s>.+?)"),
    (Fact.CREW, r"(?:what was |who (?:was|were) )?(?:the )?(?:crew|crew members|astronauts|cosmonauts)"
                r" (?:of|on|aboard) (?P<s>.+?)"),
    (Fact.CREW, r"who (?:crewed|commanded|piloted) (?P<s>.+?)"),
    (Fact.CREW, rf"how many {_PEOPLE} (?:flew|were|was|went|had) {_ABOARD} (?P<s>.+?)"),
    (Fact.WHEN, rf"(?:when|(?:on |in )?(?:what|which) (?:day|date|year|month)) {_DID} (?P<s>.+?)"
                rf"(?: {_LAUNCH})?(?: for the (?P<order>first|last) time)?"),
    (Fact.WHO, rf"(?:who|(?:what|which) (?:company|agency|provider|country|operator|organi[sz]ation))"
               rf" (?:has )?(?:launched|flew|sent|started) (?P<s>.+?){_UP}"),
    (Fact.WHERE, rf"(?:(?:from )?where|(?:from )?(?:what|which) (?:launch )?(?:site|pad|place|spaceport))"
                 rf" {_DID} (?P<s>.+?)(?: {_LAUNCH})?(?: from)?"),
    (Fact.ROCKET, rf"(?:on )?(?:what|which) (?:rocket|launcher|launch vehicle|vehicle)"
                  rf" (?:launched|carried|flew|sent|put|lifted) (?P<s>.+?){_UP}"),
    (Fact.ROCKET, rf"(?:on )?(?:what|which) (?:rocket|launcher|launch vehicle|vehicle) {_DID} (?P<s>.+?)"
                  rf" {_LAUNCH}(?: on| with| by| atop)?"),
    (Fact.SUCCEEDED, rf"{_DID} (?P<s>.+?) (?:succeed(?:ed)?|(?:a )?success(?:ful)?|work(?:ed)?|make it"
                     r"|go well|gone well)"),
    (Fact.FAILED, rf"{_DID} (?P<s>.+?) (?:fail(?:ed)?|a failure|explode(?:d)?|blow up|crash(?:ed)?|go wrong"
                  r"|lost|unsuccessful)"),
    (Fact.OUTCOME, r"(?:what happened (?:to|with|on)|what became of) (?P<s>.+?)"),
    (Fact.OUTCOME, r"how (?:did|was) (?P<s>.+?) (?:go|end|turn out|do)"),
)  # fmt: skip
_READ = tuple((fact, re.compile(pattern, re.IGNORECASE)) for fact, pattern in _PATTERNS)
_FRAME = re.compile(r"^(?:please |tell me |so |and )+|[\s?!.]+$", re.IGNORECASE)
_NOUN = re.compile(
    r"^(?:the )?(?:launch|lift[- ]?off|flight|start) of (?:the )?(?=\S)|^the (?=\S)"
    r"|(?<=\S) (?:launch|lift[- ]?off|flight|mission|start)$",
    re.IGNORECASE,
)

LONGEST = 200
"""Characters of a question that is read."""


def fact_question(text: str) -> FactQuestion | None:
    """Return what a text asks of one launch, None where it asks no such thing."""
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return None
    text = _FRAME.sub("", _FRAME.sub("", text))
    for fact, pattern in _READ:
        if match := pattern.fullmatch(text):
            order = match.groupdict().get("order")
            return FactQuestion(fact, f"{order} {match['s']}" if order else match["s"])
    return None


def bare(launch: str) -> str:
    """Return the words for a launch without "the" before and "launch" after them."""
    return _NOUN.sub("", launch)
