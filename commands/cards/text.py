"""How launches, outcomes and filters are put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from urllib.parse import unquote_plus

from commands.cards.card import Faint, Line, Sign, Tone, When, WhenStyle
from commands.cards.lines import filled
from commands.cards.periods import period_title, period_words
from commands.codec import query_string
from commands.definitions.filters import DEFINITIONS, NAMED
from commands.definitions.outcomes import (
    ENDINGS,
    LANDING_WORDS,
    NO_OUTCOME_SIGN,
    OUTCOME_PLURALS,
    OUTCOMES,
    SIGNS,
    STATUS_LABELS,
)
from commands.i18n.formatting import beside, either, listed, net_words
from commands.i18n.translation import _, marked, ngettext
from commands.parsing.names.resolver import Naming
from storage.models import Agency, Launch, Status, StatusId
from storage.net_precision import TIMES, NetPrecision, precision_of
from storage.properties import Property
from storage.query import NO_RANGE, Landing, LaunchQuery

ATTRIBUTION = marked("Data: Launch Library 2, The Space Devs")
"""Asked for by https://thespacedevs.com/llapi"""

_TONES: dict[int, Tone] = {
    StatusId.SUCCESS: Tone.SUCCESS,
    StatusId.FAILURE: Tone.FAILURE,
    StatusId.PARTIAL_FAILURE: Tone.PARTIAL_FAILURE,
}
_SHORT = 14
"""Letters of a provider's name that are not too many for a sentence."""

_NOTHING_ASKED = LaunchQuery()
_IN_WORDS = frozenset(row.field for row in DEFINITIONS.values()) | {"search", "ids"}
_NO_FILTERS = frozenset({"strict", "word_starts", "ordering", "view", "limit", "offset"})
_WITHOUT_WORDS = tuple(
    field.name for field in fields(LaunchQuery) if field.name not in _IN_WORDS | _NO_FILTERS
)
"""The filters that only links, buttons and the command line give."""


def status_words(status: Status) -> str:
    """Return the status in our words, or in Launch Library's where we have none."""
    known = STATUS_LABELS.get(status.id)
    return _(known) if known else status.name


def tone(status: Status) -> Tone:
    """Return what the status says in colour."""
    return _TONES.get(status.id, Tone.PENDING)


def sign(status: Status) -> Sign:
    """Return what the outcome is known by at a glance; its words stand beside it."""
    return Sign(*SIGNS.get(status.id, NO_OUTCOME_SIGN))


def marked_status(status: Status) -> str:
    """Return sign and words of a status, where there is only text."""
    return f"{sign(status).text} {status_words(status)}"


def net_line(launch: Launch, style: WhenStyle = WhenStyle.DATE) -> Line:
    """Return the NET of a launch as precisely as it is known, and no more precisely."""
    return net_spans(launch.net, precision_of(launch), style)


def net_spans(net: datetime, precision: NetPrecision | None, style: WhenStyle = WhenStyle.DATE) -> Line:
    """Return a NET: an instant, to be seen in the reader's own time, or words if it is a day or coarser."""
    if not _is_instant(precision):
        return (net_words(net, precision),)
    if precision is NetPrecision.HOUR and style is WhenStyle.DATE_TIME:
        return filled(_("{date}, about {time}"), date=When(net), time=When(net, WhenStyle.TIME))
    return (When(net, style),)


def net_and_age(launch: Launch, style: WhenStyle = WhenStyle.DATE) -> Line:
    """Return the NET and how far away it is, unless it is too coarse to tell."""
    line = net_line(launch, style)
    if not _is_instant(precision_of(launch)):
        return line
    return (*line, " · ", When(launch.net, WhenStyle.RELATIVE))


def net_text(launch: Launch) -> str:
    """Return the day of the NET, or what it is coarser than that, where there is only text."""
    return net_words(launch.net, precision_of(launch))


def is_timed(launch: Launch) -> bool:
    """Tell whether times of day mean something for the launch."""
    return _is_instant(precision_of(launch))


def _is_instant(precision: NetPrecision | None) -> bool:
    return precision is None or precision in TIMES


def place_words(launch: Launch) -> str:
    """Return pad and location, as far as they are known."""
    if launch.pad is None:
        return ""
    location = launch.pad.location.name if launch.pad.location else ""
    if not (launch.pad.name and location):
        return launch.pad.name or location
    return _("{pad}, {location}").format(pad=launch.pad.name, location=location)


