"""Snapshots: the entries of a long stream up to a version, packed beside the record: one row instead of thousands.

A snapshot can be thrown away at any moment: it says nothing that the record does not say. It holds the entries as they
are stored, packed on shelves, so nothing in it depends on how this program folds them. It is
sealed with a key that follows from the master key, and bound to what it is of: who can write in the database cannot
make one, and a bit that flipped is noticed. One that is not as it should be is told of in the log, and not used.
"""

import logging
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Annotated

from eventsourcing.persistence import InternalError, PersistenceError, ProgrammingError
from psycopg import sql
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json

from domain.events.base import UPCASTS
from domain.events.figures import FiguresReported
from domain.ledger.datastore import reading
from domain.ledger.record import Record
from domain.ledger.schema import SNAPSHOTS
from domain.ledger.sealing import SealBrokenError
from domain.municipality import FiguresShelf, Shelf
from domain.municipality.entries import Unpack
from domain.values import Period

log = logging.getLogger(__name__)

FORMAT = 2
"""To be raised when a snapshot, or what is packed in it, is written otherwise."""
COUNTED = 4
"""A snapshot begins with the length of its description, in so many bytes, in network order."""

FIND = sql.SQL("SELECT version, sealed FROM {table} WHERE stream = %s AND shape = %s")
KEEP = sql.SQL(
    "INSERT INTO {table} (stream, shape, version, sealed) VALUES (%s, %s, %s, %b)"
    " ON CONFLICT (stream) DO UPDATE"
    " SET shape = excluded.shape, version = excluded.version, sealed = excluded.sealed"
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _OnShelf(_Part):
    first: int
    last: int
    size: int
    length: Annotated[int, Field(ge=0, description="of what is packed, in bytes")]
    period: Annotated[Period | None, Field(description="of figures; None of all else")] = None


class _Description(_Part):
    digest: Annotated[str, Field(description="of the entry at which it stands")]
    shelves: tuple[_OnShelf, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A stream before a version: the digest of the entry with that version, and what lies on shelves: all before it."""

    version: int
    digest: bytes
    shelves: tuple[FiguresShelf, ...]
    others: Shelf | None


@cache
def shape() -> str:
    """The shape of the snapshots that this program makes and uses: how they are written, and what is on shelves."""
    told = FORMAT, FiguresReported.TOPIC, FiguresReported.model_json_schema(), sorted(UPCASTS)
    return sha256(to_json(told)).hexdigest()[:16]


class Snapshots:
    """The snapshots beside one record; one of a stream."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._table = record.datastore.read_table(SNAPSHOTS)

    def find(self, stream: str, unpack: Unpack) -> Snapshot | None:
        """The snapshot of a stream; None when there is none that can be used.

        Args:
            stream: the stream.
            unpack: how what lies on its shelves is read.
        """
        try:
            found = self._found(stream)
            return found and _opened(found[0], self._unsealed(stream, *found), unpack)
        except (ProgrammingError, InternalError, SealBrokenError, ValidationError) as error:
            log.warning("snapshot of %s is not used: %s", stream, type(error).__name__)
            return None

    def keep(self, stream: str, snapshot: Snapshot) -> None:
        """Keep a snapshot in the place of an earlier one. When that cannot be done now, nothing is lost but time."""
        name = self._name(stream, snapshot.version)
        sealed = self._record.keyring.seal_aside(name, _written(snapshot))
        try:
            with self._record.datastore.get_connection() as connection:
                keep = KEEP.format(table=self._table)
                connection.execute(keep, [stream, shape(), snapshot.version, sealed])
        except PersistenceError as error:
            log.warning("snapshot of %s is not kept: %s", stream, type(error).__name__)

    def _name(self, stream: str, version: int) -> str:
        return f"snapshot {self._record.id} {shape()} {stream} {version}"

    def _unsealed(self, stream: str, version: int, sealed: bytes) -> bytes:
        return self._record.keyring.open_aside(self._name(stream, version), sealed)

    @reading
    def _found(self, stream: str) -> tuple[int, bytes] | None:
        with self._record.datastore.get_connection() as connection:
            find = FIND.format(table=self._table)
            row = connection.execute(find, [stream, shape()], prepare=True, binary=True).fetchone()
        return (row["version"], row["sealed"]) if row else None


def _written(snapshot: Snapshot) -> bytes:
    every: list[Shelf] = [*snapshot.shelves, *filter(None, [snapshot.others])]
    told = _Description(digest=snapshot.digest.hex(), shelves=tuple(map(_described, every)))
    description = told.model_dump_json().encode()
    packs = (each.packed for each in every)
    return b"".join((len(description).to_bytes(COUNTED, "big"), description, *packs))


def _described(shelf: Shelf) -> _OnShelf:
    period = shelf.period if isinstance(shelf, FiguresShelf) else None
    return _OnShelf(first=shelf.first, last=shelf.last, size=shelf.size, length=len(shelf.packed), period=period)


def _opened(version: int, written: bytes, unpack: Unpack) -> Snapshot:
    at = COUNTED + int.from_bytes(written[:COUNTED], "big")
    told = _Description.model_validate_json(written[COUNTED:at])
    shelves, others = list[FiguresShelf](), None
    for each in told.shelves:
        pack = written[at : at + each.length]
        at += each.length
        if each.period:
            shelves.append(FiguresShelf(each.first, each.last, each.size, pack, unpack, period=each.period))
        else:
            others = Shelf(each.first, each.last, each.size, pack, unpack)
    return Snapshot(version, bytes.fromhex(told.digest), tuple(shelves), others)
