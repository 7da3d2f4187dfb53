"""The archive of the log: what goes into it, what it keeps, and what happens when it cannot take any more."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest

from domain.ledger.application import Ledger
from domain.ledger.archive import KEPT, SCRIPT_TEXT, Segment
from domain.ledger.backup.kept import Backup
from domain.ledger.backup.lines import Log, log_position
from domain.ledger.backup.standing import BackupStanding
from domain.ledger.embedded import EmbeddedPostgresError, start
from domain.ledger.server import SETTINGS

SEGMENT = 16 * 1024 * 1024
FIRST = "000000010000000000000001"


@dataclass(frozen=True, slots=True)
class Desk:
    """A cluster and an archive as the script finds them, without a server."""

    cluster: Path
    archive: Path

    def put(self, name: str, content: bytes = b"log") -> subprocess.CompletedProcess[str]:
        """Have a file of the log put in the archive, as the server would."""
        (self.cluster / "pg_wal" / name).write_bytes(content)
        handle = os.open(self.archive, os.O_PATH) if self.archive.is_dir() else -1
        try:
            return subprocess.run(
                ["sh", "./archive.sh", f"pg_wal/{name}", name, str(handle)],
                cwd=self.cluster,
                pass_fds=[] if handle < 0 else [handle],
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            if handle >= 0:
                os.close(handle)

    @property
    def names(self) -> list[str]:
        """What is in the archive."""
        return sorted(path.name for path in self.archive.iterdir() if path.is_file())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    at = Desk(tmp_path / "cluster", tmp_path / "archive")
    (at.cluster / "pg_wal" / "archive_status").mkdir(parents=True)
    (at.cluster / "archive.sh").write_bytes(SCRIPT_TEXT)
    (at.archive / "backups").mkdir(parents=True)
    return at


def test_a_segment_is_put_there_whole_and_what_it_does_not_use_takes_no_room(desk: Desk) -> None:
    content = b"log" + bytes(SEGMENT - 3)
    assert desk.put(FIRST, content).returncode == 0
    assert (desk.archive / FIRST).read_bytes() == content
    assert (desk.archive / FIRST).stat().st_blocks * 512 < 1_000_000


def test_the_same_again_is_well_and_nothing_is_ever_overwritten(desk: Desk) -> None:
    assert desk.put(FIRST).returncode == desk.put(FIRST).returncode == 0
    refused = desk.put(FIRST, b"another")
    assert (refused.returncode, (desk.archive / FIRST).read_bytes()) == (1, b"log")
    assert f"another {FIRST} is there already" in refused.stderr


def test_what_a_power_cut_left_half_is_put_there_anew(desk: Desk) -> None:
    (desk.archive / f"{FIRST}.part").write_bytes(b"lo")
    assert desk.put(FIRST).returncode == 0
    assert desk.names == [FIRST]


def test_without_a_backup_the_archive_keeps_the_last_segments_and_with_one_all(desk: Desk) -> None:
    for number in range(1, KEPT + 3):
        (desk.archive / Segment(number, 1).name).write_bytes(b"log")
    (desk.archive / "00000002.history").write_bytes(b"1")
    need = desk.archive / "backups" / "trede-2026-11-28T14-00-05.json"
    need.write_text("{}")
    assert desk.put(Segment(KEPT + 3, 1).name).returncode == 0
    assert len(desk.names) == KEPT + 4
    killed = need.rename(need.with_suffix(".unfinished.json"))
    os.utime(killed, (0, 0))  # long ago
    assert desk.put(Segment(KEPT + 4, 1).name).returncode == 0
    assert desk.names == [*(Segment(number, 1).name for number in range(5, KEPT + 5)), "00000002.history"]


def test_an_archive_that_cannot_be_written_holds_up_only_so_much_of_the_log(desk: Desk) -> None:
    shutil.rmtree(desk.archive)
    waiting = desk.cluster / "pg_wal" / "archive_status"
    for number in range(1, KEPT + 1):
        (waiting / f"{Segment(number, 1).name}.ready").touch()
    held = desk.put(FIRST)
    assert (held.returncode, "its folder is not there" in held.stderr) == (1, True)
    (waiting / f"{Segment(KEPT + 1, 1).name}.ready").touch()
    given_up = desk.put(FIRST)
    assert (given_up.returncode, "the archive has a gap" in given_up.stderr) == (0, True)


# With a server


def last_archived(connection: psycopg.Connection) -> str:
    row = connection.execute("SELECT coalesce(last_archived_wal, '') FROM pg_stat_archiver").fetchone()
    assert row
    return str(row[0])


@pytest.fixture
def unhurried() -> Iterator[None]:
    with patch.dict(SETTINGS, {"fsync": "off", "archive_timeout": "0"}):
        yield


@pytest.mark.usefixtures("unhurried")
def test_a_folder_of_an_earlier_version_gets_an_archive_at_its_next_start(tmp_path: Path) -> None:
    data, keys = tmp_path / "var", tmp_path / "keys"
    with (
        patch.dict(SETTINGS, {"archive_mode": "off"}),
        start(data) as cluster,
        Ledger.open(cluster.conninfo(), key_folder=keys, connections=1) as ledger,
    ):
        assert BackupStanding.of(ledger, data).folder is None
    assert not (data / "postgres.archive").exists()
    with start(data) as cluster, Ledger.open(cluster.conninfo(), key_folder=keys, connections=1) as ledger:
        standing = BackupStanding.of(ledger, data)
        assert (standing.folder, standing.last, standing.well) == (data / "postgres.archive", None, True)
        with psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
            connection.execute("SELECT pg_switch_wal()")
            give_up = time.monotonic() + 30
            while not (archived := last_archived(connection)):
                assert time.monotonic() < give_up
        assert BackupStanding.of(ledger, data).well
        (data / "postgres.archive" / archived).unlink()  # as when it was given up
        assert BackupStanding.of(ledger, data).hole == Segment.named(archived)


@pytest.mark.usefixtures("unhurried")
def test_an_archive_elsewhere_that_is_away_is_told_and_one_of_another_database_refused(tmp_path: Path) -> None:
    data, keys, disk = tmp_path / "var", tmp_path / "keys", tmp_path / "disk"
    with start(data, archive=disk) as cluster, psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
        connection.execute("SELECT pg_switch_wal()")
        with Ledger.open(cluster.conninfo(), key_folder=keys, connections=1) as ledger:
            give_up = time.monotonic() + 30
            while (standing := BackupStanding.of(ledger, data)).well:
                assert time.monotonic() < give_up
            assert standing.failing_since
    disk.mkdir()
    (disk / "postgres.archive").mkdir()
    (disk / "postgres.archive" / "of").write_text("7713206192610887692\n")
    with pytest.raises(EmbeddedPostgresError, match=r"the archive of another database .* set TREDE_ARCHIVE"):
        start(data, archive=disk)


# The lines of history


def backup_at(timeline: int, start: str, end: str) -> Backup:
    told = {"timeline": timeline, "start": start, "end": log_position(end)}
    return Backup.model_construct(**told)  # type: ignore[arg-type]  # what else a backup tells does not matter here


def test_a_segment_is_named_by_its_timeline_and_its_place(tmp_path: Path) -> None:
    assert Segment.named("00000002000000030000000A") == Segment(3 * 256 + 10, 2)
    assert Segment(3 * 256 + 10, 2).name == "00000002000000030000000A"
    assert Log((tmp_path,)).newest == 1


def test_a_backup_from_after_the_moment_of_a_restore_stands_on_a_line_that_was_left(tmp_path: Path) -> None:
    (tmp_path / "00000002.history").write_text("1\t0/3000028\tbefore 2026-11-28 14:00:00+01\n")
    log = Log((tmp_path,))
    early, late = backup_at(1, FIRST, "0/2000120"), backup_at(1, FIRST, "0/4000120")
    assert (log.newest, log.newest_of(early), log.newest_of(late)) == (2, 2, 1)


def test_a_hole_is_the_first_segment_that_is_not_there_on_any_timeline_of_the_line(tmp_path: Path) -> None:
    (tmp_path / "00000002.history").write_text("1\t0/3000028\tbefore 2026-11-28 14:00:00+01\n")
    for timeline, number in ((1, 1), (1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (2, 6)):
        (tmp_path / Segment(number, timeline).name).touch()
    backup = backup_at(1, FIRST, "0/1000120")
    assert Log((tmp_path,)).hole(backup, 2) == Segment(5, 2)
    assert Log((tmp_path,)).hole(backup, 1) is None