def provider_name(provider: Agency) -> str:
    """Return what a provider is called in a sentence: its name, or where that is long its abbreviation."""
    return provider.name if len(provider.name) <= _SHORT or not provider.abbrev else provider.abbrev


def faint_lines(*sentences: str) -> tuple[Line, ...]:
    """Return a line of less weight for each sentence that is not empty."""
    return tuple((Faint(sentence),) for sentence in sentences if sentence)


@dataclass(frozen=True, slots=True)
class Filter:
    """One active filter in words, the query without it, and the field of the query that holds it.

    `name` is the bare name that it filters by, or the launches that it leaves, such as "failures": what a
    heading is made of. Filters that have neither are told by their words there too.
    """

    words: str
    without: LaunchQuery
    field: str
    name: str = ""


async def active_filters(query: LaunchQuery, naming: Naming) -> tuple[Filter, ...]:
    """Return the filters of a query in words, each with the query that drops it."""
    first = query.at(0)
    found: list[Filter] = []
    for kind, row in NAMED.items():
        if values := getattr(query, row.field):
            name = await naming.label(kind, values)
            without = first.having(**{row.field: ()})
            bare = _place_name(name, kind) if len(values) == 1 else name
            found.append(Filter(_(row.filtered).format(name=name), without, row.field, bare))
    found += _chosen(query, first)
    if query.net != NO_RANGE:
        without = first.having(net=NO_RANGE)
        found.append(Filter(period_words(query.net), without, "net", period_title(query.net)))
    if query.search:
        found.append(Filter(_("“{text}”").format(text=query.search), first.having(search=""), "search"))
    if query.ids:
        text = ngettext("only this {n} launch", "only these {n} launches", len(query.ids))
        found.append(Filter(text.format(n=len(query.ids)), first.having(ids=()), "ids"))
    return (*found, *_as_written(query, first))


def _chosen(query: LaunchQuery, first: LaunchQuery) -> Iterable[Filter]:
    """Yield the filters whose values have words of ours."""
    if query.status_ids:
        words, name = _outcome_words(query.status_ids)
        yield Filter(words, first.having(status_ids=()), "status_ids", name)
    if query.payloads:
        words = either(_("“{text}”").format(text=each) for each in query.payloads)
        yield Filter(_("payload {words}").format(words=words), first.having(payloads=()), "payloads")
    if query.landings:
        how = listed(_(LANDING_WORDS[each]) for each in Landing if each in query.landings)
        yield Filter(_("landing: {how}").format(how=how), first.having(landings=()), "landings")
    for field, words in (
        ("is_crewed", _("crewed") if query.is_crewed else _("not crewed")),
        ("is_reused", _("reused booster") if query.is_reused else _("no reused booster")),
    ):
        if getattr(query, field) is not None:
            yield Filter(words, first.having(**{field: None}), field)


def _place_name(name: str, kind: Property) -> str:
    """Return a name without what tells nobody which one it is: the region and country of a launch site."""
    parts = {Property.LOCATION: 1, Property.PAD: 2}.get(kind)
    return ",".join(name.split(",")[:parts])


def _as_written(query: LaunchQuery, first: LaunchQuery) -> Iterable[Filter]:
    """Yield the filters for which there are no words, as Launch Library writes them: none stays unseen."""
    for name in _WITHOUT_WORDS:
        if (value := getattr(query, name)) != (none := getattr(_NOTHING_ASKED, name)):
            words = unquote_plus(query_string.write(_NOTHING_ASKED.having(**{name: value})))
            yield Filter(words.replace("=", ": "), first.having(**{name: none}), name)


def _outcome_words(status_ids: tuple[int, ...]) -> tuple[str, str]:
    """Return statuses in words, and what launches that ended so are called, "" where they have not ended."""
    for word, statuses in OUTCOMES.items():
        if tuple(sorted(statuses)) == status_ids:
            words = _(OUTCOME_PLURALS[word])
            return words, words if word in ENDINGS else ""
    return listed(status_words(Status(i, f"#{i}")) for i in status_ids), ""


def filter_words(filters: Iterable[Filter]) -> str:
    """Return active filters in words, beside each other."""
    return beside(each.words for each in filters)
