"""Reads and appends stored entries: the library's recorder, on our own table and through our own append."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, LiteralString, NamedTuple, cast
from uuid import UUID

from eventsourcing.persistence import (
    BaseInfrastructureFactory,
    IntegrityError,
    ProgrammingError,
    StoredEvent,
)
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from eventsourcing.utils import Environment, EnvType
from psycopg import Connection, Cursor, sql
from psycopg.rows import DictRow, args_row

from domain.ledger.appending import Append, Appended, Command, Outcome
from domain.ledger.datastore import Datastore, reading
from domain.ledger.group_commit import GroupCommit
from domain.ledger.schema import Names
from domain.ledger.stored import NewEvent, RecordedEvent

LAST_VERSION = 2**31 - 1
LAST_POSITION = 2**63 - 1


BISECT: LiteralString = """
    WITH RECURSIVE bisect (low, high) AS (  -- the answer lies in low .. high
        SELECT 0::bigint, position FROM {head}
        UNION ALL
        SELECT CASE WHEN before THEN middle ELSE low END, CASE WHEN before THEN high ELSE middle - 1 END
        FROM (
            SELECT low, high, (low + high + 1) / 2 AS middle,
                (SELECT recorded_at < %s FROM {events} WHERE position = (low + high + 1) / 2) AS before
            FROM bisect WHERE low < high
        ) AS looked
    )
    SELECT low AS position FROM bisect WHERE low = high
