"""From entries to changes of rows: which rows are known from a position on, and which no longer are.

An ordinary entry only adds rows to an entry model. A correction or withdrawal takes the rows of the entry it is about,
and adds those of that entry as it now stands. A thing model tells the things again that an entry is about, and a state
model all of the municipality; the rows before and after are compared. Nothing here writes: what cannot be digested is
answered, beside the changes that can be made.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.events.base import Entry
from domain.events.record_keeping import RecordKeepingEvent
from domain.ledger.reading import Reading
from projections.engine.parts import Indigestible, Part, amended, position_of, reason, topics_of
from projections.engine.schema import EntryModel, ReadModel, Row, Rows


@dataclass(frozen=True, slots=True)
class Change:
    """What an entry changes: rows that are no longer known from its position on, and rows that are."""

    position: int
    stream: str
    closed: Rows
    opened: Rows


class Projection(ABC):
    """What one read model makes of the record, part after part."""

    def __init__(self, model: ReadModel, reading: Reading) -> None:
        self.topics = topics_of([model])
        self._handled = model.topics
        self._reading = reading

    def changes(
        self, part: Part, *, after: int = 0, parked: Collection[str] = ()
    ) -> tuple[list[Change], list[Indigestible]]:
        """What a part changes, in order, but for what stands up to ``after`` and for the streams that are parked.

        Answers also the first entry of each stream that is indigestible. Nothing that follows it in its stream is
        changed.
        """
        failed: dict[str, Indigestible] = {}
        for unread in part.unread:
            concerns = unread.topic is None or unread.topic in self.topics
            if concerns and unread.at.position > after and unread.at.stream not in parked:
                failed.setdefault(unread.at.stream, unread.at)
        concerned = [
            entry
            for entry in part.entries
            if entry.fact.TOPIC in self.topics and position_of(entry) > after and entry.stream not in parked
        ]
        changes: list[Change] = []
        for told in self._tell(concerned):
            before = failed.get(told.stream)
            if before is not None and before.position <= told.position:
                continue
            if isinstance(told, Indigestible):
                failed[told.stream] = told
            elif told.closed or told.opened:
                changes.append(told)
        for stream, first in failed.items():
            self.forget(stream)
            changes = [each for each in changes if each.stream != stream or each.position < first.position]
        return changes, list(failed.values())

    def forget(self, stream: str) -> None:  # noqa: B027 - a model of entries remembers nothing
        """Read a stream again when it comes next: what was remembered of it did not come to its rows."""

    @abstractmethod
    def _tell(self, entries: Sequence[Entry]) -> Iterator[Change | Indigestible]:
        """What each entry changes, in order."""


class OfEntries(Projection):
    """Rows follow from one entry each."""

    def __init__(self, model: EntryModel, reading: Reading) -> None:
        super().__init__(model, reading)
        self._model = model.with_texts_of(reading)

    def _tell(self, entries: Sequence[Entry]) -> Iterator[Change | Indigestible]:
        plain = [entry for entry in entries if not isinstance(entry.fact, RecordKeepingEvent)]
        told = iter(self._rows_of(plain))
        for entry in entries:
            if isinstance(entry.fact, RecordKeepingEvent):
                yield self._amended(entry)
                continue
            rows = next(told)
            if isinstance(rows, str):
                yield Indigestible(position_of(entry), entry.stream, rows)
            else:
                yield Change(position_of(entry), entry.stream, (), rows)

    def _rows_of(self, entries: Sequence[Entry]) -> Sequence[Rows | str]:
        """The rows of each entry, or what is wrong with it."""
        try:
            return [tuple(rows) for _, rows in zip(entries, self._model.rows_of(entries), strict=True)]
        except Exception as error:  # noqa: BLE001 - a read model may fail in any way
            if len(entries) == 1:
                return [reason(error)]
        return [rows for entry in entries for rows in self._rows_of([entry])]

    def _amended(self, amendment: Entry) -> Change | Indigestible:
        try:
            before, after = (self._rows_standing(entry) for entry in amended(self._reading, amendment))
        except Exception as error:  # noqa: BLE001 - the same
            return Indigestible(position_of(amendment), amendment.stream, reason(error))
        return compared(amendment, before, after)

    def _rows_standing(self, entry: Entry | None) -> dict[object, Row]:
        if entry is None or entry.fact.TOPIC not in self._handled:
            return {}
        ((*rows,),) = self._model.rows_of([entry])
        return by_key(rows)


def by_key(rows: Iterable[Row]) -> dict[object, Row]:
    """Rows by table and key; raises ValueError when two have the same."""
    found: dict[object, Row] = {}
    for row in rows:
        key = (row.table.name, *row.key)
        if key in found:
            raise ValueError(f"two rows of {row.table.name} have the key {row.key}")
        found[key] = row
    return found


def compared(entry: Entry, before: dict[object, Row], after: dict[object, Row]) -> Change:
    """What is different after an entry."""
    closed = tuple([row for key, row in before.items() if after.get(key) != row])
    opened = tuple([row for key, row in after.items() if before.get(key) != row])
    return Change(position_of(entry), entry.stream, closed, opened)
