"""Conditions of a statement, with the values they bind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from storage.instants import to_micros
from storage.query import Range
from storage.text import whole

Value = str | int | None


@dataclass(slots=True)
class Where:
    """Conditions that must all hold, with the values they bind, in the order of the text."""

    parts: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)

    def add(self, condition: str, *values: Value) -> None:
        """One more condition, in SQL."""
        self.parts.append(condition)
        self.values.extend(map(_bindable, values))

    def one(self, column: str, value: str | int | None) -> None:
        """The column of the launch has that value, if one is asked for."""
        if value not in (None, ""):
            self.add(f"l.{column} = ?", value)

    def any(self, column: str, wanted: Sequence[str | int]) -> None:
        """The column of the launch has one of those values, if any are asked for."""
        if wanted:
            self.add(f"l.{column} IN ({marks(wanted)})", *wanted)

    def among(self, column: str, table: str, condition: str, *values: Value) -> None:
        """Require the ID in `column` to be one of those in `table` that meet a condition."""
        self.add(f"l.{column} IN (SELECT id FROM {table} WHERE {condition})", *values)

    def between(self, column: str, bounds: Range) -> None:
        """The column of the launch, an instant, is within those bounds."""
        pairs: tuple[tuple[str, datetime | None], ...] = (
            (">", bounds.gt), (">=", bounds.gte), ("<", bounds.lt), ("<=", bounds.lte),
        )  # fmt: skip
        for sign, bound in pairs:
            if bound is not None:
                self.add(f"l.{column} {sign} ?", to_micros(bound))


def _bindable(value: Value) -> Value:
    return whole(value) if isinstance(value, str) else value


def marks(values: Sequence[object]) -> str:
    """Return as many question marks as there are values."""
    return ", ".join("?" * len(values))
