"""Bringing a backup back to life beside the record: copied, and brought to a moment with what the archive has."""

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg

from domain.ledger.archive import Segment
from domain.ledger.backup.kept import Backup
from domain.ledger.backup.lines import Log, log_position, segment_of
from domain.ledger.backup.progress import Progress, Stage
from domain.ledger.backup.refused import Refused, Why
from domain.ledger.embedded import Workshop
from domain.ledger.server import DATABASE, SETTINGS, SOCKET, SUPERUSER, EmbeddedPostgresError, Server, closing

PAUSE = 0.1
NOT_OF_THE_CLUSTER = {"backup_manifest", f"{SOCKET}.lock"}
"""What a backup has besides: its own list, and whose socket it was."""
LAST = re.compile(r"last completed transaction was at log time (\S+ \S+)")
TOO_LATE = "recovery ended before configured recovery target was reached"
HOW_FAR = "SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn()::text"


@dataclass(frozen=True, slots=True)
class Aim:
    """What to restore: a backup, with a log on one of its timelines, to a moment or (None) to the end of that log."""

    backup: Backup
    log: Log
    timeline: int
    to: datetime | None = None

    @property
    def last(self) -> int:
        """The number of the last segment of the log that is archived; 0 when none is."""
        return max(self.log.archived(self.backup, self.timeline), default=0)


@contextmanager
def recovered(aim: Aim, workshop: Workshop, progress: Progress) -> Iterator[str]:
    """How to reach the server of the backup once it has come to its moment, on a new timeline.

    It is stopped afterwards, in order; what became of it stays in its place. When anything fails, nothing does.

    Raises:
        Refused: there is no room, or the log does not lead there.
    """
    server = workshop.server
    try:
        _copied(aim.backup, server, progress)
        begun = server.log.stat().st_size if server.log.exists() else 0
        _launch(aim, workshop)
        _followed(aim, server, progress, begun)
        with closing(os.open(server.cluster, os.O_PATH | os.O_DIRECTORY)) as folder:
            yield server.conninfo(folder, SUPERUSER, DATABASE)
        server.stop()
    except BaseException:
        server.stop()
        shutil.rmtree(server.cluster, ignore_errors=True)
        raise


def _copied(backup: Backup, server: Server, progress: Progress) -> None:
    """The cluster of the backup, for the account of the server."""
    shutil.rmtree(server.cluster, ignore_errors=True)
    free = shutil.disk_usage(server.data).free
    if free < backup.size:
        raise Refused(Why.NO_ROOM, folder=server.data, needed=backup.size, free=free)
    done, heard = 0, 0.0
    for folder, _, files in os.walk(backup.cluster):
        there = server.cluster / Path(folder).relative_to(backup.cluster)
        there.mkdir(mode=0o700)
        server.user.given(there)
        for name in files:
            if name not in NOT_OF_THE_CLUSTER:
                _copy(Path(folder, name), there / name, server)
                done += (there / name).stat().st_size
            if time.monotonic() - heard > PAUSE:
                progress(Stage.PUTTING_BACK, done, max(done, backup.size))
                heard = time.monotonic()


def _copy(source: Path, target: Path, server: Server) -> None:
    shutil.copyfile(source, target, follow_symlinks=False)
    target.chmod(0o600)
    server.user.given(target)


def _launch(aim: Aim, workshop: Workshop) -> None:
    """Start the server on what was copied, told to recover; the log comes by folders that it inherits as open files.

    What it writes waits for the archive until it is started as the server of the record.
    """
    server = workshop.server
    for each in aim.log.archives:
        if each.stat().st_uid != server.user.uid:
            raise Refused(Why.UNREADABLE, folder=each, error=f"belongs to another account than {server.user.name}")
    with ExitStack() as stack:
        folders = [stack.enter_context(closing(os.open(each, os.O_PATH | os.O_DIRECTORY))) for each in aim.log.folders]
        numbers = " ".join(map(str, folders))
        fetch = f'for n in {numbers}; do [ -f /proc/self/fd/$n/%f ] && exec cp /proc/self/fd/$n/%f "%p"; done; exit 1'
        settings = SETTINGS | {
            "archive_mode": "on",
            "archive_command": "",
            "restore_command": fetch,
            "recovery_target_timeline": str(aim.timeline),
        }
        if aim.to:
            settings |= {"recovery_target_time": aim.to.isoformat(), "recovery_target_action": "promote"}
        (server.cluster / "recovery.signal").touch(mode=0o600)
        server.user.given(server.cluster / "recovery.signal")
        begun = server.log.stat().st_size if server.log.exists() else 0
        try:
            server.run_server(settings, workshop.lock, *folders)
        except EmbeddedPostgresError as error:
            raise _explained(aim, server, begun) from error


def _followed(aim: Aim, server: Server, progress: Progress, begun: int) -> None:
    """Wait until the server has come to its moment and is writable."""
    first, last = aim.backup.first.number, aim.last
    while True:
        try:
            with server.connect() as connection:
                row = connection.execute(HOW_FAR).fetchone()
        except psycopg.OperationalError:
            row = None
        if row is None and not server.postmaster_runs():
            raise _explained(aim, server, begun)
        if row is not None and not row[0]:
            break
        if row is not None and row[1] is not None:
            at = segment_of(log_position(row[1]), default=first)
            progress(Stage.REPLAYING, at - first, max(at, last) - first + 1)
        time.sleep(PAUSE)
    _require_read_to_the_end(aim, server, begun)


def _require_read_to_the_end(aim: Aim, server: Server, begun: int) -> None:
    """Without a moment the whole log is to be read: a segment that cannot be read ends it as its end would."""
    if aim.to is not None:
        return
    told = max(server.cluster.glob("pg_wal/*.history")).read_bytes().decode().splitlines()
    ended = log_position(told[-1].split()[1])
    unreadable = Segment(segment_of(ended, default=0), aim.timeline)
    if aim.last > unreadable.number:
        raise Refused(Why.LOG_DAMAGED, segment=unreadable.name, last=_last_told(server, begun))


def _explained(aim: Aim, server: Server, begun: int) -> Refused:
    """Why a recovery ended, by what the server said of it."""
    said = _said(server, begun)
    if TOO_LATE in said:
        hole = aim.log.hole(aim.backup, aim.timeline)
        last = _last_told(server, begun) or aim.backup.finished_at
        if hole:
            return Refused(Why.LOG_MISSING, segment=hole.name, last=last)
        return Refused(Why.AFTER_THE_END, to=aim.to, last=last)
    fatal = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line or "ERROR" in line]
    return Refused(Why.NOT_RECOVERED, error="; ".join(fatal[-3:]) or said[-300:])


def _last_told(server: Server, begun: int) -> datetime | None:
    """When the last command was committed that the recovery found, as the server told."""
    told = LAST.findall(_said(server, begun))
    return datetime.fromisoformat(told[-1]) if told else None


def _said(server: Server, begun: int) -> str:
    with server.log.open("rb") as log:
        log.seek(begun)
        return log.read().decode(errors="replace")
