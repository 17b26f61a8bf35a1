"""From the words of a person to what a subscription asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from commands.cards.card import Line, Strong
from commands.cards.periods import period_words
from commands.definitions.command import Arguments, Command, Here, Kind, PlaceKind, Threads
from commands.definitions.commands import DAYS
from commands.i18n.formatting import either, listed
from commands.i18n.translation import _, marked
from commands.parsing.arguments import choose
from commands.parsing.plain_words.reading import Reading
from commands.parsing.query import Asking
from commands.parsing.watched import callings_of, watched
from storage.errors import AskError, NearMissError
from storage.models import StatusId
from storage.properties import Property
from storage.query import NO_RANGE, LaunchQuery
from storage.state.models import Frequency, Wishes

_RESULTS = frozenset({StatusId.SUCCESS, StatusId.FAILURE, StatusId.PARTIAL_FAILURE})
_NAMED = (Property.PROVIDER, Property.ROCKET, Property.LOCATION)

USUAL_HOUR = 9
"""Local hour of a digest when none is asked for."""

USUAL_DAY = DAYS[0][0]
"""Day of a weekly digest when none is asked for."""


async def read_wishes(command: Command, given: Arguments, here: Here, asking: Asking) -> Wishes:
    """Return what the arguments of a command ask for at a place; raises `AskError`.

    Hour and day count for digests only, hidden outcomes and failures for results only, and threads for
    results one by one; all are the usual ones elsewhere, so that wishes which come to the same are equal.
    """
    chosen = {
        parameter.name: choose(parameter, given[parameter.name])
        for parameter in command.parameters
        if parameter.kind is Kind.CHOICE and parameter.name in given and not parameter.several
    }
    reading = await asking.read(command, given)
    await _check_words(reading, given, asking)
    frequency, hour = _frequency(chosen, given), _hour(given)
    days = [name for name, _label in DAYS]
    day = chosen.get("day", USUAL_DAY) if frequency.is_weekly else USUAL_DAY
    of_results = not frequency.is_memory
    return Wishes(
        query=watched(reading.query, await callings_of(asking.naming)),
        frequency=frequency,
        hour=USUAL_HOUR if frequency is Frequency.INSTANT else hour,
        weekday=days.index(day),
        role_id=_role(given, here),
        spoiler=of_results and chosen.get("spoiler") == "yes",
        failures_always=of_results and chosen.get("failures") == "always",
        publish=_publish(chosen, here),
        silent=chosen.get("silent") == "yes",
        thread=_thread(chosen, here) and frequency is Frequency.INSTANT,
    )


async def _check_words(reading: Reading, given: Arguments, asking: Asking) -> None:
    """Raise `AskError` for words that would let nothing through, or mean what a subscription cannot hold."""
    query, words = reading.query, given.get("search", "")
    left = [*reading.unread, *([period_words(query.net)] if query.net != NO_RANGE else [])]
    if left:
        sentence = _("A subscription cannot ask for {words}. Leave that out.")
        raise AskError(sentence.format(words=listed(_("“{text}”").format(text=each) for each in left)))
    if any(status not in _RESULTS for status in query.status_ids):
        raise AskError(_("Only results are posted, so a subscription cannot ask for what has no outcome."))
    if query.search and not await asking.finds(LaunchQuery(search=query.search)):
        near = await asking.naming.nearest(_NAMED, query.search)
        sentence = _("No launch so far has “{text}” in its names, so nothing would be posted. Try {names}.")
        told = sentence.format(text=query.search[:50], names=either(near[:3]))
        raise NearMissError(told, tuple(_corrected(words, query.search, near)), "search")


def _corrected(words: str, wrong: str, names: Iterable[str]) -> Iterable[str]:
    """Yield the words with each of the names in place of what is wrong in them."""
    before, found, after = words.partition(wrong)
    return (f"{before}{name}{after}" for name in names if found)


def _frequency(chosen: Mapping[str, str], given: Arguments) -> Frequency:
    # Naming a day or an hour says already that digests are meant.
    implied = (
        Frequency.WEEKLY if "day" in given else Frequency.DAILY if "hour" in given else Frequency.INSTANT
    )
    frequency = Frequency(chosen.get("when", implied))
    # Who names a day of the week means what comes once a week.
    return Frequency.MEMORY_WEEKLY if frequency.is_memory and "day" in given else frequency


def _hour(given: Arguments) -> int:
    text = given.get("hour", f"{USUAL_HOUR}")
    if not text.isascii() or not text.isdigit() or len(text) > 2 or int(text) > 23:
        raise AskError(_("“{text}” isn’t an hour from 0 to 23.").format(text=text[:20]), (f"{USUAL_HOUR}",))
    return int(text)


def _role(given: Arguments, here: Here) -> int:
    text = given.get("mention")
    if text is None:
        return 0
    if here.place.platform != "discord" or not text.isascii() or not text.isdigit():
        raise AskError(_("Only Discord has roles to mention. Leave out “mention:”."))
    return checked_role(int(text), here)


def checked_role(role_id: int, here: Here) -> int:
    """Return the role, 0 for none, if posts at a place may mention it; raises `AskError`."""
    # Discord gives the role that everybody has the id of the server itself.
    if role_id and role_id == here.place.owner_id:
        raise AskError(_("I never ping @everyone. Choose another role."))
    return role_id


def _publish(chosen: Mapping[str, str], here: Here) -> bool:
    if chosen.get("publish") != "yes":
        return False
    if not has_followers(here):
        raise AskError(_("Only posts in a Discord announcement channel can be published."))
    return True


def has_followers(here: Here) -> bool:
    """Tell whether posts at a place can be published to those who follow it."""
    return here.place.platform == "discord" and here.kind is PlaceKind.ANNOUNCEMENTS


IN_FORUM = marked("In a forum each result is a post with a thread of its own, so it needs no other one.")
"""What is said to those who ask for threads there."""


def _thread(chosen: Mapping[str, str], here: Here) -> bool:
    if chosen.get("thread") != "yes" or here.threads is Threads.FORUM:
        return False
    check_threads(here)
    return True


def check_threads(here: Here) -> None:
    """Raise `AskError` where no thread can be opened under a post."""
    if here.threads is Threads.FORUM:
        raise AskError(_(IN_FORUM))
    if not may_have_threads(here):
        raise AskError(_("Threads can only be opened in a text or announcement channel on Discord."))


def may_have_threads(here: Here) -> bool:
    """Tell whether threads can be opened under posts at a place, now or as soon as the bot has the right."""
    return here.threads in {Threads.ALLOWED, Threads.FORBIDDEN}


def thread_notes(wishes: Wishes, here: Here) -> list[Line]:
    """Return what keeps the bot from opening the threads that a subscription asks for."""
    if wishes.thread and here.threads is Threads.FORBIDDEN:
        return [(Strong(_("I’m not allowed to open threads here yet. Let me create public threads.")),)]
    return []
