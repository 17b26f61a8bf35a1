"""All usual filters in one form: words, provider, outcome, crew and dates, for one opening and one sending.

What is filled in comes back as texts by the inputs' names: of several choices, with commas between them. A
form that was opened by an older version has other inputs; what it does not have stays as the query has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from commands.cards.card import ChoiceInput, Choosing, Form, FormChoice, TextInput
from commands.cards.filter_values import options
from commands.cards.periods import period_typed
from commands.codec.actions import AmendForm, FillForm, FilterList
from commands.codec.layout import stale
from commands.definitions.command import Arguments
from commands.definitions.filters import DEFINITIONS
from commands.definitions.outcomes import CREW_LABELS, ENDINGS, OUTCOME_LABELS, OUTCOMES
from commands.i18n.formatting import number
from commands.i18n.translation import _, ngettext
from commands.parsing.arguments import told
from commands.parsing.names.resolver import Naming
from commands.parsing.query import Asking, check_search
from storage.catalogue import Catalogue
from storage.errors import AskError
from storage.properties import Property
from storage.query import LaunchQuery

MOST_CHOICES = 25
"""Providers in the form's menu: the likeliest. More are behind the other filters."""

LONGEST_ID = 9
"""Digits of an id that was picked: of a longer one nothing is known."""

ANY = "any"

_OUTCOMES = ("success", "failure", "partial", "pending")
"""The words for outcomes that stand for no status twice: several of them can be picked together."""

Opening = FillForm | FilterList
"""What opens the form: for the panel or a subscription, or for a list."""


@dataclass(frozen=True, slots=True)
class FilterForm:
    """Draws the form and reads what comes back."""

    catalogue: Catalogue
    naming: Naming
    asking: Asking

    async def form(self, opening: Opening, typed: Mapping[str, str] | None = None) -> Form:
        """Return the form, filled in as the query has it, or as it was typed; raises `StoreError`.

        A subscription has no dates: what is to come has no past.
        """
        query, given = opening.query.at(0), typed or {}
        is_subscription = isinstance(opening, FillForm) and opening.subscription != 0
        inputs: list[TextInput | ChoiceInput | None] = [
            await self._provider(query, given),
            _outcomes(query, given, ended=is_subscription),
            _crew(query, given),
        ]
        if not is_subscription:
            when = given.get("when", period_typed(query.net))
            example = _("2024, 2020 to 2024, since June 2023…")
            inputs.append(TextInput("when", _("Dates"), when, example, self._problem(given.get("when", ""))))
        words = given.get("search", query.search[:100])
        inputs.append(TextInput("search", _("Words in the names"), words, _("crew dragon")))
        shown = tuple(each for each in inputs if each is not None)
        return Form(_("Filters"), shown, to=replace(opening, filled=True))

    async def filled(self, opening: Opening, values: Arguments) -> LaunchQuery:
        """Return the query with what was filled in; raises `AskError`."""
        given, found = told(values), dict[str, object]()
        if "search" in values:
            found |= {"search": check_search(given.get("search", "")), "word_starts": True}
        if "when" in values:
            found["net"] = self.asking.dates(given.get("when", ""))
        elif "since" in values or "until" in values:
            found["net"] = await self.asking.net(given)
        if "provider" in values:
            found |= {"provider_ids": _ids(given.get("provider", "")), "strict": True}
        if "outcome" in values:
            found["status_ids"] = _statuses(given.get("outcome", ""))
        if "crewed" in values:
            found["is_crewed"] = _picked_crew(given.get("crewed", ANY))
        return opening.query.at(0).having(**found)

    def amended(self, opening: Opening, values: Arguments) -> AmendForm:
        """Return what opens the form again as it was sent."""
        return AmendForm(opening.query, _target(opening), tuple(values.items()))

    async def again(self, action: AmendForm) -> Form:
        """Return the form as it was sent, with a sentence at what was not understood."""
        opening: Opening = FilterList(action.query)
        if action.target:
            opening = FillForm(action.query, subscription=action.target - 1)
        return await self.form(opening, dict(action.typed))

    def _problem(self, when: str) -> str:
        try:
            self.asking.dates(when)
        except AskError as error:
            return error.sentence
        return ""

    async def _provider(self, query: LaunchQuery, given: Mapping[str, str]) -> ChoiceInput | None:
        chosen = _ids(given["provider"]) if "provider" in given else query.provider_ids
        if len(chosen) > MOST_CHOICES:
            return None
        offered = await options(Property.PROVIDER, query, self.catalogue)
        found = {each.query.provider_ids[0]: each for each in offered}
        choices = []
        for id_ in list(dict.fromkeys((*chosen, *found)))[:MOST_CHOICES]:
            # What was picked stays to be seen where the other filters leave none of its launches.
            label = found[id_].label if id_ in found else await self.naming.label(Property.PROVIDER, (id_,))
            launches = found[id_].launches if id_ in found else 0
            choices.append(FormChoice(label, str(id_), id_ in chosen, _count(launches)))
        label = _(DEFINITIONS[Property.PROVIDER].label)
        return ChoiceInput("provider", label, tuple(choices), Choosing.MENU) if choices else None


def _count(launches: int) -> str:
    return ngettext("{n} launch", "{n} launches", launches).format(n=number(launches))


def _outcomes(query: LaunchQuery, given: Mapping[str, str], *, ended: bool) -> ChoiceInput | None:
    words = [each for each in _OUTCOMES if each in ENDINGS or not ended]
    statuses = _statuses(given["outcome"]) if "outcome" in given else query.status_ids
    chosen = [each for each in words if {int(status) for status in OUTCOMES[each]} <= {*statuses}]
    if {*_statuses(",".join(chosen))} != {*statuses}:
        # A status alone, as links can ask for it, has no box.
        return None
    choices = tuple(FormChoice(_(OUTCOME_LABELS[each]), each, each in chosen) for each in words)
    return ChoiceInput("outcome", _(DEFINITIONS[Property.OUTCOME].label), choices, Choosing.SEVERAL)


def _crew(query: LaunchQuery, given: Mapping[str, str]) -> ChoiceInput:
    chosen = _picked_crew(given["crewed"]) if "crewed" in given else query.is_crewed
    crews = {ANY: None, "yes": True, "no": False}
    labels = {ANY: _("Any"), **{word: _(label) for word, label in CREW_LABELS.items()}}
    choices = tuple(FormChoice(labels[word], word, crew is chosen) for word, crew in crews.items())
    return ChoiceInput("crewed", _(DEFINITIONS[Property.CREWED].label), choices, Choosing.ONE)


def _target(opening: Opening) -> int:
    return 0 if isinstance(opening, FilterList) else opening.subscription + 1


def _ids(text: str) -> tuple[int, ...]:
    """Return the ids that were picked; raises `StaleButtonError` for what no menu offers."""
    parts = [each for each in text.split(",") if each]
    if not all(each.isascii() and each.isdecimal() and len(each) <= LONGEST_ID for each in parts):
        raise stale()
    return tuple(map(int, parts))


def _statuses(text: str) -> tuple[int, ...]:
    words = [each for each in text.split(",") if each]
    if not all(each in OUTCOMES for each in words):
        raise stale()
    return tuple(sorted({int(status) for each in words for status in OUTCOMES[each]}))


def _picked_crew(text: str) -> bool | None:
    try:
        return {ANY: None, "yes": True, "no": False}[text]
    except KeyError:
        raise stale() from None
