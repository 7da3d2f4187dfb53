"""Many entries of many streams, recorded together or not at all: for imports.

The entries are copied into a staging table, which takes no lock on the record; only then is the end of the record
locked, are the streams compared, and is everything inserted in one statement.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from uuid import UUID, uuid4

from eventsourcing.persistence import PersistenceError
from psycopg import Cursor, sql
from psycopg.rows import DictRow

from domain.events.base import Entry
from domain.ledger.appending import APPEND_STAGED, Appended, Command, Outcome, OutcomeUnknownError, key_parameters
from domain.ledger.datastore import connection_lost
from domain.ledger.mapper import Bodies
from domain.ledger.record import Record
from domain.ledger.sealing import KeyKind, WrappedKey
from domain.refusals import CommandReused

OF_PERSONS = ""
"""Stands for the stream of keys that texts in several streams share."""
PATIENCE = "15min"
"""How long the transaction may wait for its program, which decides while entries are staged."""


class BulkAppend:
    """One transaction: stage entries, append them, decide those of streams that moved again, append again.

    ::

        with ledger.bulk(command) as bulk:
            bulk.stage(entries)
            while moved := bulk.append():
                bulk.replace(moved, decided_again(moved))
        bulk.position, bulk.size, bulk.repeated

    Leaving the block commits what ``append`` recorded. An exception, or leaving without a successful ``append``, undoes
    everything. From the first ``append`` on nobody else can record, so a second one does not find streams moved.
    """

    def __init__(self, record: Record, command: Command, cursor: Cursor[DictRow]) -> None:
        self._record = record
        self._command = command
        self._cursor = cursor
        self._batch: UUID = uuid4()
        self._staged = 0
        self._bodies = Bodies(record.keyring.sealing())
        self._keys: dict[str, list[WrappedKey]] = {}
        self._done: Appended | None = None
        self._staging = record.datastore.table("staging")

    @classmethod
    @contextmanager
    def begin(cls, record: Record, command: Command) -> Iterator["BulkAppend"]:
        """A bulk append in a transaction of its own.

        Raises:
            OutcomeUnknownError: the connection was lost; the same command again tells what became of it.
        """
        record.datastore.pool.check()  # what takes long does not begin on a connection that went long ago
        try:
            with record.datastore.transaction(commit=True) as cursor:
                cursor.execute(sql.SQL("SET LOCAL idle_in_transaction_session_timeout = {}").format(PATIENCE))
                bulk = cls(record, command, cursor)
                yield bulk
                bulk.require_done()
        except PersistenceError as error:
            if connection_lost(error):
                raise OutcomeUnknownError.of([command]) from error
            raise

    def stage(self, entries: Iterable[Entry]) -> None:
        """Seal and copy entries, in the order in which they are to be recorded; may be called any number of times.

        The entries of a stream go on from the version at which the caller saw it end.
        """
        copy = sql.SQL("COPY {} (batch, n, stream, version, topic, body) FROM STDIN (FORMAT binary)").format(
            self._staging
        )
        with self._cursor.copy(copy) as rows:
            rows.set_types(["uuid", "int4", "text", "int4", "text", "bytea"])
            for entry in entries:
                state = self._bodies.of(entry)
                if self._bodies.sealing.new_keys:
                    self._keep_keys(entry.stream)
                self._staged += 1
                rows.write_row((self._batch, self._staged, entry.stream, entry.version, entry.fact.TOPIC, state))

    def _keep_keys(self, stream: str) -> None:
        """Keep the keys that are new with an entry of this stream, to be recorded with it."""
        new = self._bodies.sealing.new_keys
        for key in new:
            self._keys.setdefault(stream if key.kind is KeyKind.TEXT else OF_PERSONS, []).append(key)
        new.clear()

    def replace(self, streams: Iterable[str], entries: Iterable[Entry]) -> None:
        """Take back what was staged of these streams, and stage these entries instead (of any stream, or none)."""
        gone = list(streams)
        self._cursor.execute(
            sql.SQL("DELETE FROM {} WHERE batch = %s AND stream = ANY(%s)").format(self._staging), [self._batch, gone]
        )
        for stream in gone:
            self._keys.pop(stream, None)
        self.stage(entries)

    def append(self) -> tuple[str, ...]:
        """Record all that is staged; answers the streams that have gone on meanwhile, and then nothing is recorded.

        Raises:
            CommandReused: the command id was used before, for something else or by somebody else.
        """
        append = APPEND_STAGED.format(append_staged=self._record.datastore.table("append_staged"))
        keys = key_parameters(chain.from_iterable(self._keys.values()))
        command = self._command
        row = self._cursor.execute(append, [command.id, command.actor, command.request, self._batch, *keys]).fetchone()
        assert row is not None  # noqa: S101 - the function answers one row
        done = Appended.of(row)
        if done.outcome is Outcome.REUSED:
            raise CommandReused(str(command.id))
        if done.outcome is not Outcome.MOVED:
            self._done = done
        return done.moved

    def require_done(self) -> Appended:
        """What was recorded; raises RuntimeError when nothing was, so that nothing staged is left behind."""
        if self._done is None:
            raise RuntimeError("a bulk append ended before append() recorded it; nothing is recorded")
        return self._done

    @property
    def position(self) -> int:
        """The position of the last entry, for who waits until a read model shows it."""
        return self.require_done().position

    @property
    def size(self) -> int:
        """How many entries were recorded."""
        return self.require_done().size

    @property
    def repeated(self) -> bool:
        """Whether the command was carried out before: then nothing was added now."""
        return self.require_done().outcome is Outcome.REPEATED
