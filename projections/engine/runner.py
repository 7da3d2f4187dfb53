"""Keeps the read models up with the record, in whichever process is first.

Every process stands for election, for each version of each read model: a lock on the very connection that writes, so
that it is gone when the connection is. Who is elected sleeps until something is appended, looks each second anyway, and
takes what is new in batches. Rows and position are committed together; the position is moved only from where it was
thought to be. So whatever is killed, every entry is projected once.
"""

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from threading import Event, Thread

import psycopg
from eventsourcing.persistence import PersistenceError
from psycopg import sql

from domain.events.base import UnknownTopicError
from domain.ledger.reading import Reading
from projections.engine.batches import Batches, Run
from projections.engine.bookkeeping import Bookkeeping, OvertakenError, Role
from projections.engine.rebuilding import Progress, build_missing
from projections.engine.schema import ReadModel
from projections.engine.status import lowest
from projections.engine.tables import Generation, Session

POLL = 1.0
"""Seconds after which a projector looks whether there is something new, when nobody told it."""
RETRY = 300.0
"""Seconds after which parked streams are tried again."""
PATIENCE = 60.0
"""Seconds after which a projector that stopped tries again."""
GLANCE = (0.002, 0.05)
"""Seconds between two looks at a position that is waited for: at first, and at most."""

log = logging.getLogger(__name__)


class StaleError(Exception):
    """The read models did not come as far as was asked, within the time that was given."""


class Projector:
    """Keeps some read models up with one record. Safe to use from several threads and processes at once."""

    def __init__(self, reading: Reading, models: Sequence[ReadModel]) -> None:
        self._reading = reading
        self._models = tuple(models)
        self._trouble: dict[Role, str] = {}

    @property
    def trouble(self) -> str | None:
        """Why ``run`` does not go on with keeping up, or else with building; None while it does."""
        return next((self._trouble[role] for role in Role if role in self._trouble), None)

    def run(self, stop: Event) -> None:
        """Build what is not there yet, and keep up, until told to stop. Meant for a thread of its own.

        It outlives a lost connection. An entry that only a newer program knows makes it give up its election and try
        again each minute: the newer program can then take over.
        """
        builder = Thread(target=self._build, args=[stop], name="read model builder", daemon=True)
        builder.start()
        while not stop.is_set():
            try:
                with self._reading.session() as session:
                    self._serve(session, stop)
            except (UnknownTopicError, psycopg.Error, PersistenceError) as error:
                stop.wait(self._troubled(Role.KEEP_UP, error))
        builder.join()

    def wake(self) -> None:
        """Let ``run`` look around now, as when it was told to stop; without a database it does within a second."""
        with suppress(psycopg.Error, PersistenceError):
            told = [self._reading.names.channel, str(self._reading.head().position)]
            with self._reading.connection() as connection:
                connection.execute("SELECT pg_notify(%s, %s)", told)

    def catch_up(self, upto: int | None = None, *, timeout: float = 60.0, progress: Progress = lambda *_: None) -> int:
        """Come as far as a position, or as the record now is; build first what is not there yet, however long it takes.

        For reads from a command line: where a server keeps up already, this only waits for it.

        Args:
            upto: the position; by default that of the head.
            timeout: for how many seconds another process may let us wait without coming any further itself.
            progress: hears how far a build is, and then how far the keeping up.

        Returns:
            The position that all read models have reached.

        Raises:
            StaleError: another process did not come so far in time.
            UnknownTopicError: only a newer program can read what is in the record.
        """
        wanted = self._reading.head().position if upto is None else upto
        with self._reading.session() as session:
            keeping = _Keeping(session, self._reading, self._models)
            before, give_up = None, 0.0
            while True:
                build_missing(self._reading, self._models, progress=progress)
                keeping.keep_up(progress=progress)
                if (position := lowest(self._reading, self._models)) >= wanted:
                    return position
                if (now := keeping.places()) != before:
                    before, give_up = now, time.monotonic() + timeout
                if time.monotonic() > give_up:
                    raise StaleError(f"the read models are at position {position}, not at {wanted}")
                time.sleep(GLANCE[1])

    def wait_for(self, position: int, timeout: float, models: Sequence[ReadModel] | None = None) -> bool:
        """Wait until queries show a position, of all read models or of these; whether they did in time (seconds)."""
        give_up, pause = time.monotonic() + timeout, GLANCE[0]
        while lowest(self._reading, models or self._models) < position:
            left = give_up - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(pause, left))
            pause = min(pause * 1.5, GLANCE[1])
        return True

    def reached(self) -> int:
        """The position up to which queries on all read models show the record; 0 when one is not built."""
        return lowest(self._reading, self._models)

    def _serve(self, session: Session, stop: Event) -> None:
        session.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._reading.names.channel)))
        keeping = _Keeping(session, self._reading, self._models)
        while not stop.is_set():
            keeping.keep_up(stop)
            self._trouble.pop(Role.KEEP_UP, None)
            for _ in session.notifies(timeout=POLL, stop_after=1):
                pass

    def _build(self, stop: Event) -> None:
        while not stop.is_set():
            try:
                build_missing(self._reading, self._models, stop=stop)
            except (UnknownTopicError, psycopg.Error, PersistenceError) as error:
                stop.wait(self._troubled(Role.BUILD, error))
            else:
                self._trouble.pop(Role.BUILD, None)
                stop.wait(POLL)

    def _troubled(self, role: Role, error: Exception) -> float:
        """How long to wait with trying again. Only the kind of error is logged: what it says may be about a person."""
        self._trouble[role] = str(error)
        log.warning("read models: cannot %s: %s", role, type(error).__name__)
        return PATIENCE if isinstance(error, UnknownTopicError) else POLL


