"""From changes to rows in the tables: new ones, many of them by COPY, and the end of what is no longer known.

A change that the database refuses is found by halving: first the whole batch under a savepoint, then its halves, until
one change stands alone. Its stream is left out of the rest, for its rows would not be right without it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, LiteralString

import psycopg
from psycopg import Cursor, sql

from projections.engine.parts import Indigestible
from projections.engine.projecting import Change
from projections.engine.schema import KNOWN_FROM, KNOWN_TO, STREAM, Row, Table, Value
from projections.engine.tables import Generation, Session, identifiers

OF_THE_VALUES = ("22", "23", "54")
"""Classes of SQLSTATE that are about what is written: wrong values, broken constraints, values too large."""

KINDS: tuple[LiteralString, ...] = ("text", "bigint", "bigint")
"""The types of the columns that every table has: the stream, and the positions known from and to."""


class MissingRowError(Exception):
    """A row that should end now is not there: the tables hold something else than the read model made of the record."""


class Writing:
    """Writes changes into the tables of one generation. Several can write in a pipeline, when they do not copy."""

    def __init__(self, session: Session, generation: Generation, changes: Iterable[Change]) -> None:
        self._session = session
        self._generation = generation
        self._new, self._ends = _settled(changes)
        self._ended: list[tuple[Table, int, Cursor[Any]]] = []

    @property
    def rows(self) -> int:
        """How many rows begin or end."""
        return sum(map(len, (*self._new.values(), *self._ends.values())))

    def write(self, *, copying: bool) -> None:
        """Write all of it; by COPY, which is for many rows."""
        for table, ends in self._ends.items():
            self._ended.append((table, len(ends), self._end(table, ends)))
        for table, rows in self._new.items():
            if copying:
                self._copy(table, rows)
            else:
                self._insert(table, rows)

    def require_ended(self) -> None:
        """See that every row that should end was there; raises MissingRowError."""
        for table, wanted, ended in self._ended:
            if ended.rowcount != wanted:
                raise MissingRowError(f"{wanted - ended.rowcount} rows of {table.name} that should end are not there")

    def _copy(self, table: Table, rows: Iterable[tuple[Value, ...]]) -> None:
        into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
            self._generation.table(table), columns_of(table)
        )
        with self._session.cursor() as cursor, cursor.copy(into) as copy:
            copy.set_types([*table.kinds, *KINDS])
            try:
                for row in rows:
                    copy.write_row(row)
            except (TypeError, ValueError, OverflowError, AttributeError) as error:  # a value of another type
                raise psycopg.DataError(f"{type(error).__name__}: {error}") from error

    def _insert(self, table: Table, rows: Iterable[tuple[Value, ...]]) -> None:
        values = sql.SQL(", ").join([sql.SQL(f"%s::{kind}") for kind in (*table.kinds, *KINDS)])
        into = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            self._generation.table(table), columns_of(table), values
        )
        told = into.as_bytes(self._session)  # once, not with every row
        for row in rows:
            self._session.execute(told, row, prepare=True)

    def _end(self, table: Table, ends: list[tuple[Value, ...]]) -> Cursor[Any]:
        kinds = dict(table.columns)
        arrays = [sql.SQL("%s::text[]"), *(sql.SQL("%s::" + kinds[name] + "[]") for name in table.key)]
        known = [sql.SQL("{0} = ended.{0}").format(sql.Identifier(name)) for name in (STREAM, *table.key)]
        query = sql.SQL(
            "UPDATE {table} AS known SET known_to = ended.position"
            " FROM unnest({arrays}, %s::bigint[]) AS ended ({columns}, position)"
            " WHERE {found} AND known.known_to IS NULL"
        ).format(
            table=self._generation.table(table),
            arrays=sql.SQL(", ").join(arrays),
            columns=identifiers((STREAM, *table.key)),
            found=sql.SQL(" AND ").join([sql.SQL("known.") + each for each in known]),
        )
        return self._session.execute(query, [list(column) for column in zip(*ends, strict=True)])


def columns_of(table: Table) -> sql.Composed:
    """All columns that are written, in the order of the values of a row and what is known of it."""
    return identifiers((*table.names, STREAM, KNOWN_FROM, KNOWN_TO))


def digest(session: Session, generation: Generation, changes: Sequence[Change]) -> list[Indigestible]:
    """Write all changes but those that the database refuses, and what follows them in their streams.

    Returns:
        The first change of each stream that was refused.
    """
    if not changes:
        return []
    writing = Writing(session, generation, changes)
    try:
        with session.transaction():
            writing.write(copying=True)
            writing.require_ended()
    except (psycopg.Error, MissingRowError) as error:
        if not is_of_the_values(error):
            raise
        if len(changes) == 1:
            return [Indigestible(changes[0].position, changes[0].stream, f"{type(error).__name__}: {error}")]
    else:
        return []
    half = len(changes) // 2
    refused = digest(session, generation, changes[:half])
    left_out = {each.stream for each in refused}
    return refused + digest(session, generation, [each for each in changes[half:] if each.stream not in left_out])


Rows = dict[Table, list[tuple[Value, ...]]]


def _settled(changes: Iterable[Change]) -> tuple[Rows, Rows]:
    """What the changes come to: rows to insert, also those that were known for a moment only, and rows to end."""
    rows, ends = defaultdict[Table, list[tuple[Value, ...]]](list), defaultdict[Table, list[tuple[Value, ...]]](list)
    restless = {change.stream for change in changes if change.closed}
    new: dict[tuple[str, Table, tuple[Value, ...]], tuple[Row, int]] = {}
    for change in changes:
        stream, position = change.stream, change.position
        for row in change.closed:
            key = row.key
            if began := new.pop((stream, row.table, key), None):
                rows[row.table].append((*began[0].values, stream, began[1], position))
            else:
                ends[row.table].append((stream, *key, position))
        if stream in restless:
            new.update({(stream, row.table, row.key): (row, position) for row in change.opened})
        else:
            for row in change.opened:
                rows[row.table].append((*row.values, stream, position, None))
    for (stream, table, _), (row, position) in new.items():
        rows[table].append((*row.values, stream, position, None))
    return rows, ends


def is_of_the_values(error: Exception) -> bool:
    """Whether an error is the fault of what is written; not that of the connection, the disk or the tables."""
    if not isinstance(error, psycopg.Error):
        return True
    if error.sqlstate is None:  # psycopg could not write it, or has lost the connection
        return isinstance(error, psycopg.DataError | psycopg.ProgrammingError)
    return error.sqlstate.startswith(OF_THE_VALUES)
