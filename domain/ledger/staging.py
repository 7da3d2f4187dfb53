"""The rows of one file, read but not yet decided on: they wait in a temporary table of the database.

So memory does not grow with the file, and nobody waits while it is read. The table goes with the connection, so a
process that is killed leaves nothing behind.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import NamedTuple

from psycopg import Connection
from psycopg.rows import TupleRow

from domain.decisions.intake import Opening, StatementRow
from domain.events.figures import FiguresReported
from domain.ledger.application import Ledger
from domain.values import UNKNOWN_DATE, Nature, PartialDate, Period, Source, SourceKind

Years = tuple[int, int]
"""The first and the last calendar year of the periods that are meant."""

EVERY_YEAR: Years = (0, 9999)


class StatedRow(NamedTuple):
    """A row as it was read: whose figures (``name`` and ``province`` where known), and what is stated."""

    row: int
    code: str
    name: str | None
    province: str | None
    period: Period
    reported_on: PartialDate
    source: Source
    nature: Nature
    net_target: int | None
    opening_backlog: int | None
    corrected_target: int | None
    realised: int | None
    closing_backlog: int | None


@contextmanager
def staged_figures(ledger: Ledger) -> Iterator["StagedFigures"]:
    """A place in the database for the rows of one file; gone with the block, or with the process."""
    with ledger.session() as connection:
        connection.execute(
            "CREATE TEMPORARY TABLE stated_rows (n int, code text, name text, province text, period text, year int,"
            " reported_on text, kind text, reference text, nature text,"
            " net int, opening int, corrected int, realised int, closing int)"
        )
        yield StagedFigures(connection)


class StagedFigures:
    """The staged rows, to be read back per municipality in the order of the file."""

    def __init__(self, connection: Connection[TupleRow]) -> None:
        self._connection = connection
        self.rows = 0

    def take(self, rows: Iterable[StatedRow]) -> None:
        """Stage the rows as they are read; call it once."""
        with self._connection.cursor() as cursor:
            with cursor.copy("COPY stated_rows FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(_columns(row))
                    self.rows += 1
            cursor.execute("CREATE INDEX ON stated_rows (year, code, n)")
            cursor.execute("ANALYZE stated_rows")

    def years(self) -> list[int]:
        """The calendar years of the periods in the file."""
        return [year for (year,) in self._connection.execute("SELECT DISTINCT year FROM stated_rows ORDER BY year")]

    def codes(self, years: Years) -> list[str]:
        """The municipalities with rows about these years."""
        found = self._connection.execute(
            "SELECT DISTINCT code FROM stated_rows WHERE year BETWEEN %s AND %s ORDER BY code", years
        )
        return [code for (code,) in found]

    def of(self, code: str, years: Years) -> Iterator[StatementRow]:
        """The rows of one municipality about these years."""
        found = self._connection.execute(
            "SELECT n, period, reported_on, kind, reference, nature, net, opening, corrected, realised, closing"
            " FROM stated_rows WHERE year BETWEEN %s AND %s AND code = %s ORDER BY n",
            (*years, code),
        )
        return (StatementRow(row, _fact(*stated)) for row, *stated in found)

    def opening(self, code: str) -> Opening | None:
        """How to open the supervision of a municipality; None when the file gives it no name."""
        found = self._connection.execute(
            "SELECT name, province FROM stated_rows WHERE code = %s ORDER BY name IS NULL, n LIMIT 1", (code,)
        ).fetchone()
        return Opening(*found) if found and found[0] else None


def _columns(row: StatedRow) -> tuple[object, ...]:
    return (
        row.row,
        row.code,
        row.name,
        row.province,
        str(row.period),
        row.period.year,
        row.reported_on.value,
        row.source.kind.value,
        row.source.reference,
        row.nature.value,
        *row[8:],
    )


@lru_cache(maxsize=10_000)
def _day(value: str | None) -> PartialDate:
    return PartialDate.of(value) if value else UNKNOWN_DATE


@lru_cache(maxsize=1_000)
def _period(value: str) -> Period:
    return Period.parse(value)


@lru_cache(maxsize=1_000)
def _source(kind: str, reference: str) -> Source:
    return Source(kind=SourceKind(kind), reference=reference)


def _fact(
    period: str,
    reported_on: str | None,
    kind: str,
    reference: str,
    nature: str,
    *numbers: int | None,
) -> FiguresReported:
    net, opening, corrected, realised, closing = numbers
    return FiguresReported(
        period=_period(period),
        reported_on=_day(reported_on),
        source=_source(kind, reference),
        nature=Nature(nature),
        net_target=net,
        opening_backlog=opening,
        corrected_target=corrected,
        realised=realised,
        closing_backlog=closing,
    )
