"""From the names that somebody types to what is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from commands.caveats import or_not_loaded
from commands.codec.actions import ShowProfile
from commands.codec.comparison import FEWEST_COMPARED, MOST_COMPARED
from commands.definitions.command import Arguments, Command
from commands.i18n.formatting import either
from commands.i18n.translation import _
from commands.parsing.names.resolver import Match, Naming
from storage.errors import AskError, NearMissError
from storage.properties import Property

COMPARED = (Property.PROVIDER, Property.ROCKET)
"""What can be compared; where a text may mean either, the first."""

_LONGEST = 8
"""Words of a name that is looked for among others."""

Matches = Mapping[Property, Match]


@dataclass(frozen=True, slots=True)
class Comparing:
    """Reads names as providers and rockets."""

    naming: Naming

    async def contenders(self, command: Command, given: Arguments) -> tuple[ShowProfile, ...]:
        """Return what the arguments of a command name, in their order.

        They are all providers if each name is a provider's, or all rockets, or else whatever each is.
        Raises `NearMissError` for a name that nothing has, else `AskError`.
        """
        places = [parameter.name for parameter in command.names if parameter.name in given]
        names = [given[place] for place in places]
        if len(names) < FEWEST_COMPARED:
            names = await self._apart(names)
        if not FEWEST_COMPARED <= len(names) <= MOST_COMPARED:
            sentence = _("Give me two to four providers or rockets, separated by commas: /compare {example}")
            raise AskError(sentence.format(example=command.examples[0]))
        matches = [await self._matches(name) for name in names]
        for place, name, found in zip(places, names, matches, strict=False):
            if not found:
                raise await self._unknown(place, name)
        kinds = _kinds(matches)
        chosen = [
            ShowProfile(kind, tuple(sorted(set(found[kind].ids))))
            for kind, found in zip(kinds, matches, strict=True)
        ]
        for index, contender in enumerate(chosen):
            if contender in chosen[:index]:
                sentence = _("“{name}” appears twice. Give me two different ones.")
                raise AskError(sentence.format(name=names[index][:50]))
        return tuple(chosen)

    async def _matches(self, name: str) -> Matches:
        found = {kind: await self.naming.match(kind, name) for kind in COMPARED}
        return {kind: match for kind, match in found.items() if match}

    async def _apart(self, names: Sequence[str]) -> list[str]:
        """Take words that were typed without anything between them for the longest names they begin with.

        A word with which no name begins may still stand for all that contain it. Empty if one does not.
        """
        words, apart = " ".join(names).split(), list[str]()
        while words and len(apart) < MOST_COMPARED:
            length = await self._length(words)
            if not length:
                return []
            apart.append(" ".join(words[:length]))
            words = words[length:]
        return [] if words else apart

    async def _length(self, words: Sequence[str]) -> int:
        """Return how many words at the beginning are a name, 0 if none are."""
        for length in range(min(len(words), _LONGEST), 0, -1):
            matches = await self._matches(" ".join(words[:length]))
            if any(match.exact or length == 1 for match in matches.values()):
                return length
        return 0

    async def _unknown(self, place: str, name: str) -> AskError:
        near = await self.naming.nearest(COMPARED, name)
        if not near:
            return AskError(_("I’m still loading launches. Try again in a minute."))
        sentence = _("No provider or rocket is called “{name}”. Did you mean {names}?")
        told = sentence.format(name=name[:50], names=either(near))
        return NearMissError(await or_not_loaded(told, self.naming.catalogue), near, place)


def _kinds(matches: Iterable[Matches]) -> list[Property]:
    """Return the kind of each: one for all if that is possible, best one by which all are called exactly."""
    matches = list(matches)
    common = [kind for kind in COMPARED if all(kind in found for found in matches)]
    if common:
        kind = max(common, key=lambda kind: all(found[kind].exact for found in matches))
        return [kind] * len(matches)
    return [max(found, key=lambda kind: found[kind].exact) for found in matches]
