"""Records of any size, made in minutes: every fact as the decisions would have made it, recorded in bulk.

A record grows in place from size to size. At each size it stands still for a moment: its read models follow, the
database is tidied, and the folder is copied, so that all sizes are there to be measured side by side. What is left in
a folder of one's own is used again.

The clock of the record is turned back while it is made: an entry is recorded in the week in which it would have been,
so that 'as known a year ago' means something. The program cannot do that; here the administrator of the database does.
"""

import gc
import json
import shutil
import subprocess
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import NAMESPACE_OID, uuid5

import psycopg

from domain.events.base import About, Actor, Entry, Origin, Role
from domain.ledger.application import Ledger
from domain.ledger.embedded import start
from domain.ledger.request import Request
from domain.ledger.server import SETTINGS
from domain.values import PartialDate
from projections.engine.runner import Projector
from projections.models import MODELS
from tests.bench.country import ANNA, Told, day_of, days, days_for
from tests.bench.measure import Bench

MADE = "made"
"""The file that says of a folder that its record is complete, and what it is."""
WEEK = 7
MARGIN = 3
"""Days at the end, so that nothing happens in the future."""
DEMO = Actor(person=ANNA, roles=(Role.SUPERVISOR,))


@dataclass(frozen=True, slots=True)
class Record:
    """A record that is complete: its folder, how many entries it has, and from which day to which."""

    folder: Path
    entries: int
    first: date
    last: date

    @classmethod
    def kept(cls, folder: Path) -> "Record | None":
        """The record in a folder; None when none was finished there."""
        if not (folder / MADE).exists():
            return None
        told = json.loads((folder / MADE).read_text(encoding="utf-8"))
        return cls(folder, told["entries"], date.fromisoformat(told["first"]), date.fromisoformat(told["last"]))

    @property
    def data(self) -> Path:
        """The data folder, as ``TREDE_DATA`` names it."""
        return self.folder / "data"

    @property
    def keys(self) -> Path:
        """Where the master key is, as ``TREDE_KEY_FOLDER`` names it."""
        return self.folder / "keys"

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """The record, on a server that runs as long as somebody uses it."""
        with start(self.data) as cluster, Ledger.open(cluster.conninfo(), key_folder=self.keys) as ledger:
            yield ledger

    def copied(self, folder: Path) -> "Record":
        """A copy that one may write in; of a record that nobody uses now, or it would be torn."""
        assert not (self.data / "postgres" / "postmaster.pid").exists(), f"somebody uses {self.folder}"
        subprocess.run(["cp", "--archive", "--reflink=auto", "-H", self.folder, folder], check=True)
        return Record(folder, self.entries, self.first, self.last)


def records(bench: Bench) -> dict[int, Record]:
    """A record of each size of the bench, from small to large; those that are not there yet are made."""
    found = {size: Record.kept(bench.records / name_of(size)) for size in bench.sizes}
    if missing := {size for size, record in found.items() if record is None}:
        make(bench, missing)
        found = {size: Record.kept(bench.records / name_of(size)) for size in bench.sizes}
    return {size: record for size, record in found.items() if record}


def largest(bench: Bench) -> Record:
    """The record of the largest size."""
    return records(bench)[bench.sizes[-1]]


def near(bench: Bench, entries: int) -> Record:
    """The record whose size is nearest to so many entries."""
    return records(bench)[min(bench.sizes, key=lambda size: abs(size - entries))]


def name_of(size: int) -> str:
    """The folder of a size: 10k, 2500k."""
    return f"{size // 1000}k"


# Making


def make(bench: Bench, missing: Collection[int]) -> None:
    """Let one record grow through these sizes, and leave a copy at each."""
    first = datetime.now(UTC).date() - timedelta(days=MARGIN + days_for(bench.sizes[-1]))
    growing = Growing(bench.records / "growing", first)
    shutil.rmtree(growing.folder, ignore_errors=True)  # of a making that was broken off
    for size in sorted(missing):
        with patch.dict(SETTINGS, archive_mode="off"), start(growing.folder / "data") as cluster:
            growing.grow(cluster.conninfo(), size)
            bench.say(f"a record from {first} on: {growing.entries:,} entries until {growing.last}")
            growing.settle(cluster.conninfo())
        growing.leave(bench.records / name_of(size))
        bench.say(f"{name_of(size)} is ready")
    shutil.rmtree(growing.folder)