"""


SELECT: LiteralString = (
    "SELECT stream, version, topic, body, position, recorded_at, command_id, digest FROM {events} WHERE "
)
"""Columns in the order of the fields of a recorded event."""


class Head(NamedTuple):
    """How far the record has come."""

    position: int
    recorded_at: datetime


def entries_read(connection: Connection[Any]) -> Cursor[RecordedEvent]:
    """A cursor for many entries: in the binary format, which takes a third of the time of the other one to read."""
    return connection.cursor(row_factory=args_row(RecordedEvent), binary=True)


class Recorder(PostgresApplicationRecorder):
    """Entries come back with position, recorded-at, command and digest, whichever way they are read."""

    def __init__(self, datastore: Datastore) -> None:
        super().__init__(datastore, events_table_name="events")
        self.store = datastore
        self.channel_name = datastore.names.channel
        self._group_commit = GroupCommit(datastore)

    def append(self, appends: Sequence[Append]) -> list[Appended]:
        """Carry out several commands in one transaction; answers for each in the order given. See GroupCommit."""
        return self._group_commit.append(appends)

    @property
    def waiting(self) -> int:
        """How many threads wait to append while others do."""
        return self._group_commit.waiting

    def close(self) -> None:
        """Carry out what waits to be appended, and give the connection for it back."""
        self._group_commit.close()

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:  # noqa: ANN401 - the library's signature
        """The library's door to append, ``save(…, command=Command(…))``. A repeated command answers None.

        Raises:
            IntegrityError: a stream went on meanwhile, or the command id was used for something else.
            ProgrammingError: no command was given.
        """
        command = kwargs.get("command")
        if not isinstance(command, Command):
            raise ProgrammingError("every append belongs to a command: save(…, command=Command(…))")
        (done,) = self.append([Append(command, cast("Sequence[NewEvent]", stored_events))])
        if done.outcome in (Outcome.REUSED, Outcome.CONFLICT):
            raise IntegrityError(f"command {command.id}: {done.outcome}")
        return range(done.position - done.size + 1, done.position + 1) if done.outcome is Outcome.RECORDED else None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[RecordedEvent]:
        """The entries of a stream after version ``gt``, up to and including ``lte``."""
        return self.select(
            "stream = %s AND version > %s AND version <= %s ORDER BY version DESC LIMIT %s"
            if desc
            else "stream = %s AND version > %s AND version <= %s ORDER BY version LIMIT %s",
            str(originator_id),
            gt or 0,
            LAST_VERSION if lte is None else lte,
            limit,
        )

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[RecordedEvent]:
        """The entries from position ``start`` (or after it) up to and including ``stop``, of these topics or of all."""
        first = 0 if start is None else start if inclusive_of_start else start + 1
        last = LAST_POSITION if stop is None else stop
        if topics:
            return self.select(
                "position BETWEEN %s AND %s AND topic = ANY(%s) ORDER BY position LIMIT %s",
                first,
                last,
                list(topics),
                limit,
            )
        return self.select("position BETWEEN %s AND %s ORDER BY position LIMIT %s", first, last, limit)

    def max_notification_id(self) -> int | None:
        """The position of the head; None for an empty record."""
        return self.head().position or None

    def head(self) -> Head:
        """The last position and when it was recorded (1970 for an empty record)."""
        (row,) = self.query("SELECT position, recorded_at FROM {head}")
        return Head(row["position"], row["recorded_at"])

    def first_positions(self, after: int, upto: int) -> dict[str, int]:
        """The topics of the entries after a position up to and including another, each with where it comes first."""
        rows = self.query(
            "SELECT topic, min(position) AS first FROM {events} WHERE position > %s AND position <= %s GROUP BY topic",
            after,
            upto,
        )
        return {row["topic"]: row["first"] for row in rows}

    def position_before(self, moment: datetime) -> int:
        """The last position that was recorded before a moment; 0 when there is none. Time never runs backwards."""
        (row,) = self.query(BISECT, moment)
        return cast("int", row["position"])

    @reading
    def select(self, where: LiteralString, *parameters: object) -> list[RecordedEvent]:
        """The entries that meet a condition, in the order and number it says."""
        query = sql.SQL(SELECT + where).format(events=self.store.table("events"))
        with self.store.get_connection() as connection, entries_read(connection) as cursor:
            return cursor.execute(query, parameters, prepare=True).fetchall()

    @reading
    def query(self, query: LiteralString, *parameters: object, binary: bool = False) -> list[DictRow]:
        """The rows of a query on ``{events}``, ``{head}``, ``{commands}``, ``{contents}``; binary is for long bytes."""
        names = {name: self.store.table(name) for name in ("events", "head", "commands", "contents")}
        asked = sql.SQL(query).format(**names)
        with self.store.get_connection() as connection:
            return connection.execute(asked, parameters, prepare=True, binary=binary).fetchall()


class Factory(PostgresFactory):
    """Makes the recorder from a connection string and the names of the schemas.

    Named ``domain.ledger.recorder:Factory`` in the environment of the application: the library, given a module, takes
    the only factory in it, and here are two.
    """

    CONNINFO = "TREDE_CONNINFO"
    RECORD_SCHEMA = "TREDE_RECORD_SCHEMA"
    KEYS_SCHEMA = "TREDE_KEYS_SCHEMA"
    READ_SCHEMA = "TREDE_READ_SCHEMA"
    APP_SCHEMA = "TREDE_APP_SCHEMA"
    SCHEMAS = (RECORD_SCHEMA, KEYS_SCHEMA, READ_SCHEMA, APP_SCHEMA)
    CONNECTIONS = "TREDE_CONNECTIONS"
    PATIENCE = "TREDE_PATIENCE"

    def __init__(self, env: Environment | EnvType | None) -> None:
        BaseInfrastructureFactory.__init__(self, env)  # the class between wants host, port, user and password apart
        self.datastore: Datastore = Datastore(
            self.env[self.CONNINFO],
            Names(*(self.env[each] for each in self.SCHEMAS)),
            connections=int(self.env[self.CONNECTIONS]),
            patience=float(self.env[self.PATIENCE]),
        )

    @classmethod
    def environment(
        cls, conninfo: str, names: Names, *, connections: int, patience: float, remembered: int
    ) -> dict[str, str]:
        """The settings of the library's application; those with a remark avoid a trap of it."""
        return {
            "PERSISTENCE_MODULE": f"{cls.__module__}:{cls.__name__}",
            cls.CONNINFO: conninfo,
            cls.RECORD_SCHEMA: names.record,
            cls.KEYS_SCHEMA: names.keys,
            cls.READ_SCHEMA: names.read,
            cls.APP_SCHEMA: names.app,
            cls.CONNECTIONS: str(connections),
            cls.PATIENCE: str(patience),
            "CREATE_TABLE": "no",  # the stock table has gaps and wants rights that the app must not have
            "POSTGRES_ENABLE_DB_FUNCTIONS": "no",  # these append without a lock: a reader sees 2 before 1
            "ORIGINATOR_ID_TYPE": "text",
            "AGGREGATE_CACHE_MAXSIZE": str(remembered),
            "AGGREGATE_CACHE_FASTFORWARD": "no",  # asks the database at each get; a conflict tells soon enough
            "DEEPCOPY_FROM_AGGREGATE_CACHE": "no",  # the state is frozen
        }

    def application_recorder(self) -> Recorder:
        """The recorder."""
        return Recorder(self.datastore)
