"""The record as read models take it in: part after part, with what cannot be read set apart.

The entries of a part are read once for all read models that are told of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from eventsourcing.persistence import PersistenceError
from immutables import Map
from psycopg import Error

from domain.events.base import FACTS, UPCASTS, Entry, UnknownTopicError
from domain.events.record_keeping import RecordKeepingEvent
from domain.ledger.digests import DamagedEntryError
from domain.ledger.reading import Reading
from domain.ledger.stored import RecordedEvent
from domain.municipality import standing
from projections.engine.schema import ReadModel

AMENDING = frozenset(topic for topic, fact in FACTS.items() if issubclass(fact, RecordKeepingEvent))
"""Topics of corrections and withdrawals: every read model hears of these."""


@dataclass(frozen=True, slots=True)
class Indigestible:
    """An entry of which a read model can make nothing, and why. Later entries of its stream have to wait for it."""

    position: int
    stream: str
    error: str


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that is stored and does not read as a fact of its topic.

    One that is damaged may have been of any topic: that is None then, and it concerns all read models.
    """

    topic: str | None
    at: Indigestible


@dataclass(slots=True)
class Part:
    """Part of the record, up to a position: the entries with topics that were asked for.

    ``stopped`` says why it ends before the position that was asked for: there a fact stands, or is inside a correction,
    that only a newer program knows.
    """

    upto: int
    stopped: str | None = None
    entries: list[Entry] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    @classmethod
    def of(cls, reading: Reading, stored: Iterable[RecordedEvent], upto: int) -> "Part":
        """What is stored, as far as it can be read."""
        part, read = cls(upto), reading.read
        for each in stored:
            try:
                part.entries.append(read(each))
            except UnknownTopicError as error:
                part.upto, part.stopped = each.id - 1, str(error)
                break
            except Exception as error:  # noqa: BLE001 - whatever is wrong with it, the others go on
                at = Indigestible(each.id, str(each.originator_id), reason(error))
                part.unread.append(Unread(None if isinstance(error, DamagedEntryError) else each.topic, at))
        return part


def reason(error: Exception) -> str:
    """What is kept about an error that is the fault of one entry; one that is not is raised again."""
    if isinstance(error, UnknownTopicError | PersistenceError | Error | MemoryError):
        raise error
    return f"{type(error).__name__}: {error}"


def topics_of(models: Iterable[ReadModel]) -> frozenset[str]:
    """The topics to read for these models: what they handle, amendments, and old topics that may become either."""
    return AMENDING.union(UPCASTS, *(model.topics for model in models))


def position_of(entry: Entry) -> int:
    """Where an entry stands in the record; raises ValueError when it is not in it."""
    if entry.recorded is None:
        raise ValueError(f"entry {entry.stream}/{entry.version} is not in the record")
    return entry.recorded.position


def amended(reading: Reading, amendment: Entry) -> tuple[Entry | None, Entry | None]:
    """The entry that a correction or withdrawal comes down to, as it stood before and as it stands after it.

    None where it did not stand or does not; both are the same when nothing changed.
    """
    stored = reading.part_of(amendment.stream, 0, position_of(amendment), topics=topics_of([]))
    amendments = {each.version: each for each in map(reading.read, stored) if isinstance(each.fact, RecordKeepingEvent)}
    version = amendment.version
    while version in amendments:
        fact = amendments[version].fact
        assert isinstance(fact, RecordKeepingEvent)  # noqa: S101 - the others were left out
        if fact.entry >= version:
            return None, None
        version = fact.entry
    (original,) = reading.entries(amendment.stream, after=version - 1, upto=version)
    after = Map({**amendments, version: original})
    return next(standing(after.delete(amendment.version)), None), next(standing(after), None)
