"""The backups that there are: what each says of itself, which of them are kept, and what the archive keeps for them."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self
from uuid import UUID

import psycopg
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.ledger.archive import Archive, Segment, write_whole
from domain.ledger.backup.refused import Refused, Why
from domain.ledger.server import closing
from domain.ledger.system_user import PROGRAMS, WHEEL

ABOUT, CLUSTER, UNFINISHED = "about.json", "cluster", ".unfinished"
PREFIX = "trede-"
ELSEWHERE = timedelta(days=35)
"""How long the archive keeps what a backup needs that is not in its place: on a disk in a safe, say."""

END = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE backend_type = 'walsender' AND application_name = %s
"""
"""Ends, within five seconds each, the connections by which one backup is made."""

EMBEDDED = Path(str(WHEEL.locate_file(PROGRAMS))).absolute()
"""The programs of PostgreSQL as this process runs them, under its own account."""


class Backup(BaseModel):
    """One complete backup. Places in the log are counts of bytes; ``position`` is the least it has of the record."""

    model_config = ConfigDict(frozen=True)

    folder: Path = Field(exclude=True)
    record: UUID
    master: str | None
    key_place: str
    server: str
    identity: str
    timeline: int
    start: str
    end: int
    started_at: datetime
    finished_at: datetime
    position: int
    archive: Path | None
    size: int

    @property
    def cluster(self) -> Path:
        """The copy of the cluster."""
        return self.folder / CLUSTER

    @property
    def first(self) -> Segment:
        """The segment of the log that it needs first."""
        return Segment.named(self.start)

    @classmethod
    def read(cls, folder: Path) -> Self:
        """What a backup says of itself.

        Raises:
            Refused: it is none, or it was never finished.
        """
        if folder.name.endswith(UNFINISHED):
            raise Refused(Why.UNFINISHED, folder=folder)
        try:
            told = (folder / ABOUT).read_text(encoding="utf-8")
        except FileNotFoundError:
            raise Refused(Why.NO_BACKUP, folder=folder) from None
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(Why.UNREADABLE, folder=folder, error=error) from error
        try:
            return cls(**{**_object(told), "folder": folder})
        except ValidationError as error:
            raise Refused(Why.DAMAGED, folder=folder, files=ABOUT) from error

    def write(self) -> None:
        """Keep it with the backup."""
        (self.folder / ABOUT).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")


def backups_in(folder: Path) -> list[Backup]:
    """The complete backups in a folder, the oldest first; of one record or of several."""
    found = []
    for each in folder.glob(f"{PREFIX}*"):
        with suppress(Refused):
            found.append(Backup.read(each))
    return sorted(found, key=lambda backup: backup.finished_at)


def clear_unfinished(folder: Path, connection: psycopg.Connection) -> None:
    """Remove what killed processes left; who is at work on one holds a lock on its folder.

    A pg_basebackup whose parent was killed goes on receiving the log for ever: the server ends its connections.
    """
    for left in folder.glob(f"{PREFIX}*{UNFINISHED}"):
        with closing(os.open(left, os.O_RDONLY | os.O_DIRECTORY)) as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            connection.execute(END, [left.name])
            while left.exists():
                shutil.rmtree(left, ignore_errors=True)  # it may write a last file meanwhile


def retire(folder: Path, record: UUID, keep: int) -> list[Backup]:
    """Remove the oldest backups of a record, so that so many are left in this folder; those that were removed."""
    gone = [each for each in backups_in(folder) if each.record == record][:-keep]
    for each in gone:
        going = each.folder.with_name(each.folder.name + UNFINISHED)  # half of a backup never bears its name
        each.folder.rename(going)
        shutil.rmtree(going)
    return gone


class Need(BaseModel):
    """What the archive knows of a backup: where it is, what it needs first, and when it was last seen there."""

    folder: Path
    start: str
    made_at: datetime
    seen_at: datetime

    @property
    def complete(self) -> bool:
        """Whether it was finished, as far as the archive knows."""
        return not self.folder.name.endswith(UNFINISHED)


class Needed:
    """What the archive of a data folder has to keep: from the first segment on that one of its backups needs."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._folder = archive.folder / "backups"

    def note(self, backup: Path, start: str, *, made_at: datetime | None = None) -> None:
        """A backup here, which may still be under way, needs the archive from this segment on."""
        now = datetime.now(UTC)
        need = Need(folder=backup.absolute(), start=start, made_at=made_at or now, seen_at=now)
        write_whole(self._folder / f"{backup.name}.json", need.model_dump_json(indent=2).encode(), self._archive.user)
        if need.complete:
            (self._folder / f"{backup.name}{UNFINISHED}.json").unlink(missing_ok=True)

    def prune(self, place: Path) -> None:
        """Forget backups that are gone, and remove from the archive what no other backup needs.

        Of those in ``place``, which is there, it is certain that they are gone. Where it is not clear what a backup
        needs, all is kept.
        """
        still = list(self._still(place))
        oldest = min((Segment.named(need.start) for need in still if need), default=None)
        if oldest is not None and None not in still:
            program = EMBEDDED / "pg_archivecleanup"
            subprocess.run([program, self._archive.folder, oldest.name], check=True, capture_output=True)  # noqa: S603 - our own program

    def complete(self) -> list[Need]:
        """The finished backups that it knows of, the oldest first."""
        known = [need for need in self._known().values() if need and need.complete]
        return sorted(known, key=lambda need: need.made_at)

    def _known(self) -> dict[Path, Need | None]:
        """What each file says; None for one that cannot be read."""
        known: dict[Path, Need | None] = {}
        for path in self._folder.glob("*.json"):
            known[path] = None
            with suppress(ValidationError, OSError):
                known[path] = Need.model_validate_json(path.read_bytes())
        return known

    def _still(self, place: Path) -> Iterator[Need | None]:
        """The backups that count: those in their place, and those that were there until lately."""
        for path, need in self._known().items():
            if need and need.folder.is_dir():
                self.note(need.folder, need.start, made_at=need.made_at)
            elif need and (need.folder.parent == place or datetime.now(UTC) - need.seen_at > ELSEWHERE):
                path.unlink()
                continue
            yield need


def _object(told: str) -> dict[str, object]:
    """What a JSON text says; nothing, where it is no JSON object."""
    try:
        given = json.loads(told)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}
