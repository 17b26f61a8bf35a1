"""Groups of figures: a line for each, and a chart of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from commands.cards.card import Faint, Line, Picture, Strong
from commands.cards.periods import decade_words
from commands.definitions.closed_lists import value_words
from commands.definitions.filters import GROUPS
from commands.definitions.outcomes import GROUP_LABELS, LANDING_LABELS, REUSED_LABELS
from commands.i18n.formatting import beside, capitalised, together
from commands.i18n.translation import _, marked, ngettext, speaking
from commands.stats.charts.charts import MOST_BARS, Charts, described, panels_described
from commands.stats.charts.drawing import LONGEST_BESIDE, Bar, Panel
from commands.stats.charts.letters import can_letter, shortened
from commands.stats.figures import landings_words, launches_words, percent
from storage.catalogue import Counts, Group, Landings
from storage.properties import TIMES, Property

ROWS = 12
"""Groups shown: a year of months, and what fits a phone."""

CHARTED = 8
"""Bars of a chart whose labels are names."""

TITLE_LENGTH = 60
"""Characters of a chart's title that fit its width."""

NO_LANDINGS: Mapping[str, Landings] = {}
NONE = (0, 0, 0, 0)
"""The parts of a bar without launches."""

_UNKNOWN = marked("unknown")
_NO_VALUE = dict.fromkeys(
    (Property.PROGRAM, Property.BOOSTER, Property.LANDING_PLACE, Property.PERSON, Property.SPACECRAFT),
    marked("none known"),
)
"""What launches have in common of which a property is not known; of these, many have none."""


_WORDS: dict[Property, dict[str, str]] = {
    Property.LANDING: LANDING_LABELS,
    Property.REUSED: {"1": REUSED_LABELS["yes"], "0": REUSED_LABELS["no"]},
}
"""The properties whose values are few and have words of ours."""


async def chart_of(groups: Sequence[Group], by: Property, filters: str, charts: Charts) -> Picture:
    """Return the chart of groups by one dimension; the outcomes stand in every bar.

    `filters` says in words which launches it is about.
    """
    told = described(_chart_title(by, filters), _bars(groups, by))
    with speaking(await charts.language()):
        title = _chart_title(by, filters if can_letter(filters) else "")
        return Picture(told, data=await charts.draw(shortened(title, TITLE_LENGTH), _bars(groups, by)))


BY_REUSE = (Property.YEAR, Property.REUSED)
"""The groups that are drawn as charts of years below each other, on reused boosters and on others."""


async def reuse_chart(groups: Sequence[Group], charts: Charts) -> Picture | None:
    """Return the chart of launches by year, of those on reused boosters and of the others; None for none."""
    if not any(group.key[1] is not None for group in groups):
        return None
    told = panels_described(_reuse_panels(groups))
    with speaking(await charts.language()):
        return Picture(told, data=await charts.draw_panels(_reuse_panels(groups)))


def _reuse_panels(groups: Sequence[Group]) -> list[Panel]:
    known = [group for group in groups if group.key[1] is not None]
    years = [int(group.key[0] or 0) for group in known]
    first, last = max(min(years), max(years) - MOST_BARS + 1), max(years)
    panels = []
    for value, label in ((1, REUSED_LABELS["yes"]), (0, REUSED_LABELS["no"])):
        of_value = [group for group in known if group.key[1] == value]
        words = beside([_(label), launches_words(sum(group.launches for group in of_value))])
        panels.append(Panel(words, tuple(year_bars(of_value, first, last))))
    return panels


def year_bars(groups: Sequence[Group], first: int = 0, last: int = 0) -> list[Bar]:
    """Return a bar for every year of groups by year, also for those without launches.

    `first` and `last` are the years to begin and end with, those of the groups if they are 0.
    """
    parts = {int(group.key[0] or 0): _parts(group) for group in groups}
    years = range(first or min(parts, default=1), (last or max(parts, default=0)) + 1)
    return [Bar(str(year), parts.get(year, NONE)) for year in years]


