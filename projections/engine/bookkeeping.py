"""How far each generation of each read model has come, which streams are parked, and who may work on it.

All of it stands beside the rows it is about, and is written in the same transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, LiteralString, TypeVar

from psycopg import Connection, sql
from psycopg.rows import class_row

from domain.ledger.schema import Names
from projections.engine.parts import Indigestible
from projections.engine.schema import ReadModel
from projections.engine.tables import Generation

MAKE = """
    CREATE TABLE IF NOT EXISTS {progress} (
        model      text NOT NULL,
        version    integer NOT NULL,
        generation integer NOT NULL,
        state      text NOT NULL CHECK (state IN ('building', 'live')),
        indexed    boolean NOT NULL DEFAULT false,
        position   bigint NOT NULL DEFAULT 0,
        updated_at timestamptz NOT NULL DEFAULT now(),
        trouble    text,
        PRIMARY KEY (model, version, generation),
        UNIQUE (model, version, state)
    );
    CREATE TABLE IF NOT EXISTS {parked} (
        model      text NOT NULL,
        version    integer NOT NULL,
        generation integer NOT NULL,
        stream     text NOT NULL,
        position   bigint NOT NULL,
        error      text NOT NULL,
        parked_at  timestamptz NOT NULL DEFAULT now(),
        tries      integer NOT NULL DEFAULT 1,
        PRIMARY KEY (model, version, generation, stream),
        FOREIGN KEY (model, version, generation) REFERENCES {progress} ON DELETE CASCADE
    );
