"""The tables of a read model in the database: one set per generation, and views that name the set in use.

A read model that is rebuilt gets the next generation of its tables beside the one in use. Queries speak to the views
only, so that they see the one or the other, whole.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from psycopg import Connection, errors, sql

from domain.ledger.schema import Names
from projections.engine.schema import KNOWN_FROM, KNOWN_TO, STREAM, ReadModel, Table

Session = Connection[Any]
"""A connection on which a projector works."""


@dataclass(frozen=True)
class Generation:
    """One set of tables of a read model."""

    model: ReadModel
    number: int
    names: Names

    @property
    def key(self) -> tuple[str, int, int]:
        """How the bookkeeping knows it."""
        return (self.model.name, self.model.version, self.number)

    def table(self, table: Table) -> sql.Identifier:
        """The name of a table of this generation."""
        return sql.Identifier(self.names.read, f"{self.model.called}_g{self.number}_{table.name}")

    def make(self, session: Session) -> None:
        """Make the tables, with no index but that of the key."""
        for table in self.model.tables:
            session.execute(self._definition(table))

    def index(self, session: Session) -> None:
        """Make the other indexes: at the end of a build, when that is a matter of sorting once."""
        for table in self.model.tables:
            begin = sql.SQL("CREATE INDEX ON {} ").format(self.table(table))
            for columns in table.indexes:
                session.execute(begin + sql.SQL(columns))
            for columns in table.if_possible:
                with suppress(errors.UndefinedObject), session.transaction():
                    session.execute(begin + sql.SQL(columns))
            session.execute(sql.SQL("ANALYZE {}").format(self.table(table)))

    def take_over(self, session: Session) -> None:
        """Let the views name this generation from now on."""
        for table in self.model.tables:
            columns = [*table.names, *(name for name, *_ in table.derived), STREAM, KNOWN_FROM, KNOWN_TO]
            session.execute(
                sql.SQL("CREATE OR REPLACE VIEW {} AS SELECT {} FROM {}").format(
                    view(self.model, table, self.names), identifiers(columns), self.table(table)
                )
            )

    def _definition(self, table: Table) -> sql.Composed:
        parts = [sql.SQL("{} ").format(sql.Identifier(name)) + sql.SQL(kind) for name, kind in table.columns]
        parts += [
            sql.SQL("{} ").format(sql.Identifier(name)) + sql.SQL(f"{kind} GENERATED ALWAYS AS ({expression}) STORED")
            for name, kind, expression in table.derived
        ]
        parts += [
            sql.SQL('{} text COLLATE "C"').format(sql.Identifier(STREAM)),
            sql.SQL("{} bigint").format(sql.Identifier(KNOWN_FROM)),
            sql.SQL("{to} bigint CHECK ({to} > {known_from})").format(
                to=sql.Identifier(KNOWN_TO), known_from=sql.Identifier(KNOWN_FROM)
            ),
            sql.SQL("PRIMARY KEY ({})").format(identifiers((STREAM, *table.key, KNOWN_FROM))),
        ]
        return sql.SQL("CREATE TABLE {} ({})").format(self.table(table), sql.SQL(", ").join(parts))


def view(model: ReadModel, table: Table, names: Names) -> sql.Identifier:
    """The view by which queries know a table."""
    return sql.Identifier(names.read, f"{model.called}_{table.name}")


def identifiers(names: Iterable[str]) -> sql.Composed:
    """A list of columns."""
    return sql.SQL(", ").join(map(sql.Identifier, names))


def drop_generations_but(session: Session, model: str, version: int, kept: Iterable[int], names: Names) -> None:
    """Drop the tables of a read model that belong to none of these generations.

    Raises:
        LockNotAvailable: somebody still reads them, for longer than the session waits.
    """
    of_generation = f"^{model}_v{version}_g([0-9]+)_"
    found = session.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace"
        " AND relname ~ %s AND substring(relname FROM %s)::int <> ALL (%s)",
        [sql.Identifier(names.read).as_string(session), of_generation, of_generation, list(kept)],
    )
    for (table,) in found.fetchall():
        session.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(names.read, table)))


def drop_views(session: Session, model: str, version: int, names: Names) -> None:
    """Drop the views of a version of a read model, before its last tables go."""
    found = session.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = %s::regnamespace AND relname ~ %s",
        [sql.Identifier(names.read).as_string(session), f"^{model}_v{version}_"],
    )
    for (name,) in found.fetchall():
        session.execute(sql.SQL("DROP VIEW {}").format(sql.Identifier(names.read, name)))
