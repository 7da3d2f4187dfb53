"""One PostgreSQL server on one cluster folder: making the cluster, starting, asking, stopping.

Each program runs *inside* the cluster (``/proc/self/cwd``), under the account of ``system_user``. So the folders above
it need not be open to that account (a checkout in ``/root``), and the path of the socket, ``./.s.PGSQL.5432``, is never
too long for the server, however deep the folder lies.
"""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import psycopg
from psycopg import errors
from psycopg.conninfo import make_conninfo

from domain.ledger.archive import Archive, ForeignArchiveError
from domain.ledger.system_user import SystemUser, programs_for

Result = TypeVar("Result")

MAJOR = "18"  # a cluster of another major cannot be read; the wheel is pinned to the same in pyproject.toml
SUPERUSER = DATABASE = "trede"
PATIENCE = 600  # seconds; recovery after a crash takes minutes on a slow disk
WORD_AFTER = 3  # seconds until the user hears why it takes long; repeated each ten
LOG_LIMIT = 5_000_000  # bytes
SOCKET = ".s.PGSQL.5432"
LONGEST_SOCKET = 107  # bytes the kernel allows in the path of a socket
HERE = "/proc/self/cwd"
SETTINGS = {
    "listen_addresses": "",  # no network: the socket is the only door
    "unix_socket_directories": ".",  # in the cluster, where the rights are right (0700)
    "unix_socket_permissions": "0700",  # the same, should somebody open the folder
    "port": "5432",  # only part of the socket's name; said because PGPORT may say otherwise
    "shared_buffers": "128MB",  # the record of all provinces fits; a small machine keeps its memory
    "max_connections": "100",  # web workers, a projector and command lines together stay under half of it
    "wal_level": "replica",  # physical backups and a standby are possible without a restart
    "archive_mode": "on",  # a backup can be brought to any later moment
    "archive_timeout": "300",  # seconds: with an archive on another disk, no more than that is lost with this one
    "fsync": "on",  # with the next two: what was answered 'recorded' survives a power cut
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "jit": "off",  # compiling costs more than it gains on queries of milliseconds
    "max_parallel_workers_per_gather": "0",  # parallel queries need /dev/shm, 64 MB in a container: they fail at random
    "timezone": "UTC",  # the record keeps moments; days are decided in Python
    "log_timezone": "UTC",
    "lc_messages": "C",  # English, whatever the user's language: errors can be looked up
    "log_checkpoints": "off",  # the log cannot be changed while the server runs: no line each five minutes
}
INITDB = (
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--encoding=UTF8"),  # alike everywhere
    *("--username", SUPERUSER, "--data-checksums"),  # a flipped bit on disk is an error, not a figure
    *("--auth-local=trust", "--auth-host=reject"),  # who can enter the folder is trusted; the network never
)
START = ("start", "--wait", "--silent", "--timeout", str(PATIENCE))
STOP = ("--wait", "--silent", "--timeout", "60")  # 128 MB of buffers are written in less


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot be used; the text names the folder and says what to do."""


class Server:
    """The cluster in ``postgres`` of a data folder, and the server on it, whether it runs or not."""

    def __init__(
        self, data: Path, user: SystemUser, archive: Archive, on_wait: Callable[[str], None], *, name: str = "postgres"
    ) -> None:
        self.data, self.user, self.archive, self.on_wait = data, user, archive, on_wait
        self.cluster = data / name
        self.restored = data / "postgres.restored"  # stands here, whole, while the cluster makes place for it
        self.log = data / "postgres.log"

    def refuse_another_major(self) -> None:
        """Refuse what a newer or older PostgreSQL made, or something else in its place."""
        if not self.cluster.is_dir() or not any(self.cluster.iterdir()):
            return
        try:
            major = (self.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            raise EmbeddedPostgresError(f"{self.cluster} is not a PostgreSQL cluster: move it away.") from None
        if major != MAJOR:
            raise EmbeddedPostgresError(
                f"{self.cluster} was made by PostgreSQL {major} and this Trede reads {MAJOR} only: use the Trede that "
                f"made it, move it over with pg_dump, or set TREDE_DATA to another folder."
            )

    def launch(self, lock: int) -> None:
        """Start the server; the lock says that no process of an earlier one is left."""
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        if not self.cluster.exists() and self.restored.exists():  # who put it there was killed a moment too early
            self.restored.rename(self.cluster)
        if not (self.cluster / "PG_VERSION").exists():
            self.initialise(lock)
        for stale in ("postmaster.pid", SOCKET, f"{SOCKET}.lock"):  # their process numbers may be somebody else's now
            (self.cluster / stale).unlink(missing_ok=True)
        if SETTINGS["archive_mode"] == "off":
            self.run_server(SETTINGS, lock)
            return
        try:
            with self.archive.opened(self.cluster) as archive:
                settings = SETTINGS | self.archive.settings(self.cluster, archive)
                self.run_server(settings, lock, *([] if archive is None else [archive]))
        except ForeignArchiveError as error:
            raise EmbeddedPostgresError(str(error)) from error

    def run_server(self, settings: Mapping[str, str], *shared: int) -> None:
        """Start the server with these settings and open files, until it answers; what is stale has been put away."""
        words = shlex.join(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))
        self.run("pg_ctl", *START, "-o", words, folder=self.cluster, shared=shared)

    def initialise(self, lock: int) -> None:
        """Make the cluster beside its place and rename it: half a cluster never stands there."""
        unfinished = self.data / "postgres.unfinished"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        unfinished.mkdir(mode=0o700)
        self.user.given(unfinished)
        self.run("initdb", *INITDB, folder=unfinished, shared=[lock])
        unfinished.rename(self.cluster)
        with closing(os.open(self.data, os.O_RDONLY | os.O_DIRECTORY)) as folder:
            os.fsync(folder)

    def stop(self) -> None:
        """Stop the server, if one runs; or finish a stop whose process was killed.

        A fast stop that meets the restart after a crash never ends (seen with 18.6); an immediate one does, and loses
        nothing: the next start recovers.
        """
        for mode in ("fast", "immediate"):
            if self.postmaster_runs():  # pg_ctl believes the file with its number, and would signal a stranger
                with suppress(EmbeddedPostgresError):
                    self.run("pg_ctl", "stop", f"--mode={mode}", *STOP, folder=self.cluster)
        if self.postmaster_runs():
            raise EmbeddedPostgresError(f"PostgreSQL in {self.data} does not stop.{self.last_words()}")

    def run(self, program: str, *arguments: str, folder: Path, shared: Collection[int] = ()) -> None:
        """Run one of PostgreSQL's programs under the server's account, out of reach of Ctrl-C in our terminal."""
        with closing(self.user.opened(self.log, os.O_WRONLY | os.O_APPEND)) as log:
            begin = os.fstat(log).st_size
            process = subprocess.Popen(  # noqa: S603 - our own program
                [programs_for(self.user) / program, "-D", HERE, *arguments],
                cwd=folder,
                env={"PATH": os.defpath, "LC_ALL": "C"},  # PGDATA, PGPORT and the like are not for this server
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=shared,
                start_new_session=True,
                **self.user.identity,
            )
        code = self.patiently(
            process.poll, f"PostgreSQL starts or stops in {self.data}; after a crash it recovers first"
        )
        if code != 0:
            raise EmbeddedPostgresError(f"PostgreSQL ({program}) failed in {self.data}.{self.last_words(begin)}")

    def postmaster_runs(self) -> bool:
        """Whether the process named in ``postmaster.pid`` is a postgres that works in this cluster."""
        try:
            process = Path("/proc") / str(int((self.cluster / "postmaster.pid").read_text().split("\n")[0]))
            if (process / "comm").read_text() != "postgres\n":
                return False
        except (OSError, ValueError):  # no file, or no such process
            return False
        where = subprocess.run(  # noqa: S603 - asked as the server's account: in a container root may not look
            ["/usr/bin/env", "stat", "-L", "-c", "%d:%i", process / "cwd"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            cwd="/",
            **self.user.identity,
        )
        cluster = self.cluster.stat()
        return where.stdout.decode().strip() == f"{cluster.st_dev}:{cluster.st_ino}"

    def stopping(self) -> bool:
        """Whether the server says in ``postmaster.pid`` that it was told to stop."""
        try:
            return "stopping" in (self.cluster / "postmaster.pid").read_text()
        except FileNotFoundError:
            return False

    def answers(self) -> bool:
        """Whether a connection succeeds now: not while it starts, recovers or stops."""
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        except FileNotFoundError:  # no cluster yet
            return False
        return True

    def create_database(self) -> bool | None:
        """True once the database is there; None while the same command of a killed process is still under way."""
        with self.connect() as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount:
                try:
                    connection.execute(f"CREATE DATABASE {DATABASE}")
                except (errors.DuplicateDatabase, errors.UniqueViolation, errors.ObjectInUse):
                    return None
        return True

    def connect(self) -> psycopg.Connection:
        """A connection of the superuser to the database that every cluster has."""
        with closing(os.open(self.cluster, os.O_PATH)) as folder:
            return psycopg.connect(self.conninfo(folder, SUPERUSER, "postgres"), autocommit=True, connect_timeout=10)

    def conninfo(self, folder: int, user: str, dbname: str) -> str:
        """By the folder's own name, or by the open folder when libpq or the kernel cannot take the name."""
        host, socket = str(self.cluster), os.fsencode(self.cluster / SOCKET)
        if len(socket) > LONGEST_SOCKET or "," in host or not host.isascii():
            host = f"/proc/{os.getpid()}/fd/{folder}"
        return make_conninfo(host=host, port=5432, user=user, dbname=dbname)

    def patiently(self, attempt: Callable[[], Result | None], what: str) -> Result:
        """Repeat until there is a result; say what takes so long, and give up after minutes."""
        begun, word_at, pause = time.monotonic(), WORD_AFTER, 0.01
        while (result := attempt()) is None:
            waited = time.monotonic() - begun
            if waited > PATIENCE:
                raise EmbeddedPostgresError(f"Gave up after {waited:.0f} s: {what}.{self.last_words()}")
            if waited > word_at:
                self.on_wait(f"{what} ({waited:.0f} s)")
                word_at += 10
            time.sleep(pause)
            pause = min(pause * 1.5, 0.3)  # each attempt during a recovery is a line in the log
        return result

    def last_words(self, begin: int = 0) -> str:
        """The last lines of the log, of those written from this byte on."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(begin, self.log.stat().st_size - 10_000))
            lines = log.read().decode(errors="replace").splitlines()[-15:]
        return f" The end of {self.log}:\n" + "\n".join(lines)


@contextmanager
def closing(handle: int) -> Iterator[int]:
    """An open file by its number, closed at the end."""
    try:
        yield handle
    finally:
        os.close(handle)
