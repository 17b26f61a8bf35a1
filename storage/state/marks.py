"""Marks on deliveries: each kind is one statement for any number of rows, whose values are one text of JSON.

So a group costs a round trip to the database for each kind rather than each mark, and compiles nothing anew.
Where a mark says how far a sender has come, it counts only while the delivery is that sender's: `epoch` names
the run of a sender that has claimed it last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnClause,
    ColumnElement,
    Insert,
    Table,
    Text,
    Update,
    bindparam,
    case,
    cast,
    column,
    exists,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from storage.state.follow_ups import FollowUpState
from storage.state.models import Delivery, DeliveryState
from storage.state.schema import deliveries, microseconds, publications, threads

Columns = Mapping[str, ColumnElement[Any]]
Values = dict[str, int | str]

OPEN = (DeliveryState.PENDING.value, DeliveryState.CLAIMED.value, DeliveryState.SENDING.value)
"""States of what is not decided yet."""

PARAMETER = "told"
"""The parameter of every statement: a JSON list of objects, each the values of one mark."""


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of mark: the names of its numbers and texts, and the statement that makes it.

    Each has an `id`, of a delivery whose row it changes in that table. With `asks`, the statement returns the
    ids of the deliveries that it has changed.
    """

    numbers: tuple[str, ...]
    texts: tuple[str, ...]
    made: Callable[[Columns], Update | Insert]
    asks: bool = False
    of: Table = deliveries


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark to be made."""

    kind: Kind
    values: Values

    @property
    def row(self) -> tuple[str, int | str]:
        """What it changes: two marks on one row are made one after the other."""
        return self.kind.of.name, self.values["id"]


@cache
def statement(kind: Kind, dialect: str) -> Update | Insert:
    """Return the statement of a kind of mark in the words of a database."""
    told = bindparam(PARAMETER, type_=Text)
    fields: list[ColumnClause[Any]] = [column(name, BigInteger) for name in ("id", *kind.numbers)]
    fields += [column(name, Text) for name in kind.texts]
    if dialect == "postgresql":
        # https://www.postgresql.org/docs/current/functions-json.html#FUNCTIONS-JSON-PROCESSING
        rows = func.jsonb_to_recordset(cast(told, JSONB)).table_valued(*fields)
        typed = rows.render_derived(with_types=True)
        return kind.made({field.name: typed.c[field.name] for field in fields})
    # https://www.sqlite.org/json1.html#jeach
    values = func.json_each(told).table_valued("value").c.value
    return kind.made(
        {field.name: func.json_extract(values, f"$.{field.name}", type_=field.type) for field in fields}
    )


def written(marks: Iterable[Mark]) -> str:
    """Return the parameter for marks of one kind."""
    return json.dumps([mark.values for mark in marks])


def begun(delivery: Delivery, shown: int, now: datetime) -> Mark:
    """A request is about to leave, and tells that revision; it is asked whether it may."""
    return Mark(_BEGUN, {**_own(delivery), "shown": shown, "now": microseconds(now)})


def sent(number: int, message_id: int) -> Mark:
    """A delivery is that message: a fact, whoever has learnt it."""
    return Mark(_SENT, {"id": number, "message_id": message_id})


def owed(step: Table, number: int, due_at: datetime) -> Mark:
    """A step is to be done with a post, unless that is noted already."""
    return Mark(_OWED[step.name], {"id": number, "due_at": microseconds(due_at)})


def later(delivery: Delivery, due_at: datetime, reason: str, *, counts: bool, begun: bool) -> Mark:
    """A delivery is put off, and nobody's any more."""
    flags = {"counts": int(counts), "begun": int(begun), "due_at": microseconds(due_at)}
    return Mark(_LATER, {**_own(delivery), **flags, "reason": _storable(reason)})


def closed(delivery: Delivery, state: DeliveryState, reason: str) -> Mark:
    """Nothing more is tried."""
    return Mark(_CLOSED, {**_own(delivery), "state": state.value, "reason": _storable(reason)})


def forgotten(delivery: Delivery) -> Mark:
    """No request of a delivery has arrived."""
    return Mark(_FORGOTTEN, {**_own(delivery)})


def shown(number: int, revision: int) -> Mark:
    """The message of a delivery tells that revision now."""
    return Mark(_SHOWN, {"id": number, "shown": revision})


def _own(delivery: Delivery) -> Values:
    return {"id": delivery.id, "epoch": delivery.epoch}


def _storable(reason: str) -> str:
    """Return a reason, which a platform may have worded, as every database takes it."""
    return reason.replace("\0", "").encode("utf-8", "replace").decode()


def _of(told: Columns) -> Update:
    return update(deliveries).where(deliveries.c.id == told["id"])


def _of_own(told: Columns) -> Update:
    # What was sent meanwhile, by whoever had it before, is sent.
    return _of(told).where(deliveries.c.epoch == told["epoch"], deliveries.c.state.in_(OPEN))


def _begin(told: Columns) -> Update:
    claimed = _of_own(told).where(deliveries.c.state == DeliveryState.CLAIMED.value)
    begun_at = func.coalesce(deliveries.c.begun_at, told["now"])
    begun = claimed.values(state=DeliveryState.SENDING.value, shown=told["shown"], begun_at=begun_at)
    return begun.returning(deliveries.c.id)


def _send(told: Columns) -> Update:
    return _of(told).values(state=DeliveryState.SENT.value, message_id=told["message_id"], reason="")


def _put_off(told: Columns) -> Update:
    return _of_own(told).values(
        state=DeliveryState.PENDING.value,
        epoch="",
        due_at=told["due_at"],
        reason=told["reason"],
        attempts=deliveries.c.attempts + told["counts"],
        begun_at=case((told["begun"] == 1, deliveries.c.begun_at)),
    )


def _owe(step: Table, told: Columns) -> Insert:
    known = exists().where(step.c.delivery_id == told["id"])
    values = select(
        told["id"], literal(FollowUpState.OWED.value), told["due_at"], literal(0), literal("")
    ).where(~known)
    return insert(step).from_select(["delivery_id", "state", "due_at", "attempts", "reason"], values)


_BEGUN = Kind(("shown", "now"), ("epoch",), _begin, asks=True)
_SENT = Kind(("message_id",), (), _send)
_LATER = Kind(("counts", "begun", "due_at"), ("epoch", "reason"), _put_off)
_CLOSED = Kind(
    (),
    ("epoch", "state", "reason"),
    lambda told: _of_own(told).values(state=told["state"], reason=told["reason"]),
)
_FORGOTTEN = Kind((), ("epoch",), lambda told: _of_own(told).values(begun_at=None))
_SHOWN = Kind(("shown",), (), lambda told: _of(told).values(shown=told["shown"]))
_OWED = {step.name: Kind(("due_at",), (), partial(_owe, step), of=step) for step in (publications, threads)}
