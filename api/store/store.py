"""The lasting tables: brought up to date when they are opened, and asked in SQL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable
from string import Formatter
from typing import Any, LiteralString, Self

from psycopg import Connection, sql
from psycopg.rows import DictRow

from api.store.standing import beside
from domain.ledger.datastore import reading
from domain.ledger.reading import Reading


class NewerStoreError(Exception):
    """The lasting tables have a shape that this version of the program does not know; a newer one made it."""


class Store:
    """The tables beside one record, through its connections. Safe to use from many threads.

    Each change of the tables is a numbered file in ``migrations``, never edited once it was released; ``changes`` holds
    the numbers that were applied.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._schema = reading.names.app
        self._beside = beside(reading.names)
        self._asked: dict[str, bytes] = {}

    @classmethod
    def open(cls, reading: Reading) -> Self:
        """The tables beside a record, up to date; safe to do by several processes at once.

        Raises:
            NewerStoreError: a newer program already brought them further.
        """
        store = cls(reading)
        store._migrate()
        return store

    def rows(self, query: LiteralString, **parameters: object) -> list[dict[str, Any]]:
        """The rows that one statement answers, which is a transaction of its own; tables are named in braces.

        What is asked once is written once: the text of a query is kept, and each connection prepares what it is asked
        often. What only reads is asked again when its connection is lost.

        ::

            store.rows("SELECT label FROM {tokens} WHERE id = %(id)s", id=id)
        """
        asked = self._asked.get(query) or self._asked.setdefault(query, self._composed(query).as_bytes())
        return (self._read if query.startswith("SELECT ") else self._done)(asked, parameters)

    def _done(self, statement: bytes, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
        with self._reading.connection() as connection:
            done = connection.execute(statement, parameters)
            return done.fetchall() if done.description else []

    _read = reading(_done)

    @contextmanager
    def alone(self, what: str) -> Iterator[bool]:
        """Whether nobody else does this beside the same record, in whatever process; nobody does until the end then.

        It is a lock of a connection of its own: who dies, or loses the database, holds it no longer. At the end it is
        let go before the connection is, which the server notices only some time later.
        """
        asked = [f"trede {what} {self._schema}"]
        with self._reading.session() as session:
            row = session.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", asked).fetchone()
            alone = bool(row and row[0])
            yield alone
            if alone:
                session.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", asked)

    def _migrate(self) -> None:
        with self._reading.connection() as connection, connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"trede store {self._schema}"])
            connection.execute(self._composed("CREATE TABLE IF NOT EXISTS {changes} (number integer PRIMARY KEY)"))
            known, applied = dict(migrations()), self._applied(connection)
            if unknown := applied - set(known):
                raise NewerStoreError(
                    f"schema {self._schema!r} has change {max(unknown)} and this program knows up to {max(known)}: "
                    "use the newer version of the program"
                )
            for number in sorted(set(known) - applied):
                connection.execute(self._composed(known[number].read_text(encoding="utf-8")))
                connection.execute(self._composed("INSERT INTO {changes} VALUES (%s)"), [number])

    def _applied(self, connection: Connection[DictRow]) -> set[int]:
        return {row["number"] for row in connection.execute(self._composed("SELECT number FROM {changes}"))}

    def _composed(self, query: LiteralString) -> sql.Composed:
        own = {name: sql.Identifier(self._schema, name) for _, name, *_ in Formatter().parse(query) if name}
        return sql.SQL(query).format(**{**own, **self._beside})


def migrations() -> Iterator[tuple[int, Traversable]]:
    """Every change of the tables with its number: ``0001_tokens.sql`` is number 1."""
    for file in (files(__package__) / "migrations").iterdir():
        if file.name.endswith(".sql"):
            yield int(file.name.split("_")[0]), file
