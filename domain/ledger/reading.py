"""Reading the record: entries as they were recorded, texts with their keys, and how far it has come."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from itertools import chain
from typing import Self
from uuid import UUID

from psycopg import Connection
from psycopg.rows import DictRow, TupleRow

from domain.events.base import Entry
from domain.ledger.contents import content_of, verify_contents
from domain.ledger.integrity import Findings, verify
from domain.ledger.persons import Persons
from domain.ledger.record import Record
from domain.ledger.recorder import Head
from domain.ledger.schema import Names
from domain.ledger.stored import RecordedEvent
from domain.ledger.streams import part_of, part_of_all, version_at, versions
from domain.values import DocumentId, PlainText, SealedText


class Reading:
    """What can be read of one record. Safe to use from many threads; close it at the end.

    ``persons`` tells who is meant by an id.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self.persons = Persons(record)
        self._first_topic: str | None = None

    def entries(self, stream: str, *, after: int = 0, upto: int | None = None) -> list[Entry]:
        """The entries of a stream in order, after one version up to and including another."""
        stored = self._record.entry_recorder.select_events(stream, gt=after, lte=upto)
        return [self._record.entry_mapper.to_domain_event(each) for each in stored]

    def entries_at(self, places: Iterable[tuple[str, int]]) -> list[Entry]:
        """The entries at these places, each a stream and a version, in no order; those that are there."""
        wanted = list(places)
        stored = self._record.entry_recorder.select(
            "(stream, version) IN (SELECT * FROM unnest(%s::text[], %s::int[]))",
            [stream for stream, _ in wanted],
            [version for _, version in wanted],
        )
        return [self._record.entry_mapper.to_domain_event(each) for each in stored]

    def entries_of(self, command: UUID) -> list[Entry]:
        """The entries that a command recorded, in order; none when it was not carried out, or had nothing to add."""
        done = self._record.entry_recorder.query("SELECT position, size FROM {commands} WHERE command_id = %s", command)
        stored = [
            each for row in done if row["size"] for each in self.part(row["position"] - row["size"], row["position"])
        ]
        return [self.read(each) for each in stored]

    def since(self, position: int, *, limit: int = 1000) -> list[Entry]:
        """The entries of all streams after a position, in the order of the record."""
        stored = self._record.entry_recorder.select_notifications(position, limit, inclusive_of_start=False)
        return [self._record.entry_mapper.to_domain_event(each) for each in stored]

    def part(self, after: int, upto: int, *, topics: Collection[str] = ()) -> list[RecordedEvent]:
        """What is stored after a position up to and including another, of these topics or of all, not yet read."""
        recorder = self._record.entry_recorder
        return recorder.select_notifications(after, upto - after, upto, tuple(topics), inclusive_of_start=False)

    def part_of(self, stream: str, first: int, upto: int, *, topics: Collection[str]) -> list[RecordedEvent]:
        """What is stored in one stream from a position up to and including another, of these topics, not yet read."""
        return part_of(self._record.entry_recorder, stream, first, upto, topics)

    def part_of_all(self, streams: Collection[str], upto: int, *, topics: Collection[str]) -> list[RecordedEvent]:
        """What is stored in these streams up to and including a position, of these topics, not yet read."""
        return part_of_all(self._record.entry_recorder, streams, upto, topics)

    def version_at(self, stream: str, position: int) -> int:
        """The last version that a stream had at a position; 0 when there was none."""
        return version_at(self._record.entry_recorder, stream, position)

    def versions(
        self,
        stream: str,
        upto: int,
        *,
        topics: Collection[str] | None = None,
        happened_by: date | None = None,
    ) -> list[int]:
        """The versions of a stream up to and including one, of these topics or of all, in order.

        With ``happened_by`` only what happened by that day, as it was recorded; what has no day counts.
        """
        return versions(self._record.entry_recorder, stream, upto, topics=topics, happened_by=happened_by)

    def read(self, stored: RecordedEvent) -> Entry:
        """The entry in what is stored; raises UnknownTopicError, or ValidationError when it is no fact of its topic."""
        return self._record.entry_mapper.to_domain_event(stored)

    def topics(self, after: int, upto: int) -> dict[str, int]:
        """The topics after a position up to and including another, each with the position where it comes first."""
        return self._record.entry_recorder.first_positions(after, upto)

    def position_before(self, moment: datetime) -> int:
        """The last position that was recorded before a moment (with its zone); 0 when there is none."""
        return self._record.entry_recorder.position_before(moment)

    def streams(self, prefix: str = "") -> list[str]:
        """The streams whose names begin so, by name: ``GM`` for municipalities."""
        return self._record.streams(prefix)

    def head(self) -> Head:
        """How far the record has come: the last position and when it was recorded."""
        return self._record.entry_recorder.head()

    @property
    def first_topic(self) -> str | None:
        """The topic of the first entry of all, which never changes; None while nothing is recorded."""
        if self._first_topic is None:
            self._first_topic = next((topic for topic, at in self.topics(0, 1).items() if at == 1), None)
        return self._first_topic

    def unseal(self, texts: Sequence[PlainText | SealedText]) -> list[str | None]:
        """The texts in the order given; None for each that was erased. Raises SealBrokenError."""
        return self._record.keyring.unseal(texts)

    def content(self, municipality: str, document: DocumentId, *, entry: int | None = None) -> bytes | None:
        """What a document holds; None when it was erased. The classification of its title says who may read it.

        An id that became free can be used again: ``entry`` is the version that filed it, by default the last one.

        Raises:
            ContentNotKeptError: the record has no content of it.
            SealBrokenError: it is not what was filed.
        """
        return content_of(self._record, municipality, document, entry)

    def seal_aside(self, name: str, data: bytes) -> bytes:
        """Something that waits beside the record, unreadable without the master key; the name is bound to it."""
        return self._record.keyring.seal_aside(name, data)

    def open_aside(self, name: str, cipher: bytes) -> bytes:
        """What was sealed under this name. Raises SealBrokenError."""
        return self._record.keyring.open_aside(name, cipher)

    def verify(self, first: int = 1, last: int | None = None) -> Findings:
        """What does not read as it was recorded; see domain.ledger.integrity and verify_contents."""
        recorder = self._record.entry_recorder
        return chain(verify(recorder, first, last), verify_contents(recorder, first, last))

    def session(self) -> AbstractContextManager[Connection[TupleRow]]:
        """A connection of its own with the rights of the app; what is made temporary in it goes with it."""
        return self._record.datastore.session()

    def connection(self) -> AbstractContextManager[Connection[DictRow]]:
        """A connection of the pool with the rights of the app, each statement a transaction.

        Errors of the database come as those of the library (``eventsourcing.persistence``).
        """
        return self._record.datastore.get_connection()

    @property
    def names(self) -> Names:
        """The schemas of this record."""
        return self._record.datastore.names

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
