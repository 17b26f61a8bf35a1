"""What names can be called, worked out once for the same names: most tests know the same few catalogues."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import pytest

from commands.parsing.names.launch_names import LaunchNames
from commands.parsing.names.near_misses import NearMisses
from commands.parsing.names.resolver import _Index
from commands.parsing.names.spellings import Lexicon
from storage.catalogue import Catalogue, LaunchLabel, Name
from storage.properties import Property

_KEPT = 4
"""Catalogues whose spellings are kept; those of the history take some megabytes."""


_read: dict[Hashable, Any] = {}
"""What was read of the names in each database that tests share, at each time that they take place."""


async def read_names_once(catalogue: Catalogue, content: str, now: datetime) -> None:
    """Have no names read again that were read of the same content, until somebody writes to the catalogue.

    A question over the history takes half a second of CPU else.
    """
    begun = await catalogue.generation()

    def once(read: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def remembered(*asked: Any) -> Any:
            key = content, now, read.__name__, asked
            if await catalogue.generation() != begun:
                return await read(*asked)
            if key not in _read:
                answer = await read(*asked)
                if await catalogue.generation() != begun:
                    return answer
                _read[key] = answer
            return _read[key]

        return remembered

    for read in (catalogue.names, catalogue.labels, catalogue.launch_names):
        setattr(catalogue, read.__name__, once(read))


class Spellings:
    """Keeps what was built of names; nobody changes it, and the names alone decide what it is."""

    def __init__(self) -> None:
        self._lexicons: OrderedDict[Hashable, Lexicon] = OrderedDict()
        self._near: OrderedDict[int, tuple[Lexicon, NearMisses]] = OrderedDict()
        self._launches: OrderedDict[int, tuple[object, LaunchNames]] = OrderedDict()
        self._indexes: OrderedDict[tuple[Property, int], tuple[object, _Index]] = OrderedDict()

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Have nothing built twice while the patch holds."""
        build_lexicon, build_near = Lexicon.build, NearMisses.build
        build_launches, build_index = LaunchNames.build, _Index.build

        def lexicon(names: Mapping[Property, Sequence[Name]], launch_names: Iterable[str]) -> Lexicon:
            launches = tuple(launch_names)
            key = tuple((kind, tuple(known)) for kind, known in names.items()), launches
            if key not in self._lexicons:
                _keep(self._lexicons, key, build_lexicon(names, launches))
            return self._lexicons[key]

        def near(lexicon: Lexicon, names: Mapping[Property, Sequence[Name]]) -> NearMisses:
            # The entry holds the lexicon, so nothing else can come to have its id.
            key = id(lexicon)
            if key not in self._near:
                _keep(self._near, key, (lexicon, build_near(lexicon, names)))
            return self._near[key][1]

        def launches(labels: tuple[LaunchLabel, ...]) -> LaunchNames:
            if id(labels) not in self._launches:
                _keep(self._launches, id(labels), (labels, build_launches(labels)))
            return self._launches[id(labels)][1]

        def index(kind: Property, names: tuple[Name, ...]) -> _Index:
            key = kind, id(names)
            if key not in self._indexes:
                _keep(self._indexes, key, (names, build_index(kind, names)), _KEPT * len(Property))
            return self._indexes[key][1]

        patch.setattr(LaunchNames, "build", launches)
        patch.setattr(_Index, "build", index)
        patch.setattr(Lexicon, "build", lexicon)
        patch.setattr(NearMisses, "build", near)


def _keep(kept: OrderedDict[Any, Any], key: Hashable, value: object, most: int = _KEPT) -> None:
    kept[key] = value
    if len(kept) > most:
        kept.popitem(last=False)
