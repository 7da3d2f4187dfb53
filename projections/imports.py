"""Imports of figures: when, by whom, how the rows came out; the proof that the figures were looked at on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString

from domain.events.base import Entry
from domain.events.figures_import import FiguresImported, ImportCounts, ImportProblem
from domain.ledger.reading import Reading
from domain.values import PartialDate, PersonId
from projections.engine.known import Knowing, ask
from projections.engine.schema import EntryModel, Row, Table
from projections.paging import Cursor, Order, Page, page_of
from projections.reading import Reader

FILES = Table(
    "imports",
    columns=(
        ("entry", "int"),
        ("day", "date"),  # on which the file was imported: the first day it can be, 0001-01-01 when nobody knows
        ("position", "bigint"),
        ("sha256", "text"),
    ),
    key=("entry",),
    indexes=("(position)", "(day)", "(sha256)"),
)
ORDER = Order((("position", int),), descending=True)
BY_DAY: LiteralString = "day <= %(day)s"


class Imports(EntryModel):
    """A row for each import, under the name of its stream."""

    name, version, tables, handles = "imports", 1, (FILES,), frozenset({FiguresImported})

    def rows(self, entry: Entry) -> Iterable[Row]:
        """The row of an import."""
        fact, recorded = entry.fact, entry.recorded
        if isinstance(fact, FiguresImported) and recorded:
            day = entry.about.happened_on.first_day or date.min
            yield FILES.row(entry=entry.version, day=day, position=recorded.position, sha256=fact.sha256)


IMPORTS = Imports()


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import of a file, or of one calendar year of it (``part``), with what could not be read or was refused.

    ``problems`` lists the first of them; ``counts`` counts them all.
    """

    stream: str
    position: int
    imported_on: PartialDate
    recorded_at: datetime
    person: PersonId
    by: str
    acted_for: str | None
    file_name: str
    sha256: str
    part: str | None
    counts: ImportCounts
    opened: tuple[str, ...]
    problems: tuple[ImportProblem, ...]


def imports(
    reader: Reader,
    knowing: Knowing,
    *,
    stream: str | None = None,
    sha256: str | None = None,
    since: date | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[ImportLine]:
    """Imports up to and including the day, the newest first.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        stream: this one.
        sha256: of files with this content.
        since: on this day or later.
        after: the end of the page before.
        limit: the most lines of a page.
    """
    asked: dict[LiteralString, object] = {
        "municipality = %(stream)s": stream,
        "sha256 = %(sha256)s": sha256,
        "day >= %(since)s": since,
    }
    found = page_of(
        reader.reading, IMPORTS, FILES, knowing, asked, always=[BY_DAY], order=ORDER, after=after, limit=limit
    )
    places = [(row["municipality"], row["entry"]) for row in found.lines]
    entries = {(entry.stream, entry.version): entry for entry in reader.reading.entries_at(places)}
    return found.showing(_lines(reader, [entries[place] for place in places]))


def one_import(reader: Reader, stream: str) -> tuple[ImportLine, ...]:
    """An import as the record has it now, each part of a large file by itself; empty when there is none."""
    return tuple(_lines(reader, reader.reading.entries(stream)))


def days_looked_at(reading: Reading, knowing: Knowing, *, since: date, upto: date) -> tuple[date, ...]:
    """The days of a range, both ends included, on which figures were imported, as far as they are not after the day."""
    query: LiteralString = (
        "SELECT DISTINCT day AS looked_at FROM {imports}"
        " WHERE {known} AND day <= %(day)s AND day BETWEEN %(since)s AND %(upto)s ORDER BY day"
    )
    return tuple(row["looked_at"] for row in ask(reading, IMPORTS, query, knowing, since=since, upto=upto))


def _lines(reader: Reader, entries: Iterable[Entry]) -> Iterable[ImportLine]:
    told = list(entries)
    texts = reader.opened(told)
    for entry in told:
        fact, recorded, actor = entry.fact, entry.recorded, entry.about.actor
        if isinstance(fact, FiguresImported) and recorded:
            yield ImportLine(
                stream=entry.stream,
                position=recorded.position,
                imported_on=entry.about.happened_on,
                recorded_at=recorded.recorded_at,
                person=actor.person,
                by=texts.name(actor.person),
                acted_for=texts.name(actor.acted_for) if actor.acted_for else None,
                file_name=texts.text(fact.file_name),
                sha256=fact.sha256,
                part=fact.part,
                counts=fact.counts,
                opened=fact.opened,
                problems=fact.problems,
            )
