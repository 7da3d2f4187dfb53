"""Whether recording about a municipality takes longer, the longer its history is: in records from small to large.

Each record has the same municipalities with more and more days behind them: thirty entries each in the smallest, 7,300
in the largest, which is twenty years. Recording goes on in a process that knows them, one command after the other, each
durable; or in one that does not know them yet. What loading takes by itself is told in time of this processor: from
snapshots, and from all entries, as the first process has it that finds a record which was made at once.
"""

import gc
import shutil
import time
import tracemalloc
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from domain.decisions.contact import hold_conversation
from domain.events.base import Origin
from domain.events.contact import ConversationKind
from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster, start
from domain.ledger.loading import Loading
from domain.ledger.request import Request
from domain.ledger.schema import SNAPSHOTS
from domain.municipality import Municipality
from domain.values import ConversationId, PartialDate, PlainText
from tests.bench.country import CODES
from tests.bench.measure import Bench, Row, at_most
from tests.bench.records import DEMO, Record, records
from tests.ledger.asking import record_of

GROWTH = 1.2
SOME, FEW = 20, 5
"""So many municipalities are looked at in a run, the next ones in the next; few where that takes long."""
SAID = "In het voorjaar komen twintig woningen vrij; de wethouder wijst ze aan voor het einde van het half jaar."


def rows(bench: Bench) -> Generator[Row]:
    """Each record beside the smallest."""
    (smallest, few), *larger = records(bench).items()
    with house(bench, few) as small:
        for size, record in larger:
            with house(bench, record) as large:
                yield from of_size(bench, size, large, smallest, small)


def of_size(bench: Bench, size: int, large: "House", smallest: int, small: "House") -> Iterator[Row]:
    """The rows of one record."""
    facts = {"entries of a municipality": size // len(CODES), "and beside it": smallest // len(CODES)}
    yield Row(
        name=f"loading-append-{size}",
        what=f"growth: recording a conversation in a record of {size:,} entries",
        unit="ms",
        aim=at_most(GROWTH),
        ours=partial(large.recording, bench.seconds),
        against=f"one of {smallest:,}",
        theirs=partial(small.recording, bench.seconds),
        facts=facts,
    )
    yield Row(
        name=f"loading-first-{size}",
        what=f"growth: the first conversation of a process about a municipality, {size:,} entries",
        unit="ms",
        aim=None,
        ours=large.recording_first,
        against=f"{smallest:,} entries",
        theirs=small.recording_first,
        facts=facts,
    )
    yield Row(
        name=f"loading-snapshot-{size}",
        what=f"loading a municipality from its snapshot, {size:,} entries",
        unit="ms of processor",
        aim=None,
        ours=large.loading,
        against="without a snapshot",
        theirs=large.loading_all,
        facts=facts,
    )
    yield Row(
        name=f"loading-memory-{size}",
        what=f"what a municipality weighs that is remembered, {size:,} entries",
        unit="kB",
        aim=None,
        ours=large.weight,
        runs=1,
        facts=facts,
    )


@dataclass
class House:
    """A record of some size, and whose turn it is in it."""

    ledger: Ledger
    cluster: Cluster
    keys: Path
    today: date
    turns: Iterator[str] = field(default_factory=lambda: cycle(CODES))

    def some(self) -> list[str]:
        """The next municipalities."""
        return list(islice(self.turns, SOME))

    def recording(self, seconds: float) -> float:
        """To record about municipalities that this process knows."""
        known = self.some()
        for code in known:
            self.ledger.municipality(code)
        done, began = 0, time.perf_counter()
        while time.perf_counter() < began + seconds:
            self.record(self.ledger, known[done % SOME])
            done += 1
        return (time.perf_counter() - began) / done * 1000

    def recording_first(self) -> float:
        """To record about municipalities that another process has loaded before, and this one has not."""
        codes = self.some()
        self.load(codes)
        with Ledger.open(self.cluster.conninfo(), key_folder=self.keys) as other:
            self.record(other, next(self.turns))
            began = time.perf_counter()
            for code in codes:
                self.record(other, code)
            return (time.perf_counter() - began) / SOME * 1000

    def loading(self) -> float:
        """To load municipalities again."""
        codes = self.some()
        self.load(codes)
        began = time.process_time()
        self.load(codes)
        return (time.process_time() - began) / SOME * 1000

    def loading_all(self) -> float:
        """To load them when the snapshots have been thrown away."""
        with psycopg.connect(self.cluster.conninfo(), autocommit=True) as admin:
            admin.execute(sql.SQL("TRUNCATE {}").format(sql.Identifier(self.ledger.names.read, SNAPSHOTS)))
        codes = self.some()[:FEW]
        began = time.process_time()
        self.load(codes)
        return (time.process_time() - began) / FEW * 1000

    def weight(self) -> float:
        """What is given back for each municipality that was remembered, when it no longer is."""
        codes = self.some()
        self.load(codes)
        tracemalloc.start()
        known = self.load(codes)
        remembered = allocated()
        known.clear()
        weight = remembered - allocated()
        tracemalloc.stop()
        return weight / len(codes) / 1000

    def load(self, codes: list[str]) -> list[Municipality]:
        """Load municipalities as if this process knew nothing."""
        loading = Loading(record_of(self.ledger))
        return [loading.newest(code) for code in codes]

    def record(self, ledger: Ledger, code: str) -> None:
        """A conversation of today, with what was said."""
        request = Request(
            command=uuid4(),
            by=DEMO,
            origin=Origin.SCREEN,
            happened_on=PartialDate.of(self.today),
            today=self.today,
        )
        ledger.record(
            hold_conversation,
            municipality=code,
            request=request,
            conversation=ConversationId(f"conversation-{uuid4()}"),
            kind=ConversationKind.PROGRESS,
            summary=PlainText(text=SAID),
        )


def allocated() -> int:
    """What Python has allocated since it is traced, in bytes."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


@contextmanager
def house(bench: Bench, record: Record) -> Iterator[House]:
    """A copy of a record, and a process that has used it for a while."""
    copy = record.copied(bench.folder / f"loading-{record.entries}")
    try:
        with start(copy.data) as cluster, Ledger.open(cluster.conninfo(), key_folder=copy.keys) as ledger:
            yield House(ledger, cluster, copy.keys, copy.last)
    finally:
        shutil.rmtree(copy.folder)
