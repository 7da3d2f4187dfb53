"""One batch: part of the record, read once, becomes rows of several read models in one transaction.

What comes in while a server runs is a few entries at a time, and somebody waits for them: they are read with one
question, and their rows go to the database in one go. Only when something is refused, one change after the other is
tried.
"""

import gc
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from threading import Lock

import psycopg

from domain.events.base import FACTS, UPCASTS, UnknownTopicError
from domain.ledger.digests import DamagedEntryError
from domain.ledger.reading import Reading
from domain.ledger.stored import RecordedEvent
from projections.engine.bookkeeping import Bookkeeping
from projections.engine.parts import Indigestible, Part, topics_of
from projections.engine.projecting import Change, OfEntries, Projection
from projections.engine.remembering import OfStates, OfThings
from projections.engine.schema import EntryModel, ReadModel, StateModel, ThingModel
from projections.engine.tables import Generation, Session
from projections.engine.writing import MissingRowError, Writing, digest, is_of_the_values

BATCH = 5_000
"""How many positions are taken at a time."""
FEW = 250
"""How many entries can be news: what costs less to read and write as it comes than to prepare for."""

Told = Sequence[tuple["Run", Sequence[Change], Sequence[Indigestible]]]
"""What a part changes in each generation, and where it is indigestible."""


@dataclass(slots=True)
class Run:
    """A generation that is worked on: where it is, what it makes of the record, and which streams it leaves alone."""

    generation: Generation
    position: int
    projection: Projection
    parked: set[str] = field(default_factory=set)


def projection_of(model: ReadModel, reading: Reading, position: int) -> Projection:
    """The projection for the kind of a model, of which the rows are there up to a position."""
    match model:
        case EntryModel():
            return OfEntries(model, reading)
        case ThingModel():
            return OfThings(model, reading, position)
        case StateModel():
            return OfStates(model, reading, position)
    raise TypeError(f"{model!r} is no entry model, thing model or state model")


