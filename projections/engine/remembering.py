"""Projections that must know what went before in a stream: of most streams they remember that.

Of a thing only is remembered which entries tell of it; these are read again when something new is told. So there is
little to remember, however much was told: who looks for cycles in memory would have to go through all of it.
"""

from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.events.base import Entry
from domain.events.record_keeping import RecordKeepingEvent
from domain.ledger.reading import Reading
from domain.ledger.stored import RecordedEvent
from domain.municipality import Municipality, evolve, fold
from projections.engine.parts import Indigestible, position_of, reason
from projections.engine.projecting import Change, Projection, by_key, compared
from projections.engine.schema import ReadModel, Row, StateModel, ThingModel
from projections.engine.told import Told, by_thing

REMEMBERED = 1000
"""Of how many streams a model that must know what went before remembers that; it reads the others again."""

Known = TypeVar("Known")
"""What is remembered of a stream."""


class Remembering(Projection, Generic[Known]):
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
    """Which entries of a stream tell of each thing, by version. The entries themselves are in the record.

    ``versions`` are those of all entries, ``amended`` the things of which one no longer reads as it was recorded.
    """

    told: dict[str, tuple[int, ...]]
    versions: set[int]
    amended: set[str]


class OfThings(Remembering[_Story]):
    """Rows follow from what is told of each thing."""

    def __init__(self, model: ThingModel, reading: Reading, position: int) -> None:
        super().__init__(model, reading, position)
        self._model = model
        self._at_hand: dict[tuple[str, int], Entry] = {}

    def _look_up(self, entries: Sequence[Entry]) -> None:
        super()._look_up(entries)
        self._at_hand = {(entry.stream, entry.version): entry for entry in entries}
        try:
            self._fetch({place for entry in entries for place in self._places(entry)})
        except Exception as error:  # noqa: BLE001 - it is fetched again by itself, and told with what is told of then
            reason(error)

    def _tell(self, entries: Sequence[Entry]) -> Iterator[Change | Indigestible]:
        yield from super()._tell(entries)
        self._at_hand = {}

    def _known(self, stream: str, earlier: Iterable[Entry]) -> _Story:
        entries = {entry.version: entry for entry in earlier if entry.fact.TOPIC in self.topics}
        self._at_hand |= {(stream, version): entry for version, entry in entries.items()}
        told, as_recorded = by_thing(self._model.things, entries), self._as_recorded(entries)
        versions = {thing: tuple(each.entry.version for each in told[thing]) for thing in told}
        amended = {thing for thing in {**told, **as_recorded} if told.get(thing) != as_recorded.get(thing)}
        return _Story(versions, set(entries), amended)

    def _told(self, known: _Story, entry: Entry) -> tuple[_Story, Change]:
        known.versions.add(entry.version)
        before, after = dict[object, Row](), dict[object, Row]()
        for thing, (then, now) in self._retold(known, entry).items():
            before |= by_key(self._model.rows_of(thing, then) if then else ())
            after |= by_key(self._model.rows_of(thing, now) if now else ())
            known.told[thing] = tuple(each.entry.version for each in now)
        return known, compared(entry, before, after)

    def _retold(self, known: _Story, entry: Entry) -> dict[str, tuple[tuple[Told, ...], tuple[Told, ...]]]:
        """All that is told of each thing of which an entry tells something new: before it, and after."""
        if not isinstance(entry.fact, RecordKeepingEvent):
            then = {thing: self._told_of(known, thing, entry) for thing in self._model.things(entry)}
            return {thing: (told, (*told, Told(entry, entry.version))) for thing, told in then.items()}
        if entry.fact.entry not in known.versions:
            return {}
        entries = self._all(entry)
        now = by_thing(self._model.things, entries)
        del entries[entry.version]
        then = by_thing(self._model.things, entries)
        found = {thing: (then.get(thing, ()), now.get(thing, ())) for thing in {**then, **now}}
        changed = {thing: both for thing, both in found.items() if both[0] != both[1]}
        known.amended |= changed.keys()
        return changed

    def _told_of(self, known: _Story, thing: str, entry: Entry) -> tuple[Told, ...]:
        """What was told of a thing before an entry."""
        if thing in known.amended:
            entries = self._all(entry)
            del entries[entry.version]
            return by_thing(self._model.things, entries).get(thing, ())
        places = [(entry.stream, version) for version in known.told.get(thing, ())]
        self._fetch(places)
        return tuple(Told(self._at_hand[place], place[1]) for place in places)

    def _places(self, entry: Entry) -> Iterator[tuple[str, int]]:
        """Where it stands what was told before of the things that an entry is about."""
        known = self._remembered.get(entry.stream)
        if known and not isinstance(entry.fact, RecordKeepingEvent):
            for thing in self._model.things(entry):
                yield from ((entry.stream, version) for version in known.told.get(thing, ()))

    def _fetch(self, places: Collection[tuple[str, int]]) -> None:
        if wanted := [place for place in places if place not in self._at_hand]:
            found = self._reading.entries_at(wanted)
            self._at_hand |= {(entry.stream, entry.version): entry for entry in found}

    def _all(self, entry: Entry) -> dict[int, Entry]:
        """What a stream holds up to an entry, itself included."""
        stored = self._reading.part_of(entry.stream, 0, position_of(entry), topics=self.topics)
        return {each.version: each for each in map(self._reading.read, stored) if each.fact.TOPIC in self.topics}

    def _as_recorded(self, entries: Mapping[int, Entry]) -> dict[str, tuple[Told, ...]]:
        plain = {v: entry for v, entry in entries.items() if not isinstance(entry.fact, RecordKeepingEvent)}
        return by_thing(self._model.things, plain)


class OfStates(Remembering[tuple[Municipality, dict[object, Row]]]):
    """Rows follow from the state of a municipality."""

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
