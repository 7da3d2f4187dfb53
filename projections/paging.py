"""Answers in pages, with an exact total; the next page begins where the last one ended, whatever was recorded since."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, LiteralString, TypeVar

from domain.ledger.reading import Reading
from projections.engine.known import Knowing, ask
from projections.engine.schema import ReadModel, Table

Cursor = tuple[str | int, ...]
"""Where a page ended: the values it is in order of, days as ``2024-06-01``. To be handed back as it came."""

Line = TypeVar("Line")
Other = TypeVar("Other")

BIGGEST = 2**63 - 1
PARAMETER = re.compile(r"%\((\w+)\)s")


class UnreadableCursorError(ValueError):
    """A cursor that none of the pages of this question ended with."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Line]):
    """A page of lines, how many there are on all pages together, and where the next page begins; None on the last."""

    lines: tuple[Line, ...]
    total: int
    next: Cursor | None

    def showing(self, lines: Iterable[Other]) -> "Page[Other]":
        """The same page, with other lines in the place of these."""
        return Page(tuple(lines), self.total, self.next)


@dataclass(frozen=True, slots=True)
class Order:
    """The columns that lines are in order of, with what they hold: never NULL, and no two lines are alike in all."""

    columns: tuple[tuple[LiteralString, type], ...]
    descending: bool = False

    @property
    def names(self) -> LiteralString:
        """The columns, one after the other."""
        return ", ".join([name for name, _ in self.columns])

    @property
    def by(self) -> LiteralString:
        """What follows ``ORDER BY``."""
        return ", ".join([name + (" DESC" if self.descending else "") for name, _ in self.columns])

    @property
    def beyond(self) -> LiteralString:
        """The condition that a line comes after the cursor."""
        asked = ", ".join(["%(after_" + name + ")s" for name, _ in self.columns])
        return "(" + self.names + ")" + (" < " if self.descending else " > ") + "(" + asked + ")"

    def parameters(self, after: Cursor) -> dict[str, Any]:
        """The values of a cursor by the names in the condition; raises UnreadableCursorError."""
        if len(after) != len(self.columns):
            raise UnreadableCursorError(f"a cursor of {len(after)} values, where {self.names} are asked")
        read = zip(self.columns, after, strict=True)
        return {f"after_{name}": _value(kind, value) for (name, kind), value in read}

    def cursor(self, row: Mapping[str, Any]) -> Cursor:
        """Where a page ends that ends with this row."""
        values = [row[name] for name, _ in self.columns]
        return tuple(value.isoformat() if isinstance(value, date) else value for value in values)


def page_of(
    reading: Reading,
    model: ReadModel,
    table: Table,
    knowing: Knowing,
    asked: Mapping[LiteralString, object],
    *,
    always: Sequence[LiteralString] = (),
    order: Order,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[dict[str, Any]]:
    """The rows of a table that were known and are asked for, in order; all of them when there is no limit.

    Args:
        reading: the record.
        model: the read model.
        table: one of its tables.
        knowing: what was known, and the day.
        asked: conditions with one parameter each, ``"kind = %(kind)s"``, and its value; with None it is not asked.
        always: conditions with no parameters of their own.
        order: the order of the rows.
        after: the end of the page before.
        limit: the most rows of a page; with 0 there is only the total.

    Raises:
        UnreadableCursorError: ``after`` is no cursor of this order.
        NotBuiltError: the read model is not there yet.
    """
    conditions = ["{known}", *always, *(condition for condition, value in asked.items() if value is not None)]
    parameters = {PARAMETER.findall(condition)[0]: value for condition, value in asked.items() if value is not None}
    chosen = "FROM {" + table.name + "} WHERE " + " AND ".join(conditions)
    beyond = " WHERE " + order.beyond if after else ""
    query = "SELECT * FROM (SELECT *, count(*) OVER () AS total " + chosen + ") AS chosen" + beyond  # noqa: S608 - only literals
    query += " ORDER BY " + order.by + " LIMIT %(wanted)s"
    beginning = order.parameters(after) if after else {}
    wanted = None if limit is None else limit + 1
    rows = ask(reading, model, query, knowing, wanted=wanted, **beginning, **parameters)
    shown = rows[:limit]
    if rows or not after:
        total = rows[0]["total"] if rows else 0
    else:
        total = ask(reading, model, "SELECT count(*) AS total " + chosen, knowing, **parameters)[0]["total"]
    return Page(tuple(shown), total, order.cursor(shown[-1]) if len(rows) > len(shown) > 0 else None)


def page_among(
    rows: Sequence[Mapping[str, Any]], order: Order, *, after: Cursor | None = None, limit: int | None = None
) -> Page[Mapping[str, Any]]:
    """A page of rows that are all there and in ascending order, as ``page_of`` gives one; for the few of a province.

    Raises:
        UnreadableCursorError: ``after`` is no cursor of this order.
    """
    begin = tuple(order.parameters(after).values()) if after else None
    beyond = [row for row in rows if begin is None or tuple(row[name] for name, _ in order.columns) > begin]
    shown = tuple(beyond[:limit])
    return Page(shown, len(rows), order.cursor(shown[-1]) if len(beyond) > len(shown) > 0 else None)


def _value(kind: type, value: str | int) -> object:
    if kind is date and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise UnreadableCursorError(f"{value!r} is no day") from error
    if type(value) is not kind or (isinstance(value, str) and "\0" in value):
        raise UnreadableCursorError(f"{value!r} is not what a page ended with")
    if isinstance(value, int) and not -BIGGEST <= value <= BIGGEST:
        raise UnreadableCursorError(f"{value} is too large")
    return value
