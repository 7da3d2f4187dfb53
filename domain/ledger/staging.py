"""The rows of one file, read but not yet decided on: they wait in a temporary table of the database.

So memory does not grow with the file, and nobody waits while it is read. The rows of a municipality go there packed,
some at a time: a file is mostly in the order of its days, and it is decided on per municipality. The table goes with
the connection, so a process that is killed leaves nothing behind.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from psycopg import Connection
from psycopg.rows import TupleRow
from pydantic_core import from_json, to_json

from domain.decisions.intake import Opening, StatementRow
from domain.events.figures import FiguresReported
from domain.ledger.application import Ledger
from domain.values import Nature, PartialDate, Period, Source, SourceKind

Years = tuple[int, int]
"""The first and the last calendar year of the periods that are meant."""

EVERY_YEAR: Years = (0, 9999)

AT_HAND = 2_500
"""The rows that are sorted into packs at a time, about a megabyte: of each municipality there are some, then."""


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
            "CREATE TEMPORARY TABLE stated_rows (year int, code text, n int, name text, province text, pack text)"
        )
        connection.execute("ALTER TABLE stated_rows ALTER pack SET STORAGE EXTERNAL")
        yield StagedFigures(connection)


class StagedFigures:
    """The staged rows, to be read back per municipality in the order of the file."""

    def __init__(self, connection: Connection[TupleRow]) -> None:
        self._connection = connection
        self._openings: dict[str, Opening] | None = None
        self.rows = 0

    def take(self, rows: Iterable[StatedRow]) -> None:
        """Stage the rows as they are read; call it once."""
        coming = iter(rows)
        with self._connection.cursor() as cursor:
            with cursor.copy("COPY stated_rows FROM STDIN") as copy:
                while some := list(islice(coming, AT_HAND)):
                    self.rows += len(some)
                    for pack in _packs(some):
                        copy.write_row(pack)
            cursor.execute("CREATE INDEX ON stated_rows (code, year)")
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
            "SELECT pack FROM stated_rows WHERE year BETWEEN %s AND %s AND code = %s", (*years, code)
        )
        rows = list(chain.from_iterable(from_json(pack) for (pack,) in found))
        rows.sort(key=itemgetter(0))  # packs of several years were filled at once
        return (StatementRow(row, _fact(*stated)) for row, *stated in rows)

    def opening(self, code: str) -> Opening | None:
        """How to open the supervision of a municipality; None when the file gives it no name."""
        if self._openings is None:
            found = self._connection.execute(
                "SELECT DISTINCT ON (code) code, name, province FROM stated_rows ORDER BY code, name IS NULL, n"
            )
            self._openings = {code: Opening(name, province) for code, name, province in found if name}
        return self._openings.get(code)


def _packs(rows: Iterable[StatedRow]) -> Iterator[tuple[object, ...]]:
    """These rows as they are staged: those of one municipality and year together."""
    sorted_out = defaultdict[tuple[str, int], list[StatedRow]](list)
    for row in rows:
        sorted_out[row.code, row.period.year].append(row)
    for (code, year), together in sorted_out.items():
        named = next((row for row in together if row.name), together[0])
        yield year, code, named.row, named.name, named.province, to_json([_stated(row) for row in together]).decode()


def _stated(row: StatedRow) -> tuple[object, ...]:
    return (row.row, *_written(row.period, row.reported_on, row.source, row.nature), *row[8:])


@lru_cache(maxsize=10_000)
def _written(period: Period, day: PartialDate, source: Source, nature: Nature) -> tuple[str | None, ...]:
    return str(period), day.value, source.kind.value, source.reference, nature.value


@lru_cache(maxsize=10_000)
def _read(
    period: str, day: str | None, kind: str, reference: str, nature: str
) -> tuple[Period, PartialDate, Source, Nature]:
    source = Source(kind=SourceKind(kind), reference=reference)
    return Period.parse(period), PartialDate.of(day), source, Nature(nature)


def _fact(  # as it was written
    period: str, day: str | None, kind: str, reference: str, nature: str, *numbers: int | None
) -> FiguresReported:
    stated = _read(period, day, kind, reference, nature)
    net, opening, corrected, realised, closing = numbers
    return FiguresReported(
        period=stated[0],
        reported_on=stated[1],
        source=stated[2],
        nature=stated[3],
        net_target=net,
        opening_backlog=opening,
        corrected_target=corrected,
        realised=realised,
        closing_backlog=closing,
    )
