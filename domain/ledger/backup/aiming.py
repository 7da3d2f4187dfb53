"""What can be restored: which backup, with which log, and whether it leads to the moment that is asked for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from domain.ledger.archive import Archive, identity_of
from domain.ledger.backup.kept import ABOUT, Backup, backups_in
from domain.ledger.backup.lines import Log
from domain.ledger.backup.recovering import Aim
from domain.ledger.backup.refused import Refused, Why
from domain.ledger.server import MAJOR


def aimed(place: Path, to: datetime | None, archive: Archive, cluster: Path) -> Aim:
    """The backup in this folder, or the newest one below it that serves, and the way from there to the moment.

    Args:
        place: a backup, or a folder with backups.
        to: the moment to restore to, with its zone; None is the end of the log.
        archive: the archive of the data folder that is restored.
        cluster: the cluster in that data folder, if there is one: the end of its log may not be archived yet.

    Raises:
        Refused: there is no way; with what is missing.
    """
    if to and to > datetime.now(UTC):
        raise Refused(Why.IN_THE_FUTURE, to=to)
    backup = _chosen(place, to, archive, cluster)
    if backup.server.split(".")[0] != MAJOR:
        raise Refused(Why.ANOTHER_MAJOR, folder=backup.folder, server=backup.server, major=MAJOR)
    if to and to < backup.finished_at:
        raise Refused(Why.BEFORE_BACKUP, to=to, folder=backup.folder, finished_at=backup.finished_at)
    log = log_for(backup, archive, cluster)
    aim = Aim(backup, log, log.newest_of(backup), to)
    if to is None and (hole := log.hole(backup, aim.timeline)):
        raise Refused(Why.LOG_MISSING, segment=hole.name, last=None)
    return aim


def log_for(backup: Backup, archive: Archive, cluster: Path) -> Log:
    """Where the log of a backup may be: this archive, the one it was made with, and where the cluster wrote it."""
    places = [archive.folder, *([backup.archive] if backup.archive else [])]
    ours = [each for each in dict.fromkeys(places) if Archive(each.parent, archive.user).identity == backup.identity]
    written = cluster / "pg_wal"
    return Log(tuple(ours), written if written.is_dir() and identity_of(cluster) == backup.identity else None)


def _chosen(place: Path, to: datetime | None, archive: Archive, cluster: Path) -> Backup:
    if not place.is_dir():
        raise Refused(Why.NO_BACKUP, folder=place)
    every = [] if (place / ABOUT).exists() else backups_in(place)
    if not every:
        return Backup.read(place)
    ours = [each for each in every if each.identity in {archive.identity, identity_of(cluster)}] or every
    before = [each for each in ours if to is None or each.finished_at <= to]
    if not before:
        raise Refused(Why.BEFORE_BACKUP, to=to, folder=ours[0].folder, finished_at=ours[0].finished_at)
    return _on_the_living_line(before, archive, cluster) or before[-1]


def _on_the_living_line(backups: Sequence[Backup], archive: Archive, cluster: Path) -> Backup | None:
    """The newest one from which the log leads to where the record is now: an earlier restore left others behind."""
    for each in reversed(backups):
        log = log_for(each, archive, cluster)
        if log.leads(each, log.newest):
            return each
    return None