class _Keeping:
    """What one connection keeps up."""

    def __init__(self, session: Session, reading: Reading, models: Sequence[ReadModel]) -> None:
        self._reading = reading
        self._books = Bookkeeping(session, reading.names)
        self._books.begin()
        self._batches = Batches(session, reading)
        self._candidates = sorted(models, key=lambda model: model.called)
        self._elected: list[ReadModel] = []
        self._runs: dict[ReadModel, Run] = {}
        self._look_at = 0.0
        self._retry_at = 0.0

    def keep_up(self, stop: Event | None = None, *, progress: Progress = lambda *_: None) -> None:
        """Take all that this connection is elected for to the head of the record, as far as it is built."""
        while not (stop and stop.is_set()) and self._at_work():
            try:
                if time.monotonic() > self._retry_at:
                    self._retry()
                if not self._advance(progress):
                    break
            except OvertakenError:
                self._look_at = 0.0  # a new generation took over

    def places(self) -> list[tuple[str, int, int, int]]:
        """Where every generation is, whoever works on it."""
        return [(each.model, each.version, each.generation, each.position) for each in self._books.standings()]

    def _advance(self, progress: Progress) -> bool:
        """Take a batch; whether there was anything to take."""
        runs = list(self._runs.values())
        try:
            position = min(run.position for run in runs)
            head, news = self._batches.news(runs)
            if position >= head:
                return False
            progress(position, head)
            if news:
                self._batches.follow(runs, news)
            else:
                self._batches.advance(runs, head)
        except UnknownTopicError as error:
            for run in runs:
                self._books.tell_trouble(run.generation, str(error))
            raise
        return True

    def _at_work(self) -> bool:
        """Whether there is something to keep up.

        Who else is there, and what was built, is looked at each second: this is asked with every entry, in every
        process. Where a generation was replaced meanwhile, the next batch tells (OvertakenError).
        """
        if time.monotonic() > self._look_at:
            self._look_at = time.monotonic() + POLL
            for model in self._candidates:
                if model not in self._elected and self._books.elect(model.name, model.version, Role.KEEP_UP):
                    self._elected.append(model)
            self._resume()
        return bool(self._runs)

    def _resume(self) -> None:
        """Work on the generations that are live now; those that are where we left them keep what they remember."""
        live = {(each.model, each.version): each for each in self._books.standings() if each.live}
        runs = {}
        for model in self._elected:
            if standing := live.get((model.name, model.version)):
                generation = Generation(model, standing.generation, self._reading.names)
                run = self._runs.get(model)
                if run is None or (run.generation, run.position) != (generation, standing.position):
                    run = self._batches.resume(generation, standing.position)
                runs[model] = run
        self._runs = runs

    def _retry(self) -> None:
        self._retry_at = time.monotonic() + RETRY
        for parked in self._books.parked():
            for run in self._runs.values():
                if run.generation.key == (parked.model, parked.version, parked.generation):
                    self._batches.retry(run, parked.stream, parked.position)
