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
from commands.registry import Arguments, Command, Kind, Parameter
from commands.short_queries import PAGE_SIZES
from storage.catalogue import NameKind
from storage.clock import Clock
from storage.errors import AskError, NearMissError
from storage.query import MAX_OFFSET, MAX_TERMS, LaunchQuery, Range, View

_WORD = re.compile(
    r"""(?:(?P<name>[^\W\d]\w*)[:=])?(?:["“”„](?P<quoted>[^"“”]*)(?:["“”]|$)|(?P<plain>\S+))""",
    re.VERBOSE,
)
_NAME_FIELDS = {
    "provider": (NameKind.PROVIDER, "provider_ids"),
    "rocket": (NameKind.ROCKET, "configuration_ids"),
    "location": (NameKind.LOCATION, "location_ids"),
    "orbit": (NameKind.ORBIT, "orbit_ids"),
}


def split_words(command: Command, text: str) -> dict[str, str]:
    """Return the arguments in a chat text such as `provider:spacex rocket:"Falcon 9" crew dragon`.

    Plain words go to the command's `rest` parameter, but for those that go on with a date, as in
    `since:last week`. Raises `AskError` for a name that the command does not have.
    """
    arguments: dict[str, str] = {}
    rest: list[str] = []
    date: str | None = None
    for match in _WORD.finditer(text):
        name = match["name"]
        value = match["plain"] if match["quoted"] is None else match["quoted"]
        if name is None and date and continues_date(arguments[date], value):
            arguments[date] += f" {value}"
            continue
        if name is None:
            rest.append(value)
            date = None
            continue
        parameter = command.parameter(name)
        if parameter is None:
            raise _unknown_parameter(command, name)
        arguments[parameter.name] = value
        date = parameter.name if parameter.kind is Kind.DATE else None
    _take_rest(command, rest, arguments)
    return arguments


def _take_rest(command: Command, rest: list[str], arguments: dict[str, str]) -> None:
    words = " ".join(word for word in rest if word)
    if not words:
        return
    parameter = next((p for p in command.parameters if p.rest), None)
    if parameter is None:
        sentence = _("/{command} takes no words after it. Send it alone.")
        raise AskError(sentence.format(command=command.name), (f"/{command.name}",))
    arguments[parameter.name] = f"{arguments.get(parameter.name, '')} {words}".strip()


def _unknown_parameter(command: Command, name: str) -> AskError:
    names = {spelling: p.name for p in command.parameters for spelling in (p.name, *p.aliases)}
    near = _nearest(name, names)
    valid = tuple(dict.fromkeys(names[n] for n in near)) or tuple(p.name for p in command.parameters)
    if not valid:
        return AskError(_("/{command} has no filters. Send it alone.").format(command=command.name))
    sentence = _("/{command} has no filter “{name}”. Try {names}.")
    shown = listed(f"{n}:" for n in valid[:12])
    return AskError(sentence.format(command=command.name, name=name[:50], names=shown), valid)


def check_arguments(command: Command, arguments: Arguments) -> dict[str, str]:
    """Return the arguments without empty ones; raises `AskError` if one is unknown or missing."""
    given = {name: text.strip() for name, text in arguments.items() if text.strip()}
    for name in given:
        if command.parameter(name) is None:
            raise _unknown_parameter(command, name)
    for parameter in command.parameters:
        if parameter.required and parameter.name not in given:
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


@dataclass(frozen=True, slots=True)
class Asking:
    """Builds queries from arguments."""

    naming: Naming
    clock: Clock

    async def query(self, command: Command, arguments: Arguments) -> LaunchQuery:
        """Return the query that the arguments of a filter command ask for.

        All filters are ANDed; relative dates become fixed days. Raises `AskError`.
        """
        given = check_arguments(command, arguments)
        chosen = {
            p.name: choose(p, given[p.name])
            for p in command.parameters
            if p.kind is Kind.CHOICE and p.name in given
        }
        fields: dict[str, object] = {"strict": True, "net": await self.net(given)}
        for name, (kind, field) in _NAME_FIELDS.items():
            if name in given:
                fields[field] = await self._resolve(kind, given[name], name)
        if "outcome" in chosen:
            fields["status_ids"] = tuple(int(status) for status in OUTCOMES[chosen["outcome"]])
        if "crewed" in chosen:
            fields["is_crewed"] = chosen["crewed"] == "yes"
        fields["search"] = check_search(given.get("search", ""))
        if "order" in chosen:
            fields["ordering"] = ORDERS[chosen["order"]]
        view = View(chosen.get("view", "list" if not given else "normal"))
        fields |= {"view": view, "limit": PAGE_SIZES[view]}
        fields["offset"] = _offset(given.get("page", "1"), PAGE_SIZES[view])
        return LaunchQuery(**fields)  # type: ignore[arg-type]

    async def _resolve(self, kind: NameKind, text: str, parameter: str) -> tuple[int, ...]:
        try:
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
