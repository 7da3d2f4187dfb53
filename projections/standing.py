"""Facts as they now stand, and what became of each thing they are about, from which day.

An agreement is made, changed, and kept or not: a few facts, of which each counts from its day on. So what is told of it
is a life in spans of days, and 'as at' is the span that a day falls in. What is undated has always been there.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString, TypeVar

from domain.events.base import Entry, Fact
from domain.events.record_keeping import EntryCorrected
from domain.ledger.reading import Reading
from domain.municipality import Municipality, fold, reads_in, standing
from domain.values import PartialDate
from projections.engine.known import Knowing
from projections.engine.schema import StateModel
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


About = Callable[[Any], Iterable[str]]
"""The things that a fact is about, by what they are called."""

Tell = Callable[[str, str, Sequence[Told], Opened], Line]
"""What a page shows of a municipality's thing, by what is told of it and the texts as the reader may see them."""


def spans(municipality: Municipality, kinds: Collection[type[Fact]], about: About) -> Iterator[Span]:
    """The life of everything that facts of these kinds are about."""
    for subject, told in _of_each(municipality, kinds, about).items():
        days = sorted({each.day for each in told})
        for day, following in zip(days, [*days[1:], None], strict=True):
            yield Span(subject, day, following, tuple(each for each in told if each.day <= day))


def as_at(municipality: Municipality, kinds: Collection[type[Fact]], about: About, day: date) -> Iterator[Span]:
    """Of everything that facts of these kinds are about, the span that a day falls in."""
    for span in spans(municipality, kinds, about):
        if span.valid_from <= day and (span.valid_to is None or span.valid_to > day):
            yield span


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
    model: StateModel,
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


def _of_each(municipality: Municipality, kinds: Collection[type[Fact]], about: About) -> dict[str, list[Told]]:
    """What is told of each thing, in the order of recording."""
    found, wanted, corrected = defaultdict[str, list[Told]](list), tuple(kinds), reads_in(municipality.entries)
    for entry in standing(municipality.entries):
        if isinstance(entry.fact, wanted):
            told = Told(entry, corrected.get(entry.version, entry.version))
            for subject in about(entry.fact):
                found[subject].append(told)
    return found


def _as_it_reads(entry: Entry) -> Told:
    match entry.fact:
        case EntryCorrected() as correction:
            about = entry.about.model_copy(update={"happened_on": correction.replacement_happened_on})
            stands = Entry(entry.stream, correction.entry, correction.replacement, about, entry.recorded)
            return Told(stands, entry.version)
        case _:
            return Told(entry, entry.version)
