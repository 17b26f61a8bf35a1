"""What names can be called, worked out once for the same names: most tests know the same few catalogues."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

import pytest

from commands.parsing.names.near_misses import NearMisses
from commands.parsing.names.spellings import Lexicon
from storage.catalogue import Name
from storage.properties import Property

_KEPT = 4
"""Catalogues whose spellings are kept; those of the history take some megabytes."""


class Spellings:
    """Keeps what was built of names; nobody changes it, and the names alone decide what it is."""

    def __init__(self) -> None:
        self._lexicons: OrderedDict[Hashable, Lexicon] = OrderedDict()
        self._near: OrderedDict[int, tuple[Lexicon, NearMisses]] = OrderedDict()

    def watch(self, patch: pytest.MonkeyPatch) -> None:
        """Have nothing built twice while the patch holds."""
        build_lexicon, build_near = Lexicon.build, NearMisses.build

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

        patch.setattr(Lexicon, "build", lexicon)
        patch.setattr(NearMisses, "build", near)


def _keep(kept: OrderedDict[Any, Any], key: Hashable, value: object) -> None:
    kept[key] = value
    if len(kept) > _KEPT:
        kept.popitem(last=False)
