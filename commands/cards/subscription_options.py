"""The options of a subscription by touch: what each is now, and what it can be."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from commands.cards.card import Button, ButtonStyle, Card, Choice, RoleMenu, Select
from commands.codec.actions import Deed, Manage, Option, SetOption, ShowOption
from commands.definitions.commands import DAYS, FREQUENCIES
from commands.i18n.translation import _, marked
from storage.state.models import Frequency, Subscription, Wishes

CHOSEN: Mapping[Option, str] = {
    Option.WHEN: marked("When to post"),
    Option.HOUR: marked("Hour of the digest"),
    Option.DAY: marked("Day of the digest"),
}
"""Options that are chosen from a menu."""

SWITCHES: Mapping[Option, str] = {
    Option.SPOILER: marked("Hide the outcome"),
    Option.FAILURES: marked("All failures"),
    Option.PUBLISH: marked("Publish"),
    Option.SILENT: marked("No sound"),
    Option.THREAD: marked("Thread under each result"),
}
"""Options that are on or off."""


WISHES: Mapping[Option, str] = {
    Option.SPOILER: "spoiler",
    Option.FAILURES: "failures_always",
    Option.PUBLISH: "publish",
    Option.SILENT: "silent",
    Option.THREAD: "thread",
}
"""Of these, the wish that each is."""


def options_card(
    card: Card, subscription: Subscription, *, roles: bool, followers: bool, threads: bool
) -> Card:
    """Return the card of a subscription with a control for each option in place of its buttons.

    `roles`, `followers` and `threads` tell whether there are roles to mention, followers to publish to, and
    posts under which threads can be opened.
    """
    number, wishes = subscription.id, subscription.wishes
    usable = {Option.PUBLISH: followers, Option.THREAD: threads and counts(Option.THREAD, wishes)}
    switches = tuple(
        _switches(subscription, {option for option, is_usable in usable.items() if not is_usable})
    )
    # Discord has five buttons in a row.
    rows = [switches[start : start + 4] for start in range(0, len(switches), 4)]
    if roles and wishes.role_id:
        rows.append((Button(_("Mention nobody"), to=SetOption(Option.MENTION, number, 0)),))
    rows.append((Button("‹ " + _("Back"), to=Manage(Deed.OPEN, number)),))
    menu = RoleMenu(_("Role to mention"), to=ShowOption(Option.MENTION, number))
    return replace(
        card,
        selects=tuple(_menu(option, subscription) for option in CHOSEN if counts(option, wishes)),
        buttons=tuple(rows),
        roles=menu if roles else None,
    )


def option_card(card: Card, subscription: Subscription, option: Option) -> Card:
    """Return the card of a subscription with the values of one option, where menus are drawn as buttons."""
    menu = replace(_menu(option, subscription), open=None)
    back = Button("‹ " + _("Back"), to=Manage(Deed.OPTIONS, subscription.id))
    return replace(card, title=_(CHOSEN[option]), selects=(menu,), buttons=((back,),))


def counts(option: Option, wishes: Wishes) -> bool:
    """Tell whether an option makes a difference.

    Only digests have an hour, and weekly ones a day; only results have an outcome to hide or to let through,
    and a thread is opened under the post of one result alone.
    """
    match option:
        case Option.THREAD:
            return wishes.frequency is Frequency.INSTANT
        case Option.HOUR:
            return wishes.frequency is not Frequency.INSTANT
        case Option.DAY:
            return wishes.frequency.is_weekly
        case Option.SPOILER | Option.FAILURES:
            return not wishes.frequency.is_memory
    return True


def _menu(option: Option, subscription: Subscription) -> Select:
    number, wishes = subscription.id, subscription.wishes
    chosen, labels = _values(option, wishes)
    choices = tuple(
        Choice(label, selected=value == chosen, to=SetOption(option, number, value))
        for value, label in enumerate(labels)
    )
    opening = Button(_(CHOSEN[option]), to=ShowOption(option, number))
    return Select(option.value, _(CHOSEN[option]), choices, opening)


def _values(option: Option, wishes: Wishes) -> tuple[int, list[str]]:
    """Return which value an option has, and what all are called."""
    match option:
        case Option.HOUR:
            return wishes.hour, [f"{hour:02}:00" for hour in range(24)]
        case Option.DAY:
            return wishes.weekday, [_(label) for _name, label in DAYS]
    return list(FREQUENCIES).index(wishes.frequency), [_(label) for label in FREQUENCIES.values()]


def _switches(subscription: Subscription, idle: Container[Option]) -> Iterator[Button]:
    for option, label in SWITCHES.items():
        is_on: bool = getattr(subscription.wishes, WISHES[option])
        if not counts(option, subscription.wishes) or (option in idle and not is_on):
            continue
        text = _("{option}: on") if is_on else _("{option}: off")
        style = ButtonStyle.SUCCESS if is_on else ButtonStyle.SECONDARY
        turned = SetOption(option, subscription.id, int(not is_on))
        yield Button(text.format(option=_(label)), style=style, to=turned)
