"""Restoring the record from a backup, in the place of what is there or only to see that it can be done."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as replaced
from datetime import datetime
from pathlib import Path

import psycopg

from domain.ledger.application import Ledger
from domain.ledger.archive import Archive
from domain.ledger.backup.aiming import aimed
from domain.ledger.backup.erased import ErasedKey, erase_again, erased_in, keep_listed, listed
from domain.ledger.backup.kept import Backup
from domain.ledger.backup.progress import Progress, Stage
from domain.ledger.backup.recovering import Aim, recovered
from domain.ledger.backup.refused import Refused, Why
from domain.ledger.backup.taking import require_whole
from domain.ledger.embedded import EmbeddedPostgresError, Rest, Workshop, at_rest, workshop
from domain.ledger.integrity import Finding
from domain.ledger.master import folder_of_keys, master_key
from domain.ledger.recorder import Head
from domain.ledger.server import closing

VERIFIED_AT_ONCE = 50_000
"""Positions that are verified between two words about how far it is."""
MOST_FINDINGS = 20


@dataclass(frozen=True, slots=True)
class Place:
    """The data folder to restore, where its archive is, and the master key of its texts; who waits hears why."""

    data: Path
    archive: Path | None
    given_key: str | None
    key_folder: Path | None
    on_wait: Callable[[str], None]
    progress: Progress


@dataclass(frozen=True, slots=True)
class Restored:
    """What a record is that was restored: to where it goes, and what is wrong with it, if anything.

    ``aside`` is where what was there before is kept. ``erased`` counts the keys that were destroyed again;
    ``erasures_known`` is false when nothing newer than the lists could tell which ones were.
    """

    backup: Backup
    head: Head
    findings: tuple[Finding, ...]
    erased: int
    erasures_known: bool
    aside: Path | None = None


def restore(place: Place, source: Path, *, to: datetime | None, replace: bool, now: datetime) -> Restored:
    """Put the record back as it was at a moment, or at the end of the log; all of it, or nothing.

    Args:
        place: what to restore.
        source: a backup, or a folder with backups.
        to: the moment, with its zone; None is the end of the log.
        replace: whether a record that is there may be put aside.
        now: names what is put aside.

    Raises:
        Refused: with what stands in the way; nothing has changed.
        MasterKeyError: the texts of the backup need another key than there is.
    """
    with at_rest(place.data, archive=place.archive, on_wait=place.on_wait) as rest:
        living = (place.data / "postgres").exists()
        if living and not replace:
            raise Refused(Why.LIVING, folder=place.data)
        if rest is None:
            raise Refused(Why.IN_USE, folder=place.data)
        with _workshop(place) as shop:
            aim = _ready(place, source, to, shop)
            erased, known = _erased(aim, rest, shop, place, living=living)
            restored = _brought_back(aim, place, shop, erased, known=known)
            return _put_in_place(restored, rest, shop, erased, now)


def rehearse(place: Place, source: Path, *, to: datetime | None) -> Restored:
    """Restore beside the record, verify, and throw away; the record goes on meanwhile. Raises as restore does."""
    with _workshop(place) as shop:
        try:
            aim = _ready(place, source, to, shop)
            erased = _listed(aim.backup, aim.log.archives)
            return _brought_back(aim, place, shop, erased, known=True)
        finally:
            shutil.rmtree(shop.server.cluster, ignore_errors=True)


@contextmanager
def _workshop(place: Place) -> Iterator[Workshop]:
    with workshop(place.data, archive=place.archive, on_wait=place.on_wait) as shop:
        if shop is None:
            raise Refused(Why.BUSY, folder=place.data)
        yield shop


def _ready(place: Place, source: Path, to: datetime | None, shop: Workshop) -> Aim:
    """All that can be seen beforehand: the backup is whole, there is a way to the moment, and the key fits."""
    aim = aimed(source, to, shop.server.archive, place.data / "postgres")
    if aim.backup.master:
        given, folder = place.given_key, place.key_folder or folder_of_keys(os.environ)
        master_key(aim.backup.record, lambda _: aim.backup.master, given=given, folder=folder)
    require_whole(aim.backup.folder, place.progress)
    return aim


def _brought_back(aim: Aim, place: Place, shop: Workshop, erased: Sequence[ErasedKey], *, known: bool) -> Restored:
    with recovered(aim, shop, place.progress) as conninfo:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            again = erase_again(connection, erased)
        with Ledger.open(conninfo, master_key=place.given_key, key_folder=place.key_folder, connections=2) as ledger:
            return Restored(aim.backup, ledger.head(), _findings(ledger, place.progress), again, known)


def _findings(ledger: Ledger, progress: Progress) -> tuple[Finding, ...]:
    """What does not read as it was recorded; the first few."""
    found: list[Finding] = []
    end = ledger.head().position
    for first in range(1, end + 1, VERIFIED_AT_ONCE):
        progress(Stage.VERIFYING, first - 1, end)
        last = first + VERIFIED_AT_ONCE - 1
        found += ledger.verify(first, last if last < end else None)
    return tuple(found[:MOST_FINDINGS])


def _erased(aim: Aim, rest: Rest, shop: Workshop, place: Place, *, living: bool) -> tuple[list[ErasedKey], bool]:
    """Which keys have to stay destroyed, and whether that is all of them.

    The record that is put aside knows best; when it cannot tell, the end of the log does.
    """
    lists = _listed(aim.backup, aim.log.archives)
    if living:
        try:
            with rest.woken() as conninfo, psycopg.connect(conninfo) as connection:
                return [*lists, *erased_in(connection)], True
        except (EmbeddedPostgresError, psycopg.Error):  # it is why one restores
            pass
    if aim.to is None:
        return lists, True  # the end of the log has them
    try:
        to_the_end = recovered(Aim(aim.backup, aim.log, aim.timeline), shop, place.progress)
        with to_the_end as conninfo, psycopg.connect(conninfo) as connection:
            return [*lists, *erased_in(connection)], True
    except (Refused, psycopg.Error):  # the moment may lie before what is missing
        return lists, False


def _listed(backup: Backup, archives: Sequence[Path]) -> list[ErasedKey]:
    return [each for folder in (backup.folder.parent, *archives) for each in listed(folder, backup.record)]


def _put_in_place(
    restored: Restored, rest: Rest, shop: Workshop, erased: Sequence[ErasedKey], now: datetime
) -> Restored:
    """Give the restored cluster its place, in steps after each of which the next start finds one that is whole."""
    data, stamp = rest.server.data, f"before-{now:%Y-%m-%dT%H-%M-%S}"
    waiting, cluster, archive = rest.server.restored, rest.server.cluster, shop.server.archive
    shutil.rmtree(waiting, ignore_errors=True)
    shop.server.cluster.rename(waiting)
    if archive.identity not in {"", restored.backup.identity}:  # of another database, that is put aside too
        archive.folder.rename(archive.folder.with_name(f"{archive.folder.name}.{stamp}"))
    _on_disk(data)
    aside = None
    if cluster.exists():
        aside = cluster.rename(cluster.with_name(f"{cluster.name}.{stamp}"))
        _on_disk(data)
    waiting.rename(cluster)
    _on_disk(data)
    _keep_listed(restored, archive, erased)
    return replaced(restored, aside=aside)


def _keep_listed(restored: Restored, archive: Archive, erased: Sequence[ErasedKey]) -> None:
    if archive.identity == restored.backup.identity:
        keep_listed(archive.folder, restored.backup.record, erased, archive.user)


def _on_disk(folder: Path) -> None:
    with closing(os.open(folder, os.O_RDONLY | os.O_DIRECTORY)) as handle:
        os.fsync(handle)
