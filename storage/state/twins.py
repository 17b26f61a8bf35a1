"""Subscriptions that ask for the same in one place: there is one of each, as a unique index has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Delete, and_, delete, exists

from storage.state.schema import WISHES, subscriptions


def alike(place_id: Any, values: Mapping[str, Any]) -> ColumnElement[bool]:
    """Return the condition that a subscription is of that place and asks for just that."""
    same = (subscriptions.c[name] == values[name] for name in WISHES)
    return and_(subscriptions.c.place_id == place_id, *same)


def drop_twins(which: ColumnElement[bool], changed: Mapping[str, int]) -> Delete:
    """Return the deletion of subscriptions that would become the same as others by such a change.

    To be carried out before the change; the others stay as they are.
    """
    other = subscriptions.alias()
    names = ("place_id", *WISHES)
    same = (other.c[name] == changed.get(name, subscriptions.c[name]) for name in names)
    return delete(subscriptions).where(which, exists().where(other.c.id != subscriptions.c.id, *same))
