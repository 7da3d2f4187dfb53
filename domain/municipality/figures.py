"""What is remembered of targets and figures: every statement that stands, by period and reporting day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from immutables import Map

from domain.events.base import Entry
from domain.events.figures import (
    FiguresEvent,
    FiguresReported,
    Number,
    StatementPreferred,
    TargetExchanged,
    TargetRevised,
    TargetSet,
)
from domain.municipality.entries import FiguresShelf
from domain.values import Nature, PartialDate, Period, Source


class Statement(NamedTuple):
    """Numbers of a period as a source stated them; ``version`` is its entry and tells what was recorded last."""

    version: int
    period: Period
    reported_on: PartialDate
    source: Source
    nature: Nature = Nature.MEASURED
    net_target: int | None = None
    opening_backlog: int | None = None
    corrected_target: int | None = None
    realised: int | None = None
    closing_backlog: int | None = None

    def number(self, number: Number) -> int | None:
        """One of the five numbers by its name."""
        value: int | None = getattr(self, number.value)
        return value

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The five numbers in the order of :class:`Number`."""
        return (self.net_target, self.opening_backlog, self.corrected_target, self.realised, self.closing_backlog)


StatementsByDay = Map[str | None, tuple[Statement, ...]]


ON_SHELVES = 64
"""Of how many shelves the statements stay at hand for who asks again: a tenth of a megabyte for a half year of days."""


@dataclass(frozen=True, slots=True, eq=False)
class Figures:
    """Statements by period and reporting day as written, choices of persons, and exchanges of targets.

    ``loose`` are the statements at hand; those on ``shelves`` are unpacked when their period is asked for. Two are
    equal when they hold the same, wherever it lies.
    """

    loose: Map[Period, StatementsByDay] = Map()
    preferred: Map[tuple[Period, Number], int] = Map()
    exchanges: Map[Period, tuple[tuple[int, TargetExchanged], ...]] = Map()
    shelves: Map[Period, tuple[FiguresShelf, ...]] = Map()

    @property
    def periods(self) -> frozenset[Period]:
        """The periods of which something is stated."""
        return frozenset((*self.loose, *self.shelves))

    def statements(self, period: Period) -> Iterator[Statement]:
        """Every statement of a period."""
        for days in self._places(period):
            for statements in days.values():
                yield from statements

    def of_day(self, period: Period, reported_on: PartialDate) -> tuple[Statement, ...]:
        """The statements of a period with this reporting day, as written."""
        return self.written(period, reported_on.value)

    def written(self, period: Period, day: str | None) -> tuple[Statement, ...]:
        """The statements of a period whose reporting day is written so, in the order of recording."""
        found = [statements for days in self._places(period) if (statements := days.get(day))]
        return tuple(sorted(chain(*found), key=_version)) if len(found) > 1 else found[0] if found else ()

    def stating(self, statement: Statement) -> "Figures":
        """These figures with one more statement."""
        days = self.loose.get(statement.period, StatementsByDay())
        day = statement.reported_on.value
        days = days.set(day, (*days.get(day, ()), statement))
        return replace(self, loose=self.loose.set(statement.period, days))

    def shelving(self, shelves: Iterable[FiguresShelf]) -> "Figures":
        """These figures with what lies on these shelves besides."""
        told = self.shelves
        for shelf in shelves:
            told = told.set(shelf.period, (*told.get(shelf.period, ()), shelf))
        return replace(self, shelves=told)

    def find(self, period: Period, version: int) -> Statement | None:
        """The statement of a period that this entry recorded."""
        return next((statement for statement in self.statements(period) if statement.version == version), None)

    def _places(self, period: Period) -> Iterator[StatementsByDay]:
        if period in self.loose:
            yield self.loose[period]
        for shelf in self.shelves.get(period, ()):
            yield _on_shelf(shelf)

    def recorded(self, period: Period) -> list[Statement]:
        """The statements of a period in the order of recording."""
        return sorted(self.statements(period), key=_version)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Figures):
            return NotImplemented
        chosen = (self.preferred, self.exchanges) == (other.preferred, other.exchanges)
        periods = self.periods | other.periods
        return chosen and all(self.recorded(period) == other.recorded(period) for period in periods)

    __hash__ = None  # type: ignore[assignment]  # nobody looks figures up by what they are


def _version(statement: Statement) -> int:
    return statement.version


@lru_cache(maxsize=ON_SHELVES)
def _on_shelf(shelf: FiguresShelf) -> StatementsByDay:
    days: dict[str | None, tuple[Statement, ...]] = {}
    for entry in shelf.entries.values():
        assert isinstance(entry.fact, FiguresReported)  # noqa: S101 - nothing else lies on shelves
        day = entry.fact.reported_on.value
        days[day] = (*days.get(day, ()), statement_of(entry.fact, entry.version))
    return Map(days)


def remember_figures(figures: Figures, fact: FiguresEvent, entry: Entry) -> Figures:
    """The figures after this fact."""
    match fact:
        case FiguresReported():
            return figures.stating(statement_of(fact, entry.version))
        case TargetSet() | TargetRevised():
            told = Statement(
                version=entry.version,
                period=fact.period,
                reported_on=entry.about.happened_on,
                source=fact.source,
                net_target=fact.net_target,
            )
            return figures.stating(told)
        case TargetExchanged():
            known = figures.exchanges.get(fact.period, ())
            return replace(figures, exchanges=figures.exchanges.set(fact.period, (*known, (entry.version, fact))))
        case StatementPreferred():
            return replace(figures, preferred=figures.preferred.set((fact.period, fact.number), fact.statement))
        case _:
            return figures


def statement_of(fact: FiguresReported, version: int) -> Statement:
    """The statement that an entry with this version records."""
    return Statement(
        version=version,
        period=fact.period,
        reported_on=fact.reported_on,
        source=fact.source,
        nature=fact.nature,
        net_target=fact.net_target,
        opening_backlog=fact.opening_backlog,
        corrected_target=fact.corrected_target,
        realised=fact.realised,
        closing_backlog=fact.closing_backlog,
    )
