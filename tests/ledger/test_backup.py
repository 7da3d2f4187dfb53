"""Backups and the way back from them, with real servers: the drill that a province should do as well."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest

from domain.events.base import Entry
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.backup.kept import Backup, backups_in
from domain.ledger.backup.progress import Stage
from domain.ledger.backup.refused import Refused, Why
from domain.ledger.backup.restoring import Place, Restored, rehearse, restore
from domain.ledger.backup.standing import BackupStanding
from domain.ledger.backup.taking import Taken, back_up
from domain.ledger.embedded import find, start
from domain.ledger.master import MasterKeyError
from domain.ledger.server import SETTINGS
from domain.values import PersonId
from tests.ledger.asking import TODAY, opened, reported
from tests.program import ROOT

IN_NO_HURRY = {"fsync": "off", "full_page_writes": "on"}
"""No power is cut here; what a backup copies while it is written still has to come out whole."""


@dataclass
class Vault:
    """A record with its backups, at moments that are known."""

    data: Path
    keys: Path
    backups: Path
    moment: datetime | None = None

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        with (
            patch.dict(SETTINGS, IN_NO_HURRY),
            start(self.data) as cluster,
            Ledger.open(cluster.conninfo(), key_folder=self.keys, connections=2) as ledger,
        ):
            yield ledger

    def back_up(self, keep: int | None = None) -> Taken:
        with patch.dict(SETTINGS, IN_NO_HURRY), start(self.data) as cluster:
            return back_up(cluster, self.backups, now=datetime.now(UTC), key_place=str(self.keys), keep=keep)

    def place(self, data: Path | None = None, heard: Callable[[Stage, int, int], None] = lambda *_: None) -> Place:
        return Place(data or self.data, None, None, self.keys, lambda _: None, heard)

    def restore(self, data: Path | None = None, *, to: datetime | None = None, replacing: bool = False) -> Restored:
        with patch.dict(SETTINGS, IN_NO_HURRY):
            return restore(self.place(data), self.backups, to=to, replace=replacing, now=datetime.now(UTC))

    def rehearse(self, *, to: datetime | None = None) -> Restored:
        with patch.dict(SETTINGS, IN_NO_HURRY):
            return rehearse(self.place(), self.backups, to=to)

    def entries(self) -> list[Entry]:
        with self.ledger() as ledger:
            assert list(ledger.verify()) == []
            return ledger.since(0)

    def at(self, data: Path) -> "Vault":
        return replace(self, data=data)


def between() -> datetime:
    """A moment after all that was committed and before all that will be."""
    time.sleep(0.002)
    moment = datetime.now(UTC)
    time.sleep(0.002)
    return moment


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    """A record of two entries in its backup, a third by the moment, and a fourth after it. Nobody changes it."""
    folder = tmp_path_factory.mktemp("vault")
    vault = Vault(folder / "var", folder / "keys", folder / "backups")
    with vault.ledger() as ledger:
        opened(ledger)
        reported(ledger, 1)
        vault.back_up()
        reported(ledger, 2)
        vault.moment = between()
        reported(ledger, 3)
    return vault


@pytest.fixture
def vault(kept: Vault, tmp_path: Path) -> Vault:
    """A copy of that record, to do what one likes with; its backups are those of the original."""
    shutil.copytree(kept.data, tmp_path / "var", copy_function=_copied, ignore=shutil.ignore_patterns("*5432"))
    if os.geteuid() == 0:
        owner = (kept.data / "postgres").stat()
        for name in ("postgres", "postgres.archive"):
            for path in [tmp_path / "var" / name, *(tmp_path / "var" / name).rglob("*")]:
                os.chown(path, owner.st_uid, owner.st_gid)
    return kept.at(tmp_path / "var")


def _copied(source: str, target: str) -> None:
    shutil.copyfile(source, target)
    shutil.copymode(source, target)


def damaged(vault: Vault, folder: Path, name: str, content: bytes) -> Path:
    """A copy of the backup in which one file reads otherwise."""
    (backup,) = backups_in(vault.backups)
    shutil.copytree(backup.folder, folder)
    (folder / name).write_bytes(content)
    return folder


def require_refused(why: Why, attempt: Callable[[], object], *names: str) -> None:
    with pytest.raises(Refused) as refused:
        attempt()
    assert refused.value.why == why
    assert [name for name in names if name not in str(refused.value)] == []


# Making one


def test_a_backup_says_what_it_is_of_and_brings_no_master_key_along(kept: Vault) -> None:
    (backup,) = backups_in(kept.backups)
    (key,) = kept.keys.iterdir()
    secret = key.read_text().split("key: ")[1].strip()
    with kept.ledger() as ledger:
        assert (backup.record, backup.position) == (ledger.record_id, 2)
    assert backup.key_place == str(kept.keys)
    assert not [path for path in kept.backups.rglob("*") if path.is_file() and secret.encode() in path.read_bytes()]


def test_of_the_backups_the_newest_are_kept_and_the_archive_keeps_what_the_oldest_needs(vault: Vault) -> None:
    own = replace(vault, backups=vault.data.parent / "backups")
    with own.ledger() as ledger:
        first = own.back_up().backup
        reported(ledger, 4)
        taken = own.back_up(keep=1)
        standing = BackupStanding.of(ledger, own.data)
    assert [each.folder for each in taken.retired] == [first.folder]
    assert [each.folder for each in backups_in(own.backups)] == [taken.backup.folder]
    assert standing.last
    assert (standing.last.folder, standing.well) == (taken.backup.folder, True)
    (original,) = backups_in(vault.backups)  # it is elsewhere, and still needs the archive
    archived = {path.name for path in (own.data / "postgres.archive").iterdir()}
    assert original.start in archived


def test_a_backup_that_is_killed_is_none_and_the_next_one_clears_it_away(kept: Vault, tmp_path: Path) -> None:
    own = replace(kept, backups=tmp_path / "backups")
    program = (
        "import sys\nfrom datetime import datetime\nfrom pathlib import Path\n"
        "from domain.ledger.backup.taking import back_up\nfrom domain.ledger.embedded import start\n"
        "with start(Path(sys.argv[1])) as cluster:\n"
        "    back_up(cluster, Path(sys.argv[2]), now=datetime.now(), key_place='')\n"
    )
    with own.ledger() as ledger:
        before = ledger.head()
        killed = subprocess.Popen([sys.executable, "-c", program, kept.data, own.backups], cwd=ROOT)
        while not list(own.backups.glob("*.unfinished/cluster/base")):
            time.sleep(0.005)
        killed.kill()
        killed.wait()
        assert backups_in(own.backups) == []
        (left,) = own.backups.iterdir()
        require_refused(Why.UNFINISHED, lambda: Backup.read(left))
        own.back_up()
        assert not left.exists()
        assert len(backups_in(own.backups)) == 1
        assert ledger.head() == before


# Restoring


def test_everything_up_to_the_moment_is_there_exactly_and_nothing_after(kept: Vault, tmp_path: Path) -> None:
    expected = kept.entries()
    restored = kept.restore(tmp_path / "new", to=kept.moment)
    assert (restored.head.position, restored.findings, restored.aside) == (3, (), None)
    new = kept.at(tmp_path / "new")
    assert new.entries() == expected[:3]
    assert kept.entries() == expected
    with new.ledger() as ledger:  # a restored record goes on, and can be backed up and restored again
        reported(ledger, 4)
    again = replace(new, backups=tmp_path / "backups")
    again.back_up()
    with again.ledger() as ledger:
        reported(ledger, 5)
    assert again.rehearse().head.position == 5


def test_a_record_is_put_aside_and_the_next_restore_follows_the_history_that_went_on(vault: Vault) -> None:
    before = vault.entries()
    require_refused(Why.LIVING, vault.restore)
    with vault.ledger():
        require_refused(Why.IN_USE, lambda: vault.restore(replacing=True))
    aside = vault.restore(to=vault.moment, replacing=True).aside
    assert aside
    with vault.ledger() as ledger:
        reported(ledger, 7)
        expected = ledger.since(0)
    assert expected[:3] == before[:3] != expected
    vault.restore(replacing=True)
    assert vault.entries() == expected
    shutil.rmtree(vault.data / "postgres")
    aside.rename(vault.data / "postgres")
    assert vault.entries() == before


def test_a_record_that_was_begun_by_mistake_is_put_aside_with_its_archive(kept: Vault, tmp_path: Path) -> None:
    begun = kept.at(tmp_path / "var")
    with begun.ledger() as ledger:
        opened(ledger)
    begun.restore(replacing=True)
    assert begun.entries() == kept.entries()
    assert len(list(begun.data.glob("postgres.archive.before-*/of"))) == 1


def test_what_was_erased_after_the_moment_is_erased_again_also_when_only_the_archive_can_tell(vault: Vault) -> None:
    with vault.ledger() as ledger:
        ledger.persons.find_or_register("Piet", PersonKind.COLLEAGUE, today=TODAY)
    moment = between()
    destroy(vault)
    restored = vault.restore(to=moment, replacing=True)
    assert (restored.erased, restored.erasures_known) == (1, True)
    with vault.ledger() as ledger:
        (person,) = map(PersonId, ledger.streams("person-"))
        assert ledger.persons.names([person]) == {person: None}
    shutil.rmtree(vault.data / "postgres")
    (vault.data / "postgres.archive" / f"erased-keys-{restored.backup.record}.json").unlink()
    restored = vault.restore(to=moment)
    assert (restored.erased, restored.erasures_known) == (1, True)


def destroy(vault: Vault) -> None:
    """Erase a person, as the tables say that it is done."""
    with vault.ledger(), start(vault.data) as cluster, psycopg.connect(cluster.conninfo()) as connection:
        connection.execute("UPDATE keys.keys SET wrapped = NULL, destroyed_at = now() WHERE kind = 'person'")


def test_a_rehearsal_finds_what_a_restore_would_and_leaves_nothing(kept: Vault) -> None:
    with kept.ledger() as ledger:  # the record goes on meanwhile
        rehearsed = kept.rehearse()
        assert (rehearsed.head, rehearsed.findings) == (ledger.head(), ())
    assert {path.name for path in kept.data.iterdir()} == {
        "postgres",
        "postgres.archive",
        "postgres.locks",
        "postgres.log",
    }


def test_a_restore_that_is_killed_leaves_the_record_as_it_was_and_the_next_one_works(vault: Vault) -> None:
    program = (
        "import sys\nfrom datetime import datetime\nfrom pathlib import Path\n"
        "from domain.ledger.backup.restoring import Place, restore\n"
        "def heard(*stage):\n    print(stage[0], flush=True)\n"
        "place = Place(Path(sys.argv[1]), None, None, Path(sys.argv[2]), print, heard)\n"
        "restore(place, Path(sys.argv[3]), to=None, replace=True, now=datetime.now())\n"
    )
    expected = vault.entries()
    killed = subprocess.Popen(
        [sys.executable, "-c", program, vault.data, vault.keys, vault.backups],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    with killed:
        assert killed.stdout
        while not killed.stdout.readline().startswith(Stage.VERIFYING):  # its server runs, and is left behind
            assert killed.poll() is None
        killed.send_signal(signal.SIGKILL)
    assert (vault.data / "postgres.restoring" / "postmaster.pid").exists()
    assert vault.entries() == expected
    assert vault.restore(replacing=True).head.position == 4
    assert not (vault.data / "postgres.restoring").exists()
    (vault.data / "postgres").rename(vault.data / "postgres.restored")  # as a kill between its last steps leaves it
    assert vault.entries() == expected
    assert not (vault.data / "postgres.restored").exists()


# What is refused


def test_a_damaged_backup_is_refused_by_the_name_of_the_file(kept: Vault, tmp_path: Path) -> None:
    (backup,) = backups_in(kept.backups)
    flipped = bytearray((backup.cluster / "base/1/1259").read_bytes())
    flipped[100] ^= 1
    bad = damaged(kept, tmp_path / "bad", "cluster/base/1/1259", bytes(flipped))
    require_refused(Why.DAMAGED, lambda: rehearse(kept.place(), bad, to=None), "base/1/1259")
    (bad / "cluster/base/1/1259").unlink()
    require_refused(Why.DAMAGED, lambda: rehearse(kept.place(), bad, to=None), "base/1/1259")


def test_a_backup_of_another_major_or_without_its_description_is_refused(kept: Vault, tmp_path: Path) -> None:
    (backup,) = backups_in(kept.backups)
    (tmp_path / "old").mkdir()
    backup.model_copy(update={"folder": tmp_path / "old", "server": "17.4"}).write()
    require_refused(Why.ANOTHER_MAJOR, lambda: rehearse(kept.place(), tmp_path / "old", to=None), "17.4")
    (tmp_path / "old" / "about.json").write_text("{}")
    require_refused(Why.DAMAGED, lambda: rehearse(kept.place(), tmp_path / "old", to=None), "about.json")
    require_refused(Why.NO_BACKUP, lambda: rehearse(kept.place(), tmp_path / "none", to=None))


def test_a_moment_to_which_no_way_leads_is_refused_and_says_how_far_it_goes(kept: Vault) -> None:
    (backup,) = backups_in(kept.backups)
    early, late = backup.finished_at - timedelta(seconds=1), datetime.now(UTC)
    require_refused(Why.BEFORE_BACKUP, lambda: kept.rehearse(to=early), str(backup.finished_at))
    require_refused(Why.IN_THE_FUTURE, lambda: kept.rehearse(to=late + timedelta(days=1)))
    with pytest.raises(Refused) as refused:
        kept.rehearse(to=late)
    assert refused.value.why == Why.AFTER_THE_END
    last = refused.value.about["last"]
    assert kept.moment
    assert isinstance(last, datetime)
    assert kept.moment < last < late


def test_a_hole_in_the_archive_is_named_and_what_cannot_be_read_is_no_end(vault: Vault, tmp_path: Path) -> None:
    own = replace(vault, backups=tmp_path / "backups")  # nowhere else is there an archive for it
    backup = own.back_up().backup
    with own.ledger() as ledger, start(own.data) as cluster, psycopg.connect(cluster.conninfo()) as connection:
        for number in (5, 6, 7):
            reported(ledger, number)
            connection.execute("SELECT pg_switch_wal()")
            connection.commit()
    archive = own.data / "postgres.archive"
    segments = sorted(path for path in archive.iterdir() if len(path.name) == 24 and path.name > backup.start)
    shutil.rmtree(own.data / "postgres" / "pg_wal" / "summaries")
    for left in (own.data / "postgres" / "pg_wal").glob("0*"):  # or it would serve instead
        left.unlink()
    content = segments[0].read_bytes()
    segments[0].unlink()
    require_refused(Why.LOG_MISSING, own.rehearse, segments[0].name)
    segments[0].write_bytes(content[:100] + bytes(16) + content[116:])
    shutil.chown(segments[0], segments[1].owner())
    require_refused(Why.LOG_DAMAGED, own.rehearse, segments[0].name)
    assert not (own.data / "postgres.restoring").exists()


def test_a_key_that_does_not_fit_is_found_before_anything_is_done(kept: Vault, tmp_path: Path) -> None:
    place = replace(kept.place(tmp_path / "new"), key_folder=tmp_path / "other keys")
    with pytest.raises(MasterKeyError, match="is not there: put the file back"):
        restore(place, kept.backups, to=None, replace=False, now=datetime.now(UTC))
    assert not (tmp_path / "new" / "postgres").exists()
    assert find(tmp_path / "new") is None
