"""Finding the one launch a person means by a name or an id."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from commands.caveats import or_not_loaded
from commands.codec.compact import PAGE_SIZES
from commands.definitions.command import Suggestion
from commands.i18n.formatting import either, net_words
from commands.i18n.translation import _
from commands.parsing.names.resolver import MAX_SUGGESTIONS, MAX_VALUE, NEAR
from commands.parsing.query import check_search
from commands.queries import Queries
from storage.errors import AskError, NearMissError
from storage.models import Launch
from storage.net_precision import NetPrecision, precision_of
from storage.query import MAX_LIMIT, MAX_TERMS, LaunchQuery, View
from storage.text import fold, order_key

NEAR_PART = 80.0
"""Similarity, 0 to 100, from which on a part of a launch's name counts as a near miss."""

MAX_TYPED = 256
"""Characters of what is typed after a bot's name. Source: https://core.telegram.org/bots/api#inlinequery"""


@dataclass(slots=True)
class Finding:
    """Looks launches up by what people call them."""

    queries: Queries
    _spellings: tuple[int, dict[str, str]] = (-1, {})

    async def find(self, text: str) -> Launch | LaunchQuery:
        """Return the launch that `text` names, or the query for several it may name.

        Raises `AskError` with the nearest names when there is none.
        """
        launch_id = _as_id(text)
        if launch_id:
            launch = await self.queries.launch(launch_id)
            if launch is None:
                sentence = _("There is no launch with the id {id}.").format(id=launch_id)
                raise AskError(await or_not_loaded(sentence, self.queries))
            return launch
        page = await self.queries.previous(LaunchQuery(search=check_search(text), limit=MAX_LIMIT))
        wanted = order_key(text)
        called = [x for x in page.items if _is_called(x, wanted)]
        if len(called) == 1 or page.count == 1:
            return (called or list(page.items))[0]
        if page.count:
            return LaunchQuery(search=text, view=View.LIST, limit=PAGE_SIZES[View.LIST], strict=True)
        raise await self._unknown(text)

    async def called(self, text: str) -> tuple[Launch, ...]:
        """Return the launches with that id, or called exactly so: by their names, then by their missions.

        A name spelt as the text is comes first, and of several equal ones the latest.
        """
        if launch_id := _as_id(text):
            launch = await self.queries.launch(launch_id)
            return (launch,) if launch else ()
        wanted = order_key(text)
        if not wanted or not _is_searchable(text):
            return ()
        found: dict[str, Launch] = {}
        # A common word is in more names than one page holds, so the very name is looked up besides.
        for query in (LaunchQuery(name=text), LaunchQuery(search=text)):
            page = await self.queries.previous(query.having(limit=MAX_LIMIT))
            found |= {launch.id: launch for launch in page.items if _is_called(launch, wanted)}
        latest_first = sorted(found.values(), key=lambda launch: launch.net, reverse=True)
        return tuple(sorted(latest_first, key=lambda x: (x.name != text, order_key(x.name) != wanted)))

    async def calling(self, *launches: Launch) -> tuple[str, ...]:
        """Return texts for which `called` gives those launches first: their names, or ids if need be."""
        latest = await self.queries.catalogue.latest_of([launch.name for launch in launches])
        return tuple(
            launch.name if _is_typable(launch.name) and latest.get(launch.name) == launch.id else launch.id
            for launch in launches
        )

    async def complete(self, typed: str) -> tuple[Suggestion, ...]:
        """Return launches for what is being typed, the latest first; their values are ids."""
        search = " ".join(typed.split()[:8])
        page = await self.queries.previous(LaunchQuery(search=search, limit=MAX_SUGGESTIONS))
        wanted = order_key(search)
        items = tuple(sorted(page.items, key=lambda launch: not _is_called(launch, wanted)))
        if not items and len(search) > 3:
            near = await self._near(search, 5)
            pages = [await self.queries.previous(LaunchQuery(name=name, limit=5)) for name in near]
            items = tuple(launch for page in pages for launch in page.items)
        return tuple(Suggestion(_label(launch), launch.id) for launch in items[:MAX_SUGGESTIONS])

    async def _unknown(self, text: str) -> AskError:
        near = tuple(await self._near(text, 5))
        if near:
            sentence = _("No previous launch is called “{text}”. Did you mean {names}?")
            words = sentence.format(text=text[:50], names=either(near[:3]))
            return NearMissError(await or_not_loaded(words, self.queries), near, "launch")
        sentence = _("No previous launch is called “{text}”. Try words of its name with /search.")
        return AskError(await or_not_loaded(sentence.format(text=text[:50]), self.queries))

    async def _near(self, text: str, count: int) -> list[str]:
        """Names that resemble `text`; compared in a thread, since there are thousands."""
        generation = self.queries.catalogue.generation
        if self._spellings[0] != generation:
            self._spellings = (generation, _spell(await self.queries.catalogue.launch_names()))
        return await asyncio.to_thread(_nearest, self._spellings[1], fold(text)[:MAX_VALUE], count)


def _nearest(spellings: dict[str, str], wanted: str, count: int) -> list[str]:
    """Names whose spelling resembles `wanted` as a whole, or else those of which a part does."""
    hits = process.extract(wanted, spellings.keys(), scorer=fuzz.ratio, limit=2 * count, score_cutoff=NEAR)
    if not hits:
        longer = [spelling for spelling in spellings if len(spelling) > len(wanted)]
        hits = process.extract(
            wanted, longer, scorer=fuzz.partial_ratio, limit=2 * count, score_cutoff=NEAR_PART
        )
    return list(dict.fromkeys(spellings[spelling] for spelling, _score, _index in hits))[:count]


def _spell(names: Iterable[str]) -> dict[str, str]:
    """Folded spellings and the latest launch name they stand for: the whole name, and its mission."""
    spellings: dict[str, str] = {}
    for name in names:
        for part in (name, name.rpartition("|")[2].strip()):
            spellings.setdefault(fold(part), name)
    return spellings


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


def _is_called(launch: Launch, wanted: str) -> bool:
    names = [launch.name, launch.slug or "", launch.mission.name if launch.mission else ""]
    return wanted in (order_key(name) for name in names)


def _label(launch: Launch) -> str:
    date = f" · {net_words(launch.net, precision_of(launch) or NetPrecision.DAY)}"
    room = MAX_VALUE - len(date)
    name = launch.name if len(launch.name) <= room else launch.name[: room - 1].rstrip() + "…"
    return name + date
