"""Group commit: many threads append, one carries it out, and all who wait together share one commit.

What a disk charges for is a commit, however much is in it. So whoever comes while an append is under way waits, and one
thread per process takes everything that waits and carries it out in one transaction, while the next group gathers
behind it. Nobody waits for a timer: a lone append goes at once, and a crowd finds itself in groups because commits take
time.

Each command has its own answer. The record itself answers a conflict, and leaves the rest of the group alone; what the
database refuses (a column that must not be empty) is found by carrying out each command of that group by itself.

A connection that is lost leaves open whether the group was committed. It is sent again, as long as there is patience:
that is harmless, because a command that was committed comes back as repeated, with its first answer. So a restart of
the database, or a standby that takes over, is a pause and no error.
"""

import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Condition, Lock, Thread

import psycopg
from eventsourcing.persistence import InterfaceError, OperationalError
from psycopg import Connection
from psycopg.rows import DictRow

from domain.ledger.appending import APPEND, Append, Appended, OutcomeUnknownError, append_parameters
from domain.ledger.datastore import Datastore, is_away, translated

MOST = 128
"""The most threads that one group serves: some milliseconds of work, so that the first does not wait for the last."""
LARGEST = 1_000_000
"""Bytes of documents after which a group is full."""
PAUSE = 0.1
"""Seconds between two attempts to reach a database that is away."""

Answer = list[Appended] | Exception


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Appends that a thread waits for, all of them in one transaction, and where it waits for the answer."""

    appends: Sequence[Append]
    answer: "SimpleQueue[Answer]" = field(default_factory=SimpleQueue)

    @property
    def size(self) -> int:
        """How many bytes of documents it brings."""
        return sum(len(content.cipher) for append in self.appends for _, content in append.contents)


class _AwayError(Exception):
    """The database stayed away longer than there is patience."""

    def __init__(self, patience: float, *, unknown: bool) -> None:
        super().__init__(f"the database is away for more than {patience:g} s; nothing is recorded, try again later")
        self.unknown = unknown  # whether the appends were sent before it went

    def told(self, waiting: _Waiting) -> Exception:
        """What those hear who waited for these appends."""
        if self.unknown:
            return OutcomeUnknownError.of([append.command for append in waiting.appends])
        told = OperationalError(str(self))
        told.__cause__ = self.__cause__  # says whether it is gone, or is there and takes no writes
        return told


class GroupCommit:
    """Appends to a record for all threads of a process, over one connection, until it is closed.

    Who comes while nobody else appends goes at once, in its own thread. Who comes while somebody does waits for the one
    thread that serves all who wait; it begins when it is needed first.
    """

    def __init__(self, datastore: Datastore) -> None:
        self._datastore = datastore
        self._query = APPEND.format(append=datastore.table("append")).as_bytes()
        self._connection: Connection[DictRow] | None = None
        self._line = Lock()  # who has it uses the connection
        self._waiting: deque[_Waiting] = deque()
        self._news = Condition()  # that somebody waits, or that it is closed
        self._thread: Thread | None = None
        self._closed = False

    # The side of those who append

    def append(self, appends: Sequence[Append]) -> list[Appended]:
        """Carry out these commands in one transaction; answers for each in the order given.

        Raises:
            OutcomeUnknownError: the connection was lost and did not come back; sending them again tells the outcome.
            OperationalError: the database was away for longer than the patience of the datastore; nothing is recorded.
            PersistenceError: the database refuses what is appended; nothing of it is recorded.
            InterfaceError: the record is closed.
        """
        waiting = _Waiting(appends)
        if not self._went_alone(waiting):
            self._stand_in_line(waiting)
        answer = waiting.answer.get()
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def waiting(self) -> int:
        """How many wait while others append."""
        return len(self._waiting)

    def close(self) -> None:
        """Carry out what still waits, and give the connection back."""
        with self._news:
            self._closed = True
            self._news.notify()
        if self._thread is not None:
            self._thread.join()
        with self._line:
            self._hang_up()

    def _went_alone(self, waiting: _Waiting) -> bool:
        if self._waiting or self._closed or not self._line.acquire(blocking=False):
            return False
        try:
            self._carry_out([waiting])
        finally:
            self._line.release()
        return True

    def _stand_in_line(self, waiting: _Waiting) -> None:
        with self._news:
            if self._closed:
                raise InterfaceError("the record is closed")
            self._waiting.append(waiting)
            self._news.notify()
            if self._thread is None:
                self._thread = Thread(target=self._serve, name="group commit", daemon=True)
                self._thread.start()

    # The side of the one thread

    def _serve(self) -> None:
        while self._somebody_waits():
            with self._line:
                group = self._gathered()
                try:
                    self._carry_out(group)
                except Exception as error:  # noqa: BLE001 - whatever it is, nobody is left waiting
                    for each in group:
                        each.answer.put(error)

    def _somebody_waits(self) -> bool:
        """True once somebody does; False when it is closed and nobody will any more."""
        with self._news:
            self._news.wait_for(lambda: self._waiting or self._closed)
            return bool(self._waiting)

    def _gathered(self) -> list[_Waiting]:
        """Who waits by now, as far as they fit in one group."""
        group, size = [self._waiting.popleft()], 0
        while self._waiting and len(group) < MOST and (size := size + group[-1].size) <= LARGEST:
            group.append(self._waiting.popleft())
        return group

    def _carry_out(self, group: Sequence[_Waiting]) -> None:
        """Answer everybody in a group; where the database refuses the whole, each goes by itself."""
        try:
            answers = iter(self._answered([append for each in group for append in each.appends]))
        except psycopg.Error as refused:
            if len(group) == 1:
                group[0].answer.put(translated(refused))
                return
            for each in group:
                self._carry_out([each])
        except _AwayError as away:
            for each in group:
                each.answer.put(away.told(each))
        else:
            for each in group:
                each.answer.put([next(answers) for _ in each.appends])

    def _answered(self, appends: Sequence[Append]) -> list[Appended]:
        """Send a group until there is an answer, over a new connection whenever the last one is lost."""
        parameters, unknown, give_up = append_parameters(appends), False, None
        while True:
            connection = None
            try:
                connection = self._connected()
                return [Appended.of(row) for row in connection.execute(self._query, parameters, prepare=True)]
            except psycopg.Error as error:
                if not is_away(error):
                    raise
                unknown = unknown or (connection is not None and connection.closed)
                self._hang_up()
                give_up = give_up or time.monotonic() + self._datastore.patience
                if time.monotonic() > give_up:
                    raise _AwayError(self._datastore.patience, unknown=unknown) from error
            time.sleep(PAUSE)

    def _connected(self) -> Connection[DictRow]:
        if self._connection is None:
            self._connection = self._datastore.connected()
        return self._connection

    def _hang_up(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None
