"""Connections to the record: the library's datastore, for any PostgreSQL that libpq can reach."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import psycopg
import psycopg_pool
from eventsourcing import persistence
from eventsourcing.persistence import PersistenceError
from eventsourcing.postgres import ConnectionPool, PostgresDatastore
from psycopg import Connection, Cursor, sql
from psycopg.rows import DictRow, TupleRow, dict_row, tuple_row

from domain.ledger.connecting import completed
from domain.ledger.schema import APP, KEY_READER, Names

IDLE_IN_TRANSACTION = 60
"""Seconds after which the server ends a transaction that nobody works on: it could hold the end of the record."""

PATIENCE = 30.0
"""Seconds for which a database that is away (restarts, is taken over by a standby) is waited for, unless said."""
CONNECTION_GONE = ("08", "57P")
"""Classes of SQLSTATE: the connection failed, or the server ended it (shutdown, crash, restart)."""
READ_ONLY = "25006"
"""SQLSTATE of a server that takes no writes (any more): a standby, or the primary before a standby took over."""
READS, PAUSE = 10, 0.2
"""How often something is read in vain over connections that are lost, and the seconds between."""

Asked = ParamSpec("Asked")
Read = TypeVar("Read")


def connection_lost(error: PersistenceError) -> bool:
    """Whether the connection went while it was used, as opposed to an answer of the server or no connection at all."""
    cause = error.__cause__
    return isinstance(cause, psycopg.Error) and not isinstance(cause, psycopg_pool.PoolTimeout) and _is_gone(cause)


def is_away(error: psycopg.Error) -> bool:
    """Whether it is a matter of waiting for the database, or for the one that takes its place."""
    return _is_gone(error) or error.sqlstate == READ_ONLY


def _is_gone(error: psycopg.Error) -> bool:
    if error.sqlstate is None:  # no answer of the server
        return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return error.sqlstate.startswith(CONNECTION_GONE)


def translated(error: psycopg.Error) -> PersistenceError:
    """The error under the name that the library has for it; those of psycopg are called likewise."""
    names = [kind.__name__ for kind in type(error).__mro__]
    kind = next((getattr(persistence, name) for name in names if hasattr(persistence, name)), PersistenceError)
    told: PersistenceError = kind(str(error))
    told.__cause__ = error
    return told


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

    def __init__(self, conninfo: str, names: Names, *, connections: int = 10, patience: float = PATIENCE) -> None:
        super().__init__("", "", "", "", "", schema=names.record, originator_id_type="text")
        self.names = names
        self.patience = patience
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

    def connected(self) -> Connection[DictRow]:
        """A connection of its own, outside the pool, for whoever keeps and closes it."""
        connection = Connection.connect(self._conninfo, row_factory=dict_row)
        self.after_connect_func()(connection)
        return connection

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
