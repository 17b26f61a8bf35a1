"""The one launch that somebody means, by a name, an id or a link."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from commands.caveats import or_not_loaded
from commands.codec.compact import PAGE_SIZES
from commands.definitions.command import Suggestion
from commands.definitions.filters import NAME_FIELDS
from commands.i18n.formatting import either, net_words
from commands.i18n.translation import _
from commands.parsing.names.launch_names import LaunchNames
from commands.parsing.names.mentioned import mentioned
from commands.parsing.names.near_misses import MOST_OFFERED
from commands.parsing.names.resolver import MAX_SUGGESTIONS, MAX_VALUE, Naming
from commands.parsing.query import check_search
from storage.catalogue import Catalogue, Generation, LaunchLabel
from storage.errors import AskError, NearMissError
from storage.models import Launch
from storage.net_precision import precision_of
from storage.properties import Property
from storage.query import MAX_TERMS, LaunchQuery, View
from storage.text import order_key

MAX_TYPED = 256
"""Characters of what is typed after a bot's name. Source: https://core.telegram.org/bots/api#inlinequery"""

MOST_LISTED_BY_ID = 50
"""Launches that a list names one by one; of more, it searches for their words."""

MOST_CALLED = 25
"""Launches of one name that are told apart where a page of results begins with them."""

_LINK = re.compile(r"https?://\S*?/([0-9a-f]{8}-[0-9a-f-]{27}|[a-z0-9-]+)/?(?:[?#]\S*)?\Z", re.IGNORECASE)


@dataclass(slots=True)
class Finding:
    """Looks launches up by what people call them; knows their names until the catalogue changes."""

    catalogue: Catalogue
    naming: Naming
    _names: tuple[Generation, LaunchNames] | None = None
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def find(self, text: str) -> Launch | LaunchQuery:
        """Return the launch that `text` names, or the query for several it may name.

        A whole name comes before words of one, and words before parts of words. Raises `NearMissError` with
        the nearest names when nothing is called like that; one launch of which the text is the mere beginning
        of a word is the nearest, and is offered rather than opened.
        """
        check_search(text)
        text = _from_link(text)
        if launch_id := _as_id(text):
            launch = await self.catalogue.launch(launch_id)
            if launch is None:
                sentence = _("There is no launch with the id {id}.").format(id=launch_id)
                raise AskError(await or_not_loaded(sentence, self.catalogue))
            return launch
        names = await self.names()
        found = names.named(text) or names.with_words(text)
        if not found and (begun := names.beginning(text)) and (len(begun) > 1 or len(text.split()) > 1):
            found = begun
        if len(found) == 1 and (launch := await self.catalogue.launch(found[0].id)):
            return launch
        if found:
            return _listing(found, text)
        raise await self._unknown(text, names)

    async def called(self, text: str) -> tuple[Launch, ...]:
        """Return the launches with that id, or called exactly so: by their names, then by their missions.

        A name spelt as the text is comes first, and of several equal ones the latest.
        """
        text = _from_link(text)
        if launch_id := _as_id(text):
            launch = await self.catalogue.launch(launch_id)
            return (launch,) if launch else ()
        labels = (await self.names()).all_named(text)
        labels = tuple(sorted(labels, key=lambda label: label.name != text))[:MOST_CALLED]
        launches = [await self.catalogue.launch(label.id) for label in labels]
        return tuple(launch for launch in launches if launch)

    async def mentioned(self, text: str) -> Launch | LaunchQuery:
        """Return the launch that a text speaks of by name, or the query for several; raises `AskError`."""
        found = await asyncio.to_thread(mentioned, text, await self.names())
        if len(found) == 1 and (launch := await self.catalogue.launch(found[0].id)):
            return launch
        if not found:
            raise AskError(_("This message names no launch that I know."))
        ids = tuple(label.id for label in found[:MOST_LISTED_BY_ID])
        return LaunchQuery(ids=ids, view=View.LIST, limit=PAGE_SIZES[View.LIST], strict=True)

    async def calling(self, *launches: Launch) -> tuple[str, ...]:
        """Return texts for which `called` gives those launches first: their names, or ids if need be."""
        latest = await self.catalogue.latest_of([launch.name for launch in launches])
        return tuple(
            launch.name if _is_typable(launch.name) and latest.get(launch.name) == launch.id else launch.id
            for launch in launches
        )

    async def complete(self, typed: str) -> tuple[Suggestion, ...]:
        """Return launches for what is being typed; their values are ids.

        What is called just so comes first, then those with these words, then those with words that begin
        so; among them the latest.
        """
        search = " ".join(_from_link(typed).split()[:8])
        names = await self.names()
        found = dict.fromkeys(
            (*names.all_named(search), *names.with_words(search), *names.beginning(search, typing=True))
            if search
            else names.labels[:MAX_SUGGESTIONS]
        )
        if not found and len(search) > 3:
            found = dict.fromkeys(label for label in (await self._near(search, (None,))).values() if label)
        return tuple(Suggestion(_label(label), label.id) for label in list(found)[:MAX_SUGGESTIONS])

    async def names(self) -> LaunchNames:
        """Return the names of the launches as the catalogue has them now."""
        async with self._reading:
            generation = await self.catalogue.generation()
            if self._names is None or self._names[0] != generation:
                labels = await self.catalogue.labels()
                self._names = (generation, await asyncio.to_thread(LaunchNames.build, labels))
            return self._names[1]

    async def _unknown(self, text: str, names: LaunchNames) -> AskError:
        begun = tuple(label.name for label in names.beginning(text))
        near = tuple(dict.fromkeys((*begun, *await self._near(text, (*NAME_FIELDS, None)))))[:MOST_OFFERED]
        if near:
            sentence = _("No previous launch is called “{text}”. Did you mean {names}?")
            told = sentence.format(text=text[:50], names=either(near[:3]))
            return NearMissError(await or_not_loaded(told, self.catalogue), near, "launch")
        sentence = _("No previous launch is called “{text}”. Try words of its name with /search.")
        return AskError(await or_not_loaded(sentence.format(text=text[:50]), self.catalogue))

    async def _near(self, text: str, kinds: Collection[Property | None]) -> dict[str, LaunchLabel | None]:
        """Return what resembles a text, nearest first: missions by the names of their latest launches."""
        names, found = await self.names(), dict[str, LaunchLabel | None]()
        for each in await self.naming.near(kinds, text):
            labels = (names.named(each.text) or names.with_words(each.text)) if each.kind is None else ()
            if labels or each.kind:
                found.setdefault(labels[0].name if labels else each.text, labels[0] if labels else None)
        return found


