"""From the arguments of a command to a `LaunchQuery`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from commands.codec.compact import PAGE_SIZES
from commands.definitions.command import Arguments, Command, Kind
from commands.definitions.commands import ORDERS
from commands.definitions.filters import DEFINITIONS, FLAGS, NAMED
from commands.definitions.outcomes import OUTCOMES
from commands.i18n.local_days import local_zone
from commands.i18n.translation import _
from commands.parsing.arguments import EITHER, check_arguments, choose, each_of
from commands.parsing.dates.phrases import read_period
from commands.parsing.names.resolver import Naming
from commands.parsing.plain_words.grammar import NEGATIONS, NEGATIVE_PAIRS
from commands.parsing.plain_words.reader import PlainWords
from commands.parsing.plain_words.reading import Reading, at_word_starts
from commands.parsing.plain_words.times import range_of
from commands.parsing.tokens import as_names_are_written
from storage.clock import Clock
from storage.errors import AskError, NearMissError
from storage.properties import Property
from storage.query import MAX_OFFSET, MAX_TERMS, NO_RANGE, LaunchQuery, Range, View

_TYPED_FIELDS = {
    **{row.parameter.name: row.field for row in DEFINITIONS.values() if row.parameter},
    "since": "net", "until": "net", "order": "ordering", "view": "view",
}  # fmt: skip
"""The parameters of a filter command, and the fields of a query that they give."""


_SHORT = 3
"""Letters of a word that is more likely to hold a sentence together than to begin a name."""

MOST_LEFT_OUT = 8
"""Words looked at one by one when nothing is found with all of them."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Builds queries from arguments."""

    naming: Naming
    clock: Clock
    words: PlainWords

    async def query(self, command: Command, arguments: Arguments) -> LaunchQuery:
        """Return the query that the arguments of a filter command ask for, as `read` does."""
        return (await self.read(command, arguments)).query

    async def read(self, command: Command, arguments: Arguments) -> Reading:
        """Return how the arguments of a filter command are understood.

        All filters are ANDed; relative dates become fixed days. What is typed as a filter wins over what
        plain words say; words with which only a search finds launches are searched for. Raises `AskError`
        or `StoreError`.
        """
        given = check_arguments(command, arguments)
        typed = await self._typed(command, given)
        # What is no text in any encoding could be kept under no button.
        words = given.get("search", "").encode(errors="replace").decode()
        parameter = command.parameter("search")
        if not words or parameter is None or not parameter.plain:
            return Reading(typed.having(search=check_search(words), word_starts=True))
        taken = {field for name, field in _TYPED_FIELDS.items() if name in given}
        if command.parameter("order") is None:
            taken |= {"ordering", "view"}
        if "page" in given:
            # How many launches a page has tells where this one begins.
            taken.add("view")
        reading = at_word_starts(await self.words.read(words, typed, taken))
        spelled = {as_names_are_written(word): word for word in words.split()}
        check_search(reading.query.search)
        if reading.literal and not await self.finds(reading.query) and await self.finds(reading.literal):
            # Half a name, as it is being typed, may begin like another that nothing else goes with.
            return Reading(reading.literal)
        read = await self._without_unknown(reading)
        told = tuple(" ".join(spelled.get(word, word) for word in each.split()) for each in read.unread)
        return replace(read, unread=told)

    async def _without_unknown(self, reading: Reading) -> Reading:
        """Leave words out with which nothing is found, if the rest says enough without them, and tell so.

        What resembles a name, and what is not wanted, is kept: without it, something else were answered.
        """
        query, words = reading.query, reading.query.terms
        says = {*reading.fields} - {"search", "ordering"}
        if not says or not 0 < len(words) <= MOST_LEFT_OUT or _has_negation(words):
            return reading
        if await self.finds(query) or await self._is_near(query.search):
            return reading
        kept: list[str] = []
        for word in words:
            if await self.finds(query.having(search=" ".join((*kept, word)))):
                kept.append(word)
        # Where words are of another language, "de" and "von" are no beginnings of names.
        kept = [word for word in kept if len(word) > _SHORT or not word.isalpha()]
        shorter = query.having(search=" ".join(kept))
        if not await self.finds(shorter):
            return reading
        left = " ".join(word for word in words if word not in kept)
        fields = tuple(each for each in reading.fields if each != "search" or kept)
        return replace(reading, query=shorter, fields=fields, unread=(*reading.unread, left))

    async def _is_near(self, words: str) -> bool:
        return bool(await self.naming.near((Property.ROCKET, Property.PROVIDER), words))

    async def finds(self, query: LaunchQuery) -> bool:
        """Tell whether a query has any launch."""
        return (await self.naming.catalogue.flown(query.at(0).having(limit=1))).count > 0

    async def _typed(self, command: Command, given: Arguments) -> LaunchQuery:
        """Return the query of all arguments but the search."""
        chosen = {
            p.name: choose(p, given[p.name])
            for p in command.parameters
            if p.kind is Kind.CHOICE and p.name in given and not p.several
        }
        fields: dict[str, object] = {"strict": True, "net": await self.net(given)}
        for kind, row in NAMED.items():
            if row.parameter and (name := row.parameter.name) in given:
                fields[row.field] = await self._resolve(kind, given[name], name)
        if "outcome" in given and (outcome := command.parameter("outcome")):
            chosen_outcomes = [choose(outcome, each) for each in each_of(given["outcome"])]
            fields["status_ids"] = tuple(int(s) for each in chosen_outcomes for s in OUTCOMES[each])
        if "payload" in given:
            fields["payloads"] = tuple(check_search(each) for each in each_of(given["payload"]))
        if "landing" in given and (landing := command.parameter("landing")):
            fields["landings"] = tuple(choose(landing, each) for each in each_of(given["landing"]))
        for kind in FLAGS:
            flag = DEFINITIONS[kind]
            if flag.parameter and flag.parameter.name in chosen:
                fields[flag.field] = chosen[flag.parameter.name] == "yes"
        if "order" in chosen:
            fields["ordering"] = ORDERS[chosen["order"]]
        view = View(chosen.get("view", "list" if not given else "normal"))
        fields |= {"view": view, "limit": PAGE_SIZES[view]}
        fields["offset"] = page_offset(given.get("page", "1"), PAGE_SIZES[view])
        return LaunchQuery(**fields)  # type: ignore[arg-type]

    async def _resolve(self, kind: Property, text: str, parameter: str) -> tuple[int | str, ...]:
        """Return what any of the names in a text stands for; raises `NearMissError` for the first unknown."""
        names, found = each_of(text), list[int | str]()
        for at, name in enumerate(names):
            try:
                found += await self.naming.values(kind, name)
            except AskError as error:
                near = (f" {EITHER} ".join((*names[:at], s, *names[at + 1 :])) for s in error.suggestions)
                raise NearMissError(error.sentence, tuple(near), parameter) from error
        return tuple(found)

    async def net(self, given: Arguments) -> Range:
        """Return the range of NET that "since" and "until" give, in days of the chat; raises `AskError`."""
        now, zone = self.clock(), local_zone()
        since = read_period(given["since"], now, zone).start if "since" in given else None
        until = read_period(given["until"], now, zone).end if "until" in given else None
        if since and until and since >= until:
            raise AskError(
                _("The end date ({until}) is before the start date ({since}). Swap the two.").format(
                    since=given["since"][:50], until=given["until"][:50]
                )
            )
        return Range(gte=since, lt=until)

    def dates(self, text: str) -> Range:
        """Return the range of NET that one text gives, in days of the chat; raises `AskError`."""
        return range_of(text, self.clock(), local_zone()) if text else NO_RANGE


def _has_negation(words: Sequence[str]) -> bool:
    """Tell whether words say what is not wanted: without them, the answer would be the opposite."""
    lowered = [word.casefold() for word in words]
    return not NEGATIONS.isdisjoint(lowered) or not NEGATIVE_PAIRS.isdisjoint(pairwise(lowered))


def check_search(text: str) -> str:
    """Return the search text; raises `AskError` if it has more words than a search takes."""
    if len(text.replace(",", " ").split()) > MAX_TERMS:
        raise AskError(_("A search can have up to {n} words. Use fewer.").format(n=MAX_TERMS))
    return text


def page_offset(page: str, size: int) -> int:
    """Return the offset of a page of that size, counted from 1; raises `AskError` for no number."""
    try:
        number = int(page)
    except ValueError:
        number = 0
    if number < 1 or number * size > MAX_OFFSET:
        raise AskError(_("“{page}” is not a page number. Try 1.").format(page=page[:50]), ("1",))
    return (number - 1) * size
