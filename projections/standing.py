"""Facts as they now stand, and what became of each thing they are about, from which day.

An agreement is made, changed, and kept or not: a few facts, of which each counts from its day on. So what is told of it
is a life in spans of days, and 'as at' is the span that a day falls in. What is undated has always been there.
"""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString, TypeVar

from domain.events.base import Entry, Fact
from domain.events.record_keeping import EntryCorrected
from domain.ledger.reading import Reading
from domain.municipality import Municipality, fold
from projections.engine.known import Knowing
from projections.engine.schema import Row, ThingModel
from projections.engine.told import Told, by_thing
from projections.paging import Cursor, Order, Page, page_of
from projections.reading import Opened, Reader

SPAN: tuple[tuple[str, LiteralString], ...] = (("valid_from", "date"), ("valid_to", "date"), ("told", "int[]"))
"""The columns of a span: its first day, the day on which something else is told, and the entries that tell it."""

VALID: LiteralString = "valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)"
"""The condition that a span is that of the day."""

Kind = TypeVar("Kind", bound=Fact)
Line = TypeVar("Line")


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


class Things(ThingModel):
    """A read model of things that facts are about: a row for each span in the life of each, in its first table."""

    @abstractmethod
    def about(self, fact: Any) -> Iterable[str]:  # noqa: ANN401 - of the kinds that the model handles
        """The things that a fact is about, by what they are called."""

    @abstractmethod
    def row(self, span: Span) -> Row | None:
        """The row of a span; nothing when by then the thing was not there."""

    def things(self, entry: Entry) -> Iterable[str]:
        """The things that an entry is about; none when it was corrected into something else."""
        return self.about(entry.fact) if isinstance(entry.fact, tuple(self.handles)) else ()

    def rows_of(self, thing: str, told: Sequence[Told]) -> Iterable[Row]:
        """A row for each span in the life of a thing."""
        for span in _spans(thing, told):
            if row := self.row(span):
                yield row

    def as_at(self, municipality: Municipality, day: date) -> Iterator[Span]:
        """The spans that a day falls in, of the things that were there then."""
        for thing, told in by_thing(self.things, municipality.entries).items():
            for span in _spans(thing, told):
                if span.valid_from <= day and (span.valid_to is None or span.valid_to > day) and self.row(span):
                    yield span


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