def _listing(found: Sequence[LaunchLabel], text: str) -> LaunchQuery:
    """Return the query for several launches: by what they have in common if that is a name."""
    page = {"view": View.LIST, "limit": PAGE_SIZES[View.LIST], "strict": True}
    if len({label.name for label in found}) == 1:
        return LaunchQuery(name=found[0].name, **page)  # type: ignore[arg-type]
    if len(found) <= MOST_LISTED_BY_ID:
        return LaunchQuery(ids=tuple(label.id for label in found), **page)  # type: ignore[arg-type]
    return LaunchQuery(search=text, word_starts=True, **page)  # type: ignore[arg-type]


def _from_link(text: str) -> str:
    """Return the id or slug in a link to a launch, and without the sign of a hashtag what is none."""
    text = text.strip()
    match = _LINK.match(text)
    return match[1] if match else text.removeprefix("#")


def _as_id(text: str) -> str:
    try:
        return str(uuid.UUID(text.strip())) if len(text.strip()) >= 32 else ""
    except ValueError:
        return ""


def _is_searchable(text: str) -> bool:
    return len(text.replace(",", " ").split()) <= MAX_TERMS


def _is_typable(name: str) -> bool:
    """Tell whether a name can be typed as a query, and comes in as it is."""
    plain = name == " ".join(name.split()) and len(name) <= MAX_TYPED
    return plain and bool(order_key(name)) and _is_searchable(name)


def _label(launch: LaunchLabel) -> str:
    date = f" · {net_words(launch.net, precision_of(launch))}"
    room = MAX_VALUE - len(date)
    name = launch.name if len(launch.name) <= room else launch.name[: room - 1].rstrip() + "…"
    return name + date
