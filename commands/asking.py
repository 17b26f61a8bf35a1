"""From the words of a person to a `LaunchQuery`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from commands.dates import continues_date, parse_period
from commands.definitions import ORDERS, OUTCOMES
from commands.language import _
from commands.locale_words import listed
from commands.naming import SPREAD, Naming
from commands.plain_words.reader import PlainWords
from commands.plain_words.reading import Reading
from commands.registry import Arguments, Command, Kind, Parameter
from commands.short_queries import PAGE_SIZES
from commands.typed_names import Word, is_between, is_ended, names_of
from storage.catalogue import NameKind
from storage.clock import Clock
from storage.errors import AskError, NearMissError
from storage.folding import whole
from storage.query import MAX_OFFSET, MAX_TERMS, LaunchQuery, Range, View

_WORD = re.compile(
    r"""(?:(?P<name>[^\W\d]\w*)[:=])?(?:["“”„](?P<quoted>[^"“”]*)(?:["“”]|$)|(?P<plain>\S+))""",
    re.VERBOSE,
)
NAME_FIELDS = {
    "provider": (NameKind.PROVIDER, "provider_ids"),
    "rocket": (NameKind.ROCKET, "configuration_ids"),
    "location": (NameKind.LOCATION, "location_ids"),
    "orbit": (NameKind.ORBIT, "orbit_ids"),
    "mission": (NameKind.MISSION_TYPE, "mission_types"),
}
"""The parameters that are names, of what kind, and the field of a query that each fills."""


def split_words(command: Command, text: str) -> dict[str, str]:
    """Return the arguments in a chat text such as `provider:spacex rocket:"Falcon 9" crew dragon`.

    Plain words go to the command's `rest` parameter, but for those that go on with a date, as in
    `since:last week`; they keep the quotes around them where those make a difference. Where there are
    several such parameters, plain words are names of which each gets one. Raises `AskError` for a name that
    the command does not have.
    """
    arguments: dict[str, str] = {}
    rest: list[Word] = []
    begun: Parameter | None = None
    for match in _WORD.finditer(text):
        name, quoted = match["name"], match["quoted"] is not None
        word = Word(match["quoted"] if quoted else match["plain"], quoted)
        if name is None and begun and _goes_on(command, begun, arguments[begun.name], word):
            arguments[begun.name] += f" {word.text}"
            continue
        parameter = command.parameter(name) if name else _rest_of(command)
        if word.quoted and word.text and parameter is not None and parameter.plain:
            word = Word(f'"{word.text}"', quoted)
        begun = parameter if name else None
        if name is None:
            rest.append(word)
            continue
        if begun is None:
            raise _unknown_parameter(command, name)
        arguments[begun.name] = word.text
        if quoted and begun.kind is not Kind.DATE:
            begun = None
    _take_rest(command, rest, arguments)
    return arguments


def _goes_on(command: Command, parameter: Parameter, begun: str, word: Word) -> bool:
    """Tell whether a plain word after `parameter:begun` belongs to it."""
    if parameter.kind is Kind.DATE:
        return continues_date(begun, word.text)
    return parameter in command.names and not (word.quoted or is_between(word) or is_ended(begun))


def _take_rest(command: Command, rest: list[Word], arguments: dict[str, str]) -> None:
    if command.names:
        _take_names(command, rest, arguments)
        return
    words = " ".join(word.text for word in rest if word.text)
    if not words:
        return
    parameter = _rest_of(command)
    if parameter is None:
        sentence = _("/{command} takes no words after it. Send it alone.")
        raise AskError(sentence.format(command=command.name), (f"/{command.name}",))
    arguments[parameter.name] = f"{arguments.get(parameter.name, '')} {words}".strip()


def _rest_of(command: Command) -> Parameter | None:
    return next((parameter for parameter in command.parameters if parameter.rest), None)


def _take_names(command: Command, rest: list[Word], arguments: dict[str, str]) -> None:
    """Give each of the names to the next parameter that has none yet."""
    for parameter in command.names:
        if parameter.name in arguments:
            (arguments[parameter.name],) = names_of([Word(arguments[parameter.name], quoted=True)]) or ("",)
    free = [parameter.name for parameter in command.names if parameter.name not in arguments]
    names = names_of(rest)
    if len(names) > len(free):
        sentence = _("/{command} takes at most {n} names. Leave some out.")
        raise AskError(sentence.format(command=command.name, n=len(command.names)))
    arguments.update(zip(free, names, strict=False))


def _unknown_parameter(command: Command, name: str) -> AskError:
    names = {spelling: p.name for p in command.parameters for spelling in (p.name, *p.aliases)}
    near = _nearest(name, names)
    valid = tuple(dict.fromkeys(names[n] for n in near)) or tuple(p.name for p in command.parameters)
    if not valid:
        return AskError(_("/{command} has no filters. Send it alone.").format(command=command.name))
    sentence = _("/{command} has no filter “{name}”. Try {names}.")
    shown = listed(f"{n}:" for n in valid[:12])
    return AskError(sentence.format(command=command.name, name=name[:50], names=shown), valid)


def told(arguments: Arguments) -> dict[str, str]:
    """Return the arguments without empty ones, space around them and halves of characters."""
    given = {name: whole(text).strip() for name, text in arguments.items()}
    return {name: text for name, text in given.items() if text}


def check_arguments(command: Command, arguments: Arguments) -> dict[str, str]:
    """Return the arguments as `told` has them; raises `AskError` if one is unknown or missing."""
    given = told(arguments)
    for name in given:
        if command.parameter(name) is None:
            raise _unknown_parameter(command, name)
    for parameter in command.parameters:
        # How many names are enough, a command that takes several says itself.
        is_one_of_names = bool(given) and parameter in command.names
        if parameter.required and parameter.name not in given and not is_one_of_names:
            sentence = _("Say what to look for, for example: /{command} {example}")
            raise AskError(sentence.format(command=command.name, example=" ".join(command.examples[:1])))
    return given


def choose(parameter: Parameter, text: str) -> str:
    """Return the choice that `text` names or begins; raises `AskError` with the nearest choices."""
    folded = text.casefold().strip()
    spellings = {
        spelling: value
        for value, label in parameter.choices
        for spelling in (value, label.casefold(), _(label).casefold())
    }
    if folded in spellings:
        return spellings[folded]
    begun = {value for spelling, value in spellings.items() if spelling.startswith(folded)}
    if len(begun) == 1 and folded:
        return begun.pop()
    near = tuple(dict.fromkeys(spellings[s] for s in _nearest(folded, spellings)))
    valid = near or tuple(value for value, _label in parameter.choices)
    sentence = _("“{text}” is not a choice for {name}. Try {choices}.").format(
        text=text[:50], name=parameter.name, choices=listed(valid)
    )
    raise NearMissError(sentence, near, parameter.name)


def _nearest(text: str, spellings: Iterable[str]) -> list[str]:
    hits = process.extract(text.casefold(), list(spellings), scorer=fuzz.ratio, limit=3, score_cutoff=60)
    return [spelling for spelling, score, _index in hits if score >= hits[0][1] - SPREAD]


_TYPED_FIELDS = {
    **{name: field for name, (_kind, field) in NAME_FIELDS.items()},
    "outcome": "status_ids", "crewed": "is_crewed", "since": "net", "until": "net", "order": "ordering",
    "view": "view",
}  # fmt: skip
"""The parameters of a filter command, and the fields of a query that they give."""


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
            return Reading(typed.having(search=check_search(words)))
        taken = {field for name, field in _TYPED_FIELDS.items() if name in given}
        if command.parameter("order") is None:
            taken |= {"ordering", "view"}
        if "page" in given:
            # How many launches a page has tells where this one begins.
            taken.add("view")
        reading = await self.words.read(words, typed, taken)
        check_search(reading.query.search)
        if reading.literal and not await self._finds(reading.query) and await self._finds(reading.literal):
            # Half a name, as it is being typed, may begin like another that nothing else goes with.
            return Reading(reading.literal)
        return reading

    async def _finds(self, query: LaunchQuery) -> bool:
        return (await self.naming.queries.previous(query.at(0).having(limit=1))).count > 0

    async def _typed(self, command: Command, given: Arguments) -> LaunchQuery:
        """Return the query of all arguments but the search."""
        chosen = {
            p.name: choose(p, given[p.name])
            for p in command.parameters
            if p.kind is Kind.CHOICE and p.name in given
        }
        fields: dict[str, object] = {"strict": True, "net": await self.net(given)}
        for name, (kind, field) in NAME_FIELDS.items():
            if name in given:
                fields[field] = await self._resolve(kind, given[name], name)
        if "outcome" in chosen:
            fields["status_ids"] = tuple(int(status) for status in OUTCOMES[chosen["outcome"]])
        if "crewed" in chosen:
            fields["is_crewed"] = chosen["crewed"] == "yes"
        if "order" in chosen:
            fields["ordering"] = ORDERS[chosen["order"]]
        view = View(chosen.get("view", "list" if not given else "normal"))
        fields |= {"view": view, "limit": PAGE_SIZES[view]}
        fields["offset"] = _offset(given.get("page", "1"), PAGE_SIZES[view])
        return LaunchQuery(**fields)  # type: ignore[arg-type]

    async def _resolve(self, kind: NameKind, text: str, parameter: str) -> tuple[int, ...] | tuple[str, ...]:
        try:
            if kind is NameKind.MISSION_TYPE:
                return await self.naming.mission_types(text)
            return await self.naming.resolve(kind, text)
        except AskError as error:
            raise NearMissError(error.sentence, error.suggestions, parameter) from error

    async def net(self, given: Arguments) -> Range:
        """Return the range of NET that "since" and "until" give; raises `AskError`."""
        now = self.clock()
        since = (await parse_period(given["since"], now)).start if "since" in given else None
        until = (await parse_period(given["until"], now)).end if "until" in given else None
        if since and until and since >= until:
            raise AskError(
                _("The time until {until} ends before {since} begins. Swap the two.").format(
                    since=given["since"][:50], until=given["until"][:50]
                )
            )
        return Range(gte=since, lt=until)


def check_search(text: str) -> str:
    """Return the search text; raises `AskError` if it has more words than a search takes."""
    if len(text.replace(",", " ").split()) > MAX_TERMS:
        raise AskError(_("A search can have at most {n} words. Use fewer.").format(n=MAX_TERMS))
    return text


def _offset(page: str, size: int) -> int:
    try:
        number = int(page)
    except ValueError:
        number = 0
    if number < 1 or number * size > MAX_OFFSET:
        raise AskError(_("“{page}” is not a page number. Try 1.").format(page=page[:50]), ("1",))
    return (number - 1) * size
