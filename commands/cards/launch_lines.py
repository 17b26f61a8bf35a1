"""A launch among others: in four lines of a phone, or in one sentence."""

from __future__ import annotations

from commands.cards.card import Line, Strong
from commands.cards.outcome_bar import outcome_bar
from commands.cards.safe_text import cut
from commands.cards.text import net_line, net_text, place_words, sign, status_words
from commands.cards.width import first_fitting, rows
from storage.models import Launch
from storage.text import order_key

MOST_ROWS = 4
"""Lines of a phone that a launch takes in a list, so that a page of five is looked over quickly."""

_SIGN_WIDTH = "MM"
"""As wide as a sign."""

_NUMBER_WIDTH = "99. "
"""As wide as what stands before a name in a list."""


def summary(launch: Launch) -> tuple[Line, ...]:
    """Return a launch in at most `MOST_ROWS` lines of a phone: name, outcome and date, who, where.

    What finds no room is told by the launch's own card.
    """
    status = f" {status_words(launch.status)} · "
    lines: list[Line] = [(sign(launch.status), status, *net_line(launch))]
    taken = rows(_SIGN_WIDTH + status + net_text(launch))
    name = _short(mission_name(launch), MOST_ROWS - taken)
    taken += rows(_NUMBER_WIDTH + name)
    for words in filter(None, (_who(launch, named=name), _where(launch))):
        taken += rows(words)
        if taken <= MOST_ROWS:
            lines.append((words,))
    return ((Strong(name),), *lines)


def one_line(launch: Launch, *, spoiler: bool = False, beside_rocket: bool = False) -> Line:
    """Return the launch in one line: name, outcome, date; with `spoiler` the outcome is hidden.

    `beside_rocket` leaves the rocket out of the name, where the card is about that rocket or what it carries.
    """
    name = Strong(mission_name(launch) if beside_rocket else launch.name)
    if spoiler:
        return (name, " · ", outcome_bar(launch.status), " · ", *net_line(launch))
    status = f" {status_words(launch.status)} · "
    return (name, " · ", sign(launch.status), status, *net_line(launch))


def mission_name(launch: Launch) -> str:
    """Return what a launch is called beside its rocket: without that rocket's name before the bar."""
    before, _bar, mission = launch.name.partition(" | ")
    key = order_key(before)
    if launch.rocket is None or not mission.strip() or not key:
        return launch.name
    names = (launch.rocket.full_name or "", launch.rocket.name)
    return mission.strip() if any(order_key(each).startswith(key) for each in names) else launch.name


def _short(name: str, room: int) -> str:
    """Cut a name to so many lines, or to two: the menu of a list and the launch's card have it whole."""
    room = max(1, min(room, 2))
    while rows(_NUMBER_WIDTH + name) > room:
        name = cut(name, len(name) - 1)
    return name


def _who(launch: Launch, named: str) -> str:
    """Return rocket and provider as fully as one line takes them; the rocket unless it stands in the name."""
    rocket = launch.rocket.shown if launch.rocket else ""
    if order_key(rocket) and order_key(rocket) in order_key(named):
        rocket = ""
    provider = launch.provider
    names = list(filter(None, (provider.shown, provider.abbrev))) if provider else []
    beside = [f"{rocket} · {each}" for each in names] if rocket else names
    return first_fitting((*beside, rocket))


def _where(launch: Launch) -> str:
    """Return pad and launch site as fully as one line takes them."""
    location = launch.pad.location.name if launch.pad and launch.pad.location else ""
    return first_fitting((place_words(launch), location, location.partition(",")[0]))
