"""What makes a launch one to remember, in whole sentences: firsts, records, round numbers."""

from __future__ import annotations

from collections.abc import Iterator

from commands.i18n.formatting import net_words, number, ordinal
from commands.i18n.translation import _, ngettext
from storage.catalogue import Precedents
from storage.models import Launch
from storage.net_precision import precision_of

_HUNDREDS = 100


def milestones(launch: Launch, precedents: Precedents) -> tuple[str, ...]:
    """Return what is to be remembered of a launch, the most remarkable first."""
    return tuple(_milestones(launch, precedents))


def _milestones(launch: Launch, precedents: Precedents) -> Iterator[str]:
    rocket, provider = launch.rocket, launch.provider
    if rocket is not None:
        if precedents.of_rocket == 1:
            yield _("First flight of {rocket}").format(rocket=rocket.name)
        elif precedents.is_first_of_version:
            yield _("First flight of {rocket}").format(rocket=rocket.shown)
        if precedents.is_first_success:
            yield _("First success of {rocket}").format(rocket=rocket.name)
    if precedents.failure is not None:
        failed = precedents.failure
        day = net_words(failed.net, precision_of(failed))
        yield _("Back to flight after the failure of {date}").format(date=day)
    if precedents.most_flown and provider is not None:
        yield _("{serial} is now {provider}’s most flown booster").format(
            serial=precedents.most_flown, provider=provider.shown
        )
    if precedents.turnaround is not None and provider is not None:
        days = precedents.turnaround.time.days
        text = ngettext(
            "{provider}’s fastest booster turnaround: {n} day",
            "{provider}’s fastest booster turnaround: {n} days",
            days,
        )
        yield text.format(provider=provider.shown, n=number(days))
    if rocket is not None and _is_round(precedents.of_rocket):
        yield _("{n} flight of {rocket}").format(n=ordinal(precedents.of_rocket or 0), rocket=rocket.name)
    if _is_round(precedents.counts.pad):
        yield _("{n} launch from this pad").format(n=ordinal(precedents.counts.pad or 0))


def _is_round(n: int | None) -> bool:
    return bool(n) and n is not None and n % _HUNDREDS == 0
