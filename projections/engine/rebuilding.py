"""Building a read model beside the one in use: from position 0, resumable, put in its place in one transaction.

A generation that is being built has its place in the bookkeeping from the beginning. A process that is killed leaves it
there, and the next builder goes on from it. Queries see the old generation until all of the new one is there.
"""

from collections.abc import Callable, Sequence
from threading import Event
from typing import LiteralString

import psycopg
from psycopg import sql

from domain.events.base import UnknownTopicError
from domain.ledger.reading import Reading
from projections.engine.batches import Batches, Run
from projections.engine.bookkeeping import Bookkeeping, Role, Standing
from projections.engine.schema import ReadModel
from projections.engine.tables import Generation, Session, drop_generations_but, drop_views

Progress = Callable[[int, int], None]
"""Hears how many positions are done, of how many."""

ATTEMPTS = 20
"""How often the new generation tries to take over while readers hold on to the old one."""
PATIENCE: LiteralString = "5s"
"""How long each of these attempts holds up readers who come later, and the projector."""
PAUSE = 0.5
"""Seconds between these attempts, for those who were held up."""


def rebuild(
    reading: Reading, models: Sequence[ReadModel], *, stop: Event | None = None, progress: Progress = lambda *_: None
) -> list[ReadModel]:
    """Build the next generation of each of these read models, reading the record once for all of them.

    Returns:
        Those that were built and are in use. The others are being built by another process, or it was told to stop.

    Raises:
        UnknownTopicError: only a newer program can read all of the record. What is built stays, to go on with later.
    """
    with reading.session() as session:
        return _Builder(session, reading, stop or Event(), progress).build(models)


def build_missing(
    reading: Reading, models: Sequence[ReadModel], *, stop: Event | None = None, progress: Progress = lambda *_: None
) -> list[ReadModel]:
    """Build those of these read models that are not in use yet, and go on with builds that were broken off.

    Returns and raises what ``rebuild`` does.
    """
    wanted = missing(reading, models)
    return rebuild(reading, wanted, stop=stop, progress=progress) if wanted else []


def missing(reading: Reading, models: Sequence[ReadModel]) -> list[ReadModel]:
    """Those of these read models that have no rows in use yet, or a build that was begun."""
    with reading.connection() as connection:
        standings = Bookkeeping(connection, reading.names).standings()
    complete = {(each.model, each.version) for each in standings if each.live}
    begun = {(each.model, each.version) for each in standings if not each.live}
    return [each for each in models if (each.name, each.version) in begun or (each.name, each.version) not in complete]


def drop_older(reading: Reading, models: Sequence[ReadModel]) -> list[str]:
    """Drop what is left of older versions of these read models, where no running program keeps them up.

    Returns:
        What was dropped, as ``ladder_v1``.
    """
    dropped = []
    with reading.session() as session:
        books = Bookkeeping(session, reading.names)
        newest = {model.name: model.version for model in models}
        older = {(each.model, each.version) for each in books.standings() if each.version < newest.get(each.model, 0)}
        for name, version in sorted(older):
            if all(books.elect(name, version, role) for role in Role):
                with session.transaction():
                    drop_views(session, name, version, reading.names)
                    drop_generations_but(session, name, version, (), reading.names)
                    books.forget(name, version)
                dropped.append(f"{name}_v{version}")
    return dropped


class _Builder:
    def __init__(self, session: Session, reading: Reading, stop: Event, progress: Progress) -> None:
        self._session = session
        self._reading = reading
        self._stop = stop
        self._progress = progress
        self._books = Bookkeeping(session, reading.names)
        self._batches = Batches(session, reading)

    def build(self, models: Sequence[ReadModel]) -> list[ReadModel]:
        self._books.begin()
        mine = [model for model in models if self._books.elect(model.name, model.version, Role.BUILD)]
        if not mine:
            return []
        for model in mine:
            self._begin(model)
        for attempt in range(ATTEMPTS):
            runs = self._runs(mine)
            self._catch_up(runs)
            self._index(runs)
            if self._stop.is_set():
                return []
            try:
                self._take_over(runs)
                break
            except psycopg.errors.LockNotAvailable:
                if attempt == ATTEMPTS - 1:
                    raise
                self._stop.wait(PAUSE)
        self._drop_old(mine)
        return mine

    def _of(self, model: ReadModel) -> list[Standing]:
        return [each for each in self._books.standings() if (each.model, each.version) == (model.name, model.version)]

    def _begin(self, model: ReadModel) -> None:
        known = self._of(model)
        if all(each.live for each in known):
            number = 1 + max((each.generation for each in known), default=0)
            self._books.add(Generation(model, number, self._reading.names))

    def _runs(self, models: Sequence[ReadModel]) -> list[Run]:
        return [
            self._batches.resume(Generation(model, each.generation, self._reading.names), each.position)
            for model in models
            for each in self._of(model)
            if not each.live
        ]

    def _catch_up(self, runs: Sequence[Run]) -> None:
        head = self._reading.head().position
        while not self._stop.is_set() and (position := min(run.position for run in runs)) < head:
            self._progress(position, head)
            if self._advance(runs, head) == head:
                head = self._reading.head().position
        self._progress(head, head)

    def _advance(self, runs: Sequence[Run], upto: int) -> int:
        try:
            return self._batches.advance(runs, upto)
        except UnknownTopicError as error:
            for run in runs:
                self._books.tell_trouble(run.generation, str(error))
            raise

    def _index(self, runs: Sequence[Run]) -> None:
        for run in runs:
            standing = next(each for each in self._of(run.generation.model) if not each.live)
            if not standing.indexed and not self._stop.is_set():
                with self._session.transaction():
                    run.generation.index(self._session)
                    self._books.mark_indexed(run.generation)

    def _take_over(self, runs: Sequence[Run]) -> None:
        """In one transaction, with the old generations held where they are: catch up with them and take over."""
        with self._session.transaction():
            self._session.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(PATIENCE))
            furthest = self._books.hold_live([run.generation.model for run in runs])
            while min(run.position for run in runs) < furthest:
                self._batches.advance(runs, furthest)
            for run in runs:
                run.generation.take_over(self._session)
                self._books.enthrone(run.generation)

    def _drop_old(self, models: Sequence[ReadModel]) -> None:
        """What somebody still reads stays, until the next build."""
        for model in models:
            kept = [each.generation for each in self._of(model)]
            try:
                with self._session.transaction():
                    self._session.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(PATIENCE))
                    drop_generations_but(self._session, model.name, model.version, kept, self._reading.names)
            except psycopg.errors.LockNotAvailable:
                continue
