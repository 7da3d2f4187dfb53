"""From entries to changes of rows: which rows are known from a position on, and which no longer are.

An ordinary entry only adds rows to an entry model. A correction or withdrawal takes the rows of the entry it is about,
and adds those of that entry as it now stands. A thing model tells the things again that an entry is about, and a state
model all of the municipality; the rows before and after are compared. Nothing here writes: what cannot be digested is
answered, beside the changes that can be made.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.events.base import Entry
from domain.events.record_keeping import RecordKeepingEvent
from domain.ledger.reading import Reading
from domain.ledger.stored import RecordedEvent
from domain.municipality import Municipality, evolve, fold
from projections.engine.parts import Indigestible, Part, amended, position_of, reason, topics_of
from projections.engine.schema import EntryModel, ReadModel, Row, Rows, StateModel, ThingModel
from projections.engine.told import Told, by_thing

REMEMBERED = 1000
"""Of how many streams a model that must know what went before remembers that; it reads the others again."""

Known = TypeVar("Known")
"""What is remembered of a stream."""


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

    @classmethod
    def of(cls, model: ReadModel, reading: Reading, position: int) -> "Projection":
        """The projection for the kind of the model, of which the rows are there up to a position."""
        match model:
            case EntryModel():
                return _OfEntries(model, reading)
            case ThingModel():
                return _OfThings(model, reading, position)
            case StateModel():
                return _OfStates(model, reading, position)
        raise TypeError(f"{model!r} is no entry model, thing model or state model")

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


class _OfEntries(Projection):
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


class _Remembering(Projection, Generic[Known]):
    """The projection of a model that must know what went before: of most streams it remembers that."""

    def __init__(self, model: ReadModel, reading: Reading, position: int) -> None:
        super().__init__(model, reading)
        self._remembered: dict[str, Known] = {}
        self._from_the_beginning = position == 0
        self._earlier: dict[str, list[RecordedEvent]] = {}

    def forget(self, stream: str) -> None:
        """Read a stream again when it comes next."""
        self._remembered.pop(stream, None)
        self._from_the_beginning = False

    @abstractmethod
    def _known(self, stream: str, earlier: Iterable[Entry]) -> Known:
        """What there is to know of a stream after its earlier entries."""

    @abstractmethod
    def _told(self, known: Known, entry: Entry) -> tuple[Known, Change]:
        """What is known after one more entry, and what that changes."""

    def _tell(self, entries: Sequence[Entry]) -> Iterator[Change | Indigestible]:
        self._look_up(entries)
        failed: set[str] = set()
        for entry in entries:
            if entry.stream in failed:
                continue
            try:
                yield self._after(entry)
            except Exception as error:  # noqa: BLE001 - a read model may fail in any way
                failed.add(entry.stream)
                yield Indigestible(position_of(entry), entry.stream, reason(error))
        while len(self._remembered) > REMEMBERED:
            self.forget(next(iter(self._remembered)))

    def _look_up(self, entries: Sequence[Entry]) -> None:
        """Read in one go what went before in the streams that are not remembered: their rows follow from the record."""
        new = {entry.stream for entry in entries} - self._remembered.keys()
        self._earlier = {}
        if new and not self._from_the_beginning:
            before = position_of(entries[0]) - 1
            for stored in self._reading.part_of_all(new, before, topics=self.topics):
                self._earlier.setdefault(str(stored.originator_id), []).append(stored)

    def _after(self, entry: Entry) -> Change:
        stream = entry.stream
        if stream in self._remembered:
            known = self._remembered.pop(stream)
        else:
            known = self._known(stream, map(self._reading.read, self._earlier.pop(stream, ())))
        self._remembered[stream], change = self._told(known, entry)  # behind all others: the first is longest unused
        return change


@dataclass(slots=True)
class _Story:
    """What a model of things knows of a stream: entries by version, and what is told of each thing, with its rows."""

    entries: dict[int, Entry]
    told: dict[str, tuple[Told, ...]]
    rows: dict[str, dict[object, Row]]


class _OfThings(_Remembering[_Story]):
    def __init__(self, model: ThingModel, reading: Reading, position: int) -> None:
        super().__init__(model, reading, position)
        self._model = model

    def _known(self, stream: str, earlier: Iterable[Entry]) -> _Story:  # noqa: ARG002 - a thing knows no stream
        entries = {entry.version: entry for entry in earlier}
        told = by_thing(self._model.things, entries)
        return _Story(entries, told, {thing: by_key(self._model.rows_of(thing, each)) for thing, each in told.items()})

    def _told(self, known: _Story, entry: Entry) -> tuple[_Story, Change]:
        known.entries[entry.version] = entry
        before, after = dict[object, Row](), dict[object, Row]()
        for thing, told in self._retold(known, entry).items():
            before |= known.rows.get(thing, {})
            known.told[thing], known.rows[thing] = told, by_key(self._model.rows_of(thing, told) if told else ())
            after |= known.rows[thing]
        return known, compared(entry, before, after)

    def _retold(self, known: _Story, entry: Entry) -> dict[str, tuple[Told, ...]]:
        """All that is told of each thing of which an entry tells something new."""
        if not isinstance(entry.fact, RecordKeepingEvent):
            told = Told(entry, entry.version)
            return {thing: (*known.told.get(thing, ()), told) for thing in self._model.things(entry)}
        if entry.fact.entry not in known.entries:
            return {}
        told_now = by_thing(self._model.things, known.entries)
        return {thing: told_now.get(thing, ()) for thing in {**known.told, **told_now}}


class _OfStates(_Remembering[tuple[Municipality, dict[object, Row]]]):
    def __init__(self, model: StateModel, reading: Reading, position: int) -> None:
        super().__init__(model, reading, position)
        self._model = model

    def _known(self, stream: str, earlier: Iterable[Entry]) -> tuple[Municipality, dict[object, Row]]:
        state = fold(None, earlier)
        return (state, by_key(self._model.rows(state))) if state else (Municipality(stream), {})

    def _told(
        self, known: tuple[Municipality, dict[object, Row]], entry: Entry
    ) -> tuple[tuple[Municipality, dict[object, Row]], Change]:
        state = evolve(known[0], entry)
        after = by_key(self._model.rows(state))
        return (state, after), compared(entry, known[1], after)


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
