"""Connections to the record: the library's datastore, for any PostgreSQL that libpq can reach."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg import Connection, Cursor, sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow, dict_row

from domain.ledger.schema import APP, KEY_READER, Names

DEFAULTS: dict[str, str | int] = {
    "application_name": "trede",
    "connect_timeout": 10,
    # A connection whose other side vanished is noticed within a minute, not after two hours.
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    # Of several hosts, the one that takes writes: after a failover that is another one.
    "target_session_attrs": "read-write",
}
"""What a connection string may leave unsaid."""

IDLE_IN_TRANSACTION = 60
"""Seconds after which the server ends a transaction that nobody works on: it could hold the end of the record."""


class Datastore(PostgresDatastore):
    """A pool of connections that read and append as ``trede_app``.

    ``conninfo`` is a connection string or URL with everything libpq knows: several hosts, TLS, a password file. (The
    library's own takes five words of it only.) Threads wait for a connection up to ``patience`` seconds.
    """

    def __init__(self, conninfo: str, names: Names, *, connections: int = 10, patience: float = 30.0) -> None:
        super().__init__("", "", "", "", "", schema=names.record, originator_id_type="text")
        self.names = names
        self.pool = ConnectionPool(
            connection_class=Connection[DictRow],
            kwargs={**DEFAULTS, **conninfo_to_dict(conninfo), "row_factory": dict_row},
            min_size=1,
            max_size=connections,
            open=False,
            configure=self.after_connect_func(),
            timeout=patience,
        )

    def after_connect_func(self) -> Callable[[Connection[Any]], None]:
        """What a new connection is told first, in one go."""
        first = sql.SQL(
            "SET ROLE {role}; SET TIME ZONE 'UTC'; SET idle_in_transaction_session_timeout = {idle}"
        ).format(role=sql.Identifier(APP), idle=sql.Literal(f"{IDLE_IN_TRANSACTION}s"))

        def after_connect(connection: Connection[Any]) -> None:
            connection.autocommit = True
            connection.execute(first)

        return after_connect

    def register_type_adapters(self) -> None:
        """Nothing to register: our append takes arrays of plain types."""

    @contextmanager
    def reading_keys(self) -> Iterator[Cursor[DictRow]]:
        """A transaction as key reader, and only that: the app itself cannot read keys."""
        with self.transaction() as cursor:
            cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(KEY_READER)))
            yield cursor

    def table(self, name: str) -> sql.Identifier:
        """A table or function of the record's schema."""
        return sql.Identifier(self.names.record, name)

    def key_table(self, name: str) -> sql.Identifier:
        """A table of the schema with the keys."""
        return sql.Identifier(self.names.keys, name)