class Batches:
    """Takes generations forward over one connection, which holds the right to."""

    def __init__(self, session: Session, reading: Reading) -> None:
        self._session = session
        self._reading = reading
        self._books = Bookkeeping(session, reading.names)

    def resume(self, generation: Generation, position: int) -> Run:
        """A generation from where it stands, with a fresh memory."""
        parked = {
            each.stream
            for each in self._books.parked()
            if (each.model, each.version, each.generation) == generation.key
        }
        return Run(generation, position, projection_of(generation.model, self._reading, position), parked)

    def advance(self, runs: Sequence[Run], upto: int) -> int:
        """Take the hindmost of these generations a batch further, and all others that are not beyond it.

        Returns:
            The position at which the batch ended.

        Raises:
            UnknownTopicError: the next entry has a topic that only a newer program knows. Nothing may be skipped.
            OvertakenError: somebody else moved one of them. They must be resumed from where they are now; so they must
                after any other error.
        """
        with collecting_later():
            return self._advance(runs, upto)

    def _advance(self, runs: Sequence[Run], upto: int) -> int:
        after = min(run.position for run in runs)
        return self._take(
            runs, self._part(after, min(after + BATCH, upto), topics_of(run.generation.model for run in runs))
        )

    def news(self, runs: Sequence[Run]) -> tuple[int, list[RecordedEvent]]:
        """Up to which position there is something to take, and what that is, when it is little."""
        after = min(run.position for run in runs)
        stored = self._reading.part(after, after + FEW)
        if len(stored) < FEW:
            return (stored[-1].id if stored else after), stored
        return self._reading.head().position, []

    def follow(self, runs: Sequence[Run], news: Sequence[RecordedEvent]) -> None:
        """Take the news. Raises what ``advance`` does."""
        topics = topics_of(run.generation.model for run in runs)
        concerned = [each for each in news if each.topic in topics or not _is_known(each.topic)]
        with collecting_later():
            self._take(runs, Part.of(self._reading, concerned, news[-1].id))

    def _take(self, runs: Sequence[Run], part: Part) -> int:
        after = min(run.position for run in runs)
        if part.upto == after:
            raise UnknownTopicError(f"the read models stop at position {after}: {part.stopped}")
        behind = [run for run in runs if run.position < part.upto]
        told = [(run, *run.projection.changes(part, after=run.position, parked=run.parked)) for run in behind]
        if not self._written(told, part.upto):
            self._digested(told, part.upto)
        for run in behind:
            run.position = part.upto
        return part.upto

    def _written(self, told: Told, upto: int) -> bool:
        """Write all of it in one go, as can be done nearly always; whether nothing was refused."""
        if any(indigestible for _, _, indigestible in told):
            return False
        writings = [Writing(self._session, run.generation, changes) for run, changes, _ in told if changes]
        few = sum(each.rows for each in writings) <= FEW
        try:
            with self._session.transaction():
                self._move(told, upto)
                with self._session.pipeline() if few else nullcontext():
                    for each in writings:
                        each.write(copying=not few)
                for each in writings:
                    each.require_ended()
        except (psycopg.Error, MissingRowError) as error:
            if is_of_the_values(error):
                return False
            raise
        return True

    def _digested(self, told: Told, upto: int) -> None:
        """Write what can be written, and park the streams of the rest."""
        with self._session.transaction():
            self._move(told, upto)
            for run, changes, indigestible in told:
                self._digest(run, changes, indigestible)

    def _move(self, told: Told, upto: int) -> None:
        self._books.move({run.generation: run.position for run, _, _ in told}, upto)

    def retry(self, run: Run, stream: str, first: int) -> bool:
        """Replay a parked stream from the entry that was indigestible; whether it is parked no longer."""
        run.projection.forget(stream)
        stored = self._reading.part_of(stream, first, run.position, topics=run.projection.topics)
        part = Part.of(self._reading, stored, run.position)
        if part.stopped:
            raise UnknownTopicError(part.stopped)
        changes, indigestible = run.projection.changes(part)
        with self._session.transaction():
            self._books.move({run.generation: run.position}, run.position)
            again = self._digest(run, changes, indigestible)
            if not again:
                self._books.release(run.generation, stream)
        if not again:
            run.parked.discard(stream)
        return not again

    def _part(self, after: int, upto: int, topics: Collection[str]) -> Part:
        """What there is to read, up to the first entry that only a newer program knows."""
        first = self._reading.topics(after, upto)
        strange = {topic: at for topic, at in first.items() if not _is_known(topic)}
        unknown = {topic: at for topic, at in strange.items() if not self._is_damaged(at)}
        topic = min(unknown, key=unknown.__getitem__, default=None)
        if topic is not None:
            upto = unknown[topic] - 1
        concerned = (topics & first.keys()) | (strange.keys() - unknown.keys())
        part = Part.of(self._reading, self._reading.part(after, upto, topics=concerned) if concerned else (), upto)
        if topic is not None and part.stopped is None:
            part.stopped = f"no fact is known as {topic!r}; a newer version of the program wrote it"
        return part

    def _is_damaged(self, position: int) -> bool:
        """Whether the entry there has a topic that nobody ever wrote, rather than one of a newer program."""
        try:
            for stored in self._reading.part(position - 1, position):
                self._reading.read(stored)
        except UnknownTopicError:
            return False
        except DamagedEntryError:
            return True
        return False

    def _digest(self, run: Run, changes: Sequence[Change], indigestible: Sequence[Indigestible]) -> list[Indigestible]:
        refused = digest(self._session, run.generation, changes)
        earliest = {each.stream: each for each in (*indigestible, *refused)}  # the database refused what came before
        self._books.park(run.generation, earliest.values())
        for stream in earliest:
            run.projection.forget(stream)
            run.parked.add(stream)
        return list(earliest.values())


def _is_known(topic: str) -> bool:
    return topic in FACTS or topic in UPCASTS


_collecting = Lock()
_batches = 0


@contextmanager
def collecting_later() -> Iterator[None]:
    """Look for cycles in memory between batches, not within: entries have none, and to look at them takes time.

    Measured with 125,000 statements: reading them takes a third of the time.
    """
    global _batches  # noqa: PLW0603 - the collector is one for the process, and so is this
    with _collecting:
        _batches += 1
        gc.disable()
    try:
        yield
    finally:
        with _collecting:
            _batches -= 1
            if not _batches:
                gc.enable()