def _chart_title(by: Property, filters: str) -> str:
    title = _("Launches by {what}").format(what=_(GROUPS[by].word))
    return beside([title, filters])


def _bars(groups: Sequence[Group], by: Property) -> list[Bar]:
    """The latest of times, with those without launches between them, or the largest of all else."""
    if by is Property.YEAR:
        return year_bars(groups)[-MOST_BARS:]
    if by is Property.DECADE:
        parts = {int(group.key[0] or 0): _parts(group) for group in groups}
        decades = range(min(parts, default=0), max(parts, default=-1) + 1, 10)
        return [Bar(decade_words(each), parts.get(each, NONE)) for each in decades]
    if by is Property.MONTH:
        parts = {_month_number(str(group.key[0])): _parts(group) for group in groups[-MOST_BARS:]}
        months = range(min(parts, default=0), max(parts, default=-1) + 1)[-MOST_BARS:]
        return [Bar(_month(month), parts.get(month, NONE)) for month in months]
    words = (shortened(label_words(group, (by,)), LONGEST_BESIDE) for group in groups[:CHARTED])
    return [Bar(label, _parts(group)) for label, group in zip(words, groups, strict=False)]


def _month_number(text: str) -> int:
    year, month = map(int, text.split("-"))
    return year * 12 + month - 1


def _month(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _parts(counts: Counts) -> tuple[int, int, int, int]:
    return (counts.success, counts.partial, counts.failure, counts.other)


def heading(groups: Sequence[Group], by: tuple[Property, ...], *, rated: bool = True) -> str:
    """Return what stands above the lines of groups: what they are by, and what the share in a line is of."""
    words = [_("By {what}").format(what=together(_(GROUPS[each].word) for each in by))]
    # Said once: with it in each line, a year took two lines of a phone.
    if rated and any(_has_rate(group, by) for group in groups):
        words.append(_("success rate"))
    return beside(words)


def _has_rate(group: Group, by: tuple[Property, ...]) -> bool:
    return Property.OUTCOME not in by and group.success_rate is not None


def rows(
    groups: Sequence[Group],
    by: tuple[Property, ...],
    *,
    rated: bool = True,
    landings: Mapping[str, Landings] = NO_LANDINGS,
) -> Iterable[Line]:
    """Yield a line for each group: the latest times, or the largest of everything else.

    Unless they are `rated`, no line tells which share of a group succeeded, which the heading names.
    """
    shown = list(groups)
    if by[0] in TIMES:
        shown.reverse()
    for group in shown[:ROWS]:
        words = [launches_words(group.launches)]
        if rated and _has_rate(group, by):
            words.append(percent(group))
        if told := landings.get(str(group.key[0])):
            words.append(landings_words(told))
        yield (Strong(label_words(group, by)), " · " + beside(words))
    if (more := len(shown) - ROWS) > 0:
        yield (Faint(ngettext("and {n} more", "and {n} more", more).format(n=more)),)


def label_words(group: Group, by: tuple[Property, ...]) -> str:
    """Return what begins the line or stands beside the bar of a group: names keep the letters they have."""
    words = key_words(group, by)
    return capitalised(words) if group.key[0] is None else words


def key_words(group: Group, by: tuple[Property, ...]) -> str:
    """Return what the launches of a group have in common."""
    words, values = [], list(group.key)
    for dimension in by:
        value = values.pop(0)
        if dimension is Property.OUTCOME:
            words.append(_(GROUP_LABELS[str(value)]))
        elif dimension is Property.DECADE:
            words.append(decade_words(int(value or 0)))
        elif dimension in TIMES:
            words.append(str(value))
        elif dimension in _WORDS:
            words.append(_(_WORDS[dimension].get(str(value), _UNKNOWN)))
        else:
            name = values.pop(0)
            words.append(value_words(dimension, str(name)) if name else _(_NO_VALUE.get(dimension, _UNKNOWN)))
    return beside(words)
