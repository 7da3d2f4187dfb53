"""Making a backup of the running server: copied, verified, and only then named as one."""

import fcntl
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row

from domain.ledger.archive import Archive
from domain.ledger.backup.erased import erased_in, keep_listed
from domain.ledger.backup.kept import (
    ABOUT,
    CLUSTER,
    EMBEDDED,
    PREFIX,
    UNFINISHED,
    Backup,
    Needed,
    clear_unfinished,
    retire,
)
from domain.ledger.backup.lines import log_position
from domain.ledger.backup.progress import Progress, Stage, unheard
from domain.ledger.backup.refused import Refused, Why
from domain.ledger.embedded import Cluster
from domain.ledger.server import closing
from domain.ledger.system_user import SystemUser

ASKED = """
    SELECT about.record_id AS record, head.position, (SELECT fingerprint FROM keys.master) AS master,
        current_setting('server_version') AS server, current_setting('trede.archive', true) AS archive,
        (SELECT system_identifier::text FROM pg_control_system()) AS identity,
        pg_walfile_name(pg_current_wal_lsn()) AS segment, clock_timestamp() AS moment
    FROM record.about, record.head
"""
COPY = (
    *("--format=plain", "--wal-method=stream", "--checkpoint=fast", "--label=trede", "--no-password", "--progress"),
    "--manifest-checksums=SHA256",
)
NOTE = "LEESMIJ.txt"
HOW_FAR = re.compile(rb"(\d+)/(\d+) kB")
BEGAN = re.compile(r"START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)")
ENDED = re.compile(rb'"Timeline": (\d+), "Start-LSN": "[^"]+", "End-LSN": "([^"]+)"')


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of it: the backup, the older ones that were removed, how many keys are on the list of erased ones.

    ``archived`` says whether the server keeps an archive; without one there is no way to a later moment.
    """

    backup: Backup
    retired: list[Backup]
    erased: int
    archived: bool


def back_up(
    cluster: Cluster,
    folder: Path,
    *,
    now: datetime,
    key_place: str,
    note: str = "",
    keep: int | None = None,
    progress: Progress = unheard,
) -> Taken:
    """Make a backup in a folder of its own below this one, which is made when absent; killed, it leaves no backup.

    Args:
        cluster: the running server.
        folder: where the backups are.
        now: the moment by which the backup is named, with the zone of who looks for it.
        key_place: where the master key is, to be told with the backup.
        note: what is said in the backup to who finds it.
        keep: how many backups of this record to keep there; the older ones are removed once this one is complete.
        progress: hears how far it is, in kilobytes.

    Raises:
        Refused: it could not be copied, or what was copied is not what it should be.
        OSError: the folder cannot be used.
    """
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        clear_unfinished(folder, connection)
        asked = _asked(connection)
        archive = _archive(asked["archive"], cluster)
        with _unfinished(folder, now) as unfinished:
            (unfinished / NOTE).write_text(note, encoding="utf-8")
            backup = _made(cluster, connection, unfinished, archive, key_place=key_place, progress=progress)
        retired = retire(folder, backup.record, keep) if keep else []
        if archive:
            Needed(archive).note(backup.folder, backup.start)
            Needed(archive).prune(folder)
        return Taken(backup, retired, _keep_erased(connection, backup, archive), archived=archive is not None)


def _archive(folder: str | None, cluster: Cluster) -> Archive | None:
    """The archive of the server; None when it keeps none, or while that is away: all the more a backup is needed."""
    return Archive(Path(folder).parent, cluster.user) if folder and Path(folder).is_dir() else None


def _made(
    cluster: Cluster,
    connection: psycopg.Connection,
    unfinished: Path,
    archive: Archive | None,
    *,
    key_place: str,
    progress: Progress,
) -> Backup:
    """A backup in this folder, which has its name in the end. The archive keeps from before what it may need."""
    before = _asked(connection)
    if archive:
        Needed(archive).note(unfinished, before["segment"])
    _copy(cluster, unfinished, progress)
    require_whole(unfinished, progress)
    backup = _described(unfinished, before, _asked(connection)["moment"], key_place)
    backup.write()
    return backup.model_copy(update={"folder": _named(unfinished)})


def require_whole(backup: Path, progress: Progress = unheard) -> None:
    """See to it that the copy of the cluster is to the letter what the server sent, and its part of the log readable.

    Raises:
        Refused: it is not; with the files that are to blame.
    """
    progress(Stage.CHECKING, 0, 0)
    checked = subprocess.run(  # noqa: S603 - our own program
        [EMBEDDED / "pg_verifybackup", "--format=plain", "--quiet", backup / CLUSTER],
        capture_output=True,
        check=False,
        env={"PATH": os.defpath, "LC_ALL": "C"},
    )
    if checked.returncode:
        told = checked.stderr.decode(errors="replace").replace("pg_verifybackup: error: ", "").strip().splitlines()
        raise Refused(Why.DAMAGED, folder=backup, files="; ".join(told[:5]))


def _asked(connection: psycopg.Connection) -> dict[str, Any]:
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(ASKED).fetchone()
    assert row is not None  # noqa: S101 - a record has both rows from its beginning
    return row


@contextmanager
def _unfinished(folder: Path, now: datetime) -> Iterator[Path]:
    """The folder of a backup under way, locked, so that nobody takes it for what a killed process left."""
    while (path := folder / f"{PREFIX}{now:%Y-%m-%dT%H-%M-%S}").exists() or _under_way(path).exists():
        now += timedelta(seconds=1)  # one that was made, or broken off, in the same second
    path = _under_way(path)
    path.mkdir(mode=0o700)
    with closing(os.open(path, os.O_RDONLY | os.O_DIRECTORY)) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            yield path
        finally:
            if path.exists():
                shutil.rmtree(path)


def _under_way(backup: Path) -> Path:
    return backup.with_name(backup.name + UNFINISHED)


def _copy(cluster: Cluster, unfinished: Path, progress: Progress) -> None:
    """Have the server send all of itself, over connections that bear the name of the backup; hear how much has come."""
    server = make_conninfo(cluster.conninfo(), application_name=unfinished.name)
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(  # noqa: S603 - our own program
            [EMBEDDED / "pg_basebackup", "--pgdata", unfinished / CLUSTER, "--dbname", server, *COPY],
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.PIPE,
            env={"PATH": os.defpath, "LC_ALL": "C"},
        )
        last = b""
        with process:
            assert process.stderr is not None  # noqa: S101 - it is a pipe
            while piece := os.read(process.stderr.fileno(), 65536):
                last = (last + piece)[-2000:]
                if found := HOW_FAR.findall(last):
                    progress(Stage.COPYING, int(found[-1][0]), int(found[-1][1]))
    if process.returncode:
        said = [line for line in last.decode(errors="replace").splitlines() if "error" in line or "FATAL" in line]
        raise Refused(Why.NOT_COPIED, folder=unfinished.parent, error="; ".join(said[-3:]))


def _described(unfinished: Path, before: dict[str, Any], finished_at: datetime, key_place: str) -> Backup:
    began = BEGAN.search((unfinished / CLUSTER / "backup_label").read_text(encoding="utf-8"))
    ended = ENDED.findall((unfinished / CLUSTER / "backup_manifest").read_bytes())
    assert began is not None  # noqa: S101 - the server writes it so, and what it wrote was verified
    return Backup(
        folder=unfinished,
        record=before["record"],
        master=before["master"],
        key_place=key_place,
        server=before["server"],
        identity=before["identity"],
        timeline=int(ended[-1][0]),
        start=began[1],
        end=log_position(ended[-1][1].decode()),
        started_at=before["moment"],
        finished_at=finished_at,
        position=before["position"],
        archive=Path(before["archive"]) if before["archive"] else None,
        size=sum(path.lstat().st_size for path in unfinished.rglob("*") if path.is_file()),
    )


def _named(unfinished: Path) -> Path:
    """Give a backup its name, now that it is whole and on the disk."""
    complete = unfinished.with_name(unfinished.name.removesuffix(UNFINISHED))
    for path in (unfinished, unfinished / ABOUT, unfinished / NOTE):
        _on_disk(path)
    unfinished.rename(complete)
    _on_disk(complete.parent)
    return complete


def _on_disk(path: Path) -> None:
    with closing(os.open(path, os.O_RDONLY)) as handle:
        os.fsync(handle)


def _keep_erased(connection: psycopg.Connection, backup: Backup, archive: Archive | None) -> int:
    """Bring the lists beside the backups and in the archive up to date."""
    erased = erased_in(connection)
    mine = SystemUser(os.geteuid(), os.getegid(), "")
    keep_listed(backup.folder.parent, backup.record, erased, mine)
    if archive:
        keep_listed(archive.folder, backup.record, erased, archive.user)
    return len(erased)
