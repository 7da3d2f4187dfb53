"""A record on a server of its own, with processes that work on it and that may be killed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import psycopg
import pytest

from api.intake.columns import Synonyms
from api.intake.figures_file import open_figures
from api.intake.intake import Sorted
from api.intake.register import Register
from domain.events.base import Entry, Origin
from domain.ledger.application import Ledger
from domain.ledger.embedded import start
from domain.ledger.import_report import File, Report
from domain.ledger.importing import import_figures
from domain.ledger.staging import staged_figures
from domain.values import SealedText
from tests.ledger.asking import asked, opened
from tests.program import ROOT, Program

KILLS = int(os.environ.get("TREDE_KILLS", "8"))
"""How many kills a run has. Half of them are of a server whose API is hammered meanwhile."""
HAMMERED = max(KILLS // 2, 1)
takes_long = pytest.mark.skipif(KILLS < 24, reason="takes long: with make faults (TREDE_KILLS=24 and more)")
SEED = int(os.environ.get("TREDE_SEED", random.SystemRandom().randrange(10_000)))
SHARED = ("GM9000", "GM9001")
"""Municipalities in every file, and in every conversation."""
OTHERS = 38
DAYS = 100
ROWS = (len(SHARED) + OTHERS) * DAYS
CLIENTS = "SELECT query FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


@dataclass(frozen=True, slots=True)
class House:
    """A record on a server of its own that may be killed, kept up by this process as long as it lives."""

    data: Path
    keys: Path
    chance: random.Random
    files: list[Path] = field(default_factory=list)
    started: list[subprocess.Popen[str]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def trede(self) -> Program:
        """The program on this record."""
        return Program({"TREDE_DATA": str(self.data), "TREDE_KEY_FOLDER": str(self.keys)})

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The record, opened as after a fresh start: the server is started again when it was killed."""
        with start(self.data) as cluster, Ledger.open(cluster.conninfo(), key_folder=self.keys) as ledger:
            yield ledger

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection]:
        """A connection that sees everything."""
        with start(self.data) as cluster, psycopg.connect(cluster.conninfo(), autocommit=True) as connection:
            yield connection

    def postmaster(self) -> int:
        """The process number of the server."""
        return int((self.data / "postgres" / "postmaster.pid").read_text().split("\n")[0])

    def file(self) -> Path:
        """A file with figures that nobody imported yet, of the shared municipalities and of some of its own."""
        number = len(self.files)
        codes = (*SHARED, *(f"GM{9010 + (number * OTHERS + each) % 900}" for each in range(OTHERS)))
        lines = (
            f"2023-{1 + day // 28:02}-{1 + day % 28:02};{code};Gemeente {code};2023-1;100;{day};brief {number}"
            for day in range(DAYS)
            for code in codes
        )
        path = self.data.parent / f"figures-{number}.csv"
        path.write_text("\n".join(["peildatum;gemeentecode;gemeente;periode;taakstelling;gerealiseerd;bron", *lines]))
        self.files.append(path)
        return path

    def importing(self, path: Path) -> subprocess.Popen[str]:
        """The program while it imports a file."""
        return self._kept(self.trede.started("import", "figures", path, "--open-unknown"))

    def recording(self, code: str, *, pause: float = 0.0) -> subprocess.Popen[str]:
        """A process that records conversations about a municipality until it is killed, with seconds between."""
        with start(self.data) as cluster:
            arguments = [cluster.conninfo(), str(self.keys), code, str(pause)]
        return self._kept(
            subprocess.Popen(
                [sys.executable, "-m", "tests.faults.recording", *arguments],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )

    def _kept(self, process: subprocess.Popen[str]) -> subprocess.Popen[str]:
        self.started.append(process)
        return process

    def end(self) -> None:
        """Leave no process behind, also when a test failed half-way."""
        for process in self.started:
            with process:  # closes its pipes, and waits
                process.kill()

    def until(self, there: Callable[[list[str]], bool]) -> None:
        """Wait until the connections to the server, by what each did last, are as they should be."""
        with self.admin() as admin:
            give_up = time.monotonic() + 60
            while not there([query for (query,) in admin.execute(CLIENTS)]):
                assert time.monotonic() < give_up, "the connections are not as they should be"
                time.sleep(0.01)

    def require_sound(self) -> list[Entry]:
        """Every entry, after a look at all that is new: no gap, nothing broken, no key missing, nothing staged."""
        self.until(lambda clients: not clients)
        with self.ledger() as ledger, self.admin() as admin:
            known = len(self.entries)
            assert list(ledger.verify(known + 1)) == []
            new = ledger.since(known, limit=10_000_000)
            assert [each.recorded.position for each in new if each.recorded] == list(
                range(known + 1, ledger.head().position + 1)
            )
            assert None not in ledger.unseal([text for each in new for text in sealed(each)])
            assert admin.execute("SELECT FROM record.staging").rowcount == 0
        self.entries.extend(new)
        return self.entries

    def completed(self, path: Path) -> Report:
        """A file imported to the end, in this process."""
        figures = open_figures(path, register=Register.load(), synonyms=Synonyms.load(), today=date(2026, 1, 1))
        with self.ledger() as ledger, staged_figures(ledger) as staged:
            staged.take(rows := Sorted(figures, province=None))
            assert rows.refused == 0
            file = File(figures.name, figures.sha256)
            request = asked(origin=Origin.IMPORT)
            return import_figures(ledger, staged, file, request, open_unknown=True, dry_run=False)


def sealed(entry: Entry) -> Iterator[SealedText]:
    """The texts of an entry."""
    return (value for _, value in entry.fact if isinstance(value, SealedText))


def kill(process: subprocess.Popen[str]) -> list[str]:
    """Kill a process as a power cut would; the lines that it had finished by then."""
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGKILL)
    out, _ = process.communicate(timeout=60)
    return [line for line in out.splitlines(keepends=True) if line.endswith("\n")]


@contextmanager
def house_in(folder: Path) -> Iterator[House]:
    """A house with the shared municipalities; no process is left of it afterwards."""
    print(f"TREDE_SEED={SEED} TREDE_KILLS={KILLS}")  # noqa: T201 - to have the same moments again
    house = House(folder / "data", folder / "keys", random.Random(f"{SEED} {folder.name}"))  # noqa: S311 - moments, not keys
    with start(house.data):
        with house.ledger() as ledger:
            for code in SHARED:
                opened(ledger, code)
        try:
            yield house
        finally:
            house.end()
