"""Importing a year of national daily figures: from the file to events that are committed, as the program does it.

Ours reads the file, checks each cell, decides on each row what is new, and records everything in one transaction, with
a digest for each event. Beside it PostgreSQL copies those same events, made and encoded before, into a table with the
same columns, constraints and indexes: what no import could do without.
"""

import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from api.importing.file import Importing, Unstated
from api.settings import Settings
from domain.events.base import Origin
from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster, start
from domain.ledger.schema import Names
from domain.values import PartialDate
from tests.bench.commands import request
from tests.bench.measure import Bench, Row, at_least
from tests.bench.national import TODAY, national_year
from tests.bench.records import DEMO

AIM = 0.25
QUICK = 30
"""Days of a file that is imported in a hurry."""
RUNS = 3
BLOCK = 1 << 20
"""Bytes that are sent at a time."""
NUMBERS = count(1)


def rows(bench: Bench) -> Generator[Row]:
    """One row."""
    folder = bench.folder / "importing"
    with start(folder / "data") as cluster:
        path = folder / "national.csv"
        size = national_year(path, **({"days": QUICK} if bench.quick else {}))
        desk = Desk(folder, cluster, path, size)
        yield Row(
            name="import-national",
            what=f"importing national daily figures, {size:,} rows, file to committed events",
            unit="events/s",
            aim=at_least(AIM),
            ours=desk.imported,
            against="binary COPY of the same event rows, same columns, constraints and indexes",
            theirs=desk.copied,
            runs=RUNS,
        )


@dataclass(slots=True)
class Desk:
    """Imports the file into one fresh record after the other, and copies what was recorded last."""

    folder: Path
    cluster: Cluster
    path: Path
    size: int
    rows: bytes = b""
    copied_rows: int = 0

    def imported(self) -> float:
        """Events per second of an import into an empty record."""
        names = Names.suffixed(f"import{next(NUMBERS)}")
        with Ledger.open(self.cluster.conninfo(), names, key_folder=self.folder / "keys") as ledger:
            begun = time.perf_counter()
            importing = Importing.of(ledger, Settings(), opening="--open-unknown")
            figures = importing.opened(self.path, Unstated(), today=TODAY)
            asked = replace(request(), origin=Origin.IMPORT, today=TODAY, happened_on=PartialDate.of(TODAY))
            told = importing.imported(figures, asked, by=lambda: DEMO, open_unknown=True, dry_run=False)
            taken = time.perf_counter() - begun
            recorded = ledger.head().position
        assert told.report, told
        assert told.report.counts.recorded == self.size, told.report.counts
        self._keep(names)
        return recorded / taken

    def copied(self) -> float:
        """Events per second of a copy, with the commit."""
        with psycopg.connect(self.cluster.conninfo(), autocommit=True) as admin:
            admin.execute("DROP TABLE IF EXISTS copied")
            admin.execute("CREATE TABLE copied (LIKE kept INCLUDING ALL)")
            admin.execute("CHECKPOINT")
            begun = time.perf_counter()
            with admin.cursor().copy("COPY copied FROM STDIN (FORMAT binary)") as copy:
                for at in range(0, len(self.rows), BLOCK):
                    copy.write(self.rows[at : at + BLOCK])
            return self.copied_rows / (time.perf_counter() - begun)

    def _keep(self, names: Names) -> None:
        """Keep the events that were recorded, as the copy sends them, and the shape of their table; drop the rest."""
        events = sql.Identifier(names.record, "events")
        with psycopg.connect(self.cluster.conninfo(), autocommit=True) as admin:
            admin.execute("DROP TABLE IF EXISTS kept")
            admin.execute(sql.SQL("CREATE TABLE kept (LIKE {} INCLUDING ALL)").format(events))
            with admin.cursor() as cursor:
                with cursor.copy(sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(events)) as copy:
                    self.rows = b"".join(copy)
                self.copied_rows = cursor.rowcount
            for schema in (names.record, names.keys, names.read, names.app):
                admin.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
            admin.execute("CHECKPOINT")
