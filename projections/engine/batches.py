"""One batch: part of the record, read once, becomes rows of several read models in one transaction."""

import gc
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from domain.events.base import FACTS, UPCASTS, UnknownTopicError
from domain.ledger.reading import Reading
from projections.engine.bookkeeping import Bookkeeping
from projections.engine.parts import Indigestible, Part, topics_of
from projections.engine.projecting import Change, Projection
from projections.engine.tables import Generation, Session
from projections.engine.writing import Writing

BATCH = 5_000
"""How many positions are taken at a time."""


@dataclass(slots=True)
class Run:
    """A generation that is worked on: where it is, what it makes of the record, and which streams it leaves alone."""

    generation: Generation
    position: int
    projection: Projection
    parked: set[str] = field(default_factory=set)


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
        return Run(generation, position, Projection.of(generation.model, self._reading), parked)

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
        part = self._part(after, min(after + BATCH, upto), topics_of(run.generation.model for run in runs))
        if part.upto == after:
            raise UnknownTopicError(f"the read models stop at position {after}: {part.stopped}")
        behind = [run for run in runs if run.position < part.upto]
        told = [(run, *run.projection.changes(part, after=run.position, parked=run.parked)) for run in behind]
        with self._session.transaction():
            self._books.move({run.generation: run.position for run in behind}, part.upto)
            for run, changes, indigestible in told:
                self._digest(run, changes, indigestible)
        for run in behind:
            run.position = part.upto
        return part.upto

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
        unknown = {topic: at for topic, at in first.items() if topic not in FACTS and topic not in UPCASTS}
        topic = min(unknown, key=unknown.__getitem__, default=None)
        if topic is not None:
            upto = unknown[topic] - 1
        concerned = topics & first.keys()
        part = Part.of(self._reading, self._reading.part(after, upto, topics=concerned) if concerned else (), upto)
        if topic is not None and part.stopped is None:
            part.stopped = f"no fact is known as {topic!r}; a newer version of the program wrote it"
        return part

    def _digest(self, run: Run, changes: Sequence[Change], indigestible: Sequence[Indigestible]) -> list[Indigestible]:
        refused = Writing(self._session, run.generation).digest(changes)
        earliest = {each.stream: each for each in (*indigestible, *refused)}  # the database refused what came before
        self._books.park(run.generation, earliest.values())
        for stream in earliest:
            run.projection.forget(stream)
            run.parked.add(stream)
        return list(earliest.values())


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
