"""How it stands with backups and the archive: since when there is a way back, and whether it goes on."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from domain.ledger.archive import SEGMENT, Archive, Segment, segments_in
from domain.ledger.backup.kept import Need, Needed
from domain.ledger.backup.lines import Log, segment_of
from domain.ledger.reading import Reading
from domain.ledger.system_user import server_user

ASKED = """
    SELECT current_setting('archive_mode') AS mode, current_setting('trede.archive', true) AS folder,
        last_archived_wal AS archived, last_archived_time AS archived_at, last_failed_time AS failed_at
    FROM pg_stat_archiver
"""


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """How it stands. ``folder`` is that of the archive, None while there is none; ``size`` is in bytes.

    ``failing_since`` is when the archive failed last, None when it went on after that. ``hole`` is the first segment
    that is missing since the newest backup: what was recorded after it cannot be restored from there.
    """

    folder: Path | None
    size: int
    last: Need | None
    failing_since: datetime | None
    hole: Segment | None

    @classmethod
    def of(cls, reading: Reading, data: Path) -> Self:
        """As it is now, of the embedded database of this data folder."""
        with reading.connection() as connection:
            row = connection.execute(ASKED).fetchone()
        assert row is not None  # noqa: S101 - the view has one row
        if row["mode"] == "off" or not row["folder"]:
            return cls(None, 0, None, None, None)
        archive = Archive(Path(row["folder"]).parent, server_user(data, data / "postgres"))
        failed, archived = row["failed_at"], row["archived_at"]
        failing = failed if failed and (archived is None or failed > archived) else None
        if not archive.folder.is_dir():
            return cls(archive.folder, 0, None, failing, None)
        last = _last_on_the_living_line(archive)
        size = sum(path.stat().st_blocks * 512 for path in archive.folder.iterdir() if path.is_file())
        return cls(archive.folder, size, last, failing, _hole(archive, last, row["archived"]))

    @property
    def well(self) -> bool:
        """Whether whatever is recorded from now on can be brought back to."""
        return self.folder is not None and self.failing_since is None and self.hole is None


def _last_on_the_living_line(archive: Archive) -> Need | None:
    """The newest backup from which the archive goes on; a restore to before it leaves a backup behind."""
    log = Log((archive.folder,))
    ends = {each.timeline: each.end for each in log.line(log.newest)}
    for need in reversed(Needed(archive).complete()):
        first = Segment.named(need.start)
        if first.timeline in ends and first.number <= segment_of(ends[first.timeline], default=first.number):
            return need
    return None


def _hole(archive: Archive, last: Need | None, archived: str | None) -> Segment | None:
    """What is missing from the newest backup on up to what the server believes to have archived last, that included."""
    upto = Segment.named(archived) if archived and SEGMENT.fullmatch(archived) else None
    first = Segment.named(last.start) if last else upto
    if first is None:
        return None
    there = {each.number for each in segments_in(archive.folder) if each.number >= first.number}
    missing = set(range(first.number, max([*there, upto.number if upto else 0], default=0) + 1)) - there
    return Segment(min(missing), first.timeline) if missing else None
