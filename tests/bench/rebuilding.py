"""Rebuilding read models from the whole record, beside the least that anybody must do for it.

Models that fold (what became of each thing, the state of a municipality) are told of some of the entries, and pass over
the others; beside it all entries are read and decoded once, and nothing is made of them. Models with a row per entry
read, decode and write nearly everything; beside it PostgreSQL takes in the same rows by binary COPY, encoded before the
clock starts, into the same tables with the same keys and indexes.
"""

import gc
import time
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass

from psycopg import sql

from domain.ledger.application import Ledger
from domain.ledger.reading import Reading
from projections.engine.batches import BATCH, collecting_later
from projections.engine.parts import topics_of
from projections.engine.rebuilding import rebuild
from projections.engine.schema import EntryModel, ReadModel, Table
from projections.engine.tables import Generation, Session, view
from projections.engine.writing import columns_of
from projections.models import MODELS
from tests.bench.measure import Bench, Row, at_least
from tests.bench.records import records

SIZE = 1_000_000
"""The size of the record, or the nearest that there is."""
FOLDING, PER_ENTRY = 0.5, 0.3
RUNS = 3
"""How many pairs at most: each run goes through the whole record."""
BESIDE = 9_999
"""The number of a generation that nobody uses."""


def rows(bench: Bench) -> Generator[Row]:
    """A row for each kind of read models, on a copy of a record: this writes."""
    size = min(bench.sizes, key=lambda each: abs(each - SIZE))
    record = records(bench)[size].copied(bench.folder / "rebuilding")
    folding = [model for model in MODELS if not isinstance(model, EntryModel)]
    per_entry = [model for model in MODELS if isinstance(model, EntryModel)]
    with record.opened() as ledger:
        rebuild(ledger, MODELS)
        told = decode(ledger, topics_of(folding))
        yield Row(
            name="rebuild-folding",
            what=f"rebuilding the {len(folding)} read models that fold",
            unit="entries/s",
            aim=at_least(FOLDING),
            ours=lambda: record.entries / seconds(lambda: rebuild(ledger, folding)),
            against="reading and decoding all entries of the record",
            theirs=lambda: record.entries / seconds(lambda: decode(ledger)),
            runs=min(bench.runs, RUNS),
            rehearsals=0,
            facts={"entries": record.entries, "entries that they are told of": told},
        )
        yield Row(
            name="rebuild-told",
            what="the same, by the entries that these models are told of",
            unit="entries/s",
            aim=None,
            ours=lambda: told / seconds(lambda: rebuild(ledger, folding)),
            against="reading and decoding these entries alone",
            theirs=lambda: told / seconds(lambda: decode(ledger, topics_of(folding))),
            runs=min(bench.runs, RUNS),
            rehearsals=0,
            facts={"entries": record.entries, "entries that they are told of": told},
        )
        kept = [each for model in per_entry for each in encoded(ledger, model)]
        many = sum(each.rows for each in kept)
        yield Row(
            name="rebuild-rows",
            what=f"rebuilding the {len(per_entry)} read models with a row per entry",
            unit="rows/s",
            aim=at_least(PER_ENTRY),
            ours=lambda: many / seconds(lambda: rebuild(ledger, per_entry)),
            against="binary COPY of the same rows into the same tables",
            theirs=lambda: many / copied(ledger, per_entry, kept),
            runs=min(bench.runs, RUNS),
            rehearsals=0,
            facts={"entries": record.entries, "rows": many},
        )


def seconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    gc.collect()
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def decode(reading: Reading, topics: Collection[str] = ()) -> int:
    """Read and decode every entry of these topics, or of all, as the projector does; how many there are."""
    count, head = 0, reading.head().position
    with collecting_later():
        for after in range(0, head, BATCH):
            for stored in reading.part(after, min(after + BATCH, head), topics=topics):
                reading.read(stored)
                count += 1
    return count


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of a table, encoded."""

    table: Table
    rows: int
    data: list[bytes]


def encoded(ledger: Ledger, model: ReadModel) -> list[Kept]:
    """The rows of a read model, as binary COPY takes them."""
    found = list[Kept]()
    with ledger.session() as session, session.cursor() as cursor:
        for table in model.tables:
            out = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT (FORMAT binary)").format(
                columns_of(table), view(model, table, ledger.names)
            )
            with cursor.copy(out) as copy:
                data = [bytes(block) for block in copy]
            found.append(Kept(table, cursor.rowcount, data))
    return found


def copied(ledger: Ledger, models: Sequence[ReadModel], kept: Sequence[Kept]) -> float:
    """How many seconds PostgreSQL takes for these rows, in tables of their own with all indexes."""
    data = {each.table: each.data for each in kept}
    generations = [Generation(model, BESIDE, ledger.names) for model in models]
    with ledger.session() as session:
        begun = time.perf_counter()
        for each in generations:
            taken_in(session, each, data)
        took = time.perf_counter() - begun
        for each in generations:
            for table in each.model.tables:
                session.execute(sql.SQL("DROP TABLE {}").format(each.table(table)))
    return took


def taken_in(session: Session, generation: Generation, data: Mapping[Table, Sequence[bytes]]) -> None:
    """Make the tables of a read model, copy its rows into them, and make the indexes."""
    with session.transaction():
        generation.make(session)
        for table in generation.model.tables:
            into = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(generation.table(table), columns_of(table))
            with session.cursor() as cursor, cursor.copy(into) as copy:
                for block in data[table]:
                    copy.write(block)
        generation.index(session)