class Growing:
    """A record on its way from size to size."""

    def __init__(self, folder: Path, first: date) -> None:
        self.folder, self.first = folder, first
        self.entries, self.last = 0, first
        self._weeks = by_week(first)

    def grow(self, conninfo: str, size: int) -> None:
        """Record week after week until it is so large."""
        with Ledger.open(conninfo, key_folder=self.folder / "keys") as ledger, turned_back(conninfo) as clock:
            while self.entries < size:
                self.last, told = next(self._weeks)
                clock(self.last)
                self.entries = record_week(ledger, self.last, told)

    def settle(self, conninfo: str) -> None:
        """Let the read models follow; then what the database does by itself in time: statistics, and tidy pages."""
        with Ledger.open(conninfo, key_folder=self.folder / "keys") as ledger:
            Projector(ledger, MODELS).catch_up()
        with psycopg.connect(conninfo, autocommit=True) as admin:
            admin.execute("VACUUM (ANALYZE)")
            admin.execute("CHECKPOINT")

    def leave(self, folder: Path) -> None:
        """Leave a copy that is complete."""
        record = Record(self.folder, self.entries, self.first, self.last).copied(folder)
        told = {"entries": record.entries, "first": record.first.isoformat(), "last": record.last.isoformat()}
        (folder / MADE).write_text(json.dumps(told), encoding="utf-8")


def by_week(first: date) -> Iterator[tuple[date, list[Told]]]:
    """What happens, a week at a time, each with its last day."""
    daily = days(first)
    while True:
        week = list(islice(daily, WEEK))
        yield week[-1][0], [told for _, day in week for told in day]


def record_week(ledger: Ledger, last: date, told: Iterable[Told]) -> int:
    """Record a week in one append; answers the position that is reached."""
    request = Request(
        command=uuid5(NAMESPACE_OID, f"week until {last}"),
        by=DEMO,
        origin=Origin.IMPORT,
        happened_on=PartialDate.of(last),
        today=last,
    )
    abouts = dict[date, About]()

    def entries() -> Iterator[Entry]:
        for code, version, day, fact in told:
            if day not in abouts:
                abouts[day] = request.about.model_copy(update={"happened_on": day_of(day)})
            yield Entry(code, version, fact, abouts[day])

    gc.disable()  # nothing in an entry is a cycle
    try:
        with ledger.bulk(ledger.command("bench", "weeks", request, {"until": last})) as bulk:
            bulk.stage(entries())
            moved = bulk.append()
            assert not moved, moved
    finally:
        gc.enable()
    return bulk.position


@contextmanager
def turned_back(conninfo: str) -> Iterator[Any]:
    """Lets the clock of the record stand on the evening of a day, as only its administrator can."""
    with psycopg.connect(conninfo, autocommit=True) as admin:
        (usual,) = admin.execute("SELECT pg_get_functiondef('record.moment(text)'::regprocedure)").fetchone() or ("",)
        stands = "RETURN (SELECT stands_at FROM record.demo_clock)"
        signature = usual[: usual.index("\nRETURN ")] if "\nRETURN " in usual else usual[: usual.index("\nAS ")]
        admin.execute(f"{signature}\n{stands}".encode())

        def clock(day: date) -> None:
            evening = datetime.combine(day, time(20), UTC)
            with admin.transaction():
                admin.execute("DELETE FROM record.demo_clock")
                admin.execute("INSERT INTO record.demo_clock (stands_at) VALUES (%s)", [evening])

        try:
            yield clock
        finally:
            admin.execute("DELETE FROM record.demo_clock")
            admin.execute(usual.encode())
