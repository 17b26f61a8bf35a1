"""Of which family each rocket is."""

from __future__ import annotations

from collections.abc import Mapping


def families_of(rockets: Mapping[int, tuple[str, str | None]]) -> dict[int, str]:
    """Return the family of each rocket, given its name and the family that records tell, by its id.

    Where none is told, it is the longest known family with which the name begins: Soyuz-FG is a Soyuz. A
    rocket that is of no such family is one by itself.
    """
    told = {family for _name, family in rockets.values() if family}
    return {key: family or _beginning(name, told) or name for key, (name, family) in rockets.items()}


def _beginning(name: str, families: set[str]) -> str:
    begun = (
        family
        for family in families
        if name.startswith(family) and not name[len(family) : len(family) + 1].isalnum()
    )
    return max(begun, key=len, default="")
