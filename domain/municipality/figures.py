"""What is remembered of targets and figures: every statement that stands, by period and reporting day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
from domain.values import Nature, PartialDate, Period, Source


@dataclass(frozen=True, slots=True)
class Statement:
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


@dataclass(frozen=True, slots=True)
class Figures:
    """Statements by period and reporting day as written, choices of persons, and exchanges of targets."""

    periods: Map[Period, StatementsByDay] = Map()
    preferred: Map[tuple[Period, Number], int] = Map()
    exchanges: Map[Period, tuple[tuple[int, TargetExchanged], ...]] = Map()

    def statements(self, period: Period) -> Iterator[Statement]:
        """Every statement of a period."""
        for statements in self.periods.get(period, StatementsByDay()).values():
            yield from statements

    def of_day(self, period: Period, reported_on: PartialDate) -> tuple[Statement, ...]:
        """The statements of a period with this reporting day, as written."""
        return self.periods.get(period, StatementsByDay()).get(reported_on.value, ())

    def stating(self, statement: Statement) -> "Figures":
        """These figures with one more statement."""
        days = self.periods.get(statement.period, StatementsByDay())
        day = statement.reported_on.value
        days = days.set(day, (*days.get(day, ()), statement))
        return replace(self, periods=self.periods.set(statement.period, days))

    def find(self, period: Period, version: int) -> Statement | None:
        """The statement of a period that this entry recorded."""
        return next((statement for statement in self.statements(period) if statement.version == version), None)


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