"""


class Role(StrEnum):
    """What one process at a time does for a version of a read model."""

    KEEP_UP = "keep up"
    BUILD = "build"


@dataclass(frozen=True, slots=True)
class Standing:
    """A generation of a read model: the position up to which it has rows, and what keeps it from going on."""

    model: str
    version: int
    generation: int
    state: str
    indexed: bool
    position: int
    updated_at: datetime
    trouble: str | None

    @property
    def live(self) -> bool:
        """Whether queries see this generation; else it is being built."""
        return self.state == "live"


@dataclass(frozen=True, slots=True)
class Parked:
    """A stream that a read model leaves alone since the entry at this position, which it cannot digest."""

    model: str
    version: int
    generation: int
    stream: str
    position: int
    error: str
    parked_at: datetime
    tries: int


class OvertakenError(Exception):
    """Somebody else moved this generation, or put another in its place."""


Kind = TypeVar("Kind")


class Bookkeeping:
    """The bookkeeping of one record, over one connection."""

    def __init__(self, connection: Connection[Any], names: Names) -> None:
        self._connection = connection
        self._names = names

    # For everybody

    def standings(self) -> list[Standing]:
        """Every generation of every read model, of other versions of the program too."""
        return self._all(
            Standing,
            "SELECT model, version, generation, state, indexed, position, updated_at, trouble"
            " FROM {progress} ORDER BY model, version, generation",
        )

    def parked(self) -> list[Parked]:
        """Every stream that is parked, the longest first."""
        return self._all(
            Parked,
            "SELECT model, version, generation, stream, position, error, parked_at, tries"
            " FROM {parked} ORDER BY parked_at, model, stream",
        )

    # For who projects

    def begin(self) -> None:
        """Make the bookkeeping where it is absent, and tell the connection how a projector works.

        A commit need not wait for the disk: rows and position go together, and what is lost is projected again.
        """
        self._connection.execute("SET synchronous_commit = off")
        if not self._is_there():
            with self._connection.transaction():
                self._connection.execute(
                    "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"trede bookkeeping {self._names.read}"]
                )
                self._connection.execute(self._query(MAKE))

    def elect(self, model: str, version: int, role: Role) -> bool:
        """Whether this connection may do this work from now on; it holds the role until it ends."""
        what = f"trede {self._names.read}.{model}_v{version}: {role}"
        row = self._connection.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [what]).fetchone()
        return bool(row and row[0])

    def add(self, generation: Generation) -> None:
        """Begin a generation: its tables, empty, and its place."""
        with self._connection.transaction():
            generation.make(self._connection)
            self._execute(
                "INSERT INTO {progress} (model, version, generation, state) VALUES (%s, %s, %s, 'building')",
                *generation.key,
            )

    def move(self, places: Mapping[Generation, int], position: int) -> None:
        """Move generations from where they are thought to be; raises OvertakenError when one is not there."""
        keys = [(*generation.key, at) for generation, at in places.items()]
        moved = self._execute(
            "UPDATE {progress} AS known SET position = %s, updated_at = now(), trouble = NULL"
            " FROM unnest(%s::text[], %s::int[], %s::int[], %s::bigint[]) AS moved (model, version, generation, at)"
            " WHERE (known.model, known.version, known.generation, known.position)"
            " = (moved.model, moved.version, moved.generation, moved.at)",
            position,
            *([*column] for column in zip(*keys, strict=True)),
        )
        if moved != len(keys):
            raise OvertakenError(f"not all of {keys} are where they were")

    def park(self, generation: Generation, refused: Iterable[Indigestible]) -> None:
        """Park streams; one that was parked before gets its new place and one more try."""
        for each in refused:
            self._execute(
                "INSERT INTO {parked} AS known (model, version, generation, stream, position, error)"
                " VALUES (%s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (model, version, generation, stream) DO UPDATE"
                " SET position = excluded.position, error = excluded.error, tries = known.tries + 1",
                *generation.key,
                each.stream,
                each.position,
                each.error.replace("\0", ""),
            )

    def release(self, generation: Generation, stream: str) -> None:
        """A stream is parked no longer."""
        self._execute(
            "DELETE FROM {parked} WHERE (model, version, generation, stream) = (%s, %s, %s, %s)",
            *generation.key,
            stream,
        )

    def tell_trouble(self, generation: Generation, trouble: str) -> None:
        """Why a generation does not go on; the next step forward takes it away."""
        self._execute(
            "UPDATE {progress} SET trouble = %s WHERE (model, version, generation) = (%s, %s, %s)",
            trouble,
            *generation.key,
        )

    def mark_indexed(self, generation: Generation) -> None:
        """The indexes of a generation are made."""
        self._execute(
            "UPDATE {progress} SET indexed = true WHERE (model, version, generation) = (%s, %s, %s)", *generation.key
        )

    def hold_live(self, models: Iterable[ReadModel]) -> int:
        """Keep the live generations of these where they are until the transaction ends; where the furthest is."""
        furthest = 0
        for model in sorted(models, key=lambda model: model.called):
            row = self._connection.execute(
                self._query(
                    "SELECT position FROM {progress} WHERE (model, version, state) = (%s, %s, 'live') FOR UPDATE"
                ),
                [model.name, model.version],
            ).fetchone()
            furthest = max(furthest, row[0] if row else 0)
        return furthest

    def enthrone(self, generation: Generation) -> None:
        """A generation is the live one from now on; the bookkeeping of the one before it goes."""
        model, version, number = generation.key
        self._execute("DELETE FROM {progress} WHERE (model, version, state) = (%s, %s, 'live')", model, version)
        self._execute(
            "UPDATE {progress} SET state = 'live', updated_at = now()"
            " WHERE (model, version, generation) = (%s, %s, %s)",
            model,
            version,
            number,
        )

    def forget(self, model: str, version: int) -> None:
        """A version of a read model is not kept up any more."""
        self._execute("DELETE FROM {progress} WHERE (model, version) = (%s, %s)", model, version)

    def _execute(self, query: LiteralString, *parameters: object) -> int:
        return self._connection.execute(self._query(query), parameters).rowcount

    def _all(self, kind: type[Kind], query: LiteralString) -> list[Kind]:
        if not self._is_there():
            return []
        with self._connection.cursor(row_factory=class_row(kind)) as cursor:
            return cursor.execute(self._query(query)).fetchall()

    def _is_there(self) -> bool:
        there = "SELECT FROM pg_tables WHERE (schemaname, tablename) = (%s, 'parked')"
        return bool(self._connection.execute(there, [self._names.read]).rowcount)

    def _query(self, text: LiteralString) -> sql.Composed:
        tables = {name: sql.Identifier(self._names.read, name) for name in ("progress", "parked")}
        return sql.SQL(text).format(**tables)
