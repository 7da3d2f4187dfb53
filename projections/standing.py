"""Facts as they now stand, and what became of each thing they are about, from which day.

An agreement is made, changed, and kept or not: a few facts, of which each counts from its day on. So what is told of it
is a life in spans of days, and 'as at' is the span that a day falls in. What is undated has always been there.
"""

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString, TypeVar

from domain.events.base import Entry, Fact
from domain.events.record_keeping import EntryCorrected
from domain.ledger.reading import Reading
from domain.municipality import Municipality, fold, reads_in, standing
from domain.values import PartialDate
from projections.engine.known import Knowing
from projections.engine.schema import Row, StateModel
from projections.paging import Cursor, Order, Page, page_of
from projections.reading import Opened, Reader

SPAN: tuple[tuple[str, LiteralString], ...] = (("valid_from", "date"), ("valid_to", "date"), ("told", "int[]"))
"""The columns of a span: its first day, the day on which something else is told, and the entries that tell it."""

VALID: LiteralString = "valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)"
"""The condition that a span is that of the day."""

Kind = TypeVar("Kind", bound=Fact)
Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it stands, and the entry in which it reads so: itself, or the correction of it."""

    entry: Entry
    reads_in: int

    @property
    def fact(self) -> Fact:
        """What it says."""
        return self.entry.fact

    @property
    def on(self) -> PartialDate:
        """The day on which it happened, as far as it is known."""
        return self.entry.about.happened_on

    @property
    def day(self) -> date:
        """From which day it counts: the first that it can have happened on."""
        return self.on.first_day or date.min


@dataclass(frozen=True, slots=True)
class Span:
    """What is told of one thing from one day until another; until None, when nothing follows."""

    subject: str
    valid_from: date
    valid_to: date | None
    told: tuple[Told, ...]

    @property
    def columns(self) -> dict[str, object]:
        """The values of the columns of a span."""
        return {
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "told": [each.reads_in for each in self.told],
        }


Tell = Callable[[str, str, Sequence[Told], Opened], Line]
"""What a page shows of a municipality's thing, by what is told of it and the texts as the reader may see them."""


class Things(StateModel):
    """A read model of things that facts are about: for each span in the life of each thing a row, in its first table.

    The rows of a thing about which nothing new was told are not made again.
    """

    MOST = 200_000
    """Of how many things the rows are remembered."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], tuple[Sequence[Told], tuple[Row, ...]]] = {}

    @abstractmethod
    def about(self, fact: Any) -> Iterable[str]:  # noqa: ANN401 - of the kinds that the model handles
        """The things that a fact is about, by what they are called."""

    @abstractmethod
    def row(self, span: Span) -> Row | None:
        """The row of a span; nothing when by then the thing was not there."""

    def rows(self, municipality: Municipality) -> Iterable[Row]:
        """The rows of a municipality."""
        for thing, told in self._told(municipality).items():
            yield from self._rows_of(municipality.code, thing, told)

    def as_at(self, municipality: Municipality, day: date) -> Iterator[Span]:
        """The spans that a day falls in, of the things that were there then."""
        for thing, told in self._told(municipality).items():
            for span in _spans(thing, told):
                if span.valid_from <= day and (span.valid_to is None or span.valid_to > day) and self.row(span):
                    yield span

    def _told(self, municipality: Municipality) -> dict[str, list[Told]]:
        """What is told of each thing, in the order of recording."""
        found, kinds, corrected = (
            defaultdict[str, list[Told]](list),
            tuple(self.handles),
            reads_in(municipality.entries),
        )
        for entry in standing(municipality.entries):
            if isinstance(entry.fact, kinds):
                told = Told(entry, corrected.get(entry.version, entry.version))
                for thing in self.about(entry.fact):
                    found[thing].append(told)
        return found

    def _rows_of(self, code: str, thing: str, told: Sequence[Told]) -> tuple[Row, ...]:
        known = self._rows.get((code, thing))
        if (
            known
            and len(known[0]) == len(told)
            and all(a.entry is b.entry for a, b in zip(known[0], told, strict=True))
        ):
            return known[1]
        rows = tuple(row for span in _spans(thing, told) if (row := self.row(span)))
        if len(self._rows) >= self.MOST:
            self._rows.clear()
        self._rows[code, thing] = told, rows
        return rows


def _spans(thing: str, told: Sequence[Told]) -> Iterator[Span]:
    """The life of a thing."""
    days = sorted({each.day for each in told})
    for day, following in zip(days, [*days[1:], None], strict=True):
        yield Span(thing, day, following, tuple(each for each in told if each.day <= day))


def remembered(told: Sequence[Told]) -> Municipality:
    """What a municipality remembers of what is told of one thing, and of nothing else."""
    return fold(None, [each.entry for each in told]) or Municipality("")


def each_of(told: Iterable[Told], kind: type[Kind]) -> Iterator[tuple[Told, Kind]]:
    """What is told by facts of one kind, the latest recorded last."""
    for each in told:
        if isinstance(each.fact, kind):
            yield each, each.fact


def last_of(told: Sequence[Told], kind: type[Kind]) -> tuple[Told, Kind] | None:
    """What is told by the last fact of a kind."""
    return next(each_of(reversed(told), kind), None)


def page_told(
    reader: Reader,
    model: Things,
    knowing: Knowing,
    asked: Mapping[LiteralString, object],
    line: Tell[Line],
    *,
    order: Order,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[Line]:
    """What is told of the things in the first table of a read model, as they stand on the day, in pages.

    Args:
        reader: who reads the texts.
        model: a read model with spans, of which the key begins with what a thing is called.
        knowing: what was known, and the day.
        asked: which of them, as in ``page_of``.
        line: what the page shows of one.
        order: the order of the lines.
        after: the end of the page before.
        limit: the most lines of a page.
    """
    table = model.tables[0]
    found = page_of(reader.reading, model, table, knowing, asked, always=[VALID], order=order, after=after, limit=limit)
    told = fetched(reader.reading, found.lines)
    texts = reader.opened(each.entry for thing in told for each in thing)
    rows = zip(found.lines, told, strict=True)
    return found.showing(line(row["municipality"], row[table.key[0]], each, texts) for row, each in rows)


def fetched(reading: Reading, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Told, ...]]:
    """What is told by the entries that each of these rows names, from the record, in one go."""
    wanted = {(row["municipality"], version) for row in rows for version in row["told"]}
    found = {(entry.stream, entry.version): entry for entry in reading.entries_at(wanted)}
    return [tuple(_as_it_reads(found[row["municipality"], version]) for version in row["told"]) for row in rows]


def _as_it_reads(entry: Entry) -> Told:
    match entry.fact:
        case EntryCorrected() as correction:
            about = entry.about.model_copy(update={"happened_on": correction.replacement_happened_on})
            stands = Entry(entry.stream, correction.entry, correction.replacement, about, entry.recorded)
            return Told(stands, entry.version)
        case _:
            return Told(entry, entry.version)
