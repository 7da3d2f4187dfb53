"""What grows with the record: the same questions on records of all sizes, beside those on the smallest one.

They go to the read models themselves, with nothing kept from one time to the next: no server, no answer that is given
again. ``growth-past`` asks the ladder of the country as it was known a year ago, beside the ladder of now, on the
largest record. What appending costs as the record grows is in ``loading``.
"""

import time
from collections.abc import Callable, Generator
from datetime import timedelta
from itertools import cycle

from domain.ledger.application import Ledger
from projections.engine.known import Knowing
from projections.engine.rebuilding import build_missing
from projections.ladder import ladder
from projections.models import MODELS
from projections.municipalities import municipality
from projections.reading import Reader
from tests.bench.country import CODES
from tests.bench.measure import Bench, Row, at_most
from tests.bench.records import Record, records

GROWTH, PAST = 1.2, 2.0
A_YEAR = timedelta(days=365)

Question = Callable[[], object]


def rows(bench: Bench) -> Generator[Row]:
    """Two rows for each size but the smallest, and one for the past of the largest."""
    smallest, *others = records(bench).values()
    with smallest.opened() as small:
        build_missing(small, MODELS)
        for record in others:
            with record.opened() as large:
                build_missing(large, MODELS)  # where a record was kept from before a read model changed
                yield row(bench, record, "ladder", ladder_of(large, record), ladder_of(small, smallest))
                of_one, of_small = municipality_of(large, record), municipality_of(small, smallest)
                yield row(bench, record, "municipality", of_one, of_small)
                if record is others[-1]:
                    yield past(bench, large, record)


def row(bench: Bench, record: Record, what: str, ours: Question, theirs: Question) -> Row:
    """How long a question takes on a record, beside the smallest."""
    return Row(
        name=f"growth-{what}-{record.folder.name}",
        what=f"growth: the {what} query, nothing kept, at {record.entries:,} entries",
        unit="ms",
        aim=at_most(GROWTH),
        ours=lambda: milliseconds(ours, bench.seconds),
        against="the same on the smallest record",
        theirs=lambda: milliseconds(theirs, bench.seconds),
    )


def past(bench: Bench, ledger: Ledger, record: Record) -> Row:
    """How long the ladder takes as it was known a year before the last day."""
    return Row(
        name="growth-past",
        what=f"the ladder as known a year ago, at {record.entries:,} entries",
        unit="ms",
        aim=at_most(PAST),
        ours=lambda: milliseconds(ladder_of(ledger, record, ago=A_YEAR), bench.seconds),
        against="the ladder of now",
        theirs=lambda: milliseconds(ladder_of(ledger, record), bench.seconds),
        facts={"entries": record.entries},
    )


def ladder_of(ledger: Ledger, record: Record, *, ago: timedelta | None = None) -> Question:
    """The ladder of the country on the last day of a record, as known then or some time before."""
    known_on = record.last - ago if ago else None

    def ask() -> None:
        found = ladder(ledger, Knowing.asked(ledger, today=record.last, known_on=known_on))
        assert len(found.lines) == len(CODES) or record.last - record.first < A_YEAR

    return ask


def municipality_of(ledger: Ledger, record: Record) -> Question:
    """One municipality after the other, as known now."""
    turns, reader = cycle(CODES), Reader(ledger)

    def ask() -> None:
        assert municipality(reader, Knowing.asked(ledger, today=record.last), next(turns))

    return ask


def milliseconds(question: Question, seconds: float) -> float:
    """How long an answer takes on the average, when it is asked for so many seconds, twice at least."""
    begun, count = time.perf_counter(), 0
    while count < 2 or time.perf_counter() - begun < seconds:
        question()
        count += 1
    return 1000 * (time.perf_counter() - begun) / count
