"""Reading the record: entries as they were recorded, texts with their keys, and how far it has come."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Self
from uuid import UUID

from psycopg import Connection
from psycopg.rows import TupleRow

from domain.events.base import Entry
from domain.ledger.integrity import Findings, verify
from domain.ledger.persons import Persons
from domain.ledger.record import Record
from domain.ledger.recorder import Head
from domain.values import PlainText, SealedText


class Reading:
    """What can be read of one record. Safe to use from many threads; close it at the end.

    ``persons`` tells who is meant by an id.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self.persons = Persons(record)

    def entries(self, stream: str, *, after: int = 0, upto: int | None = None) -> list[Entry]:
        """The entries of a stream in order, after one version up to and including another."""
        stored = self._record.entry_recorder.select_events(stream, gt=after, lte=upto)
        return [self._record.entry_mapper.to_domain_event(each) for each in stored]

    def since(self, position: int, *, limit: int = 1000) -> list[Entry]:
        """The entries of all streams after a position, in the order of the record."""
        stored = self._record.entry_recorder.select_notifications(position, limit, inclusive_of_start=False)
        return [self._record.entry_mapper.to_domain_event(each) for each in stored]

    def streams(self, prefix: str = "") -> list[str]:
        """The streams whose names begin so, by name: ``GM`` for municipalities."""
        return self._record.streams(prefix)

    def head(self) -> Head:
        """How far the record has come: the last position and when it was recorded."""
        return self._record.entry_recorder.head()

    def unseal(self, texts: Sequence[PlainText | SealedText]) -> list[str | None]:
        """The texts in the order given; None for each that was erased. Raises SealBrokenError."""
        return self._record.keyring.unseal(texts)

    def verify(self, first: int = 1, last: int | None = None) -> Findings:
        """What does not read as it was recorded; see domain.ledger.integrity."""
        return verify(self._record.entry_recorder, first, last)

    def session(self) -> AbstractContextManager[Connection[TupleRow]]:
        """A connection of its own with the rights of the app; what is made temporary in it goes with it."""
        return self._record.datastore.session()

    @property
    def record_id(self) -> UUID:
        """The id of this record, the same for ever."""
        return self._record.id

    @property
    def key_place(self) -> str:
        """Where the master key is: a file, or the name of the environment variable."""
        return self._record.key_place

    @property
    def server_version(self) -> str:
        """The version of PostgreSQL behind the record."""
        (row,) = self._record.entry_recorder.query("SELECT current_setting('server_version') AS version")
        return str(row["version"])

    def close(self) -> None:
        """Give the connections back."""
        self._record.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
