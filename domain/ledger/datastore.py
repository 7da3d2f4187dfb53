"""Connections to the record: the library's datastore, for any PostgreSQL that libpq can reach."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import psycopg
import psycopg_pool
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg import Connection, Cursor, sql
from psycopg.rows import DictRow, TupleRow, dict_row, tuple_row

from domain.ledger.connecting import completed
from domain.ledger.schema import APP, KEY_READER, Names

IDLE_IN_TRANSACTION = 60
"""Seconds after which the server ends a transaction that nobody works on: it could hold the end of the record."""

CONNECTION_GONE = ("08", "57P")
"""Classes of SQLSTATE: the connection failed, or the server ended it (shutdown, crash, restart)."""
READS, PAUSE = 10, 0.2
"""How often something is read in vain over connections that are lost, and the seconds between."""

Asked = ParamSpec("Asked")
Read = TypeVar("Read")


def connection_lost(error: PersistenceError) -> bool:
    """Whether the connection went while it was used, as opposed to an answer of the server or no connection at all."""
    cause = error.__cause__
    if isinstance(cause, psycopg_pool.PoolTimeout) or not isinstance(cause, psycopg.Error):
        return False
    return cause.sqlstate is None or cause.sqlstate.startswith(CONNECTION_GONE)


def reading(read: Callable[Asked, Read]) -> Callable[Asked, Read]:
    """For what only reads: doing it again after a lost connection is harmless.

    A server that stays away is told after the patience of the pool, once: nobody waits for it ten times over.
    """

    @wraps(read)
    def again(*args: Asked.args, **kwargs: Asked.kwargs) -> Read:
        for _ in range(READS - 1):
            try:
                return read(*args, **kwargs)
            except PersistenceError as error:
                if not connection_lost(error):
                    raise
            time.sleep(PAUSE)
        return read(*args, **kwargs)

    return again


class Datastore(PostgresDatastore):
    """A pool of connections that read and append as ``trede_app``.

    ``conninfo`` is a connection string or URL with everything libpq knows: several hosts, TLS, a password file. (The
    library's own takes five words of it only.) Threads wait for a connection up to ``patience`` seconds.
    """

    def __init__(self, conninfo: str, names: Names, *, connections: int = 10, patience: float = 30.0) -> None:
        super().__init__("", "", "", "", "", schema=names.record, originator_id_type="text")
        self.names = names
        self._conninfo = completed(conninfo)
        self.pool = ConnectionPool(
            self._conninfo,
            connection_class=Connection[DictRow],
            kwargs={"row_factory": dict_row},
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

    @contextmanager
    def session(self) -> Iterator[Connection[TupleRow]]:
        """A connection of its own, outside the pool: what is made temporary in it goes with it."""
        with Connection.connect(self._conninfo, row_factory=tuple_row) as connection:
            self.after_connect_func()(connection)
            yield connection

    @reading
    def adopt_master(self, fingerprint: str | None) -> str | None:
        """Offer the fingerprint of a master key; answers the one that this record keeps to. None only asks."""
        adopt = sql.SQL("SELECT {}(%s) AS master").format(self.table("adopt_master"))
        with self.get_connection() as connection:
            row = connection.execute(adopt, [fingerprint]).fetchone()
        return None if row is None else cast("str | None", row["master"])

    def set_demo_clock(self, moment: datetime | None) -> None:
        """Set the clock of a demo, or let it run again; the record refuses it where it is no demo, and backwards."""
        set_clock = sql.SQL("SELECT {}(%s)").format(self.table("set_demo_clock"))
        with self.get_connection() as connection:
            connection.execute(set_clock, [moment])

    def table(self, name: str) -> sql.Identifier:
        """A table or function of the record's schema."""
        return sql.Identifier(self.names.record, name)

    def read_table(self, name: str) -> sql.Identifier:
        """A table or view of the schema of the read models."""
        return sql.Identifier(self.names.read, name)

    def key_table(self, name: str) -> sql.Identifier:
        """A table of the schema with the keys."""
        return sql.Identifier(self.names.keys, name)
